"""Working days of Vietnam, and the day a result is due."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Literal, assert_never

from kiosk.clock import HANOI

if TYPE_CHECKING:
    from holidays import HolidayBase

HOURS_A_DAY = 8
"""Several receiving systems store a time limit in working hours, eight to the working day."""

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_LONGEST_REST = 30

Unit = Literal["working_hour", "working_day", "day", "month", "year"]


@dataclass(frozen=True)
class Swap:
    """A working day and a day off that change places by announcement of the Government."""

    works: date
    off: date


class VietnamCalendar:
    """Which days are worked: Monday to Friday without public holidays, with the swaps that have been announced.

    The ``holidays`` package knows the law's holidays (Tết by the lunar calendar, 24 November from 2026) and past
    swaps; ``swaps`` adds those announced since, ``days_off`` what else was given off.
    """

    def __init__(self, swaps: tuple[Swap, ...] = (), days_off: tuple[date, ...] = ()) -> None:
        self._works = frozenset(swap.works for swap in swaps)
        self._off = frozenset(swap.off for swap in swaps) | frozenset(days_off)
        self._known: HolidayBase | None = None

    def is_working_day(self, day: date) -> bool:
        if day in self._works:
            return True
        return day not in self._off and self._law().is_working_day(day)

    def is_holiday(self, day: date) -> bool:
        """Say whether a day is a public holiday or swapped to be off; an ordinary weekend is neither."""
        return day not in self._works and (day in self._off or day in self._law())

    def working_day(self, after: date, count: int) -> date:
        """Return the ``count``-th working day after a day, which itself does not count."""
        day = after
        for _ in range(count):
            day = self.working_day_from(day + timedelta(days=1))
        return day

    def working_day_from(self, day: date) -> date:
        """Return ``day`` if it is worked, else the next day that is."""
        for ahead in range(_LONGEST_REST):
            if self.is_working_day(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise ValueError("the calendar has no working day for a month: its swaps are wrong")

    def _law(self) -> HolidayBase:
        """Load the holidays at first use: it takes a seventh of a second, which the first screen cannot spare."""
        if self._known is None:
            self._known = import_module("holidays").country_holidays("VN")
        return self._known


def due_date(
    accepted_at: datetime,
    amount: int,
    calendar: VietnamCalendar,
    *,
    unit: Unit = "working_day",
    same_day_before: int = 0,
) -> date:
    """Return the day a result is due when an officer accepts the dossier at ``accepted_at``.

    ``same_day_before`` is the hour from which an acceptance counts as one of the next working day (15 in civil
    status); 0 when there is no such rule. The day of acceptance itself does not count, and a time limit in calendar
    days or months that ends on a day off ends on the next working day (Civil Code 2015, articles 147 and 148).
    """
    local = accepted_at.astimezone(HANOI)
    start = local.date()
    if same_day_before and local.hour >= same_day_before and calendar.is_working_day(start):
        start = calendar.working_day(start, 1)
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
