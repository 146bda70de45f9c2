"""The frame of every screen: which screen and overlay, the header, how things are shown, and the footer's buttons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from ui.viewmodels.view_model import ViewModel, shown

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True)
class ShellProps:
    """``listen`` is what the footer has to hear the screen by: "" nothing, "ready" or "reading"."""

    screen: str = "home"
    overlay: str = ""
    office_name: str = ""
    machine_name: str = ""
    demo: bool = True
    chip_text: str = ""
    chip_icon: str = ""
    clock_text: str = ""
    text_scale: str = "A"
    contrast: str = "light"
    landscape: bool = False
    reduce_motion: bool = False
    in_form: bool = False
    code: str = ""
    countdown: str = ""
    patient: bool = False
    listen: str = ""
    help_text: str = ""
    alike_text: str = ""
    fault_title: str = ""
    fault_text: str = ""


@QmlElement
class ShellModel(ViewModel[ShellProps]):
    """What Main.qml and the frame show."""

    changed = Signal()
    footer_pressed = Signal(str)
    overlay_answered = Signal(str)
    display_changed = Signal(str, str)

    screen = shown(str, "screen", changed)
    overlay = shown(str, "overlay", changed)
    officeName = shown(str, "office_name", changed)  # noqa: N815 - QML's case
    machineName = shown(str, "machine_name", changed)  # noqa: N815
    demo = shown(bool, "demo", changed)
    chipText = shown(str, "chip_text", changed)  # noqa: N815
    chipIcon = shown(str, "chip_icon", changed)  # noqa: N815
    clockText = shown(str, "clock_text", changed)  # noqa: N815
    textScale = shown(str, "text_scale", changed)  # noqa: N815
    contrast = shown(str, "contrast", changed)
    landscape = shown(bool, "landscape", changed)
    reduceMotion = shown(bool, "reduce_motion", changed)  # noqa: N815
    inForm = shown(bool, "in_form", changed)  # noqa: N815
    code = shown(str, "code", changed)
    countdown = shown(str, "countdown", changed)
    patient = shown(bool, "patient", changed)
    listen = shown(str, "listen", changed)
    helpText = shown(str, "help_text", changed)  # noqa: N815
    alikeText = shown(str, "alike_text", changed)  # noqa: N815
    faultTitle = shown(str, "fault_title", changed)  # noqa: N815
    faultText = shown(str, "fault_text", changed)  # noqa: N815

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(ShellProps(), parent)

    @Slot(str)
    def footer(self, key: str) -> None:
        """A footer button: "home", "read", "display", "pause" or "help"."""
        self.footer_pressed.emit(key)

    @Slot(str)
    def answer(self, key: str) -> None:
        """A button of the overlay that is open."""
        self.overlay_answered.emit(key)

    @Slot(str, str)
    def display(self, text_scale: str, contrast: str) -> None:
        """How large and how strong things are shown; "" leaves one as it is."""
        self.display_changed.emit(text_scale, contrast)
