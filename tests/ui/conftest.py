from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kiosk.service_point import morning_clock
from tests.ui.resident import Resident

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def resident(tmp_path: Path, qtbot: QtBot) -> Iterator[Resident]:
    """Somebody at a machine that is ready, without a line."""
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.arrive()
    yield standing
    standing.switch_off()
