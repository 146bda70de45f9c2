from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kiosk.service_point import ServicePoint, morning_clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.clock import VirtualClock


@pytest.fixture
def clock(tmp_path: Path) -> VirtualClock:
    """The morning of an ordinary working day, as a journey sets it."""
    return morning_clock(tmp_path)


@pytest.fixture
def point(tmp_path: Path, clock: VirtualClock) -> Iterator[ServicePoint]:
    opened = ServicePoint(tmp_path / "home", clock)
    yield opened
    opened.store.close()
