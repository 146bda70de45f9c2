"""The fonts of our packages: every icon that the interface names is there, and every letter it needs."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication, QRawFont

from tests.controls.stage import Stage
from ui import fonts
from ui.keyboard import QML

ICON = re.compile(
    r'(?:icon|iconAfter|trailingIcon|chipIcon|nextIcon|backIcon|name): "([a-z][a-z-]*)"|return "([a-z]+-[a-z-]+)"'
)


def test_every_icon_that_qml_names_exists() -> None:
    named = {
        name
        for path in QML.rglob("*.qml")
        for match in ICON.finditer(path.read_text(encoding="utf-8"))
        for name in match.groups()
        if name
    }
    assert len(named) > 20
    assert named - set(fonts.glyphs()) == set()


def test_the_text_font_has_the_letters_of_every_language_here(qapp: QGuiApplication) -> None:
    letters = "ăâđêôơưáàảãạếềểễệốồổỗộứừửữựčñ–—«»…·•'’0123456789@_"
    # ĕ ŏ ĭ ŭ of the highland languages are a letter and a combining breve to this font, and ƀ is another font's.
    letters += "\N{COMBINING BREVE}"
    regular = QRawFont(str(fonts.font_files()[0]), 20)
    assert [letter for letter in letters if not regular.supportsCharacter(ord(letter))] == []


def test_every_weight_is_the_real_one(stage: Callable[..., Stage]) -> None:
    stage("Home")
    assert {fonts.TEXT_FAMILY, fonts.ICON_FAMILY} <= set(QFontDatabase.families())
    for weight in (QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold):
        font = QFont(fonts.TEXT_FAMILY)
        font.setWeight(weight)
        info = QFontInfo(font)
        assert (info.family(), info.weight()) == (fonts.TEXT_FAMILY, weight)


def test_the_icon_package_is_found_without_being_imported() -> None:
    assert fonts.glyphs()["house"]
    assert "qtawesome" not in sys.modules
