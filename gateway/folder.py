"""The gateway's data folder: where its database, files, keys and settings are."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock, SystemClock, VirtualClock
from kiosk.errors import ConfigError
from kiosk.sync.key_files import write_key_file
from kiosk.sync.keys import Audience, signed_beside

DEFAULT_UNIT = "H00.00.00"
_UNIT = re.compile(r"[A-Z0-9]{1,6}(\.[A-Z0-9]{1,6}){0,5}")
_MAX_SETTINGS = 16 * 1024


@dataclass(frozen=True)
class Folder:
    """Everything the gateway keeps; nothing of it is readable for other users."""

    root: Path

    @property
    def database(self) -> Path | str:
        """The file of SQLite, or the database of PostgreSQL that the settings name. Raises ConfigError."""
        return self._settings().get("database") or self.root / "gateway.db"

    @property
    def files(self) -> Path:
        """Sealed attachments, whole and checked."""
        return self.root / "files"

    @property
    def incoming(self) -> Path:
        """Sealed attachments on their way."""
        return self.root / "incoming"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def tls(self) -> Path:
        """The certificate for TLS and the authority behind it."""
        return self.root / "tls"

    @property
    def public_keys(self) -> Path:
        """For releases from before keys were signed."""
        return self.root / "gateway.pub.json"

    @property
    def signed_keys(self) -> Path:
        """What is published; missing where the keys were made before they were signed."""
        return signed_beside(self.public_keys)

    def root_key(self, kid: str) -> Path:
        """The key that signs the published ones, as long as nobody took it away."""
        return self.root / f"root-{kid}.key"

    def recovery_key(self, kid: str) -> Path:
        """The key that opens what the lost ones would have, as long as nobody took it away."""
        return self.root / f"recovery-{kid}.key"

    @property
    def device_drop(self) -> Path:
        return self.root / "devices.d"

    @property
    def catalogue(self) -> Path:
        """The signed catalogue that kiosks fetch."""
        return self.root / "catalogue"

    @property
    def calendar(self) -> Path:
        """The swapped working days as this gateway signed them last."""
        return self.root / "calendar.json"

    @property
    def settings(self) -> Path:
        return self.root / "gateway.toml"

    def make(self) -> None:
        for path in (self.root, self.files, self.incoming, self.keys, self.device_drop):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def unit(self) -> str:
        """The unit's code, with which every dossier code begins. Raises ConfigError."""
        return valid_unit(self._settings().get("unit", DEFAULT_UNIT))

    def _settings(self) -> dict[str, str]:
        if not self.settings.exists():
            return {}
        try:
            with self.settings.open("rb") as file:
                raw = tomllib.loads(file.read(_MAX_SETTINGS).decode("utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(f"{self.settings} cannot be read: {error}") from error
        unknown = sorted(set(raw) - {"unit", "database"})
        if unknown:
            raise ConfigError(f"{self.settings}: unknown key {', '.join(unknown)}")
        if "database" in raw:
            valid_database(str(raw["database"]))
        return {name: str(value) for name, value in raw.items()}

    def write_unit(self, unit: str) -> None:
        self._write(self._settings() | {"unit": valid_unit(unit)})

    def use_database(self, url: str) -> None:
        """Keep dossiers in this database of PostgreSQL from now on; every command finds it in the settings.

        Raises ConfigError when the folder has another store: dossiers do not move by themselves.
        """
        settings = self._settings()
        kept = settings.get("database", "")
        if kept == valid_database(url):
            return
        if kept or (self.root / "gateway.db").exists():
            raise ConfigError(f"{self.root} has another store, and its dossiers would be left behind")
        self._write(settings | {"database": url})

    def _write(self, settings: dict[str, str]) -> None:
        lines = [f"{name} = {json.dumps(value)}\n" for name, value in settings.items()]
        write_key_file(self.settings, "".join(lines).encode())

    def clock(self, audience: Audience) -> Clock:
        """The machine's clock; in a demo, the virtual one that a journey sets."""
        offset = self.root / "clock"
        return VirtualClock(offset) if audience == "demo" and offset.exists() else SystemClock()


def valid_unit(unit: str) -> str:
    if not _UNIT.fullmatch(unit):
        raise ConfigError(f"not the code of a unit: {unit}")
    return unit


def valid_database(url: str) -> str:
    if not url.startswith(("postgresql://", "postgres://")):
        raise ConfigError("a database is named as postgresql://user@host/name")
    return url


def default_folder() -> Path:
    """``gateway`` in MOTCHAM_HOME, or in the user's data folder."""
    named = os.environ.get("MOTCHAM_HOME", "")
    if named:
        return Path(named) / "gateway"
    from platformdirs import user_data_path  # noqa: PLC0415 - only asked when nobody named a folder

    return user_data_path("motcham", appauthor=False) / "gateway"
