"""When an office is open, for the screen that says who can help now and who cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.procedures.deadline import VietnamCalendar

_SATURDAY = 5
_LOOK_AHEAD_DAYS = 30


@dataclass(frozen=True)
class Session:
    """One stretch of the day in which the office is open."""

    opens: time
    closes: time

    def holds(self, moment: time) -> bool:
        return self.opens <= moment < self.closes


@dataclass(frozen=True)
class OfficeHours:
    """The sessions of a working day, and those of a Saturday (several counters open on Saturday mornings)."""

    working_day: tuple[Session, ...]
    saturday: tuple[Session, ...] = ()


def is_open(now: datetime, hours: OfficeHours, calendar: VietnamCalendar) -> bool:
    """Say whether the office is open at ``now`` (local time)."""
    return any(session.holds(now.time()) for session in _sessions(now, hours, calendar))


def next_opening(now: datetime, hours: OfficeHours, calendar: VietnamCalendar) -> datetime | None:
    """Return when the office opens next, after ``now``; None when it does not within a month."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = midnight + timedelta(days=ahead)
        for session in sorted(_sessions(day, hours, calendar), key=lambda session: session.opens):
            opening = day.replace(hour=session.opens.hour, minute=session.opens.minute)
            if opening > now:
                return opening
    return None


def _sessions(moment: datetime, hours: OfficeHours, calendar: VietnamCalendar) -> tuple[Session, ...]:
    if calendar.is_working_day(moment.date()):
        return hours.working_day
    # A Saturday that is a public holiday is closed: the holidays package tells it from an ordinary one.
    if moment.weekday() == _SATURDAY and not calendar.is_holiday(moment.date()):
        return hours.saturday
    return ()
