"""«Đang làm hồ sơ cho ai?», with the lookup code of the dossier just begun."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import ChoiceRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class WhoProps:
    code: str = ""
    procedure: str = ""
    can_go_on: bool = False
    keep_text: str = ""


@QmlElement
class WhoModel(ViewModel[WhoProps]):
    """Who the dossier is for."""

    changed = Signal()
    chosen = Signal(str)
    went_on = Signal()
    went_back = Signal()

    code = shown(str, "code", changed)
    procedure = shown(str, "procedure", changed)
    canGoOn = shown(bool, "can_go_on", changed)  # noqa: N815 - QML's case
    keepText = shown(str, "keep_text", changed)  # noqa: N815
    options = fixed(RowModel, "_options")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(WhoProps(), parent)
        self._options = RowModel(ChoiceRow, self)

    def lay_out(self, options: tuple[ChoiceRow, ...]) -> None:
        self._options.show(options)

    @Slot(str)
    def choose(self, key: str) -> None:
        self.chosen.emit(key)

    @Slot()
    def next(self) -> None:
        self.went_on.emit()

    @Slot()
    def back(self) -> None:
        self.went_back.emit()


@dataclass(frozen=True)
class CardProps:
    """A card that was read and not yet taken over: what it says, masked."""

    shown: bool = False
    name: str = ""
    number: str = ""
    born: str = ""
    old_address: str = ""
    fault: str = ""
    owner: str = ""
    differs: str = ""
    note: str = ""  # what a card that was read is not
    believed: str = ""  # what the checks of a chip found
    face: str = ""  # the address of its photograph


@QmlElement
class CardModel(ViewModel[CardProps]):
    """«Thẻ này của ai?» Nothing is taken over before somebody says so."""

    changed = Signal()
    answered = Signal(str)

    name = shown(str, "name", changed)
    number = shown(str, "number", changed)
    born = shown(str, "born", changed)
    oldAddress = shown(str, "old_address", changed)  # noqa: N815 - QML's case
    fault = shown(str, "fault", changed)
    owner = shown(str, "owner", changed)
    differs = shown(str, "differs", changed)
    note = shown(str, "note", changed)
    believed = shown(str, "believed", changed)
    face = shown(str, "face", changed)
    owners = fixed(RowModel, "_owners")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(CardProps(), parent)
        self._owners = RowModel(ChoiceRow, self)

    def lay_out(self, owners: tuple[ChoiceRow, ...]) -> None:
        self._owners.show(owners)

    @Slot(str)
    def answer(self, key: str) -> None:
        """A person of the guide, "confirm", or "close"."""
        self.answered.emit(key)
