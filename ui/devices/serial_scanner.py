"""A QR scanner set to USB-COM: it is found again whenever it is plugged in, and every Vietnamese letter arrives."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODeviceBase, QObject, QTimer
from PySide6.QtSerialPort import QSerialPort

from kiosk.devices.ports import DeviceStatus, Failed, Ready, Unplugged
from kiosk.devices.scans import SILENCE_MS, Scans
from kiosk.devices.serial_ports import find_port

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_EVERY_MS = 1000
log = logging.getLogger("motcham.scanner")


class SerialScanner(QObject):
    """Obeys ``kiosk.devices.ports.QrScanner``; lives on the GUI thread, where nothing it does waits for the device."""

    exact = True

    def __init__(self, port: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._named = port
        self._on_text: Callable[[str], None] | None = None
        self._status: DeviceStatus = Unplugged()
        self._scans = Scans()
        self._port = QSerialPort(self)
        self._port.readyRead.connect(self._arrived)
        self._port.errorOccurred.connect(self._erred)
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._silence.timeout.connect(lambda: self._tell(self._scans.silence()))
        self._look_again = QTimer(self, interval=LOOK_EVERY_MS)
        self._look_again.timeout.connect(self._look)
        self._look_again.start()
        self._look()

    def start(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text

    def stop(self) -> None:
        self._on_text = None
        self._scans.drop()

    def status(self) -> DeviceStatus:
        return self._status

    def _look(self) -> None:
        """Open the port when it is there and not open; a port that went away without a word is closed."""
        found = find_port(self._named)
        if not isinstance(found, Path):
            self._close(found)
        elif not self._port.isOpen():
            self._port.setPortName(str(found.resolve()))  # by its real name, which is what Qt opens
            if self._port.open(QIODeviceBase.OpenModeFlag.ReadOnly):
                self._become(Ready())
            else:
                self._become(Failed(f"the scanner's port cannot be opened ({self._port.error().name})"))

    def _erred(self, error: QSerialPort.SerialPortError) -> None:
        if error == QSerialPort.SerialPortError.ResourceError:  # pulled out
            self._close(Unplugged())

    def _close(self, status: DeviceStatus) -> None:
        if self._port.isOpen():
            self._port.close()
        self._silence.stop()
        self._scans.drop()
        self._become(status)

    def _become(self, status: DeviceStatus) -> None:
        if status != self._status:
            self._status = status
            log.info("the scanner is %s", type(status).__name__.lower())

    def _arrived(self) -> None:
        self._tell(self._scans.feed(bytes(self._port.readAll().data())))
        if self._scans.pending:
            self._silence.start()
        else:
            self._silence.stop()

    def _tell(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            if self._on_text is not None:
                self._on_text(text)
