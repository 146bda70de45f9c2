"""What is free: the slots a kiosk is offered, and the ones nearest to a time that could not be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from gateway.database import Connection
from gateway.desks import list_desks
from kiosk.clock import HANOI
from kiosk.sync.desks import MAX_AHEAD_DAYS, MAX_DESKS, Desk, moment_of
from kiosk.sync.keys import Audience
from kiosk.sync.slots import MOST_TOLD, DaySlots, DeskSlots, SlotPage

_SELECT = """
SELECT number, desk, starts_at, minutes, capacity, is_open,
    capacity - (SELECT count(*) FROM booking WHERE booking.slot = slot.number AND state = 'booked')
FROM slot WHERE
"""


@dataclass(frozen=True)
class Slot:
    """One row; ``free`` may be negative when the capacity was lowered after booking."""

    number: int
    desk: str
    starts_at: str
    minutes: int
    capacity: int
    is_open: bool
    free: int

    @property
    def ends_at(self) -> datetime:
        return moment_of(self.starts_at) + timedelta(minutes=self.minutes)


def at_text(moment: datetime) -> str:
    """A moment as slots are written, to compare with them."""
    return moment.astimezone(HANOI).isoformat(timespec="seconds")


def find_slot(connection: Connection, desk: str, starts_at: str) -> Slot | None:
    rows = _rows(connection, "desk = ? AND starts_at = ?", (desk, starts_at))
    return next(iter(rows), None)


def get_slot(connection: Connection, number: int) -> Slot:
    return _rows(connection, "number = ?", (number,))[0]


def slots_of(connection: Connection, desk: str, since: str, until: str) -> tuple[Slot, ...]:
    """The slots of a desk from a moment on and before another, both as `at_text` writes them."""
    return _rows(connection, "desk = ? AND starts_at >= ? AND starts_at < ?", (desk, since, until))


def offered(connection: Connection, device_id: str, audience: Audience, now: datetime) -> SlotPage:
    """What a device is offered: the desks that are for it, and what begins after their lead time."""
    desks = [desk for desk in list_desks(connection) if desk.is_for(device_id)][:MAX_DESKS]
    return SlotPage(audience=audience, desks=tuple(_offer(connection, desk, now) for desk in desks))


def nearest(connection: Connection, desk: Desk, wanted: str, now: datetime, most: int) -> tuple[str, ...]:
    """The free slots of a desk nearest to ``wanted``, or to now when that is past; in the order of time."""
    around = max(moment_of(wanted), now)
    since, until = _window(desk, now)
    free = [slot for slot in slots_of(connection, desk.desk, since, until) if slot.is_open and slot.free > 0]
    free.sort(key=lambda slot: (abs(moment_of(slot.starts_at) - around), slot.starts_at))
    return tuple(sorted(slot.starts_at for slot in free[:most]))


def _offer(connection: Connection, desk: Desk, now: datetime) -> DeskSlots:
    slots = [slot for slot in slots_of(connection, desk.desk, *_window(desk, now)) if slot.is_open]
    return DeskSlots(
        desk=desk.desk,
        kind=desk.kind,
        name=desk.name,
        place=desk.place,
        minutes=desk.minutes,
        lead_minutes=desk.lead_minutes,
        procedures=desk.procedures,
        days=tuple(_days(slots)),
    )


def _days(slots: list[Slot]) -> Iterator[DaySlots]:
    for day, of_day in groupby(slots, key=lambda slot: slot.starts_at[:10]):
        free = {slot.starts_at[11:16]: max(0, min(slot.free, MOST_TOLD)) for slot in of_day}
        yield DaySlots(day=date.fromisoformat(day), free=free)


def _window(desk: Desk, now: datetime) -> tuple[str, str]:
    last = now.astimezone(HANOI).date() + timedelta(days=MAX_AHEAD_DAYS + 1)
    return at_text(now + timedelta(minutes=desk.lead_minutes)), last.isoformat()


def _rows(connection: Connection, where: str, values: tuple[object, ...]) -> tuple[Slot, ...]:
    rows = connection.execute(f"{_SELECT} {where} ORDER BY starts_at", values)
    return tuple(Slot(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6]) for row in rows)
