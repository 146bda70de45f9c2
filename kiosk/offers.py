"""Which times may be offered to a resident: pure rules over what the gateway published last.

A time is offered when it begins after the desk's lead time (a day, when the machine is offline: the answer should come
before the visit), on no holiday that this kiosk knows of, and has a place left after what was asked for here since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from kiosk.sync.desks import MAX_AHEAD_DAYS, DeskKind, WorkDays, moment_of, slot_time
from kiosk.sync.slots import DaySlots, DeskSlots, SlotPage
from offline_cache.bookings import Wanted

if TYPE_CHECKING:
    from offline_cache.bookings import Asked

OFFLINE_LEAD = timedelta(days=1)
FRESH_FOR = timedelta(hours=1)
"""How long after the gateway's last word free places are told without their age."""


@dataclass(frozen=True)
class OfferedSlot:
    """A time that can be asked for; ``slot`` names it to the gateway."""

    slot: str
    free: int

    @property
    def starts_at(self) -> datetime:
        return moment_of(self.slot)


@dataclass(frozen=True)
class OfferedDay:
    day: date
    slots: tuple[OfferedSlot, ...]


@dataclass(frozen=True)
class OfferedDesk:
    """A desk with the days on which something is free; there is at least one."""

    desk: str
    kind: DeskKind
    name: str
    place: str
    minutes: int
    days: tuple[OfferedDay, ...]

    def has(self, slot: str) -> bool:
        return any(offered.slot == slot for day in self.days for offered in day.slots)


@dataclass(frozen=True)
class Offers:
    """What can be asked for now. ``checked_at``: the gateway's last word; older than an hour is not ``fresh``."""

    desks: tuple[OfferedDesk, ...]
    checked_at: datetime
    fresh: bool


@dataclass(frozen=True)
class NoOffers:
    """Nothing can be asked for: this machine was never told of any time, or nothing is free (for this procedure)."""

    why: Literal["never_told", "nothing_free"]


@dataclass(frozen=True)
class Wish:
    """What a resident chose; `wish` makes it."""

    desk: str
    name: str
    place: str
    minutes: int
    first: str
    second: str = ""


@dataclass(frozen=True)
class Rules:
    """``now`` is corrected by the gateway's clock. ``taken``: places asked for here that the page does not know of."""

    now: datetime
    online: bool
    days: WorkDays
    taken: Mapping[tuple[str, str], int] = field(default_factory=dict)


def kind_of(offices: Iterable[str]) -> DeskKind | Literal[""]:
    """Which kind of desk the offices that receive a procedure have; "" (any) when nobody says who receives it."""
    police = ["công an" in office.casefold() for office in offices]
    if not police:
        return ""
    return "police" if all(police) else "one_stop"


def wish(desk: OfferedDesk, first: OfferedSlot, second: OfferedSlot | None = None) -> Wish:
    """Two choices at one desk; the same one twice is one."""
    other = second.slot if second is not None and second.slot != first.slot else ""
    return Wish(desk.desk, desk.name, desk.place, desk.minutes, first.slot, other)


def wanted(asked: Asked, turn: int, wish: Wish | None) -> Wanted:
    """A request as the outbox keeps it; ``turn`` counts the requests under one code, from 1."""
    if wish is None:
        return Wanted(asked, turn)
    return Wanted(asked, turn, wish.desk, wish.name, wish.place, wish.minutes, wish.first, wish.second)


def offered(page: SlotPage, rules: Rules, procedure: str = "", kind: str = "") -> tuple[OfferedDesk, ...]:
    """The desks for a procedure ("" is any) and of a kind ("" is any) that have something free."""
    made = (_desk(desk, rules) for desk in page.desks if _fits(desk, procedure, kind))
    return tuple(desk for desk in made if desk.days)


def _fits(desk: DeskSlots, procedure: str, kind: str) -> bool:
    return (not procedure or desk.serves(procedure)) and kind in {"", desk.kind}


def _desk(desk: DeskSlots, rules: Rules) -> OfferedDesk:
    days = (OfferedDay(day.day, tuple(_slots(desk, day, rules))) for day in sorted(desk.days, key=lambda day: day.day))
    with_room = tuple(day for day in days if day.slots)
    return OfferedDesk(desk.desk, desk.kind, desk.name, desk.place, desk.minutes, with_room)


def _slots(desk: DeskSlots, day: DaySlots, rules: Rules) -> Iterator[OfferedSlot]:
    lead = timedelta(minutes=desk.lead_minutes)
    earliest = rules.now + (lead if rules.online else max(lead, OFFLINE_LEAD))
    latest = rules.now + timedelta(days=MAX_AHEAD_DAYS + 1)
    if rules.days.is_holiday(day.day):
        return
    for begins in sorted(day.free):
        slot = slot_time(day.day, begins)
        left = day.free[begins] - rules.taken.get((desk.desk, slot), 0)
        if left > 0 and earliest < moment_of(slot) <= latest:
            yield OfferedSlot(slot, left)
