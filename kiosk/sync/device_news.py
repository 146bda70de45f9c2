"""What the syncer fetches about other devices: their keys, by which slips of theirs are told genuine without a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.sync.known_devices import tag_of
from kiosk.sync.outcomes import DevicesNow, ItemRefused, LineDown, SameDevices

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.outcomes import Gateway
    from kiosk.sync.sending import Submit
    from offline_cache.store import Store

LIST_NOTE = "devices.list"
"""The gateway's signed list as it came."""

EVERY = 6 * 60 * 60.0
"""Seconds between two questions; the answer is mostly that nothing has changed."""
AGAIN_AFTER = 10 * 60.0
"""After a fault of the line; a list that cannot be proven must not be fetched at every poll."""


class DeviceNews:
    """Lives in the network thread."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, submit: Submit) -> None:
        self._store = store
        self._gateway = gateway
        self._clock = clock
        self._submit = submit
        self._due_at = 0.0

    def fetch(self) -> None:
        """Fetch what is due. Faults are left to a later run."""
        if self._clock.monotonic() < self._due_at:
            return
        wait = EVERY
        kept = self._submit(lambda: self._store.notes.get(LIST_NOTE))
        match self._gateway.devices(tag_of(kept.encode()) if kept else ""):
            case DevicesNow(body=body):
                self._submit(lambda: self._store.notes.put(LIST_NOTE, body.decode()))
            case SameDevices() | ItemRefused():  # a gateway of before slips were signed knows no such call
                pass
            case LineDown():
                wait = AGAIN_AFTER
        self._due_at = self._clock.monotonic() + wait
