"""A QR scanner that types (keyboard wedge): a burst of keys is a scan, everything else goes where it was typed.

Such a scanner has keys for ASCII alone and loses every Vietnamese letter without a word, so a name or an address that
it brought is none: ``exact`` says so to whoever reads the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from kiosk.devices.ports import DeviceStatus, Ready
from kiosk.devices.scans import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

HELD_MS = 45
"""A scanner presses a key every 1 to 20 ms; a quick typist every 80. Nobody notices a key that is so late."""

FEWEST = 12
"""A card's number alone; what is shorter was typed."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})


class WedgeScanner(QObject):
    """Obeys ``kiosk.devices.ports.QrScanner``; filters the key presses of the whole application."""

    exact = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_text: Callable[[str], None] | None = None
        self._held: list[QKeyEvent] = []
        self._replaying = False
        self._silence = QTimer(self, singleShot=True, interval=HELD_MS)
        self._silence.timeout.connect(self._over)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def start(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text

    def stop(self) -> None:
        self._on_text = None

    def status(self) -> DeviceStatus:
        return Ready()  # a keyboard more or less: nothing tells whether it is there

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if self._on_text is None or self._replaying or event.type() not in _KEYS:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False  # the on-screen keyboard writes into the field itself; a real key comes by the window
        if len(self._held) > 2 * MOST_BYTES:
            self._over()
        self._held.append(event.clone())
        self._silence.start()
        return True

    def _over(self) -> None:
        """The keys have paused: a scan is handed over, what was typed goes on to where it was meant."""
        held, self._held = self._held, []
        text = "".join(event.text() for event in held if event.type() == QEvent.Type.KeyPress)
        scanned = text.strip("\r\n\t ")
        if len(scanned) >= FEWEST and ("|" in scanned or ".MC" in scanned) and self._on_text is not None:
            self._on_text(scanned)
            return
        self._replaying = True
        try:
            for event in held:
                window = QGuiApplication.focusWindow()
                if window is not None:
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = False
