"""Both ends agree: at start and daily the gateway is asked about what it receipted and what waits here for a human.

A dossier that the gateway had receipted and does not hold any more (a disk lost, an old copy put back) is sent again
while its payload is kept, and a human is told; after that, a human alone can mend it. Logged in counts.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.sync.outcomes import Conflict, Delivered, LineDown, NotThere
from kiosk.sync.protocol import decode
from kiosk.sync.receipt import SignedReceipt
from kiosk.sync.settling import settle_gone, settle_held_there

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.outcomes import Gateway, Inquiry
    from kiosk.sync.sending import Submit
    from kiosk.sync.settling import Policy
    from offline_cache.items import Item
    from offline_cache.outbox import Settlement
    from offline_cache.store import Store

log = logging.getLogger("motcham.sync")

NOTE = "agreed.at"
"""When everything had been compared, in seconds since 1970."""

_EVERY = 24 * 3600.0
_NOT_BEFORE = 6 * 3600.0
"""A machine that is started again and again does not ask for everything each time."""

_BATCH = 20
_ASKED_FOR = timedelta(days=90)
"""So long after sealing it is asked about what was purged."""


_SETTLED_FOR = timedelta(hours=1)
"""What changed since needs no question: the gateway said so just now, or a human looks at it."""


@dataclass(frozen=True)
class _Known:
    """What this kiosk can prove of a dossier: the hash of its envelope, and whether it can be sent again."""

    item: Item
    envelope_sha256: str
    kept: bool
    receipted: bool


class Agreement:
    """Lives in the network thread."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, submit: Submit, policy: Policy) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._submit = submit
        self._policy = policy
        self._after = ""
        self._next = clock.monotonic() + self._since_the_last()
        self._lost = self._found = 0

    def compare(self) -> tuple[str, ...]:
        """Ask about the next few where it is time; ids of dossiers that a human is told of. Faults wait for later."""
        if self._clock.monotonic() < self._next:
            return ()
        batch = self._submit(self._next_batch)
        settlements: list[Settlement] = []
        for known in batch:
            asked = self._gateway.ask(known.item.id, known.envelope_sha256, known.item.manifest_sha256)
            if isinstance(asked, LineDown):
                break
            self._after = known.item.id
            settlement = self._settle(known, asked)
            if settlement is not None:
                settlements.append(settlement)
        if settlements:
            self._submit(lambda: self._store.outbox.settle(settlements))
        if not batch:
            self._finish()
        return tuple(settlement.item_id for settlement in settlements if settlement.to == "needs_human")

    def _settle(self, known: _Known, asked: Inquiry) -> Settlement | None:
        """What the gateway's answer changes; None when both ends agree."""
        item = known.item
        match asked:
            case Delivered(receipt=receipt) if not known.receipted or item.state == "needs_human":
                held = receipt.receipt
                if (held.id, held.envelope_sha256, held.audience) != (item.id, known.envelope_sha256, item.audience):
                    return None
                self._found += 1
                return settle_held_there(item, receipt, self._clock.now() + self._policy.keep_payload)
            case NotThere() if known.receipted:
                settlement = settle_gone(item, self._clock.now(), kept=known.kept)
                self._lost += settlement is not None
                return settlement
            case Conflict() if known.receipted and item.state != "needs_human":
                return settle_gone(item, self._clock.now(), kept=False, reason="conflict")
        return None

    def _next_batch(self) -> list[_Known]:
        now = self._clock.now()
        items = self._store.outbox.to_compare(self._after, now - _ASKED_FOR, now - _SETTLED_FOR, _BATCH)
        return [self._known(item) for item in items]

    def _known(self, item: Item) -> _Known:
        payload, receipt = self._store.outbox.payload(item.id), self._store.outbox.receipt(item.id)
        sha256 = hashlib.sha256(payload.envelope).hexdigest() if payload else _receipted_sha256(receipt)
        return _Known(item, sha256, payload is not None, receipt is not None)

    def _finish(self) -> None:
        if self._lost or self._found:
            log.warning(
                "compared with the gateway: it lacks %d receipted, holds %d unknown here", self._lost, self._found
            )
        self._after, self._lost, self._found = "", 0, 0
        self._next = self._clock.monotonic() + _EVERY
        self._submit(lambda: self._store.notes.put(NOTE, f"{self._clock.now().timestamp():.0f}"))

    def _since_the_last(self) -> float:
        """Seconds to wait at a start: none, unless everything was compared a few hours ago."""
        note = self._submit(lambda: self._store.notes.get(NOTE))
        ago = self._clock.now() - datetime.fromtimestamp(float(note or 0), UTC)
        return _NOT_BEFORE - ago.total_seconds() if timedelta() <= ago < timedelta(seconds=_NOT_BEFORE) else 0.0


def _receipted_sha256(receipt: bytes | None) -> str:
    try:
        return decode(receipt or b"", SignedReceipt).receipt.envelope_sha256
    except ProtocolError:
        return ""
