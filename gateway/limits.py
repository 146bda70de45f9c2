"""How long the gateway waits for a device's bytes, how often one may ask, and how full its disk may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """A body may stand still for ``idle_seconds``, and all in all must reach ``slowest`` bytes a second.

    Below ``least_free`` bytes of disk nothing more is received, so that what was received can still be followed.
    A device may ask ``device_rate`` times a second, after ``device_burst`` at once; an address likewise, for what is
    not signed or not proven: a proven request costs its address nothing, since many kiosks stand behind one.
    An upload that nobody has gone on with for ``keep_unfinished_days`` is forgotten; the kiosk begins it anew.
    """

    idle_seconds: float = 15.0
    slowest: int = 512
    least_free: int = 64 * 1024 * 1024
    device_rate: float = 100.0
    device_burst: float = 2000.0
    address_rate: float = 20.0
    address_burst: float = 600.0
    most_at_once: int = 500
    keep_unfinished_days: float = 30.0
