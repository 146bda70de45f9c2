"""A document's pages: photographed, taken from a stick, turned, taken again, thrown away."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.row_model import RowModel
from ui.viewmodels.rows import PageRow, PlainRow
from ui.viewmodels.view_model import ViewModel, fixed, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class PapersProps:
    """``camera`` and ``files`` say whether that way is there; ``trouble`` is what went wrong, with what to do."""

    camera: bool = False
    files: bool = False
    working: bool = False
    choosing_file: bool = False
    large: str = ""
    large_source: str = ""
    note: str = ""
    trouble: str = ""
    count_text: str = ""
    can_add: bool = True


@QmlElement
class PapersModel(ViewModel[PapersProps]):
    """The pages of one document."""

    changed = Signal()
    acted = Signal(str, str)

    camera = shown(bool, "camera", changed)
    files = shown(bool, "files", changed)
    working = shown(bool, "working", changed)
    choosingFile = shown(bool, "choosing_file", changed)  # noqa: N815 - QML's case
    large = shown(str, "large", changed)
    largeSource = shown(str, "large_source", changed)  # noqa: N815
    note = shown(str, "note", changed)
    trouble = shown(str, "trouble", changed)
    countText = shown(str, "count_text", changed)  # noqa: N815
    canAdd = shown(bool, "can_add", changed)  # noqa: N815
    pages = fixed(RowModel, "_pages")
    entries = fixed(RowModel, "_entries")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(PapersProps(), parent)
        self._pages = RowModel(PageRow, self)
        self._entries = RowModel(PlainRow, self)

    def lay_out(self, pages: tuple[PageRow, ...], entries: tuple[PlainRow, ...]) -> None:
        self._pages.show(pages)
        self._entries.show(entries)

    @Slot(str, str)
    def act(self, what: str, key: str) -> None:
        """``what``: capture, files, take, look, close, retake, turn, remove; ``key``: the page or the file."""
        self.acted.emit(what, key)
