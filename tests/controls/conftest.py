"""The stage that controls are tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickView
from pytestqt.qtbot import QtBot

from tests.controls.stage import GALLERY, PORTRAIT, Stage
from ui import fonts, keyboard

keyboard.prepare_environment()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Callable[..., Stage]]:
    """Open a gallery page (or QML text) in a window of the given size."""
    views: list[QQuickView] = []

    def build(page: str, size: tuple[int, int] = PORTRAIT, **theme: object) -> Stage:
        QAccessible.setActive(True)
        view = QQuickView()
        views.append(view)
        view.engine().addImportPath(str(keyboard.QML))
        fonts.install(view.engine())
        keyboard.install(view.engine())
        singleton = view.engine().singletonInstance("Kiosk.Theme", "Theme")
        assert isinstance(singleton, QObject)
        for name, value in {"landscape": size[0] > size[1], **theme}.items():
            singleton.setProperty(name, value)
        view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        view.resize(*size)
        view.setSource(QUrl.fromLocalFile(str(GALLERY / f"{page}.qml")))
        assert view.errors() == []
        view.show()
        made = Stage(view, singleton, qtbot)
        made.settle()
        return made

    yield build
    for view in views:
        view.close()
        view.setSource(QUrl())
        view.deleteLater()
    qtbot.wait(1)
