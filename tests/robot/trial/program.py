"""Shows the trial form with a robot's agent: ``python program.py SOCKET FOLDER``."""

import sys
from pathlib import Path

from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.clock import VirtualClock
from kiosk.devices.simulated import SimulatedCamera, SimulatedFiles, SimulatedScanner
from ui import fonts, keyboard
from ui.agent import Agent, AgentHooks, take_token


def main(socket: str, folder: Path) -> int:
    keyboard.prepare_environment()
    application = QGuiApplication([])
    QAccessible.setActive(True)
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(keyboard.QML))
    fonts.install(engine)
    keyboard.install(engine)
    engine.load(Path(__file__).with_name("Trial.qml"))
    window = engine.rootObjects()[0]
    if not isinstance(window, QQuickWindow):
        return 1
    ticks: list[str] = []
    clock = VirtualClock(folder / "clock")
    scanner = SimulatedScanner()
    scanner.start(window.setTitle)
    hooks = AgentHooks(
        describe=lambda: {"screen": window.property("page"), "title": window.property("title"), "ticks": len(ticks)},
        busy=lambda: False,
        clock=clock,
        devices={"qr_scanner": scanner, "camera": SimulatedCamera(), "files": SimulatedFiles()},
        tick=lambda: ticks.append(""),
    )
    agent = Agent(window, socket, take_token(), hooks)
    code = application.exec()
    del agent, engine
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
