"""Home, search and «Trước khi bắt đầu»: what there is, and what a resident should know first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import FactRow, ResultRow, TileRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class HomeProps:
    subtitle: str = ""
    notice: str = ""
    catalogue: str = ""
    card: bool = False
    count: int = 0
    situations: bool = False


@QmlElement
class HomeModel(ViewModel[HomeProps]):
    """The life situations, or without a catalogue the guided procedures; search; a dossier begun or handed in."""

    changed = Signal()
    asked = Signal(str)
    opened = Signal(str)

    subtitle = shown(str, "subtitle", changed)
    notice = shown(str, "notice", changed)
    catalogue = shown(str, "catalogue", changed)
    card = shown(bool, "card", changed)
    count = shown(int, "count", changed)
    situations = shown(bool, "situations", changed)
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
    def open(self, key: str) -> None:
        """Open a procedure or a life situation."""
        self.opened.emit(key)


@dataclass(frozen=True)
class SearchProps:
    query: str = ""
    lead: str = ""


@QmlElement
class SearchModel(ViewModel[SearchProps]):
    """Procedures found as one types."""

    changed = Signal()
    typed = Signal(str)
    opened = Signal(str)
    left = Signal()

    query = shown(str, "query", changed)
    lead = shown(str, "lead", changed)
    results = fixed(RowModel, "_results")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(SearchProps(), parent)
        self._results = RowModel(ResultRow, self)

    def lay_out(self, rows: tuple[ResultRow, ...]) -> None:
        self._results.show(rows)

    @Slot(str)
    def type(self, query: str) -> None:
        self.typed.emit(query)

    @Slot(str)
    def open(self, key: str) -> None:
        """Open a procedure or a life situation, or call for help."""
        self.opened.emit(key)

    @Slot()
    def back(self) -> None:
        self.left.emit()


@dataclass(frozen=True)
class SituationProps:
    name: str = ""
    lead: str = ""


@QmlElement
class SituationModel(ViewModel[SituationProps]):
    """The procedures of one life situation."""

    changed = Signal()
    opened = Signal(str)
    searched = Signal()
    left = Signal()

    name = shown(str, "name", changed)
    lead = shown(str, "lead", changed)
    procedures = fixed(RowModel, "_procedures")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(SituationProps(), parent)
        self._procedures = RowModel(ResultRow, self)

    def lay_out(self, rows: tuple[ResultRow, ...]) -> None:
        self._procedures.show(rows)

    @Slot(str)
    def open(self, code: str) -> None:
        self.opened.emit(code)

    @Slot()
    def search(self) -> None:
        self.searched.emit()

    @Slot()
    def back(self) -> None:
        self.left.emit()


@dataclass(frozen=True)
class BeforeProps:
    """``successor`` is the code of the procedure to do instead, with its name; both empty when this one stands."""

    name: str = ""
    result: str = ""
    minutes: str = ""
    successor: str = ""
    successor_name: str = ""


@QmlElement
class BeforeModel(ViewModel[BeforeProps]):
    """What a resident should know before beginning."""

    changed = Signal()
    begun = Signal()
    replaced = Signal(str)
    left = Signal()

    name = shown(str, "name", changed)
    result = shown(str, "result", changed)
    minutes = shown(str, "minutes", changed)
    successor = shown(str, "successor", changed)
    successorName = shown(str, "successor_name", changed)  # noqa: N815 - a QML name
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
    def replace(self) -> None:
        """Open the procedure that is to be done instead."""
        self.replaced.emit(self.successor)

    @Slot()
    def back(self) -> None:
        self.left.emit()
