"""Whether a photographed page can be read: the coach's remarks, never a refusal."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import Enum

from PIL import Image, ImageFilter

_LONGER_SIDE = 1000  # sharpness is judged at one size, whatever the camera
_MARGIN = 8  # an eighth at each edge is desk and shadow
_DARK_PAPER = 90
_BURNT_PAPER, _PALE_INK = 253, 150
_LEAST_CONTRAST = 25
_LEAST_SHARPNESS = 0.3
_LEAST_DETAIL = 900


class Remark(Enum):
    """What is wrong with a page; its words are in assets/text/<language>.toml under ``photo.<value>``."""

    DARK = "dark"
    BRIGHT = "bright"
    BLURRED = "blurred"
    BLANK = "blank"
    SMALL = "small"  # too few pixels to read


@dataclass(frozen=True)
class Measures:
    """What was measured: greys from 0 (black) to 255, sharpness as edge height over contrast."""

    paper: int
    ink: int
    sharpness: float
    longer_side: int


def remarks_on(jpeg: bytes) -> tuple[Remark, ...]:
    """Return what a person should be told before keeping this page; nothing when it can be read."""
    seen = measure(jpeg)
    found: list[Remark] = []
    contrast = seen.paper - seen.ink
    if seen.paper < _DARK_PAPER:
        found.append(Remark.DARK)
    elif seen.paper >= _BURNT_PAPER and seen.ink > _PALE_INK:
        found.append(Remark.BRIGHT)
    elif contrast < _LEAST_CONTRAST:
        found.append(Remark.BLANK)
    if contrast >= _LEAST_CONTRAST and seen.sharpness < _LEAST_SHARPNESS:
        found.append(Remark.BLURRED)
    if seen.longer_side < _LEAST_DETAIL:
        found.append(Remark.SMALL)
    return tuple(found)


def measure(jpeg: bytes) -> Measures:
    """Measure the middle of a page."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        longer_side = max(picture.size)
        picture.draft("L", (_LONGER_SIDE, _LONGER_SIDE))
        grey = picture.convert("L")
    grey.thumbnail((_LONGER_SIDE, _LONGER_SIDE), Image.Resampling.BOX)
    across, down = grey.width // _MARGIN, grey.height // _MARGIN
    middle = grey.crop((across, down, grey.width - across, grey.height - down))
    edges = middle.filter(ImageFilter.FIND_EDGES).crop((2, 2, middle.width - 2, middle.height - 2))
    greys, heights = middle.histogram(), edges.histogram()
    paper, ink = _level(greys, 0.7), _level(greys, 0.005)
    return Measures(paper, ink, _level(heights, 0.99) / max(1, paper - ink), longer_side)


def _level(histogram: list[int], share: float) -> int:
    """Return the grey that ``share`` of all points do not exceed."""
    wanted, seen = sum(histogram) * share, 0
    for level, count in enumerate(histogram):
        seen += count
        if seen >= wanted:
            return level
    return len(histogram) - 1
