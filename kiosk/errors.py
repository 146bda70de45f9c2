"""The errors of the kiosk, and faults: what is wrong with an answer.

    KioskError
    ├── ConfigError        the config file cannot be used
    ├── GuideError         a guide does not validate (carries every fault with its line)
    ├── DataError          data that came with a package, or that we keep, cannot be used
    ├── DeviceError        a device does not do what it was asked to
    └── ProtocolError      bytes from outside do not have the agreed shape

Expected outcomes (a faulty answer, a gateway that is away) are values, not exceptions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


class KioskError(Exception):
    """The root of every error this project raises on purpose."""


class ConfigError(KioskError):
    """The config file cannot be used."""


class DataError(KioskError):
    """Data that came with a package, or that we keep, cannot be used."""


class DeviceError(KioskError):
    """A device does not do what it was asked to."""


class ProtocolError(KioskError):
    """Bytes from outside do not have the agreed shape."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an answer; its words are in assets/text/<language>.toml under ``fault.<key>``.

    ``field`` is the flattened field key ("child.full_name", "members.2.born").
    ``level`` "warn" reminds and never blocks.
    """

    key: str
    field: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    level: Literal["fault", "warn"] = "fault"
