"""Which driver serves each port, by the config."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from kiosk.devices import serial_ports, simulated
from kiosk.devices.folder_files import FolderFiles
from kiosk.devices.pcsc import PcscReader
from kiosk.devices.ports import Ready
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.config import DeviceConfig
    from kiosk.devices.ports import Camera, ChipReader, DeviceStatus, FileSource, QrScanner
    from kiosk.devices.simulated import SimulatedFiles

T = TypeVar("T")
_MOVED = {simulated.__name__, SimulatedReader.__module__}
WINDOW_SCANNERS = ("serial", "wedge")
"""Drivers of ui/devices."""


@dataclass(frozen=True)
class Devices:
    """The devices of this kiosk; None where it has none. ``simulated`` are those that a journey may move."""

    scanner: QrScanner | None
    camera: Camera | None
    files: FileSource | None
    chip: ChipReader | None
    simulated: Mapping[str, object]


Scanners: TypeAlias = "Mapping[str, Callable[[], QrScanner]]"


def open_devices(config: DeviceConfig, scanners: Scanners = MappingProxyType({})) -> Devices:
    """Build the devices that the config names; ``scanners`` are the drivers that only a window has.

    Raises ConfigError for a driver that does not exist.
    """
    scanner = _one("scanner", config.scanner, {"simulated": simulated.SimulatedScanner, **scanners})
    camera = _one("camera", config.camera, {"simulated": simulated.SimulatedCamera})
    sources: dict[str, Callable[[], SimulatedFiles | FolderFiles]] = {
        "simulated": simulated.SimulatedFiles,
        "folder": lambda: FolderFiles(Path(config.usb)),
    }
    files = _one("files", config.files, sources)
    readers: dict[str, Callable[[], SimulatedReader | PcscReader]] = {
        "simulated": SimulatedReader,
        "pcsc": lambda: PcscReader(config.chip_reader),
    }
    chip = _one("chip", config.chip, readers)
    named = {"qr_scanner": scanner, "camera": camera, "files": files, "chip_reader": chip}
    moved = {name: device for name, device in named.items() if type(device).__module__ in _MOVED}
    return Devices(scanner, camera, files, chip, moved)


def statuses(config: DeviceConfig) -> Mapping[str, DeviceStatus | None]:
    """How each port stands, without a window; None where the kiosk has no such device."""
    probed = config.scanner in WINDOW_SCANNERS
    devices = open_devices(replace(config, scanner="none") if probed else config)
    ports = {"scanner": devices.scanner, "camera": devices.camera, "files": devices.files, "chip": devices.chip}
    found = {name: device.status() if device is not None else None for name, device in ports.items()}
    return {**found, "scanner": _probe(config)} if probed else found


def _probe(config: DeviceConfig) -> DeviceStatus:
    """A scanner that only a window reads is not opened; where it should be is looked at."""
    return serial_ports.status_of(config.scanner_port) if config.scanner == "serial" else Ready()


def _one(port: str, name: str, drivers: Mapping[str, Callable[[], T]]) -> T | None:
    if name == "none":
        return None
    if name not in drivers:
        raise ConfigError(f"devices.{port} must be none or one of {', '.join(drivers)}")
    return drivers[name]()
