"""Makes a process of the product die by SIGKILL at its n-th write: the product's code knows nothing of it.

What counts as a write is caught where Python meets the system: files opened for writing, written (also torn in the
middle), fsynced, renamed and unlinked; SQLite statements that change something, each before and after; bytes that go
into a socket or come out of one.
"""

from __future__ import annotations

import itertools
import os
import signal
import socket
import sqlite3
from typing import TYPE_CHECKING, Any

from tests.faults.disks import cut_power

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGES: tuple[str, ...] = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT", "SAVEPOINT", "RELEASE", "CREATE")
CHANGES += ("DROP", "ALTER", "PRAGMA journal_mode", "PRAGMA user_version")


class Dying:
    """Counts writes and dies at the ``at``-th; 0 never dies and only counts."""

    def __init__(self, at: int, cut: str = "") -> None:
        self._at = at
        self._cut = cut
        self._numbers = itertools.count(1)
        self.seen = 0

    def write(self) -> bool:
        """Count a write; whether it is the one to die at."""
        self.seen = next(self._numbers)  # one step for the interpreter: threads never get the same number
        return self.seen == self._at

    def maybe_die(self) -> None:
        if self.write():
            self.die()

    def die(self) -> None:
        """Be killed; the disk mounted at ``cut``, if one is named, loses its power first."""
        if self._cut:
            cut_power(self._cut)
        os.kill(os.getpid(), signal.SIGKILL)

    def arm(self) -> None:
        """Put the counters in, for good."""
        self._arm_files()
        self._arm_sqlite()
        self._arm_sockets()

    def _arm_files(self) -> None:
        for name in ("fsync", "fdatasync", "replace", "rename", "link", "unlink", "ftruncate"):
            setattr(os, name, self._around(getattr(os, name)))
        real_open, real_write, real_pwrite = os.open, os.write, os.pwrite

        def counted_open(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & (os.O_WRONLY | os.O_RDWR):
                self.maybe_die()
            return real_open(path, flags, *more, **named)

        def counted_write(descriptor: int, data: Any) -> int:
            self.maybe_die()
            if self.write():
                real_write(descriptor, bytes(data)[: len(data) // 2])
                self.die()
            return real_write(descriptor, data)

        def counted_pwrite(descriptor: int, data: Any, offset: int) -> int:
            self.maybe_die()
            if self.write():
                real_pwrite(descriptor, bytes(data)[: len(data) // 2], offset)
                self.die()
            return real_pwrite(descriptor, data, offset)

        os.open, os.write, os.pwrite = counted_open, counted_write, counted_pwrite

    def _arm_sqlite(self) -> None:
        dying, real_connect = self, sqlite3.connect

        class DyingConnection(sqlite3.Connection):
            def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
                changes = sql.lstrip().startswith(CHANGES) or "checkpoint" in sql
                if changes:
                    dying.maybe_die()
                cursor = super().execute(sql, *more)
                if changes:
                    dying.maybe_die()
                return cursor

            def backup(self, target: sqlite3.Connection, **_: Any) -> None:
                super().backup(target, pages=16, progress=lambda *_: dying.maybe_die())

        def counted_connect(*args: Any, **named: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = real_connect(*args, factory=DyingConnection, **named)
            return connection

        sqlite3.connect = counted_connect  # type: ignore[assignment]

    def _arm_sockets(self) -> None:
        for name in ("send", "sendall", "recv", "recv_into"):
            setattr(socket.socket, name, self._around(getattr(socket.socket, name)))

    def _around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **named: Any) -> Any:
            self.maybe_die()
            result = real(*args, **named)
            self.maybe_die()
            return result

        return counted
