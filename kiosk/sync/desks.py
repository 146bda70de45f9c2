"""Desks that can be booked: what an operator writes of one, and the times it is open for residents on a given day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Protocol

from msgspec import Meta

from kiosk.clock import HANOI
from kiosk.sync.keys import DeviceId
from kiosk.sync.protocol import Wire

MAX_DESKS = 8
"""The most that one kiosk is offered."""
MAX_AHEAD_DAYS = 31
MAX_CAPACITY = 50
MAX_A_DAY = 100
"""The most times a desk has on one day."""

_SATURDAY = 5
_DAY = date(2000, 1, 3)  # any day: only to reckon with times of day

DeskKind = Literal["police", "one_stop"]
"""The desk of the commune's police (identity, residence), or the one-stop desk of the public service centre."""

DeskCode = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,31}\Z")]
ProcedureCode = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.-]{1,32}\Z")]
Span = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d\Z")]
"""From when to when, "07:30-11:30"."""
SlotTime = Annotated[str, Meta(pattern=r"^20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:00\+07:00\Z")]
"""When a slot begins, RFC 3339 in Hanoi's time; the text sorts as the time does."""
Words = Annotated[str, Meta(min_length=1, max_length=200)]


class WorkDays(Protocol):
    """What must be known of a day: the law's holidays and announced swaps."""

    def is_working_day(self, day: date) -> bool: ...

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday or swapped to be off; an ordinary weekend is neither."""
        ...


class Week(Wire, frozen=True, kw_only=True):
    """Opening hours by the day of the week; a day that is not named is closed."""

    mon: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()
    tue: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()
    wed: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()
    thu: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()
    fri: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()
    sat: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()
    sun: Annotated[tuple[Span, ...], Meta(max_length=4)] = ()

    @property
    def days(self) -> tuple[tuple[str, ...], ...]:
        """The spans of Monday to Sunday."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)


class Desk(Wire, frozen=True, kw_only=True):
    """One desk. ``capacity`` is of each slot of ``minutes``; slots are published ``ahead_days`` ahead, 0 by hand only.

    ``lead_minutes``: how long before its beginning a slot is offered last. ``procedures`` and ``devices`` restrict who
    is offered what; empty restricts nothing. ``closed`` are days of its own, beside the holidays.
    """

    desk: DeskCode
    kind: DeskKind
    name: Words
    place: Words
    source: Words  # who decided these hours, so that an official can confirm them
    checked_on: date
    minutes: Annotated[int, Meta(ge=10, le=240)]
    capacity: Annotated[int, Meta(ge=1, le=MAX_CAPACITY)]
    ahead_days: Annotated[int, Meta(ge=0, le=MAX_AHEAD_DAYS)] = 14
    lead_minutes: Annotated[int, Meta(ge=0, le=7 * 24 * 60)] = 60
    hours: Week
    closed: Annotated[tuple[date, ...], Meta(max_length=366)] = ()
    procedures: Annotated[tuple[ProcedureCode, ...], Meta(max_length=200)] = ()
    devices: Annotated[tuple[DeviceId, ...], Meta(max_length=500)] = ()

    def serves(self, procedure: str) -> bool:
        return not self.procedures or procedure in self.procedures

    def is_for(self, device_id: str) -> bool:
        return not self.devices or device_id in self.devices

    def faults(self) -> tuple[str, ...]:
        """Say what cannot be: hours that end before they begin, overlap, or have no room for one slot."""
        named = zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), self.hours.days, strict=True)
        return (
            *(fault for day, spans in named for fault in _faults_of(day, spans, self.minutes)),
            *(() if any(self.hours.days) else ("it is never open",)),
        )


def slot_time(day: date, time_of_day: str) -> str:
    """The slot that begins on a day at "08:00"."""
    return f"{day.isoformat()}T{time_of_day}:00+07:00"


def moment_of(slot: str) -> datetime:
    """When a `SlotTime` is; a day that no calendar has is a ValueError."""
    return datetime.fromisoformat(slot).astimezone(HANOI)


def spans_on(desk: Desk, day: date, days: WorkDays) -> tuple[str, ...]:
    """When a desk is open on a day: its hours of that weekday, never on a holiday or a day it is closed.

    A Saturday or Sunday that is worked for another day is worked whole, as a Monday is.
    """
    if day in desk.closed or days.is_holiday(day):
        return ()
    if days.is_working_day(day):
        return desk.hours.days[0 if day.weekday() >= _SATURDAY else day.weekday()]
    return desk.hours.days[day.weekday()] if day.weekday() >= _SATURDAY else ()


def times_on(desk: Desk, day: date, days: WorkDays) -> tuple[str, ...]:
    """The times of day ("07:30", "07:50", …) at which the desk's slots of a day begin; each ends while it is open."""
    return tuple(begins for span in spans_on(desk, day, days) for begins in _begins(span, desk.minutes))


def _begins(span: str, minutes: int) -> Iterator[str]:
    begins, ends = _ends_of(span)
    while begins + timedelta(minutes=minutes) <= ends:
        yield f"{begins:%H:%M}"
        begins += timedelta(minutes=minutes)


def _ends_of(span: str) -> tuple[datetime, datetime]:
    begins, ends = (datetime.combine(_DAY, time.fromisoformat(part)) for part in span.split("-"))
    return begins, ends


def _faults_of(day: str, spans: tuple[str, ...], minutes: int) -> Iterator[str]:
    before: datetime | None = None
    for span in spans:
        begins, ends = _ends_of(span)
        if not any(_begins(span, minutes)):
            yield f"{day} {span} has no room for {minutes} minutes"
        if before is not None and begins < before:
            yield f"{day} {span} begins before the hours named before it end"
        before = ends
