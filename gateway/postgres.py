"""The store in PostgreSQL 15 or newer, under the same promises as SQLite's, for several gateways at once.

Whoever writes holds one advisory lock from the first statement of its transaction until it is committed: dossier codes
come without gaps, events are numbered in the order in which they can be read, and no place is judged free twice.
Many jobs share a transaction (see database.Writer), so the lock costs no more than SQLite's own.
"""

from __future__ import annotations

import errno
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.database import StoreAway
from kiosk.errors import ConfigError, DataError

try:
    import psycopg
except ImportError as missing:  # an extra: a gateway on SQLite needs none
    raise ConfigError("PostgreSQL needs psycopg: pip install the extra «postgres»") from missing

SCHEMA_VERSION = 1
_SCHEMA = Path(__file__).with_name("schema_postgres.sql")
_LEAST_SERVER = 15_00_00
_WRITING = 0x6D6F7463  # the advisory lock's number: "motc"
_MONTHS_AHEAD = 24
_BEGIN = f"BEGIN; SELECT pg_advisory_xact_lock({_WRITING})"
_CONTROL = {"BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"}
_OPTIONS = (
    "-c synchronous_commit=on -c lock_timeout=15s -c statement_timeout=30s -c idle_in_transaction_session_timeout=30s"
)


class PostgresConnection:
    """Takes the same SQL as SQLite. A lost connection is made anew, but never in the middle of a transaction."""

    def __init__(self, url: str) -> None:
        """Raises DataError or ConfigError."""
        self._url = url
        self._alone = threading.RLock()
        self._in_transaction = False
        self._known: dict[str, str] = {}
        try:
            self._live = self._connect()
        except StoreAway as error:
            raise DataError(str(error)) from error
        try:
            self._check()
        except BaseException:
            self._live.close()
            raise

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> psycopg.Cursor[Any]:
        """Raises StoreAway, OSError when the server's disk is full, and DataError for all else."""
        with self._alone:
            try:
                if sql in _CONTROL:
                    return self._control(sql)
                return self._reachable().execute(self._translated(sql), parameters or None)
            except psycopg.Error as error:
                raise _told(error) from error

    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]], /) -> None:
        with self._alone:
            try:
                self._reachable().cursor().executemany(self._translated(sql), parameters)
            except psycopg.Error as error:
                raise _told(error) from error

    def close(self) -> None:
        self._live.close()

    def _control(self, sql: str) -> psycopg.Cursor[Any]:
        if sql == "BEGIN IMMEDIATE":
            connection = self._reachable()
            try:
                begun = connection.execute(_BEGIN, prepare=False)
            except psycopg.Error:
                connection.close()  # with its half a transaction
                raise
            self._in_transaction = True
            return begun
        try:
            ended = self._reachable().execute(sql, prepare=False)
        except psycopg.Error:
            self._live.close()
            raise
        finally:
            self._in_transaction = False
        if ended.statusmessage != sql:  # a transaction that failed is rolled back by COMMIT, which says no more than so
            raise StoreAway("the transaction was not committed")
        return ended

    def _reachable(self) -> psycopg.Connection[Any]:
        if self._live.closed:
            if self._in_transaction:
                raise StoreAway("the connection was lost in a transaction")
            self._live = self._connect()
        return self._live

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=5,
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=20_000,
                options=_OPTIONS,
                application_name="motcham-gateway",
            )
        except psycopg.Error as error:
            raise StoreAway(f"the database cannot be reached: {type(error).__name__}") from error

    def _translated(self, sql: str) -> str:
        known = self._known.get(sql)
        if known is None:
            known = self._known[sql] = sql.replace("%", "%%").replace("?", "%s") if "?" in sql else sql
        return known

    def _check(self) -> None:
        """Make the tables where there are none, and the parts of the months ahead."""
        if self._live.info.server_version < _LEAST_SERVER:
            raise ConfigError("PostgreSQL 15 or newer is needed")
        if self.execute("SHOW fsync").fetchone()[0] != "on":  # type: ignore[index]  # there is always one
            raise ConfigError("the database has fsync off: what it commits is not on its disk")
        if _version(self._live) == SCHEMA_VERSION and not _missing(self._live):
            return
        self.execute("BEGIN IMMEDIATE")
        try:
            _make(self._live)
            self.execute("COMMIT")
        except psycopg.Error as error:
            raise _told(error) from error
        finally:
            if self._in_transaction:
                self.execute("ROLLBACK")


def _told(error: psycopg.Error) -> Exception:
    """What went wrong without the server's words, which repeat what was written."""
    if isinstance(error, psycopg.errors.DiskFull):
        return OSError(errno.ENOSPC, "the database's disk is full")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return StoreAway(f"the database cannot be reached: {type(error).__name__}")
    return DataError(f"the database refuses: {type(error).__name__} {error.sqlstate or ''}".rstrip())


def _version(connection: psycopg.Connection[Any]) -> int:
    """0 where there are no tables yet."""
    table = connection.execute("SELECT to_regclass('schema_version')").fetchone()
    if table is None or table[0] is None:
        return 0
    row = connection.execute("SELECT version FROM schema_version").fetchone()
    return 0 if row is None else int(row[0])


def _missing(connection: psycopg.Connection[Any]) -> list[tuple[str, str, str]]:
    rows = connection.execute("SELECT relname FROM pg_class WHERE relname LIKE 'dossier\\_%'")
    there = {row[0] for row in rows}
    return [part for part in _parts(datetime.now(UTC)) if part[0] not in there]


def _make(connection: psycopg.Connection[Any]) -> None:
    version = _version(connection)
    if version > SCHEMA_VERSION:
        raise DataError("the store was written by a newer gateway")
    if version == 0:
        connection.execute(_SCHEMA.read_text("utf-8"), prepare=False)
    for name, since, until in _missing(connection):
        try:
            with connection.transaction():
                connection.execute(
                    f"CREATE TABLE {name} PARTITION OF dossier FOR VALUES FROM ('{since}') TO ('{until}')"
                )
        except psycopg.errors.CheckViolation:  # a clock that was off brought such ids before: they stay in the other
            continue


def _parts(now: datetime) -> list[tuple[str, str, str]]:
    """The parts from last month on: name, first id, and the id it ends before."""
    first = now.year * 12 + now.month - 2
    return [
        (f"dossier_{month // 12}_{month % 12 + 1:02}", _first_id(month), _first_id(month + 1))
        for month in range(first, first + _MONTHS_AHEAD + 2)
    ]


def _first_id(month: int) -> str:
    """How the first UUIDv7 of a month (counted from year 0) begins."""
    moment = datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
    digits = f"{int(moment.timestamp()) * 1000:012x}"
    return f"{digits[:8]}-{digits[8:]}"
