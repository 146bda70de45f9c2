"""The gateway's store: SQLite in WAL with every commit on the disk, or PostgreSQL; one writer that commits for many."""

from __future__ import annotations

import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypeVar

from kiosk.errors import DataError

_SCRIPTS = ("schema.sql", "schema_bookings.sql")
"""Beside this file, in order; the n-th one makes version n. Never edited once released: add another."""
SCHEMA_VERSION = len(_SCRIPTS)
_BUSY_SECONDS = 15.0
_BATCH = 128

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
_Job = tuple[Work[object], "Future[object]"]


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


class Writer:
    """The thread through which all writes of this process go; jobs that wait share one commit, and so one fsync.

    A job that fails is undone alone. A future is done only when its job is on the disk.
    """

    def __init__(self, where: Where) -> None:
        self._connection = connect(where)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="gateway-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[_Result]) -> Future[_Result]:
        future: Future[_Result] = Future()
        self._jobs.put((work, future))  # type: ignore[arg-type]  # the result's type comes back with its own future
        return future

    def close(self) -> None:
        """Finish what was submitted, then close."""
        self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch: list[_Job] = [first]
            ended = False
            with contextlib.suppress(queue.Empty):
                while len(batch) < _BATCH and not ended:
                    job = self._jobs.get_nowait()
                    if job is None:
                        ended = True
                    else:
                        batch.append(job)
            self._commit(batch)
            if ended:
                return

    def _commit(self, waiting: list[_Job]) -> None:
        batch = [job for job in waiting if job[1].set_running_or_notify_cancel()]  # whoever waited may have gone
        try:
            done = self._try(batch)
        except (sqlite3.Error, OSError, DataError) as error:
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), outcome in zip(batch, done, strict=True):
            if isinstance(outcome, _Failed):
                future.set_exception(outcome.error)
            else:
                future.set_result(outcome)

    def _try(self, batch: list[_Job]) -> list[object]:
        """What each came to. A batch in which one fails is undone and done again, each job within a savepoint.

        Nearly all batches have none, and on a server two statements less a job are a third of its way there and back.
        Work does nothing but SQL, so doing it again is safe.
        """
        with contextlib.suppress(Exception):
            return transact(self._connection, lambda connection: [work(connection) for work, _ in batch])
        return transact(self._connection, lambda connection: [_attempt(connection, work) for work, _ in batch])


class _Failed:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _attempt(connection: Connection, work: Work[object]) -> object:
    connection.execute("SAVEPOINT job")
    try:
        result = work(connection)
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to that job's future
        connection.execute("ROLLBACK TO job")
        return _Failed(error)
    finally:
        connection.execute("RELEASE job")
    return result
