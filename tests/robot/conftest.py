"""The trial form of real controls in a process of its own, with hands to touch it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.robot.hands import Hands
from kiosk.robot.processes import Application, Child, child_environment

PROGRAM = Path(__file__).parent / "trial" / "program.py"


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    folder = tmp_path_factory.mktemp("trial")
    socket = folder / "s"
    environment = child_environment(folder, folder, window=False)
    child = Child((sys.executable, str(PROGRAM), str(socket), str(folder)), environment, folder / "log")
    running = Application.open(child, socket)
    yield running
    running.close()


@pytest.fixture
def hands(application: Application) -> Hands:
    """Return hands before the first page of the trial form."""
    hands = Hands(lambda: application.link)
    names = hands.look().names()
    for name in ("Bỏ che", "Đóng bàn phím", "Trang form"):
        if name in names:
            hands.tap(name)
    return hands
