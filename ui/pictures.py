"""Pictures that QML shows and no file holds: pages of documents and the slip's QR, in memory until the session ends."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

PROVIDER = "memory"


class Pictures(QQuickImageProvider):
    """Serves image://memory/<name>; each ``put`` gives a new address, so that QML shows the new picture."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._images: dict[str, QImage] = {}
        self._count = 0

    def put(self, data: bytes) -> str:
        """Keep a JPEG or PNG and return its address; "" for no picture."""
        image = QImage.fromData(data) if data else QImage()
        if image.isNull():
            return ""
        self._count += 1
        self._images[str(self._count)] = image
        return f"image://{PROVIDER}/{self._count}"

    def forget(self) -> None:
        """The session is over: no picture stays."""
        self._images.clear()

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:  # noqa: N802, ARG002 - Qt's name
        return self._images.get(name, QImage())
