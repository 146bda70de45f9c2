"""A clock for state machines: a day that hypothesis plays again must go the same way."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.clock import HANOI


class StillClock:
    """Time passes when the machine says so and not otherwise."""

    def __init__(self) -> None:
        self._wall = datetime(2026, 11, 24, 8, 30, tzinfo=HANOI)
        self._passed = 0.0

    def now(self) -> datetime:
        return self._wall

    def monotonic(self) -> float:
        return self._passed

    def set_wall(self, moment: datetime) -> None:
        self._wall = moment

    def shift_wall(self, delta: timedelta) -> None:
        self._wall += delta

    def pass_time(self, seconds: float) -> None:
        self._passed += seconds
        self._wall += timedelta(seconds=seconds)
