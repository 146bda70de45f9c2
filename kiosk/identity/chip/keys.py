"""What opens a card: the six digits printed on it, or its machine-readable lines (Doc 9303 part 11, 9.7.2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kiosk.identity.mrz import check_digit
from kiosk.identity.mrz_parts import TypedParts, parts_of

LAST_SIX = "7-12"
_SHORT_NUMBER = 9


@dataclass(frozen=True)
class MrzKey:
    """Document number (nine characters), birth and expiry (yymmdd) as the lines have them."""

    document: str
    born: str
    expires: str

    @property
    def secret(self) -> bytes:
        """The hash of number, birth and expiry, each with its check digit."""
        parts = (self.document.ljust(_SHORT_NUMBER, "<"), self.born, self.expires)
        text = "".join(part + check_digit(part) for part in parts)
        return hashlib.sha1(text.encode("ascii")).digest()  # noqa: S324 - the standard's

    def __repr__(self) -> str:
        return "MrzKey(…)"


@dataclass(frozen=True)
class CardKey:
    """Either or both; PACE takes the CAN where there is one, and BAC knows the lines only."""

    can: str = ""
    mrz: MrzKey | None = None

    def __repr__(self) -> str:
        return "CardKey(…)"


def can_of(number: str, places: str = LAST_SIX) -> str:
    """The card access number: reported, not published, to be the last six digits of the national number.

    ``places`` is the config's ``devices.chip_can``: the first and the last place, counted from 1, or "none".
    """
    if places == "none":
        return ""
    first, last = (int(place) for place in places.split("-"))
    return number[first - 1 : last]


def key_of(number: str = "", lines: str = "", places: str = LAST_SIX) -> CardKey:
    """The key from what is known: a national number, lines that ``read_mrz`` has accepted, or both.

    The lines hold the number, too, so they alone open a card by either way.
    """
    mrz = mrz_key(lines) if lines else None
    return CardKey(can_of(number, places) if number else "", mrz)


def mrz_key(lines: str) -> MrzKey:
    """Take the key out of lines that ``read_mrz`` has accepted."""
    first, second = lines.upper().split()[:2]
    return key_of_parts(parts_of(first, second))


def key_of_parts(typed: TypedParts) -> MrzKey:
    """The key out of parts that are complete; a check digit is no part of it."""
    document, born, expires = (text[:-1] for text in typed.texts)
    return MrzKey(document, born, expires)
