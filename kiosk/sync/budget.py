"""How many bytes may go to the gateway in an hour and in a day, where the line is paid by volume.

Everything that goes out is counted; only files wait for it. What is small (dossiers, booking requests, questions for
news) always goes, and the last tenth of each allowance is kept for dossiers with little files.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.clock import HANOI

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = "line.volume"
HELD = "budget"
"""The last error of a dossier whose files wait for the budget."""

SMALL = 256 * 1024
"""A dossier whose files have at most so many bytes may use up the last tenth too."""

LEAST = 4 * 1024
"""With less room than this nothing is begun: the head of a request would be most of it."""

_MEGABYTE = 1_000_000  # as mobile plans count
_KEPT_FOR_SMALL = 10
_DAY_TEXT, _HOUR_TEXT = "%Y-%m-%d", "%Y-%m-%dT%H"


@dataclass(frozen=True)
class Allowance:
    """Bytes in a clock hour and in a day of Hanoi; 0 is as many as one likes."""

    hour: int = 0
    day: int = 0

    @classmethod
    def of_megabytes(cls, hour: int, day: int) -> Allowance:
        return cls(hour * _MEGABYTE, day * _MEGABYTE)


@dataclass(frozen=True)
class Used:
    """What went out in the hour and the day of ``at``, on Hanoi's clock."""

    at: datetime
    hour: int = 0
    day: int = 0

    def until(self, now: datetime) -> Used:
        """The same, seen from ``now``: another hour or day begins at nothing."""
        now = now.astimezone(HANOI)
        same_day = now.date() == self.at.date()
        same_hour = same_day and now.hour == self.at.hour
        return Used(now, self.hour if same_hour else 0, self.day if same_day else 0)

    def plus(self, size: int) -> Used:
        return Used(self.at, self.hour + size, self.day + size)

    def room(self, allowance: Allowance, *, small: bool) -> int | None:
        """How many bytes of files may still go; None is as many as one likes."""
        rooms = [
            (limit if small else limit - limit // _KEPT_FOR_SMALL) - used
            for limit, used in ((allowance.hour, self.hour), (allowance.day, self.day))
            if limit
        ]
        return max(0, min(rooms)) if rooms else None

    def frees_at(self, allowance: Allowance, *, small: bool) -> datetime | None:
        """When there is room again; None when there is some now."""
        day_room = self.room(Allowance(day=allowance.day), small=small)
        if day_room is not None and day_room < LEAST:
            return (self.at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        hour_room = self.room(Allowance(hour=allowance.hour), small=small)
        if hour_room is not None and hour_room < LEAST:
            return self.at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return None

    def told(self, allowance: Allowance) -> str:
        """For whoever looks after the machine: what was used of what is allowed; "" where nothing is limited."""
        periods = (("hour", allowance.hour, self.hour), ("day", allowance.day, self.day))
        return ", ".join(
            f"{used / _MEGABYTE:.1f} of {limit / _MEGABYTE:.0f} MB this {period}"
            for period, limit, used in periods
            if limit
        )

    def format(self) -> str:
        return f"{self.at:{_HOUR_TEXT}} {self.hour} {self.day}"


def read_used(note: str, now: datetime) -> Used:
    """What a note says was used, seen from ``now``; nothing where there is none."""
    if not note:
        return Used(now.astimezone(HANOI))
    hour_text, hour, day = note.split()
    at = datetime.strptime(hour_text, _HOUR_TEXT).replace(tzinfo=HANOI)
    return Used(at, int(hour), int(day)).until(now)


class Budget:
    """Counts what ``sent`` tells; for any thread. ``now`` is the wall clock, corrected by what the gateway told."""

    def __init__(self, allowance: Allowance, now: Callable[[], datetime], sent: Callable[[], int], note: str) -> None:
        self._allowance = allowance
        self._now = now
        self._sent = sent
        self._lock = threading.Lock()
        self._seen = sent()
        self._reserved = 0
        self._used = read_used(note, now())

    @property
    def limited(self) -> bool:
        return self._allowance != Allowance()

    def used(self) -> Used:
        with self._lock:
            return self._look()

    def reserve(self, wanted: int, *, small: bool) -> int:
        """Set bytes aside for a piece that is about to go: at most ``wanted``, 0 when there is no room."""
        with self._lock:
            room = self._look().room(self._allowance, small=small)
            if room is None:
                return wanted
            size = min(wanted, room - self._reserved)
            if size < min(LEAST, wanted):
                return 0
            self._reserved += size
            return size

    def release(self, size: int) -> None:
        """The piece went, or did not: what went was counted as it went."""
        with self._lock:
            self._reserved = max(0, self._reserved - size)

    def has_room(self, *, small: bool) -> bool:
        """Whether another piece may go beside those that are on their way."""
        with self._lock:
            room = self._look().room(self._allowance, small=small)
            return room is None or room - self._reserved >= LEAST

    def frees_at(self, *, small: bool) -> datetime | None:
        """When files may go again; None when they may now."""
        return self.used().frees_at(self._allowance, small=small)

    def _look(self) -> Used:
        sent = self._sent()
        self._used = self._used.until(self._now()).plus(sent - self._seen)
        self._seen = sent
        return self._used
