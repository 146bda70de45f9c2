"""What the syncer does besides sending: follow a clock that may be wrong, tell what is late, purge and tidy."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.sync.settling import LATE, settle_late, settle_lost, settle_not_late

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.outcomes import Skew
    from kiosk.sync.sending import Submit
    from kiosk.sync.settling import Policy
    from offline_cache.store import Store

SKEW_NOTE = "clock.skew_ms"
"""The gateway's clock minus ours, in milliseconds, as it was measured last."""

_LEAP = timedelta(minutes=1)
_NOTABLE_MS = 1000
_LOOK_SECONDS = 300.0
_DAY_SECONDS = 86_400.0

log = logging.getLogger("motcham.sync")


class Upkeep:
    """Lives in the network thread."""

    def __init__(self, store: Store, clock: Clock, submit: Submit, policy: Policy) -> None:
        self._store = store
        self._clock = clock
        self._submit = submit
        self._policy = policy
        self._started = clock.now(), clock.monotonic()
        self._leapt = timedelta()
        self._next_look = 0.0
        self._next_comparing = clock.monotonic() + _DAY_SECONDS
        self._lost_files = store.reconciled.lost_files  # by the start
        self._skew_ms = submit(lambda: store.notes.get(SKEW_NOTE))

    def follow_clock(self) -> None:
        """When the wall clock leapt, the schedule written on it means nothing: everything is due."""
        leapt = self._clock.now() - self._lived()
        if abs(leapt - self._leapt) > _LEAP:
            self._leapt = leapt
            self._submit(self._store.outbox.wake)

    def keep_skew(self, skew: Skew | None) -> None:
        """Note the measured difference of the clocks when it changed by more than a second."""
        if skew is None:
            return
        ahead_ms = skew.ahead // timedelta(milliseconds=1)
        if not self._skew_ms or abs(ahead_ms - int(self._skew_ms)) > _NOTABLE_MS:
            self._skew_ms = str(ahead_ms)
            self._submit(lambda: self._store.notes.put(SKEW_NOTE, self._skew_ms))

    def look_after(self) -> tuple[str, ...]:
        """Every few minutes: erase old drafts, tidy the store, hand to a human what waits for too long; its ids."""
        if self._clock.monotonic() < self._next_look:
            return ()
        self._next_look = self._clock.monotonic() + _LOOK_SECONDS
        self._submit(lambda: self._store.drafts.erase_expired(self._clock.now()))
        self._submit(self._store.tidy)
        return self._submit(self._settle_lost) + self._submit(self._settle_late)

    def purge(self) -> tuple[str, ...]:
        return self._submit(lambda: self._store.outbox.purge(self._clock.now(), self._policy.keep_payload))

    def _settle_lost(self) -> tuple[str, ...]:
        """Sealed files that are gone: a human is told; the gateway, which may have them, is asked about the dossier."""
        if self._clock.monotonic() >= self._next_comparing:
            self._next_comparing = self._clock.monotonic() + _DAY_SECONDS
            found = self._store.compare_files()
            self._lost_files = found.lost_files
            if not found.clean:
                told = len(found.dropped_files), len(found.lost_pages), len(found.lost_files)
                log.warning("files compared: %d dropped, %d pages lost, %d attachments lost", *told)
        lost = [item for item in self._store.outbox.with_file(self._lost_files) if item.state != "needs_human"]
        self._lost_files = ()
        self._store.outbox.settle(map(settle_lost, lost))
        return tuple(item.id for item in lost)

    def _settle_late(self) -> tuple[str, ...]:
        limit = self._lived() - self._policy.human_after
        late = self._store.outbox.waiting_since(limit)
        early = self._store.outbox.waiting_after(limit, LATE)
        if late or early:
            self._store.outbox.settle([*map(settle_late, late), *map(settle_not_late, early)])
        return tuple(item.id for item in late)

    def _lived(self) -> datetime:
        """The wall clock as it would be had nobody moved it since this process began."""
        wall, mono = self._started
        return wall + timedelta(seconds=self._clock.monotonic() - mono)
