"""The devices that may deliver: registered by the operator, or in a demo let in by the file they wrote."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from gateway.database import Connection
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import read_key_file
from kiosk.sync.keys import Audience, DevicePublicKey, VerifyKey, parse_device_public


@dataclass(frozen=True)
class Device:
    device_id: str
    name: str
    key: VerifyKey
    added_at: str


def find_device(connection: Connection, device_id: str) -> Device | None:
    query = "SELECT device_id, name, public_key, added_at FROM device WHERE device_id = ?"
    row = connection.execute(query, (device_id,)).fetchone()
    return None if row is None else Device(row[0], row[1], VerifyKey(row[2]), row[3])


def find_by_kid(connection: Connection, kid: str) -> Device | None:
    """By the name of its key, which nearly always is the device's own."""
    named = find_device(connection, kid)
    if named is not None and named.key.kid == kid:
        return named
    return next((device for device in list_devices(connection) if device.key.kid == kid), None)


def list_devices(connection: Connection) -> tuple[Device, ...]:
    rows = connection.execute("SELECT device_id, name, public_key, added_at FROM device ORDER BY rowid")
    return tuple(Device(row[0], row[1], VerifyKey(row[2]), row[3]) for row in rows)


def add_device(connection: Connection, device: Device) -> Device:
    """Register a device; the same one again changes nothing. Raises ConfigError when its id has another key."""
    connection.execute(
        "INSERT INTO device (device_id, name, public_key, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (device.device_id, device.name, device.key.raw, device.added_at),
    )
    kept = find_device(connection, device.device_id)
    if kept is None or kept.key != device.key:
        raise ConfigError(f"device {device.device_id} is registered with another key")
    return kept


def read_device_file(path: Path, audience: Audience) -> DevicePublicKey:
    """Raises ConfigError when the file is missing, damaged or of another audience."""
    try:
        public = parse_device_public(read_key_file(path))
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the device file {path} cannot be read: {error}") from error
    if public.audience != audience:
        raise ConfigError(f"{path} is a device for {public.audience}, this gateway serves {audience}")
    return public


@dataclass(frozen=True)
class DemoDoor:
    """Lets in a device that nobody registered, by a file that only a program on this machine can write."""

    drop_folder: Path
    device_file: Path | None

    def find(self, device_id: str) -> DevicePublicKey | None:
        """Read the device that knocks from its file; an id has only [a-z0-9-], so it names no other folder."""
        for path in (self.device_file, self.drop_folder / f"{device_id}.json"):
            if path is not None:
                with contextlib.suppress(ConfigError):
                    public = read_device_file(path, "demo")
                    if public.device_id == device_id:
                        return public
        return None
