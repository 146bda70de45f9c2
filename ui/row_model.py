"""One read-only list model over a tuple of frozen dataclasses; it serves every list on every screen."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

FIRST_ROLE = 0x0100
"""Qt.ItemDataRole.UserRole. Whoever names Qt makes its hundred enumerations, for which the first frame would wait."""

DISPLAY_ROLE = 0

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@QmlElement
class RowModel(QAbstractListModel):
    """Rows of one dataclass type; each field is a role of the same name."""

    def __init__(self, row_type: type[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roles = {FIRST_ROLE + number: item.name for number, item in enumerate(fields(row_type), 1)}
        self._rows: tuple[Any, ...] = ()

    @property
    def rows(self) -> tuple[Any, ...]:
        return self._rows

    def show(self, rows: tuple[Any, ...]) -> None:
        """Show ``rows``. Rows that stay in place are updated in place, so their delegates (and focus) stay."""
        if rows == self._rows:
            return
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        old, self._rows = self._rows, rows
        for number, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                place = self.index(number, 0)
                self.dataChanged.emit(place, place)

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:
        name = self._roles.get(role)
        if name is None or not 0 <= index.row() < len(self._rows):
            return None
        return getattr(self._rows[index.row()], name)

    def roleNames(self) -> dict[int, QByteArray]:  # noqa: N802 - Qt's name
        return {role: QByteArray(name.encode()) for role, name in self._roles.items()}
