"""Where a kiosk of a fault lives, and what it is to do there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.sync.answers import Patience
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_trust import read_pinned
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.sealing import SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk

QUICK = Patience(connect=2.0, stall=3.0, overall=10.0)


@dataclass(frozen=True)
class Place:
    """Where a kiosk's store, its device key and the gateway's public keys are."""

    store: Path
    device: Path
    keys: Path

    def open(self) -> Store:
        return open_store(self.store, SystemClock(), room=Room(self.store, floor=0, ballast=4096))

    def sealing_keys(self) -> SealingKeys:
        return SealingKeys(read_pinned(self.keys, "demo")[1].keys(), load_or_make_device_key(self.device, "demo"))

    def desk(self, store: Store) -> Desk:
        return Desk(store, self.sealing_keys(), SystemClock())

    def syncer(self, store: Store, url: str) -> tuple[Syncer, GatewayClient]:
        keys = self.sealing_keys()
        client = GatewayClient(url, keys.gateway, keys.device, SystemClock(), QUICK)
        return Syncer(store, client, SystemClock()), client


@dataclass(frozen=True)
class Order:
    """What a child is to do it with: where the gateway (or the stick) is, and how many dossiers to take.

    ``slow`` has a line that is: small papers, and the patience of a service point. ``blocks`` are left on a full disk.
    """

    url: str = ""
    count: int = 0
    slow: bool = False
    blocks: int = -1
