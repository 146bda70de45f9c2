"""A visit to a desk: where its booking stands, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.view_model import ViewModel, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class VisitProps:
    """The state of a booking, beside its dossier's; nothing is shown while ``title`` is empty.

    ``choose``, ``move`` and ``cancel`` are the words of buttons, "" where there is none. ``heading`` and ``when`` go on
    the slip. ``asked``: a time was asked for at least once.
    """

    tone: str = "waiting"
    icon: str = "clock"
    title: str = ""
    text: str = ""
    note: str = ""
    heading: str = ""
    when: str = ""
    choose: str = ""
    move: str = ""
    cancel: str = ""
    asked: bool = False


@QmlElement
class VisitModel(ViewModel[VisitProps]):
    """Where the booking stands."""

    changed = Signal()
    acted = Signal(str)

    tone = shown(str, "tone", changed)
    icon = shown(str, "icon", changed)
    title = shown(str, "title", changed)
    text = shown(str, "text", changed)
    note = shown(str, "note", changed)
    heading = shown(str, "heading", changed)
    when = shown(str, "when", changed)
    choose = shown(str, "choose", changed)
    move = shown(str, "move", changed)
    cancel = shown(str, "cancel", changed)
    asked = shown(bool, "asked", changed)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(VisitProps(), parent)

    @Slot(str)
    def act(self, what: str) -> None:
        """``what``: choose, move, cancel."""
        self.acted.emit(what)
