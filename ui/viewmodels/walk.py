"""A step of a walk-through: a picture, what to do, a page to photograph, and the way on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import ChoiceRow, WalkRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class WalkProps:
    """``icon``, ``inner`` and ``badge`` are drawn together; ``qr`` is the picture of ``link``, "" until it is drawn."""

    key: str = ""
    procedure: str = ""
    progress: str = ""
    part: int = 0
    parts: int = 1
    label: str = ""
    help: str = ""
    trouble: str = ""
    icon: str = ""
    inner: str = ""
    badge: str = ""
    link: str = ""
    link_label: str = ""
    link_unsure: str = ""
    qr: str = ""
    exit_code: str = ""
    primary: str = ""
    ends: bool = False


@QmlElement
class WalkModel(ViewModel[WalkProps]):
    """The step of the walk-through on screen."""

    changed = Signal()
    chosen = Signal(str)
    went_on = Signal()
    went_back = Signal()
    exit_followed = Signal(str)

    key = shown(str, "key", changed)
    procedure = shown(str, "procedure", changed)
    progress = shown(str, "progress", changed)
    part = shown(int, "part", changed)
    parts = shown(int, "parts", changed)
    label = shown(str, "label", changed)
    help = shown(str, "help", changed)
    trouble = shown(str, "trouble", changed)
    icon = shown(str, "icon", changed)
    inner = shown(str, "inner", changed)
    badge = shown(str, "badge", changed)
    link = shown(str, "link", changed)
    linkLabel = shown(str, "link_label", changed)  # noqa: N815 - QML's case
    linkUnsure = shown(str, "link_unsure", changed)  # noqa: N815
    qr = shown(str, "qr", changed)
    exitCode = shown(str, "exit_code", changed)  # noqa: N815
    primary = shown(str, "primary", changed)
    ends = shown(bool, "ends", changed)
    blocks = fixed(RowModel, "_blocks")
    options = fixed(RowModel, "_options")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(WalkProps(), parent)
        self._blocks = RowModel(WalkRow, self)
        self._options = RowModel(ChoiceRow, self)

    def lay_out(self, blocks: tuple[WalkRow, ...], options: tuple[ChoiceRow, ...]) -> None:
        self._blocks.show(blocks)
        self._options.show(options)

    @Slot(str)
    def choose(self, key: str) -> None:
        """An answer was tapped."""
        self.chosen.emit(key)

    @Slot()
    def next(self) -> None:
        self.went_on.emit()

    @Slot()
    def back(self) -> None:
        self.went_back.emit()

    @Slot(str)
    def leaveFor(self, code: str) -> None:  # noqa: N802
        """Take up the procedure that the step leads to."""
        self.exit_followed.emit(code)
