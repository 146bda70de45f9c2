"""After sealing, and later: the state of a dossier, told as it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import EventRow, FactRow, PlainRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class OutcomeProps:
    """A dossier's state card and slip. ``just_sealed`` is the success screen, otherwise it is Track."""

    just_sealed: bool = False
    tone: str = "waiting"
    icon: str = "clock"
    title: str = ""
    text: str = ""
    strong: str = ""
    code: str = ""
    dossier_code: str = ""
    qr: str = ""
    procedure: str = ""
    documents: str = ""
    receiver: str = ""
    sealed_at: str = ""
    heading: str = ""
    can_prove: bool = False
    slip_title: str = ""
    slip_text: str = ""
    slip_tone: str = "info"
    slip_icon: str = ""


@QmlElement
class OutcomeModel(ViewModel[OutcomeProps]):
    """The state of one dossier, what to do next, and the slip to photograph."""

    changed = Signal()
    acted = Signal(str)

    justSealed = shown(bool, "just_sealed", changed)  # noqa: N815 - QML's case
    tone = shown(str, "tone", changed)
    icon = shown(str, "icon", changed)
    title = shown(str, "title", changed)
    text = shown(str, "text", changed)
    strong = shown(str, "strong", changed)
    code = shown(str, "code", changed)
    dossierCode = shown(str, "dossier_code", changed)  # noqa: N815
    qr = shown(str, "qr", changed)
    procedure = shown(str, "procedure", changed)
    documents = shown(str, "documents", changed)
    receiver = shown(str, "receiver", changed)
    sealedAt = shown(str, "sealed_at", changed)  # noqa: N815
    heading = shown(str, "heading", changed)
    canProve = shown(bool, "can_prove", changed)  # noqa: N815
    slipTitle = shown(str, "slip_title", changed)  # noqa: N815
    slipText = shown(str, "slip_text", changed)  # noqa: N815
    slipTone = shown(str, "slip_tone", changed)  # noqa: N815
    slipIcon = shown(str, "slip_icon", changed)  # noqa: N815
    nextSteps = fixed(RowModel, "_next_steps")  # noqa: N815
    reasons = fixed(RowModel, "_reasons")
    events = fixed(RowModel, "_events")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(OutcomeProps(), parent)
        self._next_steps = RowModel(PlainRow, self)
        self._reasons = RowModel(FactRow, self)
        self._events = RowModel(EventRow, self)

    def lay_out(
        self, next_steps: tuple[PlainRow, ...], reasons: tuple[FactRow, ...], events: tuple[EventRow, ...]
    ) -> None:
        self._next_steps.show(next_steps)
        self._reasons.show(reasons)
        self._events.show(events)

    @Slot(str)
    def act(self, what: str) -> None:
        """``what``: noted, done, home, again."""
        self.acted.emit(what)


@dataclass(frozen=True)
class LookupProps:
    """A lookup code, then the proof that it is one's own. ``purpose``: resume, track; ``stage``: code, digits."""

    purpose: str = "resume"
    stage: str = "code"
    code: str = ""
    digits: str = ""
    trouble: str = ""
    can_go_on: bool = False
    working: bool = False
    card: bool = False
    scanner: bool = False


@QmlElement
class LookupModel(ViewModel[LookupProps]):
    """«Làm tiếp hồ sơ dở» and «Tra cứu hồ sơ»."""

    changed = Signal()
    code_typed = Signal(str)
    digits_typed = Signal(str)
    went_on = Signal()
    went_back = Signal()

    purpose = shown(str, "purpose", changed)
    stage = shown(str, "stage", changed)
    code = shown(str, "code", changed)
    digits = shown(str, "digits", changed)
    trouble = shown(str, "trouble", changed)
    canGoOn = shown(bool, "can_go_on", changed)  # noqa: N815 - QML's case
    working = shown(bool, "working", changed)
    card = shown(bool, "card", changed)
    scanner = shown(bool, "scanner", changed)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(LookupProps(), parent)

    @Slot(str)
    def typeCode(self, text: str) -> None:  # noqa: N802 - QML's case
        self.code_typed.emit(text)

    @Slot(str)
    def typeDigits(self, text: str) -> None:  # noqa: N802
        self.digits_typed.emit(text)

    @Slot()
    def next(self) -> None:
        self.went_on.emit()

    @Slot()
    def back(self) -> None:
        self.went_back.emit()
