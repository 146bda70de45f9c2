"""Time-ordered ids made on the kiosk: UUID version 7 (RFC 9562), rising within a process."""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.clock import Clock

UUID7_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"
UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z"

_UUID7 = re.compile(UUID7_PATTERN)
_UUID = re.compile(UUID_PATTERN)
_COUNTER_LIMIT = 1 << 12


class IdMaker:
    """Makes UUIDv7 strings: 48 bits of milliseconds, a 12-bit counter, 62 random bits. Safe to share between threads.

    The ids of one process rise even when the clock is stepped back; only their order leans on the clock,
    never their uniqueness.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._milliseconds = 0
        self._counter = 0

    def new(self) -> str:
        with self._lock:
            now = int(self._clock.now().timestamp() * 1000)
            self._counter += 1
            if now > self._milliseconds:
                self._milliseconds, self._counter = now, 0
            elif self._counter == _COUNTER_LIMIT:
                self._milliseconds, self._counter = self._milliseconds + 1, 0
            high = self._milliseconds << 16 | 0x7 << 12 | self._counter
        return str(uuid.UUID(int=high << 64 | 0b10 << 62 | secrets.randbits(62)))


def new_file_id() -> str:
    """Make a random id for an attachment; it tells nothing, not even the time."""
    return str(uuid.uuid4())


def is_uuid7(text: str) -> bool:
    """Whether ``text`` is a UUIDv7 in the one form the protocol knows: lower case with dashes."""
    return _UUID7.match(text) is not None


def is_uuid(text: str) -> bool:
    """Whether ``text`` is a UUID of any version, lower case with dashes."""
    return _UUID.match(text) is not None
