"""A camera that reads the code of a card held before it, by zxing-cpp, off the GUI thread."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtMultimedia import QVideoFrame

    from kiosk.devices.ports import DeviceStatus
    from ui.devices.video import Video

EVERY_S = 0.12
"""Eight looks a second: a card is held still for longer, and a weak machine has its time for the screen."""

SAME_S = 4.0
"""A code that is still there is not read again so soon."""


class QrCamera(QObject):
    """Obeys ``kiosk.devices.ports.QrScanner``; the camera is on while it is started."""

    exact = True
    _read = Signal(str)

    def __init__(self, video: Video, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._video = video
        self._on_text: Callable[[str], None] | None = None
        self._line = ThreadPoolExecutor(1, "motcham-qr")
        self._busy = False
        self._looked = 0.0
        self._last = ("", 0.0)
        self._read.connect(self._tell)
        video.framed.connect(self._arrived)

    def start(self, on_text: Callable[[str], None]) -> None:
        self._on_text, self._last = on_text, ("", 0.0)
        self._video.want(self)

    def stop(self) -> None:
        self._on_text = None
        self._video.enough(self)

    def status(self) -> DeviceStatus:
        return self._video.status()

    def _arrived(self, frame: QVideoFrame) -> None:
        now = time.monotonic()
        if self._on_text is not None and not self._busy and now - self._looked >= EVERY_S:
            self._busy, self._looked = True, now
            self._line.submit(self._look, frame)

    def _look(self, frame: QVideoFrame) -> None:
        text = ""
        try:
            import zxingcpp  # noqa: PLC0415 - with the first frame of a camera that there may not be

            codes = zxingcpp.read_barcodes(frame.toImage(), zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
            text = next((code.text for code in codes if code.valid), "")
        finally:
            self._read.emit(text)

    def _tell(self, text: str) -> None:
        """On the GUI thread again."""
        self._busy = False
        last, when = self._last
        now = time.monotonic()
        if not text or self._on_text is None:
            return
        self._last = (text, now)
        if text != last or now - when > SAME_S:
            self._on_text(text)
