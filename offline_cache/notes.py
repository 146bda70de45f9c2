"""Small durable facts by key: the updates cursor, the clock's skew, the line's schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from offline_cache.database import Database


class NotesView:
    """Notes that may be read from any thread with its own `Database`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str, default: str = "") -> str:
        row = self._db.row("SELECT value FROM note WHERE key = ?", key)
        return default if row is None else str(row["value"])


class Notes(NotesView):
    """Notes, for the store-writer thread."""

    def put(self, key: str, value: str) -> None:
        with self._db.transaction():
            write_notes(self._db, {key: value})


def write_notes(database: Database, notes: Mapping[str, str]) -> None:
    """Inside a transaction: keep the notes."""
    for key, value in notes.items():
        database.write("INSERT OR REPLACE INTO note VALUES (?, ?)", key, value)
