"""The questions by which a time at a desk is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import ChoiceRow, FactRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class BookingProps:
    """A question on the way to a time. ``note`` is about what is offered, ``trouble`` about what went wrong."""

    stage: str = ""
    procedure: str = ""
    question: str = ""
    help: str = ""
    note: str = ""
    trouble: str = ""
    back: str = ""
    back_icon: str = "arrow-left"
    primary: str = ""
    primary_icon: str = ""
    can_go_on: bool = False


@QmlElement
class BookingModel(ViewModel[BookingProps]):
    """The question on screen: choices, or what was chosen to be looked at once more."""

    changed = Signal()
    chosen = Signal(str)
    went_on = Signal()
    went_back = Signal()

    stage = shown(str, "stage", changed)
    procedure = shown(str, "procedure", changed)
    question = shown(str, "question", changed)
    help = shown(str, "help", changed)
    note = shown(str, "note", changed)
    trouble = shown(str, "trouble", changed)
    backText = shown(str, "back", changed)  # noqa: N815 - QML's case
    backIcon = shown(str, "back_icon", changed)  # noqa: N815
    primary = shown(str, "primary", changed)
    primaryIcon = shown(str, "primary_icon", changed)  # noqa: N815
    canGoOn = shown(bool, "can_go_on", changed)  # noqa: N815
    options = fixed(RowModel, "_options")
    facts = fixed(RowModel, "_facts")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(BookingProps(), parent)
        self._options = RowModel(ChoiceRow, self)
        self._facts = RowModel(FactRow, self)

    def lay_out(self, options: tuple[ChoiceRow, ...], facts: tuple[FactRow, ...]) -> None:
        self._options.show(options)
        self._facts.show(facts)

    @Slot(str)
    def choose(self, key: str) -> None:
        self.chosen.emit(key)

    @Slot()
    def next(self) -> None:
        self.went_on.emit()

    @Slot()
    def back(self) -> None:
        self.went_back.emit()
