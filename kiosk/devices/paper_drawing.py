"""Draws a filled-in paper, marked as a sample, and photographs it on a desk."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

if TYPE_CHECKING:
    from kiosk.devices.sample_papers import Effect, Paper

_PAGE = (1240, 1754)  # A4 at 150 dots an inch
_PHOTO = (1500, 2000)
_DESK = (116, 98, 82)
_SHADOW = (70, 58, 48)
_SHEET = (252, 250, 244)
_INK = (38, 34, 32)
_PEN = (28, 48, 128)
_SEAL = (190, 40, 40)
_LEFT = 120
_LONG_TITLE = 24
_MARK = "MẪU – BẢN CHẠY THỬ"


def photograph_of(paper: Paper, effect: Effect) -> bytes:
    """Return a JPEG photograph of a paper lying on a desk."""
    buffer = io.BytesIO()
    _seen(_lay_on_desk(_draw(paper)), effect).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _draw(paper: Paper) -> Image.Image:
    sheet = Image.new("RGB", _PAGE, _SHEET)
    draw = ImageDraw.Draw(sheet)
    if not paper.title:
        return sheet
    middle = _PAGE[0] // 2
    draw.text((middle, 110), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _INK, font("Bold", 30), anchor="mm")
    draw.text((middle, 156), "Độc lập – Tự do – Hạnh phúc", _INK, font("SemiBold", 28), anchor="mm")
    draw.line((middle - 190, 184, middle + 190, 184), _INK, 2)
    draw.text((_LEFT, 240), paper.issuer, _INK, font("SemiBold", 24), anchor="lm")
    draw.text((middle, 340), paper.title, _INK, font("Bold", 44 if len(paper.title) < _LONG_TITLE else 34), anchor="mm")
    below = _write_lines(draw, paper.lines, 450)
    _sign(draw, paper, below + 60)
    _mark(sheet)
    return sheet


def _write_lines(draw: ImageDraw.ImageDraw, lines: tuple[tuple[str, str], ...], top: int) -> int:
    """Write label and value of each line on a dotted rule; returns where the text ends."""
    printed, written = font("Regular", 27), font("MediumItalic", 29)
    for label, value in lines:
        draw.text((_LEFT, top), label, _INK, printed, anchor="ls")
        start = _LEFT + int(draw.textlength(label, printed)) + 14
        for dot in range(start, _PAGE[0] - _LEFT, 9):
            draw.point([(dot, top + 5), (dot + 1, top + 5)], _INK)
        draw.text((start + 8, top - 1), value, _PEN, written, anchor="ls")
        top += 66
    return top


def _sign(draw: ImageDraw.ImageDraw, paper: Paper, top: int) -> None:
    right = _PAGE[0] - 380
    draw.text((right, top), "Ngày 22 tháng 11 năm 2026", _INK, font("Italic", 25), anchor="mm")
    draw.text((right, top + 44), paper.signer, _INK, font("Bold", 25), anchor="mm")
    draw.line(
        [(right - 90 + step * 12, top + 130 + (34 if step % 2 else -22) * (1 - step / 20)) for step in range(16)],
        _PEN,
        4,
        joint="curve",
    )
    if paper.issuer:
        centre = (right - 120, top + 140)
        draw.ellipse((centre[0] - 92, centre[1] - 92, centre[0] + 92, centre[1] + 92), outline=_SEAL, width=6)
        draw.ellipse((centre[0] - 70, centre[1] - 70, centre[0] + 70, centre[1] + 70), outline=_SEAL, width=3)
        draw.text(centre, "DẤU\nMẪU", _SEAL, font("Bold", 30), anchor="mm", align="center")


def _mark(sheet: Image.Image) -> None:
    """Write across the sheet that it is a sample of a try-out, so that nobody takes it for a real one."""
    strip = Image.new("L", (1500, 150), 0)
    ImageDraw.Draw(strip).text((750, 75), _MARK, 70, font("Bold", 104), anchor="mm")
    turned = strip.rotate(52, expand=True, resample=Image.Resampling.BILINEAR)
    place = ((_PAGE[0] - turned.width) // 2, (_PAGE[1] - turned.height) // 2 + 60)
    sheet.paste(_SEAL, place, turned)


def _lay_on_desk(sheet: Image.Image) -> Image.Image:
    """Put a sheet on a desk, a little askew, its shadow under it."""
    desk = Image.new("RGB", _PHOTO, _DESK)
    whole = Image.new("L", sheet.size, 255)
    askew = sheet.rotate(-0.8, expand=True, resample=Image.Resampling.BICUBIC)
    shape = whole.rotate(-0.8, expand=True, resample=Image.Resampling.BICUBIC)
    left, top = (_PHOTO[0] - askew.width) // 2, (_PHOTO[1] - askew.height) // 2
    desk.paste(_SHADOW, (left + 10, top + 12), shape.filter(ImageFilter.BoxBlur(6)))
    desk.paste(askew, (left, top), shape)
    return desk


def _seen(photo: Image.Image, effect: Effect) -> Image.Image:
    match effect:
        case "sideways":
            return photo.transpose(Image.Transpose.ROTATE_90)
        case "dark":
            return ImageEnhance.Brightness(photo).enhance(0.16)
        case "bright":
            return photo.point([min(255, 175 + value) for value in range(256)] * 3)
        case "blurred":
            return photo.filter(ImageFilter.GaussianBlur(9))
        case "straight":
            return photo


@lru_cache(maxsize=16)
def font(style: str, size: int) -> ImageFont.FreeTypeFont:
    """The interface's own letters."""
    spec = find_spec("fontpkg_be_vietnam_pro")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package fontpkg-be-vietnam-pro is not installed")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return ImageFont.truetype(folder / "files" / f"BeVietnamPro-{style}.ttf", size)
