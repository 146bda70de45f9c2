"""The 12 digits of a national number: what they say of a person, and how they are shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Sex = Literal["male", "female"]
"""As a guide's options name it."""

Disagreement = Literal["sex", "birth_year"]

_TWELVE = re.compile(r"[0-9]{12}")
_SEPARATORS = re.compile(r"[\s.\-]+")
_FIRST_CENTURY = 1900
_SHOWN_DIGITS = 2
_DOT = "•"


@dataclass(frozen=True)
class NumberFacts:
    """What the digits say: the fourth is century and sex, the next two the year of birth."""

    sex: Sex
    birth_year: int


def tidy_number(typed: str) -> str | None:
    """Return the 12 digits without the spaces, dots and dashes they were typed with; None if they are not 12 digits.

    Nothing else makes a number wrong: it has no check digit, and the table of its first three digits is no longer in
    force (Law on Identification 26/2023, article 12: twelve natural digits).
    """
    digits = _SEPARATORS.sub("", typed)
    return digits if _TWELVE.fullmatch(digits) else None


def read_number(number: str) -> NumberFacts:
    """Read a tidy number."""
    if not _TWELVE.fullmatch(number):
        raise ValueError("a national number has 12 digits")
    century, odd = divmod(int(number[3]), 2)
    return NumberFacts("female" if odd else "male", _FIRST_CENTURY + 100 * century + int(number[4:6]))


def disagreements(number: str, *, sex: str = "", born: str = "") -> tuple[Disagreement, ...]:
    """Say where a tidy number disagrees with what was answered; for a reminder, never a refusal.

    ``born`` is a date answer (year, month or day); what is empty is not compared.
    """
    facts = read_number(number)
    found: list[Disagreement] = []
    if sex and sex != facts.sex:
        found.append("sex")
    if born and born[:4] != f"{facts.birth_year:04}":
        found.append("birth_year")
    return tuple(found)


def mask(number: str) -> str:
    """Hide all but the last two characters of a number: «••••••••••45»."""
    hidden = max(0, len(number) - _SHOWN_DIGITS)
    return _DOT * hidden + number[hidden:]
