"""The camera's frames: switched on while somebody wants them, found again whenever it is plugged in."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from kiosk.devices.ports import DeviceStatus, Failed, Ready, Unplugged

AUTO = "auto"
_FINE_WIDTH = 2560
"""Enough for an A4 page at 200 dots an inch and more; what is larger only takes longer."""


class VideoInput(Protocol):
    """What Qt Multimedia does for ``Video``, and a test's pictures do in its place."""

    def names(self) -> tuple[str, ...]:
        """The cameras that are plugged in, as they call themselves."""
        ...

    def on_change(self, told: QObject) -> None:
        """Call ``told.look()`` when that changes."""
        ...

    def start(self, name: str, sink: QVideoSink) -> str:
        """Send frames to the sink; returns why not, or nothing."""
        ...

    def stop(self) -> None: ...


class Video(QObject):
    """One camera for all who want its frames; lives on the GUI thread, only ``status`` may be asked from any."""

    framed = Signal(QVideoFrame)

    def __init__(self, named: str = AUTO, source: VideoInput | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._named = named
        self._source = source or QtVideoInput()
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._frame)
        self._wanted: set[object] = set()
        self._on = ""  # the camera that is on
        self._status: DeviceStatus = Unplugged()
        self._source.on_change(self)
        self.look()

    def status(self) -> DeviceStatus:
        return self._status

    def want(self, who: object) -> None:
        """Frames come until everybody who wanted them has enough."""
        self._wanted.add(who)
        self.look()

    def enough(self, who: object) -> None:
        self._wanted.discard(who)
        self.look()

    def look(self) -> None:
        """Which camera there is, and whether it has to be on."""
        found = self._found()
        name = found if isinstance(found, str) else ""
        self._status = Ready() if name else found if not isinstance(found, str) else Unplugged()
        wanted = name if self._wanted else ""
        if wanted == self._on:
            return
        if self._on:
            self._source.stop()
        self._on = wanted
        if wanted and (why := self._source.start(wanted, self._sink)):
            self._on, self._status = "", Failed(why)

    def _found(self) -> str | DeviceStatus:
        names = self._source.names()
        if self._named != AUTO:
            return self._named if self._named in names else Unplugged()
        match names:
            case ():
                return Unplugged()
            case (name,):
                return name
            case _:
                return Failed(f"{len(names)} cameras are plugged in: set devices.camera_name to one of {names}")

    def _frame(self, frame: QVideoFrame) -> None:
        if frame.isValid() and self._on:
            self.framed.emit(frame)


class QtVideoInput:
    """The cameras of this machine, by Qt Multimedia."""

    def __init__(self) -> None:
        self._devices = QMediaDevices()
        self._session = QMediaCaptureSession()
        self._camera: QCamera | None = None

    def names(self) -> tuple[str, ...]:
        return tuple(device.description() for device in QMediaDevices.videoInputs())

    def on_change(self, told: QObject) -> None:
        if isinstance(told, Video):
            self._devices.videoInputsChanged.connect(told.look)

    def start(self, name: str, sink: QVideoSink) -> str:
        device = next((each for each in QMediaDevices.videoInputs() if each.description() == name), None)
        if device is None:
            return "the camera is gone"
        self._camera = QCamera(device)
        fine = finest(device)
        if fine is not None:
            self._camera.setCameraFormat(fine)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(sink)
        self._camera.start()
        return "" if self._camera.error() == QCamera.Error.NoError else self._camera.errorString()

    def stop(self) -> None:
        if self._camera is not None:
            self._camera.stop()
        self._camera = None


def finest(device: QCameraDevice) -> QCameraFormat | None:
    """The format with the most pixels that a page needs; the quickest of those that are as fine."""
    formats = device.videoFormats()
    useful = [each for each in formats if each.resolution().width() <= _FINE_WIDTH] or formats

    def worth(each: QCameraFormat) -> tuple[int, float]:
        return each.resolution().width() * each.resolution().height(), each.maxFrameRate()

    return max(useful, key=worth, default=None)
