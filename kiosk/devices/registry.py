"""Which driver serves each port, by the config."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kiosk.devices import serial_ports, simulated
from kiosk.devices.folder_files import FolderFiles
from kiosk.devices.ports import Ready, Unplugged
from kiosk.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.config import DeviceConfig
    from kiosk.devices.pcsc import PcscReader
    from kiosk.devices.ports import Camera, ChipReader, DeviceStatus, FileSource, QrScanner, Speaker
    from kiosk.devices.simulated import SimulatedFiles
    from kiosk.devices.software_card.reader import SimulatedReader
    from kiosk.devices.speaker import EspeakSpeaker

T = TypeVar("T")
_MOVED = {simulated.__name__, "kiosk.devices.software_card.reader"}
WINDOW_SCANNERS = ("serial", "wedge", "camera")
WINDOW_CAMERAS = ("video",)
"""Drivers of ui/devices."""


@dataclass(frozen=True)
class Devices:
    """The devices of this kiosk; None where it has none. ``simulated`` are those that a journey may move."""

    scanner: QrScanner | None
    camera: Camera | None
    files: FileSource | None
    chip: ChipReader | None
    speaker: Speaker | None
    simulated: Mapping[str, object]


class WindowDrivers(Protocol):
    """The drivers that only a window has, by name (``ui.devices.drivers``)."""

    @property
    def scanners(self) -> Mapping[str, Callable[[], QrScanner]]: ...

    @property
    def cameras(self) -> Mapping[str, Callable[[], Camera]]: ...


def open_devices(config: DeviceConfig, window: WindowDrivers | None = None) -> Devices:
    """Build the devices that the config names. Raises ConfigError for a driver that does not exist."""
    scanners = {"simulated": simulated.SimulatedScanner, **(window.scanners if window else {})}
    scanner = _one("scanner", config.scanner, scanners)
    cameras = {"simulated": simulated.SimulatedCamera, **(window.cameras if window else {})}
    camera = _one("camera", config.camera, cameras)
    sources: dict[str, Callable[[], SimulatedFiles | FolderFiles]] = {
        "simulated": simulated.SimulatedFiles,
        "folder": lambda: FolderFiles(Path(config.usb)),
    }
    files = _one("files", config.files, sources)
    readers: dict[str, Callable[[], SimulatedReader | PcscReader]] = {
        "simulated": _simulated_reader,
        "pcsc": lambda: _pcsc_reader(config.chip_reader),
    }
    chip = _one("chip", config.chip, readers)
    voices: dict[str, Callable[[], simulated.SimulatedSpeaker | EspeakSpeaker]] = {
        "simulated": simulated.SimulatedSpeaker,
        "espeak": lambda: _espeak(config),
    }
    speaker = _one("speaker", config.speaker, voices)
    named = {"qr_scanner": scanner, "camera": camera, "files": files, "chip_reader": chip, "speaker": speaker}
    moved = {name: device for name, device in named.items() if type(device).__module__ in _MOVED}
    return Devices(scanner, camera, files, chip, speaker, moved)


def _simulated_reader() -> SimulatedReader:
    from kiosk.devices.software_card.reader import SimulatedReader  # noqa: PLC0415 - loads what it needs when asked

    return SimulatedReader()


def _espeak(config: DeviceConfig) -> EspeakSpeaker:
    from kiosk.devices.speaker import EspeakSpeaker, Voice  # noqa: PLC0415 - as above

    return EspeakSpeaker(
        Voice(config.speaker_voice, config.speaker_speed, config.speaker_loudness), config.speaker_output
    )


def _pcsc_reader(named: str) -> PcscReader:
    from kiosk.devices.pcsc import PcscReader  # noqa: PLC0415 - as above

    return PcscReader(named)


def statuses(config: DeviceConfig) -> Mapping[str, DeviceStatus | None]:
    """How each port stands, without a window; None where the kiosk has no such device.

    What only a window reads is not opened: where it should be is looked at.
    """
    probed: dict[str, DeviceStatus] = {}
    if config.scanner in WINDOW_SCANNERS:
        probed["scanner"] = _probe(config.scanner, config)
    if config.camera in WINDOW_CAMERAS:
        probed["camera"] = _probe("camera", config)
    unopened: dict[str, Any] = dict.fromkeys(probed, "none")
    devices = open_devices(replace(config, **unopened))
    ports = {
        "scanner": devices.scanner,
        "camera": devices.camera,
        "files": devices.files,
        "chip": devices.chip,
        "speaker": devices.speaker,
    }
    found = {name: probed.get(name) or (device.status() if device else None) for name, device in ports.items()}
    if devices.chip:
        devices.chip.close()
    return found


def _probe(driver: str, config: DeviceConfig, system: Path = Path("/dev")) -> DeviceStatus:
    match driver:
        case "serial":
            return serial_ports.status_of(config.scanner_port)
        case "camera":
            return Ready() if any(system.glob("video*")) else Unplugged()
        case _:
            return Ready()  # a scanner that types is a keyboard more or less


def _one(port: str, name: str, drivers: Mapping[str, Callable[[], T]]) -> T | None:
    if name == "none":
        return None
    if name not in drivers:
        raise ConfigError(f"devices.{port} must be none or one of {', '.join(drivers)}")
    return drivers[name]()
