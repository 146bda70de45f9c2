"""How often one may ask: a bucket of tokens for each device, and one for each address that has not proved who it is.

In the memory of one process: several processes on one store let through as many times more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from gateway.limits import Limits

_MOST_NAMES = 50_000


class Buckets:
    """Each name may take ``burst`` at once and ``rate`` a second from then on."""

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> float:
        """Take one; 0.0, or the seconds until there is one again."""
        now = self._now()
        left = self._level(name, now)
        if left < 1:
            return (1 - left) / self._rate
        if name not in self._left and len(self._left) >= _MOST_NAMES:
            self._forget_full(now)
        self._left[name] = (left - 1, now)
        return 0.0

    def give_back(self, name: str) -> None:
        now = self._now()
        self._left[name] = (min(self._burst, self._level(name, now) + 1), now)

    def _level(self, name: str, now: float) -> float:
        left, at = self._left.get(name, (self._burst, now))
        return min(self._burst, left + (now - at) * self._rate)

    def _forget_full(self, now: float) -> None:
        """A full bucket says nothing; when an attacker has more addresses than that, the oldest go too."""
        self._left = {name: kept for name, kept in self._left.items() if self._level(name, now) < self._burst}
        for name in list(self._left)[: max(0, len(self._left) - _MOST_NAMES // 2)]:
            del self._left[name]


@dataclass(frozen=True)
class Rates:
    devices: Buckets
    addresses: Buckets

    @classmethod
    def of(cls, limits: Limits) -> Rates:
        return cls(Buckets(limits.device_rate, limits.device_burst), Buckets(limits.address_rate, limits.address_burst))
