"""A window with a gallery page on it, and a finger that finds controls by name, as the robot does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.agent_scene import accessible_nodes, drawn_texts, read_scene

GALLERY = Path(__file__).parent / "gallery"
CONTROLS = frozenset({"Button", "RadioButton", "CheckBox", "EditableText"})
PORTRAIT, LANDSCAPE = (1080, 1920), (1366, 768)


@dataclass
class Stage:
    view: QQuickView
    theme: QObject
    bot: QtBot

    @property
    def root(self) -> QQuickItem:
        return self.view.rootObject()

    def child(self, name: str) -> QQuickItem:
        found = self.root.findChild(QQuickItem, name)
        assert isinstance(found, QQuickItem)
        return found

    def settle(self) -> None:
        self.bot.wait(30)

    def dress(self, **theme: object) -> None:
        for name, value in theme.items():
            self.theme.setProperty(name, value)
        self.settle()

    def nodes(self) -> list[dict[str, Any]]:
        """What a person sees and a screen reader hears."""
        return [node for node in self.every_node() if not node["covered"]]

    def every_node(self) -> list[dict[str, Any]]:
        """What is drawn, also what lies under something else."""
        return [dict(node) for node in accessible_nodes(read_scene(self.view)) if node["visible"]]

    def node(self, name: str) -> dict[str, Any]:
        named = [node for node in self.nodes() if node["name"] == name]
        # A question and its field share a name; the field is the one to touch.
        matches = [node for node in named if node["role"] in CONTROLS] or named
        assert len(matches) == 1, f"{len(matches)} × {name!r} in {sorted(str(node['name']) for node in self.nodes())}"
        return matches[0]

    def tap(self, name: str) -> None:
        self._tap_rect(self.node(name)["rect"])

    def _tap_rect(self, rect: list[int]) -> None:
        self.tap_at(rect[0] + rect[2] // 2, rect[1] + rect[3] // 2)

    def tap_at(self, x: int, y: int, hold_ms: int = 0) -> None:
        QTest.touchEvent(self.view, _finger()).press(0, QPoint(x, y), self.view).commit()
        self.bot.wait(max(1, hold_ms))
        QTest.touchEvent(self.view, _finger()).release(0, QPoint(x, y), self.view).commit()
        self.bot.wait(1)

    def slide(self, start: QPoint, end: QPoint) -> None:
        QTest.touchEvent(self.view, _finger()).press(0, start, self.view).commit()
        QTest.touchEvent(self.view, _finger()).move(0, end, self.view).commit()
        QTest.touchEvent(self.view, _finger()).release(0, end, self.view).commit()
        self.bot.wait(1)

    def texts(self) -> list[str]:
        return [str(text["text"]) for text in drawn_texts(read_scene(self.view)) if text["visible"]]

    def reads(self, text: str) -> bool:
        """Whether a screen reader reads it."""
        return any(text in str(node[part]) for node in self.nodes() for part in ("name", "value", "description"))

    def keys(self, keys: str) -> None:
        """Press keys of the on-screen keyboard as a person would: ⇧ first when only the other case is shown."""
        for key in keys:
            name = "Dấu cách" if key == " " else key
            shown = {node["name"]: node["rect"] for node in self.nodes()}
            if name not in shown:
                self._tap_rect(shown["Chữ hoa"])
                shown = {node["name"]: node["rect"] for node in self.nodes()}
            self._tap_rect(shown[name])


@cache
def _finger() -> QPointingDevice:
    return QTest.createTouchDevice()
