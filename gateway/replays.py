"""Remembers the nonces of requests for as long as their time would still be taken.

With SQLite in memory and per process: every call may be repeated without harm, so a restart that forgets costs
nothing. With PostgreSQL in a table that is not logged, so that several machines know of each other's.
"""

from __future__ import annotations

import sqlite3
from typing import Protocol

from gateway.database import Connection
from kiosk.sync.http_signature import WINDOW_SECONDS

_PRUNE_EVERY = 2000


class Replays(Protocol):
    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> bool:
        """Note a proven request; False when the same was noted before, or when there is no room to note one more."""
        ...


def replays_of(reader: Connection) -> Replays:
    """The memory that fits the store."""
    if isinstance(reader, sqlite3.Connection):
        return OwnReplays()
    return SharedReplays(reader)


class OwnReplays:
    """Holds at most ``most`` nonces; a thousand kiosks that ask every ten seconds leave 60,000."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._seen: dict[tuple[str, str], int] = {}

    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> bool:
        """See Replays."""
        if len(self._seen) >= self._most:
            self._seen = {key: at for key, at in self._seen.items() if at >= now - WINDOW_SECONDS}
        key = (device_id, nonce)
        if key in self._seen or len(self._seen) >= self._most:
            return False
        self._seen[key] = created
        return True


class SharedReplays:
    """Shared by all processes on one database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._noted = 0

    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> bool:
        """See Replays."""
        self._noted += 1
        if self._noted % _PRUNE_EVERY == 0:
            self._connection.execute("DELETE FROM nonce WHERE created < ?", (int(now) - WINDOW_SECONDS,))
        row = self._connection.execute(
            "INSERT INTO nonce (device_id, nonce, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
            (device_id, nonce, created),
        ).fetchone()
        return row is not None
