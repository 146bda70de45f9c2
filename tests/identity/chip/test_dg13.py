"""DG13 in both layouts, with what may be absent, empty, or told in another way."""

from __future__ import annotations

import unicodedata

import pytest

from kiosk.devices.software_card.holder import Holder, Layout, dg13
from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.chip.dg13 import VietnameseData, parse_dg13

FIELDS = Holder().fields()
# Ours, synthetic: the layout that public readers of such cards show (2026-11).
MADE_BY_HAND = (
    "6d47304530110201010c0c30303130393930313233343530150201020c104e677579e1bb856e2056c4836e20416e"
    "300f0201030c0a30312f30312f3139393930080201040c034e616d"
)


def parsed(fields: dict[int, str | tuple[str, ...]], layout: Layout = "wrapped") -> VietnameseData:
    return parse_dg13(dg13(fields, layout))


def test_a_layout_made_by_hand() -> None:
    data = parse_dg13(bytes.fromhex(MADE_BY_HAND))
    assert (data.number, data.name, data.born, data.sex) == ("001099012345", "Nguyễn Văn An", "1999-01-01", "male")
    assert (data.father, data.old_number, dict(data.extra)) == ("", "", {})


@pytest.mark.parametrize("layout", ["wrapped", "plain"])
def test_all_fields(layout: Layout) -> None:
    data = parsed(FIELDS, layout)
    assert (data.nationality, data.ethnicity, data.religion) == ("Việt Nam", "Kinh", "Không")
    assert (data.origin, data.issued, data.expires) == ("Hà Đông, Hà Nội", "2021-04-15", "2039-01-01")
    assert (data.father, data.mother, data.spouse) == ("Nguyễn Văn Bình", "Trần Thị Cúc", "Lê Thị Dung")
    assert (data.old_number, dict(data.extra)) == ("012345678", {})


@pytest.mark.parametrize(
    ("given", "old_number", "extra"),
    [
        ({15: "abc", 16: "012345678"}, "012345678", {15: ("abc",)}),
        ({15: "012345678", 16: ""}, "012345678", {16: ("",)}),
        ({16: "012345678901"}, "", {16: ("012345678901",)}),
        ({17: "x", 200: ("y", "z")}, "", {17: ("x",), 200: ("y", "z")}),
    ],
)
def test_the_old_number_is_the_one_of_nine_digits(
    given: dict[int, str | tuple[str, ...]], old_number: str, extra: dict[int, tuple[str, ...]]
) -> None:
    data = parsed({1: "001099012345", **given})
    assert (data.old_number, dict(data.extra)) == (old_number, extra)


def test_texts_are_tidied_and_dates_that_are_none_stay() -> None:
    data = parsed({2: unicodedata.normalize("NFD", "Nguyễn  Văn An "), 3: "31/02/1999", 4: "Nữ", 12: "Không thời hạn"})
    assert (data.name, data.born, data.sex, data.expires) == ("Nguyễn Văn An", "31/02/1999", "female", "Không thời hạn")


@pytest.mark.parametrize(
    "fields",
    [
        tlv.encode(0x30, tlv.encode(0x02, b"\1") + tlv.encode(0x0C, b"\xff\xfe")),  # no UTF-8
        tlv.encode(0x30, tlv.encode(0x02, b"\1") + tlv.encode(0x04, b"abc")),  # no text
        tlv.encode(0x30, tlv.encode(0x02, b"\1") + tlv.encode(0x0C, b"a")) * 2,  # twice
        tlv.encode(0x30, tlv.encode(0x0C, b"a")),  # no number
        tlv.encode(0x30, tlv.encode(0x02, b"\1") + tlv.encode(0x0C, b"a" * 1001)),
        tlv.encode(0x30, tlv.encode(0x02, b"\1") + tlv.encode(0x30, tlv.encode(0x30, tlv.encode(0x30, b"\x30\x00")))),
    ],
)
def test_what_is_no_dg13(fields: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse_dg13(tlv.encode(0x6D, tlv.encode(0x30, fields)))
