"""What waits to be sent, for a volunteer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import FactRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


ExportButton: TypeAlias = Literal["", "ready", "writing"]


@dataclass(frozen=True)
class QueueProps:
    """``can_retry``: no try that was asked for by hand is under way. ``export``: "" while there is no such button."""

    can_retry: bool = True
    export: ExportButton = ""


@QmlElement
class QueueModel(ViewModel[QueueProps]):
    """The line, the counts, and each dossier that waits."""

    changed = Signal()
    retried = Signal()
    exported = Signal()
    left = Signal()

    canRetry = shown(bool, "can_retry", changed)  # noqa: N815 - QML's case
    exportButton = shown(str, "export", changed)  # noqa: N815 - as above
    rows = fixed(RowModel, "_rows")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(QueueProps(), parent)
        self._rows = RowModel(FactRow, self)

    def lay_out(self, rows: tuple[FactRow, ...]) -> None:
        self._rows.show(rows)

    @Slot()
    def retry(self) -> None:
        """«Gửi lại ngay»."""
        self.retried.emit()

    @Slot()
    def export(self) -> None:
        """«Xuất ra USB»."""
        self.exported.emit()

    @Slot()
    def back(self) -> None:
        self.left.emit()
