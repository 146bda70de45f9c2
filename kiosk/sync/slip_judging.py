"""What can be said of a slip that is shown: genuine, of a machine that is not known here, or refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kiosk.errors import ProtocolError
from kiosk.sync.slip import VERSION, Slip, read_slip, slip_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sync.keys import Audience, DevicePublicKey, VerifyKey


@dataclass(frozen=True)
class Genuine:
    """A device of this gateway made it as it is; ``own`` when it is this one."""

    slip: Slip
    own: bool


@dataclass(frozen=True)
class Unproven:
    """Well formed, and made by a device whose key is not here: it may be genuine or not."""

    slip: Slip


@dataclass(frozen=True)
class OtherAudience:
    """A trial's slip on a machine for real dossiers, or the reverse."""

    audience: Audience


@dataclass(frozen=True)
class Altered:
    """Not as a device made it: altered, put together from two, or damaged in print."""


@dataclass(frozen=True)
class Newer:
    """A kind of slip that this release does not know."""


Judged: TypeAlias = Genuine | Unproven | OtherAudience | Altered | Newer


def judge(text: str, own: DevicePublicKey, find_key: Callable[[str], VerifyKey | None]) -> Judged:
    """Judge a scanned text that `slip_version` takes for a slip; ``find_key`` knows other devices by kid."""
    if (slip_version(text) or VERSION) > VERSION:
        return Newer()
    try:
        signed = read_slip(text)
    except ProtocolError:
        return Altered()
    slip = signed.slip
    if slip.audience != own.audience:
        return OtherAudience(slip.audience)
    is_own = slip.kid == own.key.kid
    key = own.key if is_own else find_key(slip.kid)
    if key is None:
        return Unproven(slip)
    return Genuine(slip, is_own) if signed.made_by(key) else Altered()
