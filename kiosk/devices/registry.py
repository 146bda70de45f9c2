"""Which driver serves each port, by the config."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.devices import simulated
from kiosk.devices.folder_files import FolderFiles
from kiosk.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.config import DeviceConfig
    from kiosk.devices.ports import Camera, FileSource, QrScanner
    from kiosk.devices.simulated import SimulatedFiles

T = TypeVar("T")


@dataclass(frozen=True)
class Devices:
    """The devices of this kiosk; None where it has none. ``simulated`` are those that a journey may move."""

    scanner: QrScanner | None
    camera: Camera | None
    files: FileSource | None
    simulated: Mapping[str, object]


def open_devices(config: DeviceConfig) -> Devices:
    """Build the devices that the config names. Raises ConfigError for a driver that does not exist."""
    scanner = _one("scanner", config.scanner, {"simulated": simulated.SimulatedScanner})
    camera = _one("camera", config.camera, {"simulated": simulated.SimulatedCamera})
    sources: dict[str, Callable[[], SimulatedFiles | FolderFiles]] = {
        "simulated": simulated.SimulatedFiles,
        "folder": lambda: FolderFiles(Path(config.usb)),
    }
    files = _one("files", config.files, sources)
    named = {"qr_scanner": scanner, "camera": camera, "files": files}
    moved = {name: device for name, device in named.items() if type(device).__module__ == simulated.__name__}
    return Devices(scanner, camera, files, moved)


def _one(port: str, name: str, drivers: Mapping[str, Callable[[], T]]) -> T | None:
    if name == "none":
        return None
    if name not in drivers:
        raise ConfigError(f"devices.{port} must be none or one of {', '.join(drivers)}")
    return drivers[name]()
