"""Date answers as spans of days, so that «1985» and «11/2026» compare honestly with full dates."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True)
class Span:
    """The first and the last day that a date answer may mean; the same day when it is full."""

    first: date
    last: date


def span(answer: object) -> Span | None:
    """Read an ISO date, month or year; None for anything else."""
    match = _ISO.fullmatch(answer) if isinstance(answer, str) else None
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return Span(first, last)


def full_years(born: date, at: date) -> int:
    """Whole years lived; someone born on 29 February grows older on 1 March in common years."""
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
