"""Remembers the nonces of requests for as long as their time would still be taken.

With SQLite in memory and per process: every call may be repeated without harm, so a restart that forgets costs
nothing. With PostgreSQL in a table that is not logged, so that several machines know of each other's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from gateway.database import Connection, Where, insert_all
from gateway.writing import Batches
from kiosk.sync.http_signature import WINDOW_SECONDS

_PRUNE_EVERY = 2000

Noted = tuple[str, str, int]
"""A device, its nonce, and when it was made."""


class Replays(Protocol):
    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> Future[bool]:
        """Note a proven request; False when the same was noted before, or when there is no room to note one more."""
        ...


@contextlib.contextmanager
def replays_of(where: Where) -> Iterator[Replays]:
    """The memory that fits the store."""
    if isinstance(where, Path):
        yield OwnReplays()
        return
    with contextlib.closing(Batches(where, "gateway-nonces")) as batches:
        yield SharedReplays(batches)


class OwnReplays:
    """Holds at most ``most`` nonces; a thousand kiosks that ask every ten seconds leave 60,000."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._seen: dict[tuple[str, str], int] = {}

    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> Future[bool]:
        """See Replays; it is known at once."""
        known: Future[bool] = Future()
        known.set_result(self._note((device_id, nonce), created, now))
        return known

    def _note(self, key: tuple[str, str], created: int, now: float) -> bool:
        if len(self._seen) >= self._most:
            self._seen = {key: at for key, at in self._seen.items() if at >= now - WINDOW_SECONDS}
        if key in self._seen or len(self._seen) >= self._most:
            return False
        self._seen[key] = created
        return True


class SharedReplays:
    """Shared by all processes on one database; requests that come together are noted together."""

    def __init__(self, batches: Batches) -> None:
        self._batches = batches
        self._noted = 0

    def is_new(self, device_id: str, nonce: str, created: int, now: float) -> Future[bool]:
        """See Replays."""
        self._noted += 1
        if self._noted % _PRUNE_EVERY == 0:
            self._batches.submit_to(_prune, int(now) - WINDOW_SECONDS)
        return self._batches.submit_to(_note, (device_id, nonce, created))


def _note(connection: Connection, noted: Sequence[Noted]) -> list[bool]:
    into, ending = "nonce (device_id, nonce, created)", "ON CONFLICT DO NOTHING RETURNING device_id, nonce"
    rows = insert_all(connection, into, noted, ending)
    fresh = {(device_id, nonce) for device_id, nonce in rows}
    told = []
    for device_id, nonce, _ in noted:  # of two in one batch the first is the new one
        told.append((device_id, nonce) in fresh)
        fresh.discard((device_id, nonce))
    return told


def _prune(connection: Connection, before: Sequence[int]) -> list[None]:
    connection.execute("DELETE FROM nonce WHERE created < ?", (max(before),))
    return [None] * len(before)
