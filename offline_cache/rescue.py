"""When the store cannot be opened: what waits in it goes into one of its own beside it, and is sent from there.

The store itself is only read. Whatever became of its dossiers meanwhile is taken back into it once it opens; should
that never be, sending them again is harmless, as the gateway knows them by their ids.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from offline_cache.database import Database, Lock, open_database
from offline_cache.drafts import KEPT_FOR
from offline_cache.errors import StoreBusy, StoreDamaged, StoreError, StoreFull
from offline_cache.files import make_private, sync_folder
from offline_cache.keys import load_keys
from offline_cache.outbox import Settlement
from offline_cache.promised import ITEM, PAYLOAD, REQUEST
from offline_cache.salvage import Salvage, salvage
from offline_cache.space import Room
from offline_cache.store import DATABASE, RESCUE, Reader, Store, open_reader, open_store
from offline_cache.update import kept_stores

if TYPE_CHECKING:
    from offline_cache.items import Item
    from offline_cache.moments import Clock
    from offline_cache.salvage import Waiting

_BALLAST = 4096
_AT_ONCE = 100
CAUSE = "rescue.cause"
"""The note, in the rescue's own store, that says why there is one."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """The rescue's own store; ``cause`` is why it was needed.

    ``unreadable`` dossiers are known to be there and cannot be read; when not ``whole``, there may be more of them.
    """

    store: Store
    cause: StoreError
    unreadable: int
    whole: bool
    temporary: Path | None = None

    def close(self) -> None:
        self.store.close()
        if self.temporary is not None:
            shutil.rmtree(self.temporary, ignore_errors=True)


def open_rescue(folder: Path, clock: Clock, cause: StoreError, room: Room | None = None) -> Rescued:
    """Own the store in ``folder`` without opening it, and make what waits in it ready to be sent.

    Raises StoreBusy when another process owns it, another StoreError when there is nowhere to write.
    """
    try:
        return _rescue(folder, folder / RESCUE, clock, cause, room)
    except StoreBusy:
        raise
    except (StoreError, OSError):
        with suppress(OSError):
            Room(folder).release_ballast()
    try:
        return _rescue(folder, folder / RESCUE, clock, cause, room)
    except (StoreError, OSError):  # a disk that takes nothing at all: a folder elsewhere must do, for this once
        temporary = Path(tempfile.mkdtemp(prefix="motcham-rescue-"))
    try:
        return replace(_rescue(folder, temporary, clock, cause, room), temporary=temporary)
    except OSError as error:
        raise StoreError(f"the rescue has nowhere to write: {error.strerror}") from error


def _rescue(folder: Path, beside: Path, clock: Clock, cause: StoreError, room: Room | None) -> Rescued:
    lock = Lock(folder / "lock")
    database: Database | None = None
    try:
        database = _open_beside(beside)
        found = _fill(database, folder, beside / "sealed")
        room = room or Room(beside, ballast=_BALLAST)
        store = Store(beside, database, lock, load_keys(beside), clock, KEPT_FOR, room)
        store.notes.put(CAUSE, str(cause))
    except BaseException:
        if database is not None:
            database.close()
        lock.release()
        raise
    return Rescued(store, cause, found.unreadable, found.whole)


def take_back(store: Store, clock: Clock) -> int:
    """Write down in the store, which opens again, what a rescue achieved; how many dossiers it delivered."""
    beside = store.folder / RESCUE
    if not (beside / DATABASE).exists():
        return 0
    try:
        with open_store(beside, clock, room=Room(beside, ballast=_BALLAST)) as rescue:
            requests = (request for code in rescue.bookings.codes() for request in rescue.bookings.requests(code))
            items = (*rescue.outbox.all(), *(request.item for request in requests))
            settlements = [taken for item in items if (taken := _taken(store, rescue, item)) is not None]
            store.outbox.settle(settlements)
    except StoreDamaged:
        settlements = []  # the gateway is asked again, and knows them
    except StoreError:
        return 0  # the next start tries again
    shutil.rmtree(beside, ignore_errors=True)
    with suppress(OSError):
        sync_folder(store.folder)
    return sum(settlement.receipt is not None for settlement in settlements)


def _taken(store: Store, rescue: Store, item: Item) -> Settlement | None:
    """What became of an item that still waits here; None when nothing did."""
    mine, receipt = store.outbox.get(item.id), rescue.outbox.receipt(item.id)
    if mine is None or not mine.pending:
        return None
    if receipt is None:
        moved = item.state == "in_doubt" and mine.state == "sealed"
        return Settlement(item.id, "in_doubt", "rescue", pending=True) if moved else None
    return Settlement(
        item.id,
        item.state,
        "rescue",
        pending=False,
        attempts=0,
        last_error="",
        official=item.official,
        dossier_code=item.dossier_code,
        received_at=item.received_at,
        due_on=item.due_on,
        receipt=receipt,
        purge_at=item.purge_at,
        answers=tuple(each for each in rescue.bookings.answers(item.lookup_code) if each.item_id == item.id),
    )


def _open_beside(folder: Path) -> Database:
    make_private(folder)
    try:
        return open_database(folder / DATABASE)
    except StoreDamaged:  # the rescue's own: it holds nothing that the store does not
        shutil.rmtree(folder)
        make_private(folder)
        return open_database(folder / DATABASE)


def _fill(database: Database, folder: Path, lent: Path) -> Salvage:
    """Take over what waits: from the store, and what it lost from the one that its last update replaced."""
    make_private(lent)
    found = Salvage()
    for path in (folder / DATABASE, *kept_stores(folder / DATABASE)):
        if not path.exists():
            continue
        read = salvage(path, found)
        while some := list(islice(read, _AT_ONCE)):
            _take_over(database, some, found, folder / "sealed", lent)
    return found


def _take_over(database: Database, some: list[Waiting], found: Salvage, sealed: Path, lent: Path) -> None:
    """Take over in one transaction, files first; when a row is not what it should be, one by one without that one."""
    for waiting in some:
        for file_id in waiting.files:
            _lend(sealed / file_id, lent / file_id)
    sync_folder(lent)
    try:
        with database.transaction():
            for waiting in some:
                _insert(database, waiting)
    except StoreFull:
        raise
    except StoreError:
        if len(some) == 1:
            found.refuse(some[0].id)
            return
        for waiting in some:
            _take_over(database, [waiting], found, sealed, lent)


def _insert(database: Database, waiting: Waiting) -> None:
    """Once: an earlier rescue may have it already, and may have come further with it."""
    if database.row("SELECT 1 FROM item WHERE id = ?", waiting.id) is not None:
        return
    database.write(_insertion("item", (*ITEM, "kind")), *waiting.item, waiting.kind)
    for row in waiting.payloads:
        database.write(_insertion("payload", PAYLOAD), *row)
    if waiting.request is not None:
        database.write(_insertion("booking_request", REQUEST), *waiting.request)


def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - ours


def _lend(sealed: Path, lent: Path) -> None:
    """Give a sealed attachment a second name; one that is gone is found when it is to be sent."""
    if lent.exists() or not sealed.exists():
        return
    try:
        os.link(sealed, lent)
    except OSError:  # another disk, or one that knows no second names
        shutil.copyfile(sealed, lent)


def open_reader_or_rescue(folder: Path) -> Reader:
    """Open a reader beside the owner: of the store, or of the rescue beside one that does not open. StoreError."""
    try:
        return open_reader(folder)
    except StoreError:
        if not (folder / RESCUE / DATABASE).exists():
            raise
        return open_reader(folder / RESCUE)


@dataclass(frozen=True, slots=True)
class LastRescue:
    """What the rescue beside a store says of itself: why there was one, and how many dossiers it has still to send."""

    cause: str
    waiting: int


def look_at_rescue(folder: Path) -> LastRescue | None:
    """Look beside a running kiosk; None where the last start needed none. StoreError when it cannot be read."""
    if not (folder / RESCUE / DATABASE).exists():
        return None
    reader = open_reader(folder / RESCUE)
    try:
        return LastRescue(reader.notes.get(CAUSE), sum(item.pending for item in reader.outbox.all()))
    finally:
        reader.close()
