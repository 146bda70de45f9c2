"""A card on the chip reader: what opens it, and how the read goes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.view_model import ViewModel, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class ChipProps:
    """``stage`` is "key", "lines", "look", "reading", "trouble" or "" when no card is asked about.

    Of ``lines``: ``part`` is which of the three parts is typed, ``digits`` what was typed of it.
    """

    stage: str = ""
    digits: str = ""
    title: str = ""
    text: str = ""
    part: str = ""
    length: int = 0
    wrong: bool = False
    can_go_on: bool = False
    working: bool = False  # a photograph of the back is being read
    camera: bool = False  # the lines can be photographed
    lines: bool = False  # the lines are another way to open it
    again: bool = False  # trying once more may help


@QmlElement
class ChipModel(ViewModel[ChipProps]):
    """What the sheet about a card on the reader shows."""

    changed = Signal()
    answered = Signal(str)
    digit_pressed = Signal(str)

    stage = shown(str, "stage", changed)
    digits = shown(str, "digits", changed)
    title = shown(str, "title", changed)
    text = shown(str, "text", changed)
    part = shown(str, "part", changed)
    length = shown(int, "length", changed)
    wrong = shown(bool, "wrong", changed)
    canGoOn = shown(bool, "can_go_on", changed)  # noqa: N815 - QML's case
    working = shown(bool, "working", changed)
    camera = shown(bool, "camera", changed)
    lines = shown(bool, "lines", changed)
    again = shown(bool, "again", changed)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(ChipProps(), parent)

    @Slot(str)
    def answer(self, key: str) -> None:
        """What was touched: "again", "lines", "look", "capture", "next", "back" or "close"."""
        self.answered.emit(key)

    @Slot(str)
    def press(self, digit: str) -> None:
        """A digit, or "" for «Xóa»."""
        self.digit_pressed.emit(digit)
