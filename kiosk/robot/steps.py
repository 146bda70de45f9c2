"""The steps a journey may have, each a value of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

NetworkMode = Literal["on", "off", "slow", "captive", "refuse"]


@dataclass(frozen=True, slots=True)
class Expect:
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tap:
    name: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Variable name to the label beside which its text stands, or to ``qr`` for the QR code on the screen."""

    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Answers by question key."""

    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fill:
    """Answers by visible label."""

    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Finish:
    control: str


@dataclass(frozen=True, slots=True)
class Choose:
    label: str


@dataclass(frozen=True, slots=True)
class Card:
    text: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A software card laid on the chip reader; no kind lifts it."""

    kind: str
    milliseconds: int = 0
    pull_after: int | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    picture: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Files on a USB stick that is put in; none takes it out."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hear:
    """Words that the simulated loudspeaker is saying, or said last; ``finish`` then lets it come to its end."""

    texts: tuple[str, ...]
    finish: bool = False


@dataclass(frozen=True, slots=True)
class Unheard:
    """What nobody may have heard."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    mode: NetworkMode


@dataclass(frozen=True, slots=True)
class Device:
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MoveClock:
    move: timedelta | datetime


@dataclass(frozen=True, slots=True)
class Officer:
    change: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Wait:
    until: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Idle:
    seconds: float


@dataclass(frozen=True, slots=True)
class Power:
    whose: Literal["kiosk", "gateway"]


@dataclass(frozen=True, slots=True)
class Absent:
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GatewayHolds:
    expected: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Shot:
    name: str


ScreenAction = Expect | Absent | Tap | Keep | Keys | Answer | Fill | Finish | Choose | Wait | Shot
"""What a person in front of the screen does and sees."""

WorldAction = (
    Card
    | Chip
    | Photo
    | Insert
    | Hear
    | Unheard
    | Device
    | Network
    | MoveClock
    | Idle
    | Officer
    | Power
    | Nowhere
    | GatewayHolds
)
"""What happens around the screen."""

Action = ScreenAction | WorldAction


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a journey: its place (1-based), its line in the file, and what to do."""

    number: int
    line: int
    name: str
    action: Action
