"""Home, search and «Trước khi bắt đầu»: what there is, and what a resident should know first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import FactRow, TileRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class HomeProps:
    subtitle: str = ""
    notice: str = ""
    ready: bool = False
    card: bool = False
    count: int = 0


@QmlElement
class HomeModel(ViewModel[HomeProps]):
    """The procedures that work on this machine, as tiles; search; a dossier begun or handed in before."""

    changed = Signal()
    asked = Signal(str)
    opened = Signal(str)

    subtitle = shown(str, "subtitle", changed)
    notice = shown(str, "notice", changed)
    ready = shown(bool, "ready", changed)
    card = shown(bool, "card", changed)
    count = shown(int, "count", changed)
    tiles = fixed(RowModel, "_tiles")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HomeProps(), parent)
        self._tiles = RowModel(TileRow, self)

    def lay_out(self, tiles: tuple[TileRow, ...]) -> None:
        self._tiles.show(tiles)

    @Slot(str)
    def ask(self, what: str) -> None:
        """Go to "search", "resume", "track" or "card"."""
        self.asked.emit(what)

    @Slot(str)
    def open(self, code: str) -> None:
        """Open a procedure."""
        self.opened.emit(code)


@dataclass(frozen=True)
class SearchProps:
    query: str = ""
    nothing: bool = False


@QmlElement
class SearchModel(ViewModel[SearchProps]):
    """Procedures found as one types."""

    changed = Signal()
    typed = Signal(str)
    opened = Signal(str)
    left = Signal()

    query = shown(str, "query", changed)
    nothing = shown(bool, "nothing", changed)
    results = fixed(RowModel, "_results")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(SearchProps(), parent)
        self._results = RowModel(TileRow, self)

    def lay_out(self, rows: tuple[TileRow, ...]) -> None:
        self._results.show(rows)

    @Slot(str)
    def type(self, query: str) -> None:
        self.typed.emit(query)

    @Slot(str)
    def open(self, code: str) -> None:
        self.opened.emit(code)

    @Slot()
    def back(self) -> None:
        self.left.emit()


@dataclass(frozen=True)
class BeforeProps:
    name: str = ""
    result: str = ""
    minutes: str = ""
    warning: str = ""


@QmlElement
class BeforeModel(ViewModel[BeforeProps]):
    """What a resident should know before beginning."""

    changed = Signal()
    begun = Signal()
    left = Signal()

    name = shown(str, "name", changed)
    result = shown(str, "result", changed)
    minutes = shown(str, "minutes", changed)
    warning = shown(str, "warning", changed)
    facts = fixed(RowModel, "_facts")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(BeforeProps(), parent)
        self._facts = RowModel(FactRow, self)

    def lay_out(self, facts: tuple[FactRow, ...]) -> None:
        self._facts.show(facts)

    @Slot()
    def begin(self) -> None:
        self.begun.emit()

    @Slot()
    def back(self) -> None:
        self.left.emit()
