"""Files the ugliest rows of the portal through the real screens, in the looks that leave least room."""

from pathlib import Path

import pytest

from kiosk.robot.journey import parse_journey
from kiosk.robot.runner import run_journey
from kiosk.robot.world import Look
from tests.catalogue.conftest import PORTAL

FOLDER = Path(__file__).parent / "portal"
JOURNEYS = sorted(FOLDER.glob("*.yaml"))
LOOKS = [Look(text="A++"), Look(size="1366x768", text="A++")]
pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not (PORTAL / "details.jsonl.gz").exists(), reason="no samples folder: set MOTCHAM_SAMPLES"),
]


def run(path: Path, look: Look, out: Path) -> None:
    """The journeys name the portal's files alone; where the samples are is this machine's matter."""
    journey = parse_journey(PORTAL / path.name, path.read_bytes())
    result = run_journey(journey, look, out)
    assert result.ok, result.to_text()


@pytest.mark.parametrize("path", JOURNEYS, ids=[path.stem for path in JOURNEYS])
def test_it_is_filed(path: Path, tmp_path: Path) -> None:
    run(path, Look(), tmp_path)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.size}-{look.text}")
@pytest.mark.parametrize("name", ["most-cases", "must-come"])
def test_every_look(name: str, look: Look, tmp_path: Path) -> None:
    run(FOLDER / f"{name}.yaml", look, tmp_path)
