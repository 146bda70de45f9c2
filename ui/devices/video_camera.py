"""A document camera: any camera that the system knows, photographed from its video."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QObject, QTimer, Signal
from PySide6.QtGui import QImageWriter

from kiosk.devices.ports import DeviceStatus, Ready
from kiosk.errors import DeviceError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

    from ui.devices.video import Video

SETTLE_FRAMES = 8
"""Exposure and focus need some frames after the camera is switched on."""

PATIENCE_S = 6.0
REST_MS = 45_000
"""So long it stays on for the next page; then its light goes out."""

_QUALITY = 92


class VideoCamera(QObject):
    """Obeys ``kiosk.devices.ports.Camera``. ``capture`` blocks any thread but the GUI's, which brings the frames."""

    _asked = Signal()

    def __init__(self, video: Video, parent: QObject | None = None, patience_s: float = PATIENCE_S) -> None:
        super().__init__(parent)
        self._video = video
        self._patience_s = patience_s
        self._seen = 0
        self._frame: QVideoFrame | None = None
        self._waiting = False
        self._come = threading.Event()
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._put_out)
        self._asked.connect(self._begin)
        video.framed.connect(self._arrived)

    def status(self) -> DeviceStatus:
        return self._video.status()

    def capture(self) -> bytes:
        if self.status() != Ready():
            raise DeviceError("the camera is not ready")
        self._come.clear()
        self._asked.emit()
        if not self._come.wait(self._patience_s):
            raise DeviceError("the camera gave no picture in time")
        frame, self._frame = self._frame, None
        buffer = QBuffer()
        writer = QImageWriter(buffer, b"jpeg")
        writer.setQuality(_QUALITY)
        if frame is None or not writer.write(frame.toImage()):
            raise DeviceError("the camera's picture cannot be read")
        return bytes(buffer.data().data())

    def _begin(self) -> None:
        if not self._rest.isActive():
            self._seen = 0  # it was off
        self._waiting = True
        self._rest.start()
        self._video.want(self)

    def _arrived(self, frame: QVideoFrame) -> None:
        self._seen += 1
        if self._waiting and self._seen > SETTLE_FRAMES:
            self._waiting, self._frame = False, frame
            self._come.set()

    def _put_out(self) -> None:
        self._waiting = False
        self._video.enough(self)
