"""Which driver serves each port: by its name in the config, and by no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.config import DeviceConfig
from kiosk.devices.folder_files import FolderFiles
from kiosk.devices.pcsc import PcscReader
from kiosk.devices.ports import Ready, Unplugged
from kiosk.devices.registry import open_devices
from kiosk.devices.simulated import SimulatedCamera, SimulatedFiles, SimulatedScanner, SimulatedSpeaker
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.devices.speaker import EspeakSpeaker
from kiosk.errors import ConfigError

PORTS = ("scanner", "camera", "files", "chip")


def test_a_demo_has_simulated_devices_and_a_journey_may_move_them() -> None:
    devices = open_devices(DeviceConfig())
    assert isinstance(devices.scanner, SimulatedScanner)
    assert isinstance(devices.camera, SimulatedCamera)
    assert isinstance(devices.files, SimulatedFiles)
    assert isinstance(devices.chip, SimulatedReader)
    assert devices.simulated == {
        "qr_scanner": devices.scanner,
        "camera": devices.camera,
        "files": devices.files,
        "chip_reader": devices.chip,
    }


def _with(port: str, name: str) -> DeviceConfig:
    changed: dict[str, Any] = {port: name}
    return replace(DeviceConfig(), **changed)


@pytest.mark.parametrize("port", PORTS)
def test_a_device_that_a_kiosk_has_not_is_none(port: str) -> None:
    devices = open_devices(_with(port, "none"))
    assert getattr(devices, port) is None
    assert len(devices.simulated) == 3


@pytest.mark.parametrize("port", [*PORTS, "speaker"])
@pytest.mark.parametrize("name", ["", "Simulated", "usb", "../camera"])
def test_a_driver_that_does_not_exist_is_named_with_those_that_do(port: str, name: str) -> None:
    with pytest.raises(ConfigError, match=rf"devices\.{port} must be none or one of simulated"):
        open_devices(_with(port, name))


def test_a_real_stick_is_read_where_it_is_mounted_and_no_journey_moves_it(tmp_path: Path) -> None:
    devices = open_devices(DeviceConfig(files="folder", usb=str(tmp_path)))
    assert isinstance(devices.files, FolderFiles)
    assert "files" not in devices.simulated
    assert devices.files.status() == Unplugged()
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    assert devices.files.status() == Ready()


def test_a_real_chip_reader_is_opened_when_it_is_first_used() -> None:
    devices = open_devices(DeviceConfig(chip="pcsc", chip_reader="ACR1252"))
    assert isinstance(devices.chip, PcscReader)
    assert "chip_reader" not in devices.simulated
    devices.chip.close()


def test_a_voice_is_there_where_it_is_installed_and_a_journey_may_move_a_simulated_one() -> None:
    assert isinstance(open_devices(DeviceConfig()).speaker, EspeakSpeaker)
    assert open_devices(DeviceConfig(speaker="none")).speaker is None
    devices = open_devices(DeviceConfig(speaker="simulated"))
    assert isinstance(devices.speaker, SimulatedSpeaker)
    assert devices.simulated["speaker"] is devices.speaker
