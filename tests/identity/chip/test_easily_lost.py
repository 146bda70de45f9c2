"""Checks that a later hand could take out without another test noticing: each alone, with the card that shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.clock import SystemClock
from kiosk.devices.software_card import holder as groups
from kiosk.devices.software_card.authority import Authority
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.making import CardPlan, make_card
from kiosk.errors import ProtocolError
from kiosk.identity.chip import files, tlv
from kiosk.identity.chip.apdu import Command, Ins, parse_command
from kiosk.identity.chip.channel import Channel
from kiosk.identity.chip.keys import CardKey
from kiosk.identity.chip.originality import Originality
from kiosk.identity.chip.outcomes import ChipRead, Refusal, Refused
from kiosk.identity.chip.passive import PassiveReason, check_signer
from kiosk.identity.chip.photo import parse_dg2
from kiosk.identity.chip.reading import read_card
from kiosk.identity.chip.security_object import LDS_OBJECT, parse_sod
from kiosk.identity.chip.transport import TransportFault
from kiosk.identity.chip.trust import TrustStore
from tests.identity.chip.taps import BY_CAN, NOW, TapClock, store_of

PLAIN_DATA = "1.2.840.113549.1.7.1"


class Watched:
    """A card that is listened to, and whose answers may be replaced."""

    def __init__(
        self, answer: Callable[[bytes], bytes], replace: Callable[[list[bytes]], bytes | None], longest: int = 65536
    ) -> None:
        self.longest_answer = longest
        self.heard: list[bytes] = []
        self._answer = answer
        self._replace = replace

    def connect(self) -> TransportFault | None:
        return None

    def transmit(self, command: bytes) -> bytes:
        self.heard.append(command)
        answered = self._answer(command)
        return self._replace(self.heard) or answered

    def disconnect(self) -> None:
        pass


def never(_: list[bytes]) -> None:
    return None


def listened(card: SoftwareCard, longest: int = 65536) -> Watched:
    card.reset()
    return Watched(card.answer, never, longest)


@pytest.mark.parametrize("status", ["6A82", "6700", "6982", "6985", "6F00", "6E00"])
def test_a_bare_error_after_chip_authentication_proves_nothing(
    home: Authority, store: TrustStore, photo: bytes, status: str
) -> None:
    """Whoever has no key can still say "no such file", without protection."""
    card = make_card("good", home, NOW, plan=CardPlan(photo=photo, active=None))

    def bare(heard: list[bytes]) -> bytes | None:
        agreed = [
            place for place, command in enumerate(heard) if command[:2] == bytes((0x0C, Ins.GENERAL_AUTHENTICATE))
        ]
        return bytes.fromhex(status) if agreed and len(heard) > agreed[-1] + 1 else None

    card.reset()
    outcome = read_card(Watched(card.answer, bare), BY_CAN, store, TapClock())
    assert isinstance(outcome, Refused)
    assert (outcome.why, outcome.checks.chip) == (Refusal.COPIED, Originality.FAILED)


def test_a_signature_over_another_kind_of_content_is_none(home: Authority) -> None:
    """The same key may sign other things; their signatures must not pass for one over digests."""

    def signed_as(content_type: str) -> bytes:
        info: Any = cms.ContentInfo.load(tlv.unwrap(home.sign({1: b"a\x01x"}), 0x77))
        signer = info["content"]["signer_infos"][0]
        content = bytes(info["content"]["encap_content_info"]["content"])
        attributes = cms.CMSAttributes(
            [
                cms.CMSAttribute({"type": "content_type", "values": [content_type]}),
                cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            ]
        )
        assert isinstance(home.signer_key, ec.EllipticCurvePrivateKey)
        signer["signed_attrs"] = attributes
        signer["signature"] = home.signer_key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
        return tlv.encode(0x77, info.dump(force=True))

    sod = parse_sod(signed_as(LDS_OBJECT))
    assert check_signer(sod, store_of(home.certificate), NOW).reason is PassiveReason.CHECKED
    with pytest.raises(ProtocolError, match="something else"):
        parse_sod(signed_as(PLAIN_DATA))


def selected(heard: list[bytes]) -> list[bytes]:
    """The files that were selected before there was a session."""
    plain = [parse_command(command) for command in heard if command[0] == 0]
    return [command.data for command in plain if command.ins == Ins.SELECT and command.p1 == 2]


@pytest.mark.parametrize(("longest", "asked"), [(65536, True), (256, False)])
def test_a_reader_of_short_answers_does_not_ask_how_long_they_may_be(
    home: Authority, photo: bytes, longest: int, asked: bool
) -> None:
    card = listened(make_card("good", home, NOW, plan=CardPlan(photo=photo)), longest)
    assert isinstance(read_card(card, BY_CAN, None, TapClock()), ChipRead)
    assert (files.ATTRIBUTES in selected(card.heard)) is asked
    assert all(len(command) <= 261 for command in card.heard) or asked


def test_a_card_without_the_file_of_lengths_is_not_read_for_it(home: Authority, photo: bytes) -> None:
    card = listened(make_card("good", home, NOW, plan=CardPlan(photo=photo, long_answers=False)))
    assert isinstance(read_card(card, BY_CAN, None, TapClock()), ChipRead)
    after = card.heard[card.heard.index(Command(Ins.SELECT, 2, 12, files.ATTRIBUTES).encode()) + 1]
    assert parse_command(after).ins == Ins.SELECT


@pytest.mark.parametrize("size", [0x8000 - 1, 0x8000, 0x8000 + 1, 0x8000 + 5000])
def test_no_plain_read_reaches_beyond_the_offset_it_can_say(size: int) -> None:
    """READ BINARY has 15 bits for the place; a card may refuse, or wrap around, where a read would cross 32,768."""
    content = tlv.encode(0x75, bytes(index % 251 for index in range(size - 4)))

    def answer(raw: bytes) -> bytes:
        command = parse_command(raw)
        if command.ins == Ins.READ_BINARY:
            offset = command.p1 << 8 | command.p2
            assert offset + command.answer <= 0x8000
            return content[offset : offset + command.answer] + b"\x90\x00"
        if command.ins == Ins.READ_BINARY_FAR:
            offset = int.from_bytes(tlv.unwrap(command.data, 0x54), "big")
            assert offset >= 0x8000
            return tlv.encode(0x53, content[offset : offset + 200]) + b"\x90\x00"
        return b"\x90\x00"

    channel = Channel(Watched(answer, never), SystemClock(), 30)
    channel.allow_long_answers(3000)
    assert files.read_file(channel, files.data_group(2), 65_539) == content


def test_a_picture_ends_where_its_record_says() -> None:
    picture = b"\xff\xd8\xff" + bytes(range(40))
    sound = groups.dg2(picture)
    at = sound.index(b"FAC\x00")
    record = sound[at:]

    def wrapped(changed: bytes) -> bytes:
        template = tlv.encode(0x7F60, tlv.encode(0x5F2E, changed))
        return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01") + template))

    assert bytes(parse_dg2(wrapped(record)).data) == picture
    assert bytes(parse_dg2(wrapped(record + b"of another face")).data) == picture
    length = int.from_bytes(record[14:18], "big")
    assert length == len(record) - 14
    for wrong in (length + 1, 32, 0, 0xFFFFFFFF):
        with pytest.raises(ProtocolError, match="lengths"):
            parse_dg2(wrapped(record[:14] + wrong.to_bytes(4, "big") + record[18:]))


def test_a_wrong_key_is_not_tried_in_another_way(home: Authority, photo: bytes) -> None:
    card = make_card("good", home, NOW, plan=CardPlan(photo=photo))
    heard = listened(card)
    read_card(heard, CardKey("000000"), None, TapClock())
    assert card.attempts == 1
    assert all(command[1] != Ins.EXTERNAL_AUTHENTICATE for command in heard.heard)
