"""Builds every long-lived object of a gateway once, in order, and closes them."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gateway.database import Connection, connect
from gateway.devices import DemoDoor
from gateway.folder import Folder
from gateway.key_watch import KeyWatch
from gateway.keyring import GatewayKeyring
from gateway.limits import Limits
from gateway.publishing import Publisher
from gateway.rates import Rates
from gateway.receiving import Receiving
from gateway.replays import Replays, replays_of
from gateway.shelf import Shelf
from gateway.sweeping import sweeping
from gateway.writing import Writer
from kiosk.clock import Clock
from kiosk.sync.keys import VerifyKey


@dataclass(frozen=True)
class Gateway:
    """``reader`` belongs to the event loop's thread; all writes go through ``writer``."""

    folder: Folder
    keys: KeyWatch
    receiving: Receiving
    clock: Clock
    reader: Connection
    writer: Writer
    shelf: Shelf
    replays: Replays
    door: DemoDoor | None
    limits: Limits
    rates: Rates
    publisher: Publisher
    known_keys: dict[str, VerifyKey] = field(default_factory=dict)
    """Of devices that were looked up: an id keeps its key for good."""

    @property
    def keyring(self) -> GatewayKeyring:
        """The keys as they are published now: a rotation counts from the next request on."""
        return self.keys.keyring()

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.folder.root).free

    def has_room(self) -> bool:
        return self.free_bytes() >= self.limits.least_free


@contextlib.contextmanager
def open_gateway(folder: Folder, device_file: Path | None = None, limits: Limits | None = None) -> Iterator[Gateway]:
    """Raises ConfigError or DataError. ``device_file`` is for a demo."""
    keys = KeyWatch(folder)
    audience = keys.keyring().audience
    limits = limits or Limits()
    folder.make()
    with contextlib.ExitStack() as stack:
        writer = Writer(folder.database)
        stack.callback(writer.close)
        reader = stack.enter_context(contextlib.closing(connect(folder.database)))
        shelf = Shelf(folder)
        stack.enter_context(sweeping(shelf, writer.submit, limits.keep_unfinished_days))
        yield Gateway(
            folder,
            keys,
            Receiving(folder.unit(), keys.keyring),
            folder.clock(audience),
            reader,
            writer,
            shelf,
            stack.enter_context(replays_of(folder.database)),
            DemoDoor(folder.device_drop, device_file) if audience == "demo" else None,
            limits,
            Rates.of(limits),
            Publisher(folder.calendar, lambda: keys.keyring().public),
        )
