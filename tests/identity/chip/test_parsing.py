"""Bytes from a card that may be hostile: each parser reads what is sound and says no to the rest, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.software_card import holder as groups
from kiosk.devices.software_card.holder import Holder
from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.apdu import Command, Response, parse_command, parse_response
from kiosk.identity.chip.certificates import load_public_key, parse_certificate
from kiosk.identity.chip.ciphers import AES128, unpad
from kiosk.identity.chip.data_groups import parse_com, parse_dg1
from kiosk.identity.chip.dg13 import parse_dg13
from kiosk.identity.chip.messaging import Keys, Messaging
from kiosk.identity.chip.originality import parse_dg15
from kiosk.identity.chip.photo import parse_dg2
from kiosk.identity.chip.security_infos import parse_card_access, parse_dg14
from kiosk.identity.chip.security_object import parse_sod

HOLDER = Holder()
PARSERS: list[Callable[[bytes], object]] = [
    tlv.parse,
    tlv.check_nesting,
    parse_response,
    parse_command,
    parse_com,
    parse_dg1,
    parse_dg2,
    parse_dg13,
    parse_card_access,
    parse_dg14,
    parse_dg15,
    parse_sod,
    parse_certificate,
    load_public_key,
    unpad,
    lambda data: Messaging(Keys(AES128, bytes(16), bytes(16))).open(Response(data, 0x9000)),
]


def nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = tlv.encode(0x30, data)
    return data


def refused(parse: Callable[[bytes], object], data: bytes) -> bool:
    try:
        parse(data)
    except ProtocolError:
        return True
    return False


@pytest.mark.parametrize("parse", PARSERS, ids=range(len(PARSERS)))
@given(data=st.binary(max_size=300))
def test_any_bytes(parse: Callable[[bytes], object], data: bytes) -> None:
    assert refused(parse, data) in {True, False}


TREES = st.recursive(
    st.tuples(st.sampled_from([0x02, 0x04, 0x06, 0x0C, 0x13, 0x5F1F, 0x5F2E, 0x80]), st.binary(max_size=24)),
    lambda inner: st.tuples(
        st.sampled_from([0x30, 0x31, 0x60, 0x61, 0x6D, 0x6E, 0x6F, 0x75, 0x77, 0x7F61, 0xA0]),
        st.lists(inner, max_size=4).map(lambda parts: b"".join(tlv.encode(tag, value) for tag, value in parts)),
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("parse", PARSERS, ids=range(len(PARSERS)))
@given(tree=TREES)
def test_any_elements(parse: Callable[[bytes], object], tree: tuple[int, bytes]) -> None:
    assert refused(parse, tlv.encode(*tree)) in {True, False}


SOUND: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "com": (parse_com, groups.com((1, 2, 13))),
    "dg1": (parse_dg1, groups.dg1(HOLDER.lines())),
    "dg2": (parse_dg2, groups.dg2(b"\xff\xd8\xff" + bytes(40))),
    "dg13": (parse_dg13, groups.dg13(HOLDER.fields(), "wrapped")),
    "dg13, plain": (parse_dg13, groups.dg13(HOLDER.fields(), "plain")),
}


@pytest.mark.parametrize("name", SOUND)
@given(place=st.integers(0, 400), value=st.integers(0, 255), cut=st.integers(0, 400))
def test_sound_bytes_with_one_changed_or_the_end_cut_off(name: str, place: int, value: int, cut: int) -> None:
    parse, data = SOUND[name]
    assert not refused(parse, data)
    changed = bytearray(data)
    changed[place % len(data)] = value
    assert refused(parse, bytes(changed)) in {True, False}
    assert refused(parse, data[: cut % len(data)])
    assert refused(parse, data + b"\0")


@pytest.mark.parametrize(
    "data",
    [
        "3080020100",  # indefinite length
        "3003020101ff",  # something after it
        "30050201",  # cut off
        "308501000000",  # a length of five bytes
        "3084ffffffff",
        "1f",  # a tag without its end
        "1f81818101",
        "0000",
        "30",
        "3081",
    ],
)
def test_forms_that_no_card_needs(data: str) -> None:
    assert refused(lambda raw: tlv.unwrap(raw, 0x30), bytes.fromhex(data))


def test_too_deep_too_many_too_large() -> None:
    tlv.check_nesting(nested(tlv.MAX_DEPTH))
    for data in (
        nested(tlv.MAX_DEPTH + 1),
        nested(20_000),
        b"\x05\x00" * (tlv.MAX_NESTED + 1),
        bytes(tlv.MAX_BYTES + 1),
    ):
        assert refused(tlv.check_nesting, data)
    assert refused(tlv.parse, b"\x05\x00" * (tlv.MAX_ELEMENTS + 1))
    assert refused(parse_sod, tlv.encode(0x77, bytes(40_000)))
    assert refused(parse_sod, tlv.encode(0x77, nested(5_000)))


@given(tag=st.sampled_from([0x02, 0x5F1F, 0x7F61]), value=st.binary(max_size=70_000))
def test_elements_come_back(tag: int, value: bytes) -> None:
    assert tlv.unwrap(tlv.encode(tag, value), tag) == value


@given(
    ins=st.integers(0, 255),
    data=st.binary(max_size=600),
    answer=st.sampled_from([0, 1, 255, 256, 257, 65535, 65536]),
    cla=st.integers(0, 255),
)
def test_commands_come_back(ins: int, data: bytes, answer: int, cla: int) -> None:
    command = Command(ins, 1, 2, data, answer, cla)
    assert parse_command(command.encode()) == command


def test_commands_as_the_standard_writes_them() -> None:
    assert Command(0xB0, answer=4).encode().hex() == "00b0000004"
    assert Command(0xB0, answer=256).encode().hex() == "00b0000000"
    assert Command(0xB0, answer=65536).encode().hex() == "00b00000000000"
    assert Command(0x88, data=b"ab", answer=300).encode().hex() == "00880000" + "000002" + "6162" + "012c"
    with pytest.raises(ProtocolError):
        Command(0x88, data=bytes(65536)).encode()
