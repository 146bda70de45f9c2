"""Loads the text font and the icon font, and tells QML which character each icon name is."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtQml import QQmlEngine

TEXT_FAMILY = "Be Vietnam Pro"
ICON_FAMILY = "Phosphor"
_WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")


class FontMissingError(Exception):
    """A font package is not installed, or Qt cannot read its font."""


def install(engine: QQmlEngine) -> None:
    """Register both families and fill ``Theme.charmap``; call once per engine, before its first screen loads."""
    _register()
    theme = engine.singletonInstance("Kiosk.Theme", "Theme")
    if not isinstance(theme, QObject):
        raise FontMissingError("Kiosk.Theme is not on the import path")
    theme.setProperty("charmap", _charmap())


@cache
def _register() -> None:
    for path in font_files():
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FontMissingError(f"Qt cannot read the font {path.name}")


def font_files() -> tuple[Path, ...]:
    """Find the text font in the weights we use, then the icon font."""
    text = _package_folder("fontpkg_be_vietnam_pro") / "files"
    return (*(text / f"BeVietnamPro-{weight}.ttf" for weight in _WEIGHTS), _icons() / "phosphor-1.3.0.ttf")


def glyphs() -> Mapping[str, str]:
    """Icon name → the character that draws it in the icon font."""
    import json  # noqa: PLC0415 - QML reads it by itself

    return {name: chr(int(code, 16)) for name, code in json.loads(_charmap()).items()}


def _charmap() -> str:
    return (_icons() / "phosphor-charmap-1.3.0.json").read_text(encoding="ascii")


def _icons() -> Path:
    return _package_folder("qtawesome") / "fonts"


def _package_folder(name: str) -> Path:
    # Found, not imported: importing qtawesome would load QtWidgets.
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FontMissingError(f"the package {name} is not installed")
    return Path(spec.submodule_search_locations[0])
