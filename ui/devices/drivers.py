"""The drivers that need the window, by the name that the config gives them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.config import DeviceConfig
    from kiosk.devices.ports import Camera, QrScanner
    from ui.devices.video import Video


@dataclass
class WindowDrivers:
    """Nothing of a driver is loaded before it is asked for; one camera serves both who read by it."""

    config: DeviceConfig

    @property
    def scanners(self) -> Mapping[str, Callable[[], QrScanner]]:
        return {"serial": self._serial, "wedge": self._wedge, "camera": self._qr_camera}

    @property
    def cameras(self) -> Mapping[str, Callable[[], Camera]]:
        return {"video": self._camera}

    @cached_property
    def _video(self) -> Video:
        from ui.devices.video import Video  # noqa: PLC0415 - Qt Multimedia, where there is a camera

        return Video(self.config.camera_name)

    def _serial(self) -> QrScanner:
        from ui.devices.serial_scanner import SerialScanner  # noqa: PLC0415 - where there is one

        return SerialScanner(self.config.scanner_port)

    def _wedge(self) -> QrScanner:
        from ui.devices.wedge_scanner import WedgeScanner  # noqa: PLC0415 - as above

        return WedgeScanner()

    def _qr_camera(self) -> QrScanner:
        from ui.devices.qr_camera import QrCamera  # noqa: PLC0415 - as above

        return QrCamera(self._video)

    def _camera(self) -> Camera:
        from ui.devices.video_camera import VideoCamera  # noqa: PLC0415 - as above

        return VideoCamera(self._video)
