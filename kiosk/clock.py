"""Time as a port: the wall clock, a monotonic clock, and a virtual clock for journeys."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Wall-clock time, aware, in Asia/Ho_Chi_Minh."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back while the process lives."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC).astimezone(HANOI)

    def monotonic(self) -> float:
        return time.monotonic()


class VirtualClock:
    """The machine's clocks plus offsets that a journey moves; the wall offset survives a power cut in a file."""

    def __init__(self, offset_file: Path) -> None:
        self._file = offset_file
        self._idle = 0.0
        self._offset = timedelta(seconds=float(offset_file.read_text("ascii"))) if offset_file.exists() else timedelta()

    def now(self) -> datetime:
        return (datetime.now(UTC) + self._offset).astimezone(HANOI)

    def monotonic(self) -> float:
        return time.monotonic() + self._idle

    def set_wall(self, moment: datetime) -> None:
        """Make ``now()`` return ``moment`` and run on from there."""
        self._offset = moment - datetime.now(UTC)
        self._keep()

    def shift_wall(self, delta: timedelta) -> None:
        """Move the wall clock alone, as a wrong clock does."""
        self._offset += delta
        self._keep()

    def pass_time(self, seconds: float) -> None:
        """Let time pass: both clocks go on by ``seconds``."""
        self._idle += seconds
        self._offset += timedelta(seconds=seconds)
        self._keep()

    def _keep(self) -> None:
        self._file.write_text(str(self._offset.total_seconds()), "ascii")
