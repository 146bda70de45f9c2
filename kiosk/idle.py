"""When a screen that nobody touches is covered, and when its session ends (interface rule 11). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TypeAlias


@dataclass(frozen=True)
class Active:
    """Somebody is there, or there is nothing to hide."""


@dataclass(frozen=True)
class Covered:
    """The screen is covered; at zero seconds left the session is kept under its code and wiped."""

    seconds_left: int


@dataclass(frozen=True)
class Expired:
    """The time is over."""


Phase: TypeAlias = Active | Covered | Expired


@dataclass(frozen=True)
class Watch:
    """The last sign of life and how long to wait after it. All times are monotonic seconds."""

    touched_at: float
    patience: float
    countdown: float
    paused_at: float | None = None
    pause: float = 300.0

    def phase(self, now: float) -> Phase:
        """What the screen must be at ``now``."""
        if self.paused_at is not None:
            return _counting(self.paused_at + self.pause - now)
        quiet = now - self.touched_at
        if quiet < self.patience:
            return Active()
        return _counting(self.patience + self.countdown - quiet)


def _counting(left: float) -> Phase:
    return Covered(max(1, ceil(round(left, 6)))) if left > 0 else Expired()  # not a second more for a float's sake
