from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.clock import VirtualClock
from kiosk.sync.sealing import SealingKeys
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk
from tests.sync.fake_gateway import FakeGateway, KeySet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock(tmp_path: Path) -> VirtualClock:
    return VirtualClock(tmp_path / "clock")


@pytest.fixture
def store(tmp_path: Path, clock: VirtualClock) -> Iterator[Store]:
    folder = tmp_path / "store"
    with open_store(folder, clock, room=Room(folder, ballast=4096)) as opened:
        yield opened


@pytest.fixture
def keys() -> KeySet:
    return KeySet("demo")


@pytest.fixture
def desk(store: Store, keys: KeySet, clock: VirtualClock) -> Desk:
    return Desk(store, SealingKeys(keys.public, keys.device), clock)


@pytest.fixture
def gateway(keys: KeySet, clock: VirtualClock) -> FakeGateway:
    return FakeGateway(keys, clock)
