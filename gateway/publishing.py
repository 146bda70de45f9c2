"""Publishes slots: the times a desk is open, day by day, ahead of time; what was closed by hand stays closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from gateway.database import Connection
from gateway.desks import list_desks
from gateway.journal import log
from gateway.work_days import WorkDays, read_work_days
from kiosk.clock import HANOI
from kiosk.errors import ConfigError
from kiosk.sync.desks import Desk, slot_time, times_on
from kiosk.sync.keys import GatewayKeys


@dataclass(frozen=True)
class PublishedDay:
    """One day of one desk: how many slots are open, and how many bookings stand on slots that no longer are."""

    desk: str
    day: date
    slots: int
    stranded: int = 0


def publish_day(connection: Connection, desk: Desk, day: date, days: WorkDays, capacity: int = 0) -> PublishedDay:
    """Make the slots of a day what the desk's hours say, in the caller's transaction; bookings are left as they are."""
    starts = [slot_time(day, begins) for begins in times_on(desk, day, days)]
    like = f"{day.isoformat()}T%"
    connection.execute("UPDATE slot SET is_open = 0 WHERE desk = ? AND starts_at LIKE ?", (desk.desk, like))
    connection.executemany(
        "INSERT INTO slot (desk, starts_at, minutes, capacity) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (desk, starts_at) DO UPDATE"
        " SET minutes = excluded.minutes, capacity = excluded.capacity, is_open = 1",
        [(desk.desk, start, desk.minutes, capacity or desk.capacity) for start in starts],
    )
    connection.execute("INSERT INTO published_day VALUES (?, ?) ON CONFLICT DO NOTHING", (desk.desk, day.isoformat()))
    stranded = connection.execute(
        "SELECT count(*) FROM booking JOIN slot ON slot.number = booking.slot"
        " WHERE desk = ? AND starts_at LIKE ? AND is_open = 0 AND state = 'booked'",
        (desk.desk, like),
    ).fetchone()[0]
    return PublishedDay(desk.desk, day, len(starts), stranded)


def renew(connection: Connection, today: date, days: WorkDays) -> tuple[PublishedDay, ...]:
    """Publish the days ahead that are not yet, and close what has become a day off since; what changed.

    Whoever stands on such a day is told of in the log: the office decides.
    """
    changes = tuple(change for desk in list_desks(connection) for change in _renew(connection, desk, today, days))
    for change in changes:
        if change.stranded:
            log("bookings on a day off", desk=change.desk, day=change.day.isoformat(), bookings=change.stranded)
    return changes


def _renew(connection: Connection, desk: Desk, today: date, days: WorkDays) -> Iterator[PublishedDay]:
    rows = connection.execute(
        "SELECT day, EXISTS (SELECT 1 FROM slot WHERE slot.desk = published_day.desk AND is_open = 1"
        " AND starts_at LIKE day || 'T%') FROM published_day WHERE desk = ? AND day >= ?",
        (desk.desk, today.isoformat()),
    ).fetchall()
    published = {date.fromisoformat(day): bool(is_open) for day, is_open in rows}
    for ahead in range(desk.ahead_days + 1 if desk.ahead_days else 0):
        day = today + timedelta(days=ahead)
        if day not in published:
            yield publish_day(connection, desk, day, days)
    for day, is_open in published.items():
        if is_open and not times_on(desk, day, days):
            yield publish_day(connection, desk, day, days)


@dataclass(frozen=True)
class Standing:
    """What the published slots follow from: the day, the desks, the calendar's file as it is."""

    today: date
    desks: str
    calendar: str
    has_desks: bool


class Publisher:
    """Knows when to renew: when a day begins, or when desks or the calendar changed.

    Asked before each look at the slots. A calendar that cannot be read publishes nothing, and what stands goes on.
    """

    def __init__(self, calendar: Path, keys: Callable[[], GatewayKeys]) -> None:
        self._calendar = calendar
        self._keys = keys
        self._done: Standing | None = None

    def due(self, connection: Connection, now: datetime) -> Standing | None:
        """What to renew for; None when that is done."""
        count, changed = connection.execute("SELECT count(*), max(changed_at) FROM desk").fetchone()
        today = now.astimezone(HANOI).date()
        standing = Standing(today, f"{count} {changed}", _stamp(self._calendar), count > 0)
        return None if standing == self._done else standing

    def days(self) -> WorkDays | None:
        """Read the days; takes half a second the first time, so not in the writer's. None: the calendar is damaged."""
        try:
            days = read_work_days(self._calendar, self._keys())
        except ConfigError:
            log("slots not renewed", why="calendar")
            return None
        days.load()
        return days

    def keep(self, standing: Standing) -> None:
        """It is on the disk."""
        self._done = standing


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_mtime_ns} {found.st_size} {found.st_ino}"
