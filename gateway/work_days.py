"""The days on which desks are open: the law's holidays, and the swapped days that this gateway has signed."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.work_calendar import MAX_CALENDAR, WorkCalendar, read_signed_calendar

if TYPE_CHECKING:
    from holidays import HolidayBase

    from kiosk.sync.keys import GatewayKeys


class WorkDays:
    """Monday to Friday without the law's holidays (the ``holidays`` package), changed by the signed calendar."""

    def __init__(self, calendar: WorkCalendar | None = None) -> None:
        swaps = calendar.swaps if calendar else ()
        self._works = frozenset(swap.works for swap in swaps)
        self._off = frozenset(swap.off for swap in swaps) | frozenset(calendar.days_off if calendar else ())
        self._known: HolidayBase | None = None

    def is_working_day(self, day: date) -> bool:
        if day in self._works:
            return True
        return day not in self._off and self._law().is_working_day(day)

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday or swapped to be off; an ordinary weekend is neither."""
        return day not in self._works and (day in self._off or day in self._law())

    def load(self) -> None:
        """Load the holidays now, so that nobody has to wait for them later."""
        self._law()

    def _law(self) -> HolidayBase:
        if self._known is None:  # at first use: a gateway without desks need not load them
            self._known = import_module("holidays").country_holidays("VN")
        return self._known


def read_work_days(path: Path, keys: GatewayKeys) -> WorkDays:
    """The days as the signed calendar at ``path`` changes them, where there is one.

    Raises ConfigError when it is damaged or not this gateway's: to book residents on a day off is worse than to stop.
    """
    if not path.exists():
        return WorkDays()
    try:
        with path.open("rb") as file:
            signed = read_signed_calendar(file.read(MAX_CALENDAR + 1))
        holds = signed.holds(keys)
    except ProtocolError as error:
        raise ConfigError(f"{path}: {error}") from error
    if not holds:
        raise ConfigError(f"{path} is not signed by this gateway")
    return WorkDays(signed.calendar)
