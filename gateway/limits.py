"""How long the gateway waits for a device's bytes, and how full its disk may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """A body may stand still for ``idle_seconds``, and all in all must reach ``slowest`` bytes a second.

    Below ``least_free`` bytes of disk nothing more is received, so that what was received can still be followed.
    """

    idle_seconds: float = 15.0
    slowest: int = 2 * 1024
    least_free: int = 64 * 1024 * 1024
