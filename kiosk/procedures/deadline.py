"""Working days of Vietnam, and the day a result is due."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal, assert_never

from kiosk.clock import HANOI

if TYPE_CHECKING:
    from holidays import HolidayBase

HOURS_A_DAY = 8
"""Several receiving systems store a time limit in working hours, eight to the working day."""

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_LONGEST_REST = 30
_RECKONED = (2020, 2061)
_SUNDAY = 6

Unit = Literal["working_hour", "working_day", "day", "month", "year"]
LONGEST: Mapping[Unit, int] = {"working_hour": 4000, "working_day": 500, "day": 730, "month": 24, "year": 2}
"""No procedure takes longer: what is more is a slip of whoever wrote it."""


@dataclass(frozen=True)
class Swap:
    """A working day and a day off that change places by announcement of the Government."""

    works: date
    off: date


@lru_cache(maxsize=1)
def _law() -> HolidayBase:
    """Load the law's holidays at first use: it takes a tenth of a second, which the first screen cannot spare.

    The years that matter are reckoned at once: filling them in while another thread asks is not safe.
    """
    law: HolidayBase = import_module("holidays").country_holidays("VN", years=range(*_RECKONED))
    return law


@dataclass(frozen=True)
class VietnamCalendar:
    """Which days are worked: Monday to Friday without public holidays, with the swaps that have been announced.

    The ``holidays`` package knows the law's holidays (Tết by the lunar calendar, 24 November from 2026) and past
    swaps; ``swaps`` adds those announced since, ``days_off`` what else was given off. Any thread may ask; the first to
    do so should be one for which nobody waits (see `warmed`).
    """

    swaps: tuple[Swap, ...] = ()
    days_off: tuple[date, ...] = ()

    def warmed(self) -> VietnamCalendar:
        """Load what answers need, off the thread that a screen waits for; the calendar itself."""
        _law()
        return self

    def is_working_day(self, day: date) -> bool:
        if self._is_worked(day):
            return True
        return not self._is_off(day) and bool(_law().is_working_day(day))

    def is_holiday(self, day: date) -> bool:
        """Say whether a day is a public holiday or swapped to be off; an ordinary weekend is neither."""
        return not self._is_worked(day) and (self._is_off(day) or day in _law())

    def working_day(self, after: date, count: int) -> date:
        """Return the ``count``-th working day after a day, which itself does not count."""
        day = after
        for _ in range(count):
            day = self.working_day_from(day + timedelta(days=1))
        return day

    def working_day_from(self, day: date) -> date:
        """Return ``day`` if it is worked, else the next day that is."""
        return self._nearest(day, 1)

    def working_day_until(self, day: date) -> date:
        """Return ``day`` if it is worked, else the last day before it that is."""
        return self._nearest(day, -1)

    def _nearest(self, day: date, step: int) -> date:
        for away in range(_LONGEST_REST):
            if self.is_working_day(day + timedelta(days=step * away)):
                return day + timedelta(days=step * away)
        raise ValueError("the calendar has no working day for a month: its swaps are wrong")

    def _is_worked(self, day: date) -> bool:
        return any(swap.works == day for swap in self.swaps)

    def _is_off(self, day: date) -> bool:
        return day in self.days_off or any(swap.off == day for swap in self.swaps)


def years_of_known_swaps() -> frozenset[int]:
    """The years whose swapped days the ``holidays`` package knows; of later ones it knows the law's holidays alone."""
    return frozenset(_law().special_public_holidays)


def due_date(
    accepted_at: datetime,
    amount: int,
    calendar: VietnamCalendar,
    *,
    unit: Unit = "working_day",
    same_day_before: int = 0,
) -> date:
    """Return the day a result is due when an officer accepts the dossier at ``accepted_at``; always a working day.

    ``same_day_before`` is the hour from which an acceptance counts as one of the next working day (15 in civil
    status, as the portal's texts have it), and so does one on a day off; 0 when there is no such rule. The day of
    acceptance itself does not count; in months and years the limit ends on the day of the same number, or the month's
    last; one that ends on a day off ends with the next working day (Civil Code 91/2015, articles 147 and 148, checked
    2026-11-24; that an office counts the portal's «ngày» so is for an officer to confirm). A later acceptance is never
    due earlier.
    """
    local = accepted_at.astimezone(HANOI)
    start = local.date()
    if same_day_before:
        after = local.hour >= same_day_before and calendar.is_working_day(start)
        start = calendar.working_day(start, 1) if after else calendar.working_day_from(start)
    if amount == 0:
        return calendar.working_day_from(start)
    match unit:
        case "working_hour":
            return calendar.working_day(start, -(-amount // HOURS_A_DAY))
        case "working_day":
            return calendar.working_day(start, amount)
        case "day":
            return calendar.working_day_from(start + timedelta(days=amount))
        case "month":
            return calendar.working_day_from(_months_later(start, amount))
        case "year":
            return calendar.working_day_from(_months_later(start, 12 * amount))
        case _:
            assert_never(unit)


def _months_later(day: date, amount: int) -> date:
    """Return the same day of a later month, or that month's last day when it has no such day."""
    years, month = divmod(day.month - 1 + amount, 12)
    last = months.monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def in_words(day: date) -> str:
    """Write a day for a resident: «Thứ Hai, 23/11/2026»."""
    return f"{_WEEKDAYS[day.weekday()]}, {day:%d/%m/%Y}"


def in_a_sentence(day: date) -> str:
    """Write a day inside a sentence: «thứ Hai, 23/11/2026»."""
    words = in_words(day)
    return f"{words[:1].lower()}{words[1:]}" if day.weekday() < _SUNDAY else words
