"""Draws the back of the software card's own holder, marked as a sample, and photographs it on a desk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.paper_drawing import font as our_font
from kiosk.devices.software_card.holder import Holder

if TYPE_CHECKING:
    from pathlib import Path

_CARD = (1028, 648)  # ID-1 at twelve points a millimetre
_PHOTO = (1500, 2000)
_DESK, _PLASTIC, _INK, _PALE = (96, 84, 74), (238, 236, 228), (30, 28, 28), (206, 200, 186)
_PITCH, _LINE, _LEFT, _TOP = 30.5, 76, 52, 400  # of print: 2.54 mm wide, 6.35 mm apart
_CHARACTERS = 30


def photograph_of_card(lines: str = "", font: Path | None = None, turn: float = 1.5) -> bytes:
    """Return a JPEG photograph of a card's back; ``lines`` are ninety characters, else the holder's own."""
    card = Image.new("RGB", _CARD, _PLASTIC)
    draw = ImageDraw.Draw(card)
    draw.rectangle((60, 60, 220, 210), outline=_PALE, width=6)
    draw.text((620, 100), "MẪU – BẢN CHẠY THỬ", _PALE, _font(None, 34), anchor="lm")
    print_font = _font(font, 38)
    for place, character in enumerate(lines or Holder().lines()):
        line, column = divmod(place, _CHARACTERS)
        middle = (_LEFT + (column + 0.5) * _PITCH, _TOP + line * _LINE)
        draw.text(middle, character, _INK, print_font, anchor="mm")
    desk = Image.new("RGB", _PHOTO, _DESK)
    askew = card.rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    shape = Image.new("L", _CARD, 255).rotate(turn, expand=True)
    desk.paste(askew, ((_PHOTO[0] - askew.width) // 2, (_PHOTO[1] - askew.height) // 2), shape)
    buffer = io.BytesIO()
    desk.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _font(path: Path | None, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size) if path else our_font("SemiBold", size)
