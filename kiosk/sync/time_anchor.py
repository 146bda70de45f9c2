"""The gateway's time as the kiosk knows it, tied to the monotonic clock, so that a moved wall clock changes nothing."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.clock import Clock
from kiosk.sync.outcomes import Skew

_STALE_SECONDS = 600.0
_MILLISECONDS = re.compile(r"[0-9]{1,14}")  # to the year 5138


@dataclass(frozen=True)
class _Sample:
    monotonic: float
    gateway: datetime
    within: float


class TimeAnchor:
    """Keeps the sharpest of the recent samples; safe to share between threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sample: _Sample | None = None

    def learn(self, milliseconds: str, started: float) -> None:
        """Take the time that an answer told; ``started`` is the monotonic moment at which its request began."""
        if not _MILLISECONDS.fullmatch(milliseconds):
            return
        ended = self._clock.monotonic()
        moment = datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
        fresh = _Sample((started + ended) / 2, moment, (ended - started) / 2)
        with self._lock:
            if self._sample is None or self._loses_to(self._sample, fresh):
                self._sample = fresh

    def now(self) -> datetime:
        """The gateway's time by the last sample; the kiosk's own before there is one."""
        with self._lock:
            sample = self._sample
        if sample is None:
            return self._clock.now()
        return sample.gateway + timedelta(seconds=self._clock.monotonic() - sample.monotonic)

    def skew(self) -> Skew | None:
        with self._lock:
            sample = self._sample
        if sample is None:
            return None
        return Skew(self.now() - self._clock.now(), timedelta(seconds=sample.within))

    def _loses_to(self, kept: _Sample, fresh: _Sample) -> bool:
        expected = kept.gateway + timedelta(seconds=fresh.monotonic - kept.monotonic)
        apart = abs((fresh.gateway - expected).total_seconds())
        stale = fresh.monotonic - kept.monotonic > _STALE_SECONDS
        return stale or fresh.within <= kept.within or apart > fresh.within + kept.within + 1
