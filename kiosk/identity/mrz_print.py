"""Finds the lines that open a card in what a reader of print made of a picture.

Letters taken for digits are turned back where only digits stand, and fillers are put where a Vietnamese card has
nothing else (``kiosk.identity.mrz`` has the layout). Nothing is believed unless every check digit holds then.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from kiosk.identity.mrz import lines_fault
from kiosk.identity.mrz_parts import TypedParts, parts_of

_LOOKALIKES: Final = str.maketrans("OQDILZSBGT", "0001125867")
_STATE: Final = "VNM"
_BEFORE_STATE = 4  # «ID», whatever of it was read
_FIRST: Final = re.compile(r"(.{10})(.{12})..(.)")
_SECOND: Final = re.compile(r"(.{7})([MF])(.{7})VNM.*(.)")


def find_lines(text: str) -> TypedParts | None:
    """The parts that open the chip, from the first two lines under one another that add up; None without such."""
    rows = [row.replace(" ", "") for row in text.upper().split("\n") if row.strip()]
    for above, below in pairwise(rows):
        first, second = _first(above), _second(below)
        if first and second and lines_fault(first, second) is None:
            return parts_of(first, second)
    return None


def _first(row: str) -> str:
    start = row.find(_STATE)
    found = _FIRST.fullmatch(row[start + len(_STATE) :].translate(_LOOKALIKES)) if 0 <= start <= _BEFORE_STATE else None
    return f"IDVNM{found[1]}{found[2]}<<{found[3]}" if found else ""


def _second(row: str) -> str:
    found = _SECOND.fullmatch(row)
    if found is None:
        return ""
    born, expires, whole = (found[group].translate(_LOOKALIKES) for group in (1, 3, 4))
    return f"{born}{found[2]}{expires}VNM".ljust(29, "<") + whole
