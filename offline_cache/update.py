"""An older store is brought up on a copy, which is proved and takes its place; whenever it dies, one store is there.

``store.db.next`` is the copy being made; it is never opened as a store. One rename makes it the store. The store that
it replaced stays as ``store.db.before-N`` until the next good start, without drafts and messages: those may be erased
meanwhile, and nothing may keep what was erased. Pages and sealed attachments are files beside the database, named by
ids that no change touches, so that they fit both.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from offline_cache.errors import NoRoomToUpdate, StoreDamaged, StoreError, UpdateFailed, is_damage
from offline_cache.files import sync_folder
from offline_cache.migrations import Change, apply, standing
from offline_cache.promised import portrait, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NEXT, BEFORE = ".next", ".before-"
MARGIN = 16 * 1024 * 1024
PATIENCE_S = 5.0
_LOOK_AGAIN_S = 0.25


@dataclass(frozen=True, slots=True)
class Updated:
    """The store was brought from one level to another at this start."""

    before: int
    after: int


def bring_up(
    path: Path,
    connection: sqlite3.Connection,
    changes: Sequence[Change],
    *,
    margin: int = MARGIN,
    patience_s: float = PATIENCE_S,
) -> Updated:
    """Bring the store at ``path`` to the last level; closes ``connection``, the only one that writes to it.

    ``margin``: bytes to be free beside those that the copy may need; ``patience_s``: how long readers in other
    processes are waited for. Raises UpdateFailed, and then the store is as it was.
    """
    before = standing(connection).level
    try:
        with closing(connection):
            _check_room(path, connection, margin)
            _leave_wal(connection, patience_s)
            copy = _make_copy(path, connection, changes)
        _keep(path, len(changes))
        copy.replace(path)
        sync_folder(path.parent)
        _erase_what_may_be_erased(path)
    except UpdateFailed:
        raise
    except (StoreError, sqlite3.Error, OSError) as error:
        raise _failure(error) from error
    finally:
        with suppress(OSError):
            _drop(_with_journals(path.with_name(path.name + NEXT)))
    return Updated(before, len(changes))


def kept_stores(path: Path) -> tuple[Path, ...]:
    """Return the stores that updates replaced, the last one first."""
    return tuple(sorted((p for p in path.parent.glob(f"{path.name}{BEFORE}*") if p.suffix != "-journal"), reverse=True))


def drop_leftovers(path: Path) -> None:
    """After a good start: nothing that an update left behind is needed any more."""
    left = (*_with_journals(path.with_name(path.name + NEXT)), *kept_stores(path))
    if any(each.exists() for each in left):
        _drop(left)
        sync_folder(path.parent)


def _check_room(path: Path, connection: sqlite3.Connection, margin: int) -> None:
    """A change may build every table anew: the copy can grow to twice the store."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    needed, free = 2 * pages * size + margin, shutil.disk_usage(path.parent).free
    if free < needed:
        raise NoRoomToUpdate(needed, free)


def _leave_wal(connection: sqlite3.Connection, patience_s: float) -> None:
    """Write the log back and remove it: beside another database of the same name SQLite would take it for that one's.

    A reader in another process (`kiosk outbox list`) is waited for.
    """
    deadline = time.monotonic() + patience_s
    while True:
        with suppress(sqlite3.OperationalError):
            if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete":
                return
        if time.monotonic() > deadline:
            break
        time.sleep(_LOOK_AGAIN_S)
    raise UpdateFailed("another command reads the store, and its update cannot begin: end it and start again")


def _make_copy(path: Path, connection: sqlite3.Connection, changes: Sequence[Change]) -> Path:
    copy = path.with_name(path.name + NEXT)
    _drop(_with_journals(copy))
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    tables = tables_of(connection)
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        connection.backup(target)
        for pragma in ("journal_mode = MEMORY", "synchronous = OFF", "secure_delete = ON", "trusted_schema = OFF"):
            target.execute(f"PRAGMA {pragma}")
        apply(target, changes)
        _prove(connection, target, tables)
    _sync_file(copy)
    sync_folder(path.parent)
    return copy


def _prove(before: sqlite3.Connection, after: sqlite3.Connection, tables: tuple[str, ...]) -> None:
    """Whatever the change did, nothing that a resident left here may be another, or missing."""
    if after.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise StoreError("the copy is not sound")
    old, new = portrait(before, tables), portrait(after, tables)
    differing = [table for table in tables if old[table] != new[table]]
    if differing:
        raise StoreError(f"the copy differs in {', '.join(differing)}")


def _keep(path: Path, level: int) -> None:
    """Give the store a second name. Where a file system knows no such thing, none is kept."""
    kept = path.with_name(f"{path.name}{BEFORE}{level}")
    _drop((*kept_stores(path), kept))
    with suppress(OSError):
        os.link(path, kept)


def _erase_what_may_be_erased(path: Path) -> None:
    """Take drafts, pages and messages out of the kept store. What fails here leaves none behind, and fails nothing."""
    for kept in kept_stores(path):
        try:
            if kept.samefile(path):  # a death came before the switch: its second name, not its predecessor
                kept.unlink()
                continue
            with closing(sqlite3.connect(kept, isolation_level=None)) as connection:
                for pragma in ("journal_mode = MEMORY", "secure_delete = ON", "foreign_keys = OFF"):
                    connection.execute(f"PRAGMA {pragma}")
                connection.execute("BEGIN IMMEDIATE")
                for table in ("page", "draft", "message", "proof_try"):
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - named here
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError):
            _drop((kept,))


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _with_journals(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + ending) for ending in ("", "-journal", "-wal", "-shm"))


def _drop(paths: Sequence[Path] | Iterator[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _failure(error: Exception) -> StoreError:
    """What an update that failed says: that the store is damaged, where that is why."""
    cause = error.__cause__ if isinstance(error, StoreError) else error
    if isinstance(cause, sqlite3.Error) and is_damage(cause):
        return StoreDamaged(f"the store is damaged: {cause}")
    words = error.strerror if isinstance(error, OSError) else str(error)
    return UpdateFailed(f"the store stays as it was, its update failed: {words}")
