"""When a kiosk asks for a newer catalogue: soon after it started, then every few hours, never all kiosks at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from random import Random

Came: TypeAlias = Literal["answered", "refused", "line", "untrusted", "busy"]
"""What a question came to, as far as the next one depends on it."""

FIRST = (10.0, 30.0)
"""After the start: dossiers that wait go first."""
BACK = (5.0, 60.0)
"""After the line came back: a whole district's kiosks have it back at the same second."""
EVERY = (3 * 3600.0, 5 * 3600.0)
SHORTEST = 60.0
LONGEST = 3600.0
"""Between tries while nobody answers; doubled from one to the next."""
AGAIN = 1800.0
"""After a refusal, which can cost a whole download; doubled from one to the next, up to the usual hours."""


@dataclass(frozen=True)
class Schedule:
    """``due`` is in seconds of the monotonic clock; ``failures`` counts what went wrong in a row."""

    due: float
    failures: int = 0
    came: Came = "answered"

    def is_due(self, now: float) -> bool:
        return now >= self.due

    def after(self, came: Came, now: float, random: Random) -> Schedule:
        """The schedule once a question came to that."""
        failures = self.failures + 1 if came == self.came else 1
        match came:
            case "answered" | "untrusted":
                return Schedule(now + random.uniform(*EVERY), 0, came)
            case "busy":
                wait = random.uniform(SHORTEST, 2 * SHORTEST)
            case "line":
                wait = random.uniform(0.5, 1.0) * min(LONGEST, 2 * SHORTEST * 2 ** min(failures - 1, 16))
            case "refused":
                wait = random.uniform(0.75, 1.25) * min(sum(EVERY) / 2, AGAIN * 2 ** min(failures - 1, 16))
        return Schedule(now + max(SHORTEST, wait), failures, came)

    def line_back(self, now: float, random: Random) -> Schedule:
        """The line is there again: what failed for want of it is asked soon; all else keeps its time."""
        return self.sooner(now, random) if self.came == "line" else self

    def sooner(self, now: float, random: Random) -> Schedule:
        """There is a reason to ask: somebody told the kiosk whom to believe, or published beside it."""
        return replace(self, due=min(self.due, now + random.uniform(*BACK)))


def begin(now: float, random: Random) -> Schedule:
    """The schedule of a kiosk that has just started."""
    return Schedule(now + random.uniform(*FIRST))
