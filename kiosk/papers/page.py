"""One page of a document: a photograph made upright, small enough and free of what a phone wrote into it."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from kiosk.papers.faults import PaperFault
from kiosk.papers.kinds import kind_of

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""What a decoded picture may hold: more than any phone's photograph, little enough for a kiosk with 2 GB."""

A4_AT_200_DPI = (1654, 2339)
LEAST_SIDE = 200
THUMBNAIL = 320
_QUALITY = 85
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, struct.error)
"""What Pillow's readers raise on broken data."""


@dataclass(frozen=True)
class Page:
    """A page ready to be kept: JPEG without metadata, upright, at most A4 at 200 dots an inch."""

    jpeg: bytes
    width: int
    height: int


def read_page(data: bytes) -> Page | PaperFault:
    """Make a page of a JPEG or PNG file, however hostile."""
    if not data:
        return PaperFault.EMPTY
    if len(data) > LARGEST_FILE:
        return PaperFault.TOO_LARGE
    kind = kind_of(data)
    match kind:
        case "jpeg" | "png":
            return _read_picture(data, JpegImageFile if kind == "jpeg" else PngImageFile)
        case "heic":
            return PaperFault.HEIC
        case "pdf" | "other":
            return PaperFault.WRONG_TYPE
        case _:
            assert_never(kind)


def turned(jpeg: bytes, quarters: int = 1) -> Page:
    """Turn a page clockwise by quarters of a circle."""
    turns = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        turn = turns.get(quarters % 4)
        return _page(picture.transpose(turn) if turn is not None else picture)


def thumbnail(jpeg: bytes, longest: int = THUMBNAIL) -> bytes:
    """Return a small JPEG of a page, its longer side at most ``longest`` pixels."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        picture.thumbnail((longest, longest))
        return as_jpeg(picture, 80)


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    """Encode a picture without any metadata."""
    bare = picture.copy()
    bare.info = {}
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size a picture is brought down to: within A4 at 200 dots an inch, upright or lying."""
    short, long = sorted(size)
    scale = min(1.0, A4_AT_200_DPI[0] / short, A4_AT_200_DPI[1] / long)
    return round(size[0] * scale), round(size[1] * scale)


def _read_picture(data: bytes, reader: type[ImageFile]) -> Page | PaperFault:
    """Open by the reader itself, which looks at the header only: size is judged before anything is decoded."""
    try:
        with reader(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return PaperFault.TOO_MANY_PIXELS
            target = fitting(picture.size)
            if min(target) < LEAST_SIDE:
                return PaperFault.TOO_SMALL
            picture.draft(None, target)  # a JPEG is decoded at a half or a quarter where that is enough
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(fitting(upright.size), Image.Resampling.LANCZOS)
            return _page(_on_white(upright))
    except _UNREADABLE:
        return PaperFault.BROKEN


def _page(picture: Image.Image) -> Page:
    return Page(as_jpeg(picture, _QUALITY), picture.width, picture.height)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture in grey or colour, transparent parts white as the paper they stand for."""
    if picture.mode in {"L", "RGB"} and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith("I"):  # 16 bits a grey
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        sheet = Image.new("RGB", clear.size, "white")
        sheet.paste(clear, mask=clear.getchannel("A"))
        return sheet
    return picture.convert("L" if picture.mode == "1" else "RGB")
