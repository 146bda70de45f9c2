"""UUIDv7 (RFC 9562): ids made here, ordered by time, that stay ordered when the clock steps back."""

from __future__ import annotations

import os
import threading
import uuid
from typing import TYPE_CHECKING

from offline_cache.moments import to_ms

if TYPE_CHECKING:
    from datetime import datetime

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def uuid7(now: datetime) -> str:
    """Make a new id; greater than every id this process made before."""
    global _last  # noqa: PLW0603  # the order of ids is a property of the process
    with _lock:
        fresh = (max(to_ms(now), 0) << _RANDOM_BITS) | (int.from_bytes(os.urandom(10), "big") >> 6)
        _last = max(fresh, _last + 1)
        value = _last
    milliseconds, random = value >> _RANDOM_BITS, value & ((1 << _RANDOM_BITS) - 1)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return str(uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))
