"""How long to wait after a failure: full jitter between five seconds and a ceiling that doubles up to minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from kiosk.sync.outcomes import LineCause

SHORTEST = 5.0
LONGEST = 15 * 60.0
LONGEST_OFFLINE = 60.0
"""Looking whether the network is back costs nobody anything."""

LONGEST_RETRY_AFTER = 60 * 60.0
"""A gateway may ask for patience, not for ever."""


def wait_seconds(failures: int, cause: LineCause, retry_after: float | None, random: Random) -> float:
    """Seconds until the next try after ``failures`` failures in a row (1 is the first)."""
    longest = LONGEST_OFFLINE if cause == "offline" else LONGEST
    ceiling = min(longest, SHORTEST * 2 ** min(failures, 30))
    asked = min(retry_after or 0.0, LONGEST_RETRY_AFTER)
    return max(asked, random.uniform(SHORTEST, ceiling))
