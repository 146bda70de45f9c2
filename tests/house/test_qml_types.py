"""A misspelt view-model property is caught before anything runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.qml_types import write_types

MODEL = """
from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "Sample.Models"
QML_IMPORT_MAJOR_VERSION = 1


def shown(kind, notify):
    return Property(kind, lambda model: kind(), notify=notify)


class Plain(QObject):
    changed = Signal()
    inherited = shown(int, changed)


@QmlElement
@QmlUncreatable("made in Python")
class DeskModel(Plain):
    moved = Signal(str, int)
    title = shown(str, moved)

    @Slot(str)
    def open(self, key):
        pass
"""

SCREEN = """
import QtQuick
import Sample.Models

Item {{
    id: screen
    required property DeskModel desk
    objectName: screen.desk.{property}
    width: screen.desk.inherited
    Component.onCompleted: screen.desk.{slot}("x")
}}
"""


@pytest.fixture
def types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sample_models").mkdir()
    (tmp_path / "sample_models" / "__init__.py").touch()
    (tmp_path / "sample_models" / "desk.py").write_text(MODEL, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    write_types(tmp_path, "sample_models", tmp_path / "types")
    return tmp_path / "types"


@pytest.mark.parametrize(
    ("named", "slot", "complaint"),
    [("title", "open", ""), ("titel", "open", '"titel" not found'), ("title", "opne", '"opne" not found')],
)
def test_a_misspelt_name_is_a_warning(types: Path, named: str, slot: str, complaint: str) -> None:
    screen = types / "Screen.qml"
    screen.write_text(SCREEN.format(property=named, slot=slot), "utf-8")
    qmllint = str(Path(sys.executable).with_name("pyside6-qmllint"))
    done = subprocess.run(
        [qmllint, "--max-warnings", "0", "-I", str(types), str(screen)], check=False, capture_output=True, text=True
    )
    assert (done.returncode == 0) == (not complaint), done.stderr
    assert complaint in done.stderr
