"""Numbered changes of the schema, and which releases can go on with a store that has them.

A store has two numbers. Its *level* says how many changes it has. Its *floor* (``PRAGMA user_version``) says how many a
release must know to go on with it: the number of the last change that was not an addition. An addition only adds what
the releases before it can leave alone, so that after a rollback they open the store, dossiers sealed meanwhile
included, and deliver them all (docs/adr/0026).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError, StoreNewer

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL = "store.level"
"""The note with the level, where it is above the floor."""


@dataclass(frozen=True, slots=True)
class Change:
    """One script. ``addition``: releases that do not know it can go on with a store that has it."""

    script: str
    addition: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a store is: its level, and the level that a release must know to go on with it."""

    level: int
    floor: int


MIGRATIONS: tuple[tuple[str, bool], ...] = (
    ("schema.sql", False),
    ("bookings.sql", False),
    ("unanswered.sql", True),
)
"""Scripts beside this file, in order, and whether each is an addition; the n-th one makes level n.

Never edited once released: add another. What an addition may do: docs/updates.md.
"""


def load_changes() -> tuple[Change, ...]:
    folder = files("offline_cache")
    return tuple(Change(folder.joinpath(name).read_text("utf-8"), addition) for name, addition in MIGRATIONS)


def standing(connection: sqlite3.Connection) -> Standing:
    floor = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if floor == 0:
        return Standing(0, 0)
    row = connection.execute("SELECT value FROM note WHERE key = ?", (LEVEL,)).fetchone()
    level = int(row[0]) if row is not None and str(row[0]).isdecimal() else floor
    return Standing(max(level, floor), floor)


def check_floor(now: Standing, known: int) -> None:
    """Raise StoreNewer when a release that knows ``known`` changes cannot go on with such a store."""
    if now.floor > known:
        raise StoreNewer(f"a newer release wrote the store (it wants level {now.floor}, and {known} is known here)")


def apply(connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
    """All missing changes in one transaction, or none and StoreError; foreign keys are checked at its end.

    They are off until then, as tables may be rebuilt.
    """
    now = standing(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for change in changes[now.level :]:
            for statement in _statements(change.script):
                connection.execute(statement)
        _check_owners(connection)
        _note(connection, Standing(len(changes), _floor(changes, now)))
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(f"a change of the schema failed: {error}") from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")


def _floor(changes: Sequence[Change], before: Standing) -> int:
    breaking = (number for number, change in enumerate(changes, start=1) if not change.addition)
    return max(before.floor, *breaking)


def _note(connection: sqlite3.Connection, now: Standing) -> None:
    connection.execute(f"PRAGMA user_version = {now.floor}")
    if now.level > now.floor:
        connection.execute("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", (LEVEL, str(now.level)))
    else:
        connection.execute("DELETE FROM note WHERE key = ?", (LEVEL,))


def _check_owners(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError("a change of the schema would leave rows without their owner")


def _statements(script: str) -> list[str]:
    """Split the script into statements: ``executescript`` would commit behind our back."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
