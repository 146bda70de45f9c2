"""Numbered changes of the schema, rehearsed on a copy of the store before they touch it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MIGRATIONS: tuple[str, ...] = ("schema.sql", "bookings.sql")
"""Scripts beside this file, in order; the n-th one makes version n. Never edited once released: add another."""


def load_scripts() -> tuple[str, ...]:
    return tuple(files("offline_cache").joinpath(name).read_text("utf-8") for name in MIGRATIONS)


def migrate(connection: sqlite3.Connection, path: Path, scripts: Sequence[str]) -> None:
    """Bring the database at ``path`` to the last version, or leave it exactly as it was and raise StoreError."""
    version = _version(connection)
    if version > len(scripts):
        raise StoreError(f"the store was written by a newer release (version {version}); nothing in it was touched")
    if version == len(scripts):
        return
    if version > 0:
        _rehearse(connection, path.with_name(path.name + ".rehearsal"), scripts)
    _apply(connection, scripts)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _rehearse(connection: sqlite3.Connection, copy: Path, scripts: Sequence[str]) -> None:
    copy.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as rehearsal:
            connection.backup(rehearsal)
            rehearsal.execute("PRAGMA journal_mode = MEMORY")
            _apply(rehearsal, scripts)
            if rehearsal.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise StoreError("the rehearsed migration broke the copy of the store; the store was not touched")
    finally:
        copy.unlink(missing_ok=True)


def _apply(connection: sqlite3.Connection, scripts: Sequence[str]) -> None:
    """All missing scripts in one transaction; foreign keys are checked at its end, as tables may be rebuilt."""
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in scripts[_version(connection) :]:
            for statement in _statements(script):
                connection.execute(statement)
        _check_owners(connection)
        connection.execute(f"PRAGMA user_version = {len(scripts)}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreError(f"a migration failed: {error}") from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")


def _check_owners(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StoreError("a migration would leave rows without their owner")


def _statements(script: str) -> list[str]:
    """Split the script into statements: ``executescript`` would commit behind our back."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
