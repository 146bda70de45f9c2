"""The store: one folder, one owning process, one writer thread; and a reader for one other thread.

`open_store` gives a `Store`. After opening, every call on it belongs to one thread, the store writer's. Lists and
search go to a `Reader` (`store.reader()`, or `open_reader` in another process), which has its own read-only connection,
sees the last committed state, and belongs to one other thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from offline_cache.bookings import Bookings, BookingsView
from offline_cache.database import Database, Lock, open_database, open_read_only
from offline_cache.drafts import KEPT_FOR, Drafts, DraftsView
from offline_cache.errors import StoreError
from offline_cache.files import make_private
from offline_cache.items import OutboxView
from offline_cache.keys import StoreKeys, load_keys
from offline_cache.messages import Messages
from offline_cache.notes import Notes, NotesView
from offline_cache.outbox import Outbox
from offline_cache.pages import Pages
from offline_cache.proofs import Proofs
from offline_cache.reconcile import Reconciled, reconcile_files
from offline_cache.sealed import SealedFiles
from offline_cache.space import Room, Space
from offline_cache.update import Updated, drop_leftovers

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path
    from types import TracebackType

    from offline_cache.moments import Clock

DATABASE, RESCUE = "store.db", "rescue"
"""The database, and the folder of a rescue's own store where there is one (`rescue.py`)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Lists and search for a thread that is not the writer's: clear columns only."""

    drafts: DraftsView
    outbox: OutboxView
    notes: NotesView
    bookings: BookingsView
    _database: Database

    def close(self) -> None:
        self._database.close()


_SAFE_AGE = 86_400.0


class Store:
    """Everything the kiosk must remember; ``reconciled`` says what the start found."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        lock: Lock,
        keys: StoreKeys,
        clock: Clock,
        kept_for: timedelta,
        room: Room,
    ) -> None:
        self.folder = folder
        self._database = database
        self._lock = lock
        self._room = room
        self._kept_for = kept_for
        self.sealed = SealedFiles(folder / "sealed", room)
        self.pages = Pages(folder / "pages", database, clock, keys.drafts)
        self.drafts = Drafts(database, keys.drafts, clock, kept_for, self.pages)
        self.messages = Messages(database, keys.messages)
        self.bookings = Bookings(database, clock)
        self.outbox = Outbox(database, clock, self.sealed, self.pages, self.messages, self.bookings, room)
        self.notes = Notes(database)
        self.proofs = Proofs(database, keys.proofs, clock)
        self.reconciled = self._start()

    @property
    def updated(self) -> Updated | None:
        """What this opening brought the store from and to; None when it was up already."""
        return self._database.updated

    def free_space(self) -> Space:
        return self._room.look()

    def reader(self) -> Reader:
        """Open a reader for one other thread; close it before the store."""
        return open_reader(self.folder, kept_for=self._kept_for)

    def tidy(self) -> None:
        """Now and then, when nobody waits: scrub what a reader kept from being scrubbed, restore the ballast."""
        self._database.scrub_again()
        self._room.keep_ballast()

    def compare_files(self) -> Reconciled:
        """Daily, as at a start: files and rows; what no row names goes when it is a day old."""
        return reconcile_files(self._database, self.pages.folder, self.sealed.folder, _SAFE_AGE)

    def close(self) -> None:
        self._database.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> Reconciled:
        found = reconcile_files(self._database, self.pages.folder, self.sealed.folder)
        found = replace(found, in_doubt=self.outbox.recover())
        self._database.scrub()
        self._room.keep_ballast()
        if self._database.updated is None:
            drop_leftovers(self.folder / DATABASE)
        return found


def open_store(folder: Path, clock: Clock, *, kept_for: timedelta = KEPT_FOR, room: Room | None = None) -> Store:
    """Open (or make) the store in ``folder``. StoreBusy: another process owns it; StoreError: it cannot be used."""
    try:
        make_private(folder)
        lock = Lock(folder / "lock")
    except OSError as error:
        raise StoreError(f"the store's folder cannot be used: {error.strerror}") from error
    try:
        keys = load_keys(folder)
        database = open_database(folder / DATABASE)
        return Store(folder, database, lock, keys, clock, kept_for, room or Room(folder))
    except BaseException:
        lock.release()
        raise


def open_reader(folder: Path, *, kept_for: timedelta = KEPT_FOR) -> Reader:
    """Open a reader beside the owner, in this process or another; StoreError when there is no store yet."""
    database = open_read_only(folder / DATABASE)
    return Reader(
        DraftsView(database, kept_for),
        OutboxView(database, folder / "sealed"),
        NotesView(database),
        BookingsView(database),
        database,
    )
