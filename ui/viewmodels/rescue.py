"""The store does not open: what a resident reads, and what a technician needs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtQml import QmlElement

from ui.viewmodels.view_model import ViewModel, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class RescueProps:
    """``sending`` is how far what was sealed here is on its way; ``lost`` what cannot be read, "" for nothing."""

    title: str = ""
    text: str = ""
    sending: str = ""
    cause: str = ""
    mend: str = ""
    command: str = ""
    lost: str = ""


@QmlElement
class RescueModel(ViewModel[RescueProps]):
    """«Máy tạm nghỉ nhận hồ sơ mới»."""

    changed = Signal()

    title = shown(str, "title", changed)
    text = shown(str, "text", changed)
    sending = shown(str, "sending", changed)
    cause = shown(str, "cause", changed)
    mend = shown(str, "mend", changed)
    command = shown(str, "command", changed)
    lost = shown(str, "lost", changed)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(RescueProps(), parent)
