"""Where the USB-COM scanner is: the port that the config names, or the only one that is plugged in. Opens nothing."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.devices.ports import DeviceStatus, Failed, Ready, Unplugged

AUTO = "auto"
BY_ID = Path("/dev/serial/by-id")
"""Linux's names for USB serial devices: they stay the same whatever is plugged in first."""


def find_port(named: str, by_id: Path = BY_ID) -> Path | DeviceStatus:
    """The device file to open, or why there is none."""
    if named != AUTO:
        port = Path(named)
        return _usable(port) if port.exists() else Unplugged()
    found = sorted(by_id.iterdir()) if by_id.is_dir() else []
    match found:
        case []:
            return Unplugged()
        case [port]:
            return _usable(port)
        case _:
            names = ", ".join(port.name for port in found)
            return Failed(f"{len(found)} serial devices are plugged in: set devices.scanner_port to one of {names}")


def status_of(named: str, by_id: Path = BY_ID) -> DeviceStatus:
    """What `kiosk doctor` says of the port."""
    found = find_port(named, by_id)
    return Ready() if isinstance(found, Path) else found


def _usable(port: Path) -> Path | DeviceStatus:
    if os.access(port, os.R_OK | os.W_OK):
        return port
    return Failed("no permission for the scanner's port: the kiosk's user must be in the group dialout")
