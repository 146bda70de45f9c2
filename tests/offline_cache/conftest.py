from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.clock import VirtualClock
from offline_cache.space import Room
from offline_cache.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock(tmp_path: Path) -> VirtualClock:
    return VirtualClock(tmp_path / "clock")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path, clock: VirtualClock) -> Iterator[Store]:
    with open_store(folder, clock, room=Room(folder, ballast=4096)) as opened:
        yield opened
