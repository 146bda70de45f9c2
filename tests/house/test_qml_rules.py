"""QML stays thin: who may import whom, and what the software backend, a finger and Theme do not allow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

QML = Path(__file__).parents[2] / "ui" / "qml" / "Kiosk"
FILES = sorted(QML.rglob("*.qml"))
FLOORS = ("Kiosk.Theme", "Kiosk.Controls", "Kiosk.Screens")

FORBIDDEN = {
    "shader effects are not drawn by the software backend": r"\bMultiEffect\b|\blayer\.effect\b|\bShaderEffect\b",
    "nothing by long press, hover, drag or swipe": r"\bon(PressAndHold|DoubleClicked|DoubleTapped|LongPressed)\b"
    r"|\b(DragHandler|HoverHandler|SwipeView|Tumbler)\b|\bhoverEnabled: true",
    "no gradients": r"\bGradient\b|\bgradient:",
}


def code(path: Path) -> str:
    """A file's text without its comments."""
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.fixture(params=FILES, ids=lambda path: str(path.relative_to(QML)))
def source(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_is_something_to_check() -> None:
    assert FILES


def test_screens_stand_on_controls_and_controls_on_theme(source: Path) -> None:
    imported = set(re.findall(r"^import (Kiosk\.\w+)", code(source), re.MULTILINE))
    own = f"Kiosk.{source.relative_to(QML).parts[0]}"
    floor = FLOORS.index(own) if own in FLOORS else len(FLOORS)
    assert imported & set(FLOORS) <= set(FLOORS[: floor + 1])


def test_controls_know_no_view_model(source: Path) -> None:
    if source.is_relative_to(QML / "Controls") or source.is_relative_to(QML / "Theme"):
        assert not re.search(r"^import Kiosk\.Models", code(source), re.MULTILINE)


@pytest.mark.parametrize("why", FORBIDDEN)
def test_what_a_kiosk_cannot_show_or_a_finger_cannot_do(source: Path, why: str) -> None:
    assert re.search(FORBIDDEN[why], code(source)) is None, why


def test_colours_and_sizes_of_type_come_from_theme(source: Path) -> None:
    if not source.is_relative_to(QML / "Theme"):
        assert re.findall(r'"#[0-9A-Fa-f]{3,8}"|\bQt\.rgba\(|pixelSize: \d', code(source)) == []
