"""The window: Qt starts, the first screen is drawn, and only then is the rest of the kiosk opened."""

from __future__ import annotations

import gc
import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

import ui.viewmodels.address
import ui.viewmodels.begin
import ui.viewmodels.booking
import ui.viewmodels.chip
import ui.viewmodels.home
import ui.viewmodels.outcome
import ui.viewmodels.papers
import ui.viewmodels.queue
import ui.viewmodels.rescue
import ui.viewmodels.shell
import ui.viewmodels.step
import ui.viewmodels.visit  # noqa: F401 - importing them registers the QML types
from kiosk.clock import SystemClock, VirtualClock
from kiosk.devices.registry import open_devices
from kiosk.errors import KioskError
from ui import fonts, keyboard
from ui.application import Application
from ui.devices.drivers import WindowDrivers
from ui.pictures import PROVIDER

if TYPE_CHECKING:
    from kiosk.config import Config


FRAME_WITHIN_MS = 1000


def run_window(config: Config, robot_socket: str, *, report_first_frame: bool = False) -> int:
    """Show the kiosk until its window is closed."""
    keyboard.prepare_environment()
    qt = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    if robot_socket:
        QAccessible.setActive(True)
    clock = VirtualClock(config.home / "clock") if robot_socket else SystemClock()
    application = Application(config, clock, open_devices(config.devices, WindowDrivers(config.devices)))
    engine, window = load(application)
    _size(window, config)
    window.installEventFilter(application.presence)
    first = _FirstFrame(application, report=report_first_frame)
    window.frameSwapped.connect(first)
    QTimer.singleShot(FRAME_WITHIN_MS, first)  # a screen that sleeps draws none, and dossiers are sent all the same
    if robot_socket:
        _let_robot_in(application, window, robot_socket, clock)
    for wish in (signal.SIGINT, signal.SIGTERM):  # heard at a timer's next tick: the draft is kept
        signal.signal(wish, lambda *_: qt.quit())
    code = qt.exec()
    application.close()
    del engine
    return code


def load(application: Application) -> tuple[QQmlApplicationEngine, QQuickWindow]:
    """Load Main.qml for an application's view models."""
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(keyboard.QML))
    engine.addImageProvider(PROVIDER, application.pictures)
    fonts.install(engine)
    keyboard.install(engine)
    engine.setInitialProperties(vars(application.models))
    engine.load(QUrl.fromLocalFile(str(keyboard.QML / "Kiosk" / "Main.qml")))
    roots = engine.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        raise KioskError("the screens cannot be loaded")
    return engine, roots[0]


def _size(window: QQuickWindow, config: Config) -> None:
    """The size that the config names; smaller where the screen is smaller, as on a developer's desk."""
    width, height = (int(part) for part in config.screen.size.split("x"))
    if config.audience != "demo":
        window.showFullScreen()
        return
    room = window.screen().availableSize()
    if QGuiApplication.platformName() != "offscreen":
        fit = min(1.0, room.width() / width, room.height() / height)
        width, height = round(width * fit), round(height * fit)
    window.resize(width, height)
    window.show()


class _FirstFrame:
    """Once the first frame is on screen: what it did not wait for."""

    def __init__(self, application: Application, *, report: bool) -> None:
        self._application = application
        self._report = report
        self._come = False

    def __call__(self) -> None:
        if self._come:
            return
        self._come = True
        if self._report:
            print("first frame", flush=True)  # noqa: T201 - read by the bench
        gc.enable()
        self._application.open()


def _let_robot_in(application: Application, window: QQuickWindow, socket: str, clock: object) -> None:
    from ui.agent import Agent, AgentHooks, take_token  # noqa: PLC0415 - never on an enrolled kiosk

    assert isinstance(clock, VirtualClock)  # noqa: S101 - run_window made it so
    hooks = AgentHooks(
        describe=application.describe,
        busy=lambda: application.jobs.busy,
        clock=clock,
        devices=application.devices.simulated,
        tick=application.presence.tick,
    )
    Agent(window, socket, take_token(), hooks)
