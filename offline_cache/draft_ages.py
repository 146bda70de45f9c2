"""How old drafts are on a wall clock that may be wrong: a leap of the clock neither kills a draft nor saves it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from offline_cache.moments import to_ms
from offline_cache.notes import write_notes

if TYPE_CHECKING:
    from datetime import datetime

    from offline_cache.database import Database
    from offline_cache.moments import Clock

_MS = timedelta(milliseconds=1)
_LEAP_MS = timedelta(days=1) // _MS
"""A smaller step of the clock is let pass: it costs a draft less than a day of its seven."""

_LONGEST_OFF_MS = timedelta(days=30) // _MS
"""A machine that seems to have been off for longer was not: its clock was wrong before, or is now."""

_SEEN = "drafts.clock"


class DraftAges:
    """Compares the wall clock with the monotonic one between two looks, and moves drafts along with a leap."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock
        self._last: tuple[int, float] | None = None

    def look(self, now: datetime) -> None:
        wall, mono = to_ms(now), self._clock.monotonic()
        leap = self._leap(wall, mono)
        self._last = (wall, mono)
        with self._db.transaction():
            if leap > 0:
                self._db.write("UPDATE draft SET started_at = started_at + ?1, saved_at = saved_at + ?1", leap)
            # After a step back a draft would be "saved in the future" and live too long: its days start anew.
            self._db.write("UPDATE draft SET saved_at = ?1 WHERE saved_at > ?1", wall)
            write_notes(self._db, {_SEEN: str(wall)})

    def _leap(self, wall: int, mono: float) -> int:
        """Tell how many milliseconds the wall clock leapt forward since the last look, in this process or before it."""
        if self._last is not None:
            leap = wall - self._last[0] - int((mono - self._last[1]) * 1000)
            return leap if leap > _LEAP_MS else 0
        row = self._db.row("SELECT value FROM note WHERE key = ?", _SEEN)
        gap = 0 if row is None else wall - int(row["value"])
        return gap if gap > _LONGEST_OFF_MS else 0
