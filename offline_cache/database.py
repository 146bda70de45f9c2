"""The SQLite connection of the store: durable settings, one writer, transactions, scrubbing.

Threads. A `Database` opened by its owner is used by one thread at a time: the store-writer thread. A read-only one
(`open_read_only`) belongs to one other thread and sees the last committed state without blocking the writer.
"""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from offline_cache.disk_pulse import Pulse, feel
from offline_cache.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreOlder, is_damage
from offline_cache.files import sync_folder
from offline_cache.migrations import Change, Standing, apply, check_floor, load_changes, standing
from offline_cache.update import Updated, bring_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_BUSY_SECONDS = 5.0
_SMALL = 256 * 1024 * 1024


class Lock:
    """The file lock that makes one process the owner; the kernel frees it when the process dies."""

    def __init__(self, path: Path) -> None:
        self._descriptor = _open_lock(path)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreBusy("the store is in use: the kiosk is running, or another command is") from error

    def release(self) -> None:
        os.close(self._descriptor)


def _open_lock(path: Path) -> int:
    """On a disk that became read-only a lock that is there can still be held."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        if error.errno != errno.EROFS:
            raise
        return os.open(path, os.O_RDONLY)


class Database:
    """Rows in, rows out; SQLite's errors become StoreError here and nowhere else. ``updated``: by this opening.

    ``pulse`` is asked after each commit whether the disk lives.
    """

    def __init__(
        self, connection: sqlite3.Connection, updated: Updated | None = None, pulse: Pulse | None = None
    ) -> None:
        connection.row_factory = sqlite3.Row
        self.updated = updated
        self._connection = connection
        self._pulse = pulse
        self._disk_failed = False
        self._unscrubbed = False

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        self._refuse_doubtful()
        with _plain_errors():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        self._refuse_doubtful()
        with _plain_errors():
            first: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return first

    def write(self, sql: str, *values: object) -> int:
        """Run one statement inside a transaction; how many rows it touched."""
        if not self._connection.in_transaction:
            raise StoreError("a write outside a transaction")
        with _plain_errors():
            return self._connection.execute(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside become durable together when it ends, or none of them does."""
        self._refuse_doubtful()
        with _plain_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A failed COMMIT (disk full) can have ended the transaction already.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        self._make_sure()

    def _make_sure(self) -> None:
        """After a commit: the disk did not fail while it was written."""
        if self._pulse is not None and not self._pulse.beats():
            self._disk_failed = True
            self._refuse_doubtful()

    def _refuse_doubtful(self) -> None:
        """What was written last may be there or not: only the next start can tell."""
        if self._disk_failed:
            raise StoreError("the disk failed while the store was written")

    def scrub(self) -> bool:
        """Write the log back and empty it, so that no erased row lives on there; False when a reader was in the way."""
        with _plain_errors():
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        self._unscrubbed = bool(busy)
        return not busy

    def scrub_again(self) -> None:
        """Make up for a scrub that a reader was in the way of."""
        if self._unscrubbed:
            self.scrub()

    def close(self) -> None:
        self._connection.close()
        if self._pulse is not None:
            self._pulse.close()


def open_database(path: Path, changes: Sequence[Change] | None = None) -> Database:
    """Open for writing, an older store after its update; the caller holds the `Lock`.

    Raises StoreNewer, StoreDamaged, UpdateFailed (each leaves all as it was) or another StoreError.
    """
    changes = load_changes() if changes is None else changes
    is_new = not path.exists()
    with _plain_errors():
        connection = _open_for_writing(path)
        updated = None
        try:
            path.chmod(0o600)
            now = standing(connection)
            check_floor(now, len(changes))
            if now.level == 0:
                apply(connection, changes)
            elif now.level < len(changes):
                updated = bring_up(path, connection, changes)
                connection = _open_for_writing(path)
        except BaseException:
            connection.close()
            raise
    if is_new:
        sync_folder(path.parent)
    return Database(connection, updated, feel(path.parent / "lock"))


def open_read_only(path: Path) -> Database:
    """Open for reading only, beside the owner; StoreError when there is no store yet, or one of another release."""
    if not path.exists():
        raise StoreError("there is no store in this folder yet")
    with _plain_errors():
        connection = _connect(f"{path.absolute().as_uri()}?mode=ro")
        try:
            connection.execute("PRAGMA query_only = ON")
            _check_readable(standing(connection), len(load_changes()))
        except BaseException:
            connection.close()
            raise
        return Database(connection)


def _open_for_writing(path: Path) -> sqlite3.Connection:
    """Open with the settings that durability hangs on, once all of it was looked at.

    A large store, whose look takes seconds, is looked at only after an end that was not clean.
    """
    log = path.with_name(path.name + "-wal")
    was_cut = log.exists() and log.stat().st_size > 0
    if was_cut or (path.exists() and 0 < path.stat().st_size <= _SMALL):
        _check_sound(path)
    connection = _connect(f"{path.absolute().as_uri()}?mode=rwc")
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA journal_size_limit = 8388608")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_readable(now: Standing, known: int) -> None:
    check_floor(now, known)
    if now.level < known:
        raise StoreOlder("an older release wrote the store; it is brought up by the kiosk's next start")


def _check_sound(path: Path) -> None:
    """Look without writing: a connection that may write would bring the log into a damaged file as it closes."""
    with closing(_connect(f"{path.absolute().as_uri()}?mode=ro")) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StoreDamaged("the store is damaged; nothing in it was touched")


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False, cached_statements=128
    )
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


@contextmanager
def _plain_errors() -> Iterator[Any]:
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise StoreFull("the disk is full") from error
        if is_damage(error):
            raise StoreDamaged(f"the store is damaged: {error}") from error
        raise StoreError(f"the store failed: {error}") from error
