"""The gateway's store: SQLite in WAL with every commit on the disk, or PostgreSQL, behind one interface."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from kiosk.errors import DataError

_SCRIPTS = ("schema.sql", "schema_bookings.sql")
"""Beside this file, in order; the n-th one makes version n. Never edited once released: add another."""
SCHEMA_VERSION = len(_SCRIPTS)
_BUSY_SECONDS = 15.0

_Result = TypeVar("_Result")

Where: TypeAlias = Path | str
"""A file of SQLite, or the URL of a database of PostgreSQL."""


class Cursor(Protocol):
    """What is asked of an answer."""

    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What is asked of a store: SQL that both stores know, with ``?`` for a parameter."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]], /) -> object: ...
    def close(self) -> None: ...


Work = Callable[[Connection], _Result]


def connect(where: Where) -> Connection:
    """A connection to the store, made when there is none. Raises DataError."""
    if isinstance(where, Path):
        return _connect(where)
    from gateway.postgres import PostgresConnection  # noqa: PLC0415 - most gateways need no psycopg

    return PostgresConnection(where)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        _make_private(path)
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        _migrate(connection)
    except (sqlite3.Error, OSError) as error:
        raise DataError(f"the store {path} cannot be opened: {error}") from error
    return connection


def _make_private(path: Path) -> None:
    """Make the file for its owner alone; its -wal and -shm get the same mode.

    A file that is there is left alone: closing any descriptor of it would drop the locks this process holds on it
    (POSIX), and another process would then take away the log that is being written.
    """
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def transact(connection: Connection, work: Work[_Result]) -> _Result:
    """Do ``work`` in one durable transaction, which no other that writes overlaps."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error, OSError, DataError):
            connection.execute("ROLLBACK")
        raise
    return result


def insert_all(connection: Connection, into: str, rows: Sequence[Sequence[object]], ending: str = "") -> Cursor:
    """Insert many rows by one statement: ``into`` names the table and its columns, ``ending`` follows the values."""
    marks = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
    values = [value for row in rows for value in row]
    return connection.execute(f"INSERT INTO {into} VALUES {marks} {ending}", values)  # noqa: S608 - no value is in it


def _migrate(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        return

    def create(connection: Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise DataError("the store was written by a newer gateway")
        for script in _SCRIPTS[version:]:
            for statement in Path(__file__).with_name(script).read_text("utf-8").split(";\n"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    transact(connection, create)


class StoreAway(ConnectionError):  # noqa: N818 - a state of the store, not a fault of ours
    """The database cannot be reached, or others hold it for too long: it may be asked again."""
