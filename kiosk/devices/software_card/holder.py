"""Whom a made-up card belongs to, and the data groups that say so."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageDraw

from kiosk.identity.chip import tlv
from kiosk.identity.chip.data_groups import GROUP_TAGS
from kiosk.identity.mrz import check_digit

Layout = Literal["wrapped", "plain"]

_LINE = 30
_FACE = (300, 400)
_JPEG, _JPEG2000 = 0, 1
_DG13_OID = bytes.fromhex("01000A00818E0008")


@dataclass(frozen=True)
class Holder:
    """A person who does not exist."""

    number: str = "001099012345"
    name: str = "Nguyễn Văn An"
    plain_name: str = "NGUYEN<<VAN<AN"
    born: str = "990101"
    sex: Literal["M", "F"] = "M"
    expires: str = "390101"
    state: str = "VNM"

    @property
    def document(self) -> str:
        return self.number[3:]

    def lines(self) -> str:
        """The machine-readable lines, one after the other."""
        number = self.number
        first = f"ID{self.state}{self.document}{check_digit(self.document)}{number}<<{check_digit(number)}"
        second = f"{self.born}{check_digit(self.born)}{self.sex}{self.expires}{check_digit(self.expires)}{self.state}"
        second = second.ljust(_LINE - 1, "<")
        whole = check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
        return first + second + whole + self.plain_name.ljust(_LINE, "<")[:_LINE]

    def fields(self) -> dict[int, str | tuple[str, ...]]:
        """What DG13 holds, by number."""
        day = f"{self.born[4:]}/{self.born[2:4]}"
        return {
            1: self.number,
            2: self.name,
            3: f"{day}/19{self.born[:2]}",
            4: "Nam" if self.sex == "M" else "Nữ",
            5: "Việt Nam",
            6: "Kinh",
            7: "Không",
            8: "Hà Đông, Hà Nội",
            9: "Số 1, Quang Trung, Hà Đông, Hà Nội",
            10: "Nốt ruồi cách 1 cm dưới mắt trái",
            11: "15/04/2021",
            12: f"{day}/20{self.expires[:2]}",
            13: ("Nguyễn Văn Bình", "Trần Thị Cúc"),
            14: ("Lê Thị Dung",),
            15: "012345678",
        }


def dg1(lines: str) -> bytes:
    return tlv.encode(0x61, tlv.encode(0x5F1F, lines.encode("ascii")))


def dg13(fields: dict[int, str | tuple[str, ...]], layout: Layout) -> bytes:
    """Both layouts that public readers know."""
    body = b"".join(
        tlv.encode(0x30, tlv.encode(0x02, bytes((number,))) + _value(text)) for number, text in fields.items()
    )
    if layout == "wrapped":
        body = tlv.encode(0x02, b"\x01") + tlv.encode(0x06, _DG13_OID) + tlv.encode(0x31, body)
    return tlv.encode(0x6D, tlv.encode(0x30, body))


def dg2(picture: bytes) -> bytes:
    """A face record of ISO/IEC 19794-5 with one picture, in the templates of Doc 9303."""
    kind = _JPEG if picture.startswith(b"\xff\xd8") else _JPEG2000
    width, height = _FACE
    image = bytes((1, kind)) + width.to_bytes(2, "big") + height.to_bytes(2, "big") + bytes(6) + picture
    face = (20 + len(image)).to_bytes(4, "big") + bytes(16) + image
    record = b"FAC\x00010\x00" + (14 + len(face)).to_bytes(4, "big") + b"\x00\x01" + face
    header = tlv.encode(0xA1, tlv.encode(0x87, b"\x01\x01") + tlv.encode(0x88, b"\x00\x08"))
    template = tlv.encode(0x7F60, header + tlv.encode(0x5F2E, record))
    return tlv.encode(0x75, tlv.encode(0x7F61, tlv.encode(0x02, b"\x01") + template))


def com(numbers: tuple[int, ...]) -> bytes:
    tags = {number: tag for tag, number in GROUP_TAGS.items()}
    versions = tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000")
    return tlv.encode(0x60, versions + tlv.encode(0x5C, bytes(tags[number] for number in numbers)))


def portrait() -> bytes:
    """A drawn face as JPEG 2000, of the size that cards hold."""
    width, height = _FACE
    grain = Image.effect_noise(_FACE, 24).convert("RGB")
    picture = Image.blend(Image.new("RGB", _FACE, "#9DB4C8"), grain, 0.25)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.28, height * 0.16, width * 0.72, height * 0.62), fill="#D9B08C", outline="#6B4A32", width=3)
    draw.pieslice((width * 0.05, height * 0.62, width * 0.95, height * 1.4), 180, 360, fill="#33485C")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG2000", quality_mode="rates", quality_layers=[_RATE])
    return buffer.getvalue()


_RATE: Final = 22  # of compression; about 16 KB


def _value(text: str | tuple[str, ...]) -> bytes:
    if isinstance(text, tuple):
        return tlv.encode(0x30, b"".join(_value(part) for part in text))
    return tlv.encode(0x13 if text.isascii() else 0x0C, text.encode("utf-8"))
