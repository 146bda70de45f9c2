"""Runs every journey in this folder through the robot, on the real application."""

from pathlib import Path

import pytest

from kiosk.robot.journey import load_journey
from kiosk.robot.runner import run_journey
from kiosk.robot.world import Look

FOLDER = Path(__file__).parent
JOURNEYS = sorted(FOLDER.glob("*.yaml"))
OTHER_LOOKS = [
    Look(text="A+"),
    Look(text="A++"),
    Look(size="1366x768"),
    Look(size="1366x768", text="A++", contrast="dark"),
]
pytestmark = pytest.mark.journey


@pytest.mark.parametrize("path", JOURNEYS, ids=[path.stem for path in JOURNEYS])
def test_journey(path: Path, tmp_path: Path) -> None:
    result = run_journey(load_journey(path), Look(), tmp_path)
    assert result.ok, result.to_text()


@pytest.mark.parametrize("look", OTHER_LOOKS, ids=lambda look: f"{look.size}-{look.text}-{look.contrast}")
def test_every_look(look: Look, tmp_path: Path) -> None:
    result = run_journey(load_journey(FOLDER / "birth-by-mother.yaml"), look, tmp_path)
    assert result.ok, result.to_text()


@pytest.mark.parametrize("name", ["birth-by-grandmother", "booking-offline", "time-out"])
def test_what_has_least_room_in_large_letters_on_a_low_screen(name: str, tmp_path: Path) -> None:
    result = run_journey(load_journey(FOLDER / f"{name}.yaml"), Look(size="1366x768", text="A++"), tmp_path)
    assert result.ok, result.to_text()
