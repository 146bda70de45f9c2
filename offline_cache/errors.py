"""What can go wrong with the store, told in plain sentences without personal data.

StoreError
├── StoreBusy      another process owns the store
├── StoreFull      the disk has no room left, the ballast included
├── StoreNewer     a newer release wrote the store, and this one cannot go on with it
├── StoreOlder     a reader met a store that waits for its update
├── StoreDamaged   what lies on the disk is not what was written there
└── UpdateFailed   an older store could not be brought up; it was left as it was
    └── NoRoomToUpdate
"""

from __future__ import annotations

import sqlite3


class StoreError(Exception):
    """The store cannot be opened, read or written."""


class StoreBusy(StoreError):  # noqa: N818  # named by what it means to the caller: another process owns the store
    """Another process owns the store."""


class StoreFull(StoreError):  # noqa: N818  # as above
    """The disk has no room left, the ballast included."""


class StoreNewer(StoreError):  # noqa: N818  # as above
    """A newer release wrote the store, and this one cannot go on with it."""


class StoreOlder(StoreError):  # noqa: N818  # as above
    """A reader met a store that waits for its update by the kiosk's next start."""


class StoreDamaged(StoreError):  # noqa: N818  # as above
    """What lies on the disk is not what was written there."""


class UpdateFailed(StoreError):  # noqa: N818  # as above
    """An older store could not be brought up; it was left as it was."""


class NoRoomToUpdate(UpdateFailed):
    """The copy on which a store is brought up has no room on the disk; ``needed`` and ``free`` are in bytes."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(f"an update of the store needs {_mib(needed)} MiB free on its disk, and {_mib(free)} are")
        self.needed = needed
        self.free = free


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file is not what it wrote."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _mib(size: int) -> int:
    return -(-size // 2**20)
