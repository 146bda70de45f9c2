"""Photographs the back of a card and reads the lines that open its chip: by Tesseract, where it is installed.

Pictures stay in memory and are let go at once. What was read is believed only where every check digit holds
(``kiosk.identity.mrz_print``); measured in docs/adr/0027.
"""

from __future__ import annotations

import io
import os
import time
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageChops, ImageFilter, ImageOps

from kiosk.identity.mrz_print import find_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.devices.ports import Camera
    from kiosk.identity.mrz_parts import TypedParts

SECONDS: Final = 5.0
"""How long one photograph is looked at; then it is as if nothing stood there."""

_LANGUAGE = "eng"
_DATA: Final = tuple(Path(folder) for folder in ("/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tessdata"))
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_WIDTH = 1300  # of the card, in points: a character is some 38 wide
_COARSE = 16  # a card is found on a picture so much smaller
_MARGIN = 20
_STEEPEST = 12  # degrees
_LOOKS: Final = ((1.0, 0.0), (1.5, 0.0), (0.75, 0.0), (0.6, 0.0), (1.0, 0.8))
"""Scale and blur: what one size hides another shows; the first that adds up ends it."""


class CardBackReader:
    """Calls block for a second or two, and belong on one thread, the device's."""

    def __init__(self, camera: Camera, data: Path) -> None:
        self._camera = camera
        self._data = data
        self._tesseract: Any = None

    def __call__(self) -> TypedParts | None:
        """Photograph what lies under the camera; None when no lines that add up are on it. Raises DeviceError."""
        return self.read(self._camera.capture())

    def read(self, jpeg: bytes) -> TypedParts | None:
        """The lines on a photograph."""
        ends = time.monotonic() + SECONDS
        try:
            with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as photo:
                grey = photo.convert("L")
        except (OSError, ValueError, Image.DecompressionBombError):
            return None
        for picture in _looks(grey):
            found = find_lines(self._print_on(picture))
            if found is not None or time.monotonic() > ends:
                return found
        return None

    def _print_on(self, picture: Image.Image) -> str:
        if self._tesseract is None:
            self._tesseract = _open_tesseract(self._data)
        self._tesseract.SetImage(picture)
        text = str(self._tesseract.GetUTF8Text())
        self._tesseract.Clear()
        return text


def open_card_back(camera: Camera | None) -> CardBackReader | None:
    """What reads the back of a card on this kiosk; None without a camera, Tesseract or its letters."""
    data = letters()
    return CardBackReader(camera, data) if camera is not None and data is not None else None


def letters() -> Path | None:
    """Where Tesseract's letters are; None where it or they are missing."""
    if find_spec("tesserocr") is None:
        return None
    return next((folder for folder in _DATA if (folder / f"{_LANGUAGE}.traineddata").is_file()), None)


def _open_tesseract(data: Path) -> Any:
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # threads of its own are slower on such small pictures
    import tesserocr  # noqa: PLC0415 - an optional extra

    found = tesserocr.PyTessBaseAPI(
        path=str(data), lang=_LANGUAGE, psm=tesserocr.PSM.SINGLE_BLOCK, oem=tesserocr.OEM.LSTM_ONLY
    )
    for name, value in (
        ("tessedit_char_whitelist", _CHARACTERS),
        ("load_system_dawg", "0"),
        ("load_freq_dawg", "0"),
    ):
        found.SetVariable(name, value)
    return found


def _looks(grey: Image.Image) -> Iterator[Image.Image]:
    """The lower half of the card either way up, at several sizes: black print on white, and level."""
    card = grey.crop(_bright_part(grey))
    if card.width > _WIDTH:
        card = card.resize((_WIDTH, max(1, card.height * _WIDTH // card.width)), Image.Resampling.LANCZOS)
    flat = _flat(card)
    level = flat.rotate(_slant(flat), fillcolor=255, resample=Image.Resampling.BICUBIC)
    half = (0, max(0, level.height // 2 - _MARGIN), level.width, level.height)
    halves = level.crop(half), level.transpose(Image.Transpose.ROTATE_180).crop(half)
    for scale, blur in _LOOKS:
        for lower in halves:
            size = max(1, int(lower.width * scale)), max(1, int(lower.height * scale))
            look = lower.resize(size, Image.Resampling.LANCZOS)
            yield look.filter(ImageFilter.GaussianBlur(blur)) if blur else look


def _bright_part(grey: Image.Image) -> tuple[int, int, int, int]:
    """Where the card lies: what is brighter than half way between the darkest and the brightest."""
    small = grey.resize((max(1, grey.width // _COARSE), max(1, grey.height // _COARSE)), Image.Resampling.BOX)
    small = small.filter(ImageFilter.MedianFilter(3))
    levels = [level for level, count in enumerate(small.histogram()) if count]
    middle = (levels[0] + levels[-1]) // 2
    box = small.point([255 * (value > middle) for value in range(256)]).getbbox()
    if box is None:
        return 0, 0, *grey.size
    left, top, right, bottom = (edge * _COARSE for edge in box)
    return (
        max(0, left - _MARGIN),
        max(0, top - _MARGIN),
        min(grey.width, right + _MARGIN),
        min(grey.height, bottom + _MARGIN),
    )


def _flat(card: Image.Image) -> Image.Image:
    """The print alone, on white: uneven light and what is printed pale behind it go."""
    quarter = card.filter(ImageFilter.GaussianBlur(1)).resize((max(1, card.width // 4), max(1, card.height // 4)))
    ground = quarter.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6)).resize(card.size)
    return ImageOps.autocontrast(ImageChops.invert(ImageChops.subtract(ground, card)), cutoff=(0.5, 20))


def _slant(flat: Image.Image) -> int:
    """By how many degrees to turn it so that rows of print are level: there dark and bright rows differ most."""
    lower = flat.crop((0, flat.height // 3, flat.width, flat.height))
    ink = ImageOps.invert(lower).resize((max(1, lower.width // 2), max(1, lower.height // 2)))

    def unevenness(degrees: int) -> int:
        rows = ink.rotate(degrees, fillcolor=0).resize((1, ink.height), Image.Resampling.BOX).tobytes()
        return sum((one - other) ** 2 for one, other in pairwise(rows))

    return max(range(-_STEEPEST, _STEEPEST + 1), key=unevenness)
