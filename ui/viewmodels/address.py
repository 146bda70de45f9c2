"""An address: province, then commune, then house, street or hamlet."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import PlainRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class AddressProps:
    """``picking`` is "", "province", "commune" or "which" of the parts of a divided unit.

    ``offer`` is what a card's address is worth: "", "certain", "candidates" or "unknown"; ``now`` says it in words.
    """

    picking: str = ""
    province: str = ""
    commune: str = ""
    details: str = ""
    query: str = ""
    offer: str = ""
    old_address: str = ""
    now: str = ""
    hint: str = ""


@QmlElement
class AddressModel(ViewModel[AddressProps]):
    """The parts of an address, and the list that one of them is picked from."""

    changed = Signal()
    pick_opened = Signal(str)
    picked = Signal(str)
    searched = Signal(str)
    details_typed = Signal(str)
    copied = Signal(str)
    offer_answered = Signal(bool)

    picking = shown(str, "picking", changed)
    province = shown(str, "province", changed)
    commune = shown(str, "commune", changed)
    details = shown(str, "details", changed)
    query = shown(str, "query", changed)
    oldAddress = shown(str, "old_address", changed)  # noqa: N815 - QML's case
    offer = shown(str, "offer", changed)
    now = shown(str, "now", changed)
    hint = shown(str, "hint", changed)
    results = fixed(RowModel, "_results")
    shortcuts = fixed(RowModel, "_shortcuts")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(AddressProps(), parent)
        self._results = RowModel(PlainRow, self)
        self._shortcuts = RowModel(PlainRow, self)

    def lay_out(self, results: tuple[PlainRow, ...], shortcuts: tuple[PlainRow, ...]) -> None:
        self._results.show(results)
        self._shortcuts.show(shortcuts)

    @Slot(str)
    def open(self, part: str) -> None:
        """Pick the "province" or the "commune"; "" closes the list."""
        self.pick_opened.emit(part)

    @Slot(str)
    def pick(self, code: str) -> None:
        self.picked.emit(code)

    @Slot(str)
    def search(self, query: str) -> None:
        self.searched.emit(query)

    @Slot(str)
    def typeDetails(self, text: str) -> None:  # noqa: N802 - QML's case
        self.details_typed.emit(text)

    @Slot(str)
    def copy(self, key: str) -> None:
        """Take an address given earlier: «Cùng nơi cư trú với mẹ»."""
        self.copied.emit(key)

    @Slot(bool)
    def answerOffer(self, taken: bool) -> None:  # noqa: N802 - QML's case, and its one argument
        """Take what the card's address became, or choose by hand."""
        self.offer_answered.emit(taken)
