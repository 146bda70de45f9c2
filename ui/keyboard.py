"""The on-screen keyboard: what Qt Virtual Keyboard must know before Qt starts, and its link to the composer."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from PySide6.QtQml import QQmlEngine

    from ui.composer import Edit, Typing

QML = Path(__file__).parent / "qml"
"""The import path of every QML module of ours, and of the keyboard's style."""


def prepare_environment() -> None:
    """Choose our keyboard, layout and style; call before the QGuiApplication is made."""
    os.environ |= {
        "QT_IM_MODULE": "qtvirtualkeyboard",
        "QT_VIRTUALKEYBOARD_LAYOUT_PATH": str(QML / "Kiosk" / "Keys" / "layouts"),
        "QT_VIRTUALKEYBOARD_STYLE": "motcham",
        # The keyboard is a part of our scene; it never opens a window of its own.
        "QT_VIRTUALKEYBOARD_DESKTOP_DISABLE": "1",
    }
    # Both are harmless, and both come from threads for which the GUI thread waits while the keyboard loads: where a
    # Python log handler is installed, those would wait for the GIL in turn. (Qt Multimedia, which the keyboard links
    # for its clicks, misses PipeWire; the keyboard's own list overrides a member.)
    rules = (os.environ.get("QT_LOGGING_RULES", ""), "qt.multimedia*=false", "qt.qml.propertyCache.append=false")
    os.environ["QT_LOGGING_RULES"] = ";".join(filter(None, rules))


def install(engine: QQmlEngine) -> None:
    """Give the keyboard its composer; call once per engine, before its first screen loads."""
    entry = engine.singletonInstance("Kiosk.Keyboard", "Entry")
    if not isinstance(entry, QObject):
        raise TypeError("Kiosk.Keyboard is not on the import path")
    entry.setProperty("composer", engine.newQObject(_Composer(engine)))


class _Composer(QObject):
    """What the keyboard's input method asks: how many characters to replace, and by what."""

    @cached_property
    def _typing(self) -> Typing:
        from ui.composer import Typing  # noqa: PLC0415 - with the first key, not before the first frame

        return Typing()

    @Slot(str, str, bool, result="QVariantMap")
    def press(self, before: str, key: str, telex: bool) -> dict[str, Any]:
        return _answer(self._typing.press(before, key, telex=telex))

    @Slot(str, str, bool, result="QVariantMap")
    def mark(self, before: str, mark: str, upper: bool) -> dict[str, Any]:
        from ui.composer import Mark  # noqa: PLC0415 - as above

        known: Mark = next(each for each in get_args(Mark) if each == mark)
        return _answer(self._typing.mark(before, known, upper=upper))


def _answer(edit: Edit) -> dict[str, Any]:
    return {"replaced": edit.replaced, "text": edit.text}
