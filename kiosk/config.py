"""The kiosk's settings: one TOML file, every key known, every fault named at once."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import time
from pathlib import Path
from typing import Any, Literal, get_args

from kiosk.errors import ConfigError

Audience = Literal["demo", "practice", "production"]
VOICES = ("vi", "vi-vn-x-central", "vi-vn-x-south")
MAX_CONFIG_BYTES = 64 * 1024
_MOST_FILES_AT_ONCE = 8
_SIX_OF_TWELVE = re.compile("1-6|2-7|3-8|4-9|5-10|6-11|7-12")


@dataclass(frozen=True)
class OfficeConfig:
    """The service point this machine stands in."""

    unit: str = "Phường Lê Chân"
    commune: str = "11383"
    province: str = "31"
    desk: str = "Trung tâm Phục vụ hành chính công"
    machine: str = "01"
    opens: str = "07:30"
    closes: str = "17:00"


@dataclass(frozen=True)
class GatewayConfig:
    """Where dossiers go. ``embedded`` starts a gateway of our own as a child process (demo only).

    ``authority`` is the file (PEM) of the authority that alone certifies the gateway; "" believes the public ones.
    """

    url: str = ""
    keys: str = "gateway.pub.json"
    authority: str = ""
    embedded: bool = True


@dataclass(frozen=True)
class DeviceConfig:
    """Which driver serves each port: "simulated", "none", or the driver's name; ``usb`` is the mount folder.

    ``scanner_port`` is the device file of a scanner by the serial line, or "auto": the only one that is plugged in;
    ``camera_name`` is a camera as it calls itself, or "auto" likewise. ``chip_reader`` is a part of the name of the
    reader of chips, "" takes any. ``chip_can`` says which six digits of the national number open a card, "7-12" the
    last ones; "none" where they don't, and the machine-readable lines must.

    ``speaker`` reads screens aloud where its program is installed. ``speaker_voice`` is "vi" (north), "vi-vn-x-central"
    or "vi-vn-x-south"; ``speaker_speed`` is in words a minute, ``speaker_loudness`` in per cent of the voice's own;
    ``speaker_output`` is the ALSA device, "default" the system's.
    """

    scanner: str = "simulated"
    scanner_port: str = "auto"
    camera: str = "simulated"
    camera_name: str = "auto"
    files: str = "simulated"
    usb: str = "/media"
    chip: str = "simulated"
    chip_reader: str = ""
    chip_can: str = "7-12"
    speaker: str = "espeak"
    speaker_voice: str = "vi"
    speaker_speed: int = 130
    speaker_loudness: int = 100
    speaker_output: str = "default"


@dataclass(frozen=True)
class LineConfig:
    """What the line to the gateway may carry: so many files at once, so many megabytes in a clock hour and in a day.

    A megabyte is a million bytes, as mobile plans count; 0 is as many as one likes. Only files wait for it.
    """

    files_at_once: int = 3
    megabytes_an_hour: int = 0
    megabytes_a_day: int = 0


@dataclass(frozen=True)
class ScreenConfig:
    """How the screen is when nobody has changed it. ``size`` is "1080x1920" or "1366x768"; "" follows the screen."""

    size: str = ""
    text: str = "A"
    contrast: str = "light"
    language: str = "vi"
    reduce_motion: bool = False


@dataclass(frozen=True)
class TimeConfig:
    """Seconds without a touch before the screen is covered, and how long a cover lasts."""

    idle_seconds: int = 90
    papers_seconds: int = 300
    sealed_seconds: int = 180
    countdown_seconds: int = 30
    pause_seconds: int = 300


@dataclass(frozen=True)
class Config:
    home: Path
    audience: Audience = "demo"
    office: OfficeConfig = field(default_factory=OfficeConfig)
    gateway: GatewayConfig = field(default_factory=GatewayConfig)
    devices: DeviceConfig = field(default_factory=DeviceConfig)
    line: LineConfig = field(default_factory=LineConfig)
    screen: ScreenConfig = field(default_factory=ScreenConfig)
    times: TimeConfig = field(default_factory=TimeConfig)

    @property
    def store_folder(self) -> Path:
        return self.home / "store"

    @property
    def gateway_folder(self) -> Path:
        """The embedded gateway's own data; the kiosk reads of it what is public, and nothing else."""
        return self.home / "gateway"

    @property
    def gateway_catalogue(self) -> Path:
        """What the embedded gateway publishes as the catalogue."""
        return self.gateway_folder / "catalogue"

    @property
    def catalogue_folder(self) -> Path:
        """The kiosk's own catalogue, by version, and whom it believes about it."""
        return self.home / "catalogue"

    @property
    def gateway_keys(self) -> Path:
        """The pinned public keys of the gateway."""
        path = Path(self.gateway.keys)
        if path.is_absolute():
            return path
        return (self.gateway_folder if self.gateway.embedded else self.home) / path

    @property
    def gateway_authority(self) -> Path | None:
        """The pinned authority of the gateway's certificate; None believes the public ones."""
        return self.home / self.gateway.authority if self.gateway.authority else None


def default_home() -> Path:
    """MOTCHAM_HOME, or the user's data folder."""
    if named := os.environ.get("MOTCHAM_HOME", ""):
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415 - a kiosk is told its folder

    return user_data_path("motcham", appauthor=False)


def load_config(home: Path) -> Config:
    """Read ``config.toml`` in ``home``; without the file every setting has its default.

    Raises ConfigError with every fault in one message: unknown keys, wrong types, values out of range.
    """
    path = home / "config.toml"
    if not path.exists():
        return Config(home)
    if path.stat().st_size > MAX_CONFIG_BYTES:
        raise ConfigError(f"{path} is larger than {MAX_CONFIG_BYTES} bytes")
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: {error}") from error
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    faults: list[str] = []
    config = _build(home, raw, faults)
    faults += _out_of_range(config)
    if faults:
        raise ConfigError(f"{path}: " + "; ".join(faults))
    return config


_SECTIONS: dict[str, type[Any]] = {
    "office": OfficeConfig,
    "gateway": GatewayConfig,
    "devices": DeviceConfig,
    "line": LineConfig,
    "screen": ScreenConfig,
    "times": TimeConfig,
}


def _build(home: Path, raw: dict[str, Any], faults: list[str]) -> Config:
    config = Config(home)
    for key, value in raw.items():
        if key == "audience":
            if value in get_args(Audience):
                config = replace(config, audience=value)
            else:
                faults.append(f"audience must be one of {', '.join(get_args(Audience))}")
        elif key in _SECTIONS and isinstance(value, dict):
            config = replace(config, **{key: _section(key, value, faults)})
        else:
            faults.append(f"unknown key {key}")
    return config


def _section(name: str, raw: dict[str, Any], faults: list[str]) -> Any:
    default = _SECTIONS[name]()
    known = {item.name: type(getattr(default, item.name)) for item in fields(default)}
    good: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            faults.append(f"unknown key {name}.{key}")
        elif type(value) is not known[key]:
            faults.append(f"{name}.{key} must be a {known[key].__name__}")
        else:
            good[key] = value
    return replace(default, **good)


def _voice_faults(devices: DeviceConfig) -> list[str]:
    faults = []
    if devices.speaker_voice not in VOICES:
        faults.append(f"devices.speaker_voice must be one of {', '.join(VOICES)}")
    if not 80 <= devices.speaker_speed <= 300:  # noqa: PLR2004 - below 80 espeak-ng changes nothing; 300 nobody follows
        faults.append("devices.speaker_speed must be from 80 to 300")
    if not 10 <= devices.speaker_loudness <= 200:  # noqa: PLR2004 - what espeak-ng knows, and not silence
        faults.append("devices.speaker_loudness must be from 10 to 200")
    if devices.speaker_output.startswith("-") or not devices.speaker_output:
        faults.append("devices.speaker_output must be a name of aplay -L")
    return faults


def _out_of_range(config: Config) -> list[str]:
    faults = []
    if config.screen.text not in {"A", "A+", "A++"}:
        faults.append("screen.text must be A, A+ or A++")
    if config.screen.contrast not in {"light", "high", "dark"}:
        faults.append("screen.contrast must be light, high or dark")
    if config.screen.size not in {"", "1080x1920", "1366x768"}:
        faults.append("screen.size must be 1080x1920 or 1366x768")
    if config.screen.language not in {"vi", "en"}:
        faults.append("screen.language must be vi or en")
    if config.devices.chip_can != "none" and not _SIX_OF_TWELVE.fullmatch(config.devices.chip_can):
        faults.append('devices.chip_can must be "none" or six places of the twelve, like "7-12"')
    faults += _voice_faults(config.devices)
    for name in ("opens", "closes"):
        try:
            time.fromisoformat(getattr(config.office, name))
        except ValueError:
            faults.append(f"office.{name} must be a time like 07:30")
    faults += [
        f"times.{item.name} must be positive" for item in fields(config.times) if getattr(config.times, item.name) <= 0
    ]
    faults += _line_out_of_range(config.line)
    if config.audience == "production" and config.gateway.embedded:
        faults.append("a production kiosk delivers to a real gateway: set gateway.embedded = false and gateway.url")
    if not config.gateway.embedded and not config.gateway.url.startswith(("http://127.0.0.1:", "https://")):
        faults.append("gateway.url must begin with https://")
    return faults


def _line_out_of_range(line: LineConfig) -> list[str]:
    faults = (
        []
        if 1 <= line.files_at_once <= _MOST_FILES_AT_ONCE
        else [f"line.files_at_once must be 1 to {_MOST_FILES_AT_ONCE}"]
    )
    return faults + [
        f"line.{name} must not be negative"
        for name in ("megabytes_an_hour", "megabytes_a_day")
        if getattr(line, name) < 0
    ]
