"""A question: its head, its field of whatever kind, what is wrong with it, and the way on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import ChoiceRow, FactRow, FaultRow, PlainRow, ReviewRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class StepProps:
    """``page`` chooses the body, by the names that step_view.PAGES gives.

    ``official_name`` is the procedure's whole name where the everyday one leaves something out.
    """

    key: str = ""
    page: str = ""
    procedure: str = ""
    official_name: str = ""
    preparing: bool = False
    progress: str = ""
    part: int = 0
    parts: int = 1
    label: str = ""
    help: str = ""
    why: str = ""
    text: str = ""
    official: str = ""
    unsure: str = ""
    saved: str = ""
    appeared: str = ""
    primary: str = ""
    primary_icon: str = "arrow-right"
    can_go_on: bool = True
    value: str = ""
    hints: str = "text"
    masked: bool = False
    many: bool = False
    number: int = 0
    minimum: int = 0
    maximum: int = 0
    day: int = 0
    month: int = 0
    year: int = 0
    partial: bool = False
    read_back: str = ""
    query: str = ""
    add_text: str = ""
    title: str = ""
    accepted: bool = False
    card: bool = False
    exit_code: str = ""
    exit_name: str = ""
    leads: bool = False
    has_missing: bool = False
    faulty: bool = False
    noted: bool = False
    trouble: str = ""
    sealing: bool = False


@QmlElement
class StepModel(ViewModel[StepProps]):
    """The step the wizard stands on."""

    changed = Signal()
    typed = Signal(str)
    chosen = Signal(str)
    missing_chosen = Signal(str)
    dated = Signal(int, int, int)
    counted = Signal(int)
    searched = Signal(str)
    item_added = Signal()
    item_changed = Signal(str, str)
    fault_followed = Signal(str)
    corrected = Signal(str)
    accepted_pressed = Signal()
    went_on = Signal()
    went_back = Signal()
    exit_followed = Signal(str)

    key = shown(str, "key", changed)
    page = shown(str, "page", changed)
    procedure = shown(str, "procedure", changed)
    officialName = shown(str, "official_name", changed)  # noqa: N815 - QML's case
    progress = shown(str, "progress", changed)
    part = shown(int, "part", changed)
    parts = shown(int, "parts", changed)
    label = shown(str, "label", changed)
    help = shown(str, "help", changed)
    why = shown(str, "why", changed)
    text = shown(str, "text", changed)
    official = shown(str, "official", changed)
    unsure = shown(str, "unsure", changed)
    saved = shown(str, "saved", changed)
    appeared = shown(str, "appeared", changed)
    preparing = shown(bool, "preparing", changed)
    primary = shown(str, "primary", changed)
    primaryIcon = shown(str, "primary_icon", changed)  # noqa: N815
    canGoOn = shown(bool, "can_go_on", changed)  # noqa: N815
    value = shown(str, "value", changed)
    hints = shown(str, "hints", changed)
    masked = shown(bool, "masked", changed)
    many = shown(bool, "many", changed)
    number = shown(int, "number", changed)
    minimum = shown(int, "minimum", changed)
    maximum = shown(int, "maximum", changed)
    day = shown(int, "day", changed)
    month = shown(int, "month", changed)
    year = shown(int, "year", changed)
    partial = shown(bool, "partial", changed)
    readBack = shown(str, "read_back", changed)  # noqa: N815
    query = shown(str, "query", changed)
    addText = shown(str, "add_text", changed)  # noqa: N815
    title = shown(str, "title", changed)
    accepted = shown(bool, "accepted", changed)
    card = shown(bool, "card", changed)
    exitCode = shown(str, "exit_code", changed)  # noqa: N815
    noted = shown(bool, "noted", changed)
    faulty = shown(bool, "faulty", changed)
    hasMissing = shown(bool, "has_missing", changed)  # noqa: N815
    leads = shown(bool, "leads", changed)
    exitName = shown(str, "exit_name", changed)  # noqa: N815
    trouble = shown(str, "trouble", changed)
    sealing = shown(bool, "sealing", changed)
    options = fixed(RowModel, "_options")
    missing = fixed(RowModel, "_missing")
    faults = fixed(RowModel, "_faults")
    items = fixed(RowModel, "_items")
    facts = fixed(RowModel, "_facts")
    shownOnly = fixed(RowModel, "_shown_only")  # noqa: N815
    lines = fixed(RowModel, "_lines")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(StepProps(), parent)
        self._options = RowModel(ChoiceRow, self)
        self._missing = RowModel(ChoiceRow, self)
        self._faults = RowModel(FaultRow, self)
        self._items = RowModel(PlainRow, self)
        self._facts = RowModel(FactRow, self)
        self._shown_only = RowModel(FactRow, self)
        self._lines = RowModel(ReviewRow, self)

    def lay_out(self, lists: StepLists) -> None:
        """Show the lists that belong to the step."""
        self._options.show(lists.options)
        self._missing.show(lists.missing)
        self._faults.show(lists.faults)
        self._items.show(lists.items)
        self._facts.show(lists.facts)
        self._shown_only.show(lists.shown_only)
        self._lines.show(lists.lines)

    @Slot(str)
    def type(self, text: str) -> None:
        """What stands in the text field now."""
        self.typed.emit(text)

    @Slot(str)
    def choose(self, key: str) -> None:
        """An option was tapped: chosen, or ticked and unticked where several may be."""
        self.chosen.emit(key)

    @Slot(str)
    def chooseMissing(self, key: str) -> None:  # noqa: N802 - QML's case
        """«Không có», «Chưa biết – sẽ hỏi cán bộ» or «Bỏ qua»."""
        self.missing_chosen.emit(key)

    @Slot(int, int, int)
    def setDate(self, day: int, month: int, year: int) -> None:  # noqa: N802
        """Zero stands for what is not known or not typed yet."""
        self.dated.emit(day, month, year)

    @Slot(int)
    def count(self, number: int) -> None:
        self.counted.emit(number)

    @Slot(str)
    def search(self, query: str) -> None:
        self.searched.emit(query)

    @Slot()
    def addItem(self) -> None:  # noqa: N802
        self.item_added.emit()

    @Slot(str, str)
    def changeItem(self, item: str, what: str) -> None:  # noqa: N802
        """``what`` is "edit" or "remove"."""
        self.item_changed.emit(item, what)

    @Slot(str)
    def follow(self, key: str) -> None:
        """Go to the step that mends a fault."""
        self.fault_followed.emit(key)

    @Slot(str)
    def correct(self, key: str) -> None:
        """«Sửa» beside a line of the paper."""
        self.corrected.emit(key)

    @Slot()
    def accept(self) -> None:
        """The declaration's one tap."""
        self.accepted_pressed.emit()

    @Slot()
    def next(self) -> None:
        self.went_on.emit()

    @Slot()
    def back(self) -> None:
        self.went_back.emit()

    @Slot(str)
    def leaveFor(self, code: str) -> None:  # noqa: N802
        """Take up the other procedure that an exit names, where this kiosk has it."""
        self.exit_followed.emit(code)


@dataclass(frozen=True)
class StepLists:
    """The lists a step may show; the most are empty."""

    options: tuple[ChoiceRow, ...] = ()
    missing: tuple[ChoiceRow, ...] = ()
    faults: tuple[FaultRow, ...] = ()
    items: tuple[PlainRow, ...] = ()
    facts: tuple[FactRow, ...] = ()
    shown_only: tuple[FactRow, ...] = ()
    lines: tuple[ReviewRow, ...] = ()
