"""What a start finds: files no row names, rows whose file is gone; and what a full disk does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from kiosk.sync.ids import IdMaker
from offline_cache.drafts import Draft
from offline_cache.errors import StoreFull
from offline_cache.files import HALF
from offline_cache.items import NewItem
from offline_cache.space import Room
from offline_cache.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock


def filled(store: Store, clock: VirtualClock) -> tuple[str, str]:
    """Make a draft with a page and an item with an attachment; the ids of the page and of the attachment."""
    draft, page = Draft(str(uuid4()), "DRAFT", "1.001193", "v"), uuid4().hex
    store.drafts.save(draft, b"answers")
    store.pages.put(draft.id, page, b"jpeg")
    file = store.sealed.write(str(uuid4()), b"sealed")
    item = NewItem(IdMaker(clock).new(), "ITEM", "1.001193", "v", "demo", "aa", b"envelope")
    store.outbox.append(item, (file,), None)
    return page, file.id


def test_half_files_and_files_no_row_names_are_dropped_and_told(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        page, attachment = filled(store, clock)
        strangers = {uuid4().hex, f"{uuid4()}{HALF}"}
        for name in strangers:
            (store.pages.folder / name).write_bytes(b"")
            (store.sealed.folder / name).write_bytes(b"")
    with open_store(folder, clock) as store:
        assert set(store.reconciled.dropped_files) == strangers
        assert (store.reconciled.lost_pages, store.reconciled.lost_files) == ((), ())
        assert store.pages.get(page) == b"jpeg"
        assert store.sealed.path(attachment).read_bytes() == b"sealed"
    with open_store(folder, clock) as store:
        assert store.reconciled.clean


def test_rows_without_their_file_are_told_and_nothing_else_suffers(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        page, attachment = filled(store, clock)
        (store.pages.folder / page).unlink()
        store.sealed.path(attachment).write_bytes(b"cut")
    with open_store(folder, clock) as store:
        assert store.reconciled.lost_pages == (page,)
        assert store.reconciled.lost_files == (attachment,)
        assert store.pages.get(page) is None
        assert store.outbox.find("ITEM") is not None


def test_free_space_is_told_and_the_ballast_comes_back(folder: Path, clock: VirtualClock) -> None:
    room = Room(folder, floor=0, ballast=8192)
    with open_store(folder, clock, room=room) as store:
        assert store.free_space().ballast
        assert store.free_space().enough
        assert (folder / "ballast").stat().st_blocks * 512 >= 8192
        assert room.release_ballast()
        assert not room.release_ballast()
        store.tidy()
        assert store.free_space().ballast
    too_high = Room(folder, floor=1 << 60)
    assert not too_high.look().enough


class SmallDisk:
    """A store whose database may not grow past its present size, as on a full disk, until the ballast goes."""

    def __init__(self, store: Store, room: Room) -> None:
        self.room = room
        self.connection: sqlite3.Connection = store._database._connection
        pages = self.connection.execute("PRAGMA page_count").fetchone()[0]
        self.connection.execute(f"PRAGMA max_page_count = {pages}")


class RoomOnSmallDisk(Room):
    """Giving the ballast away makes room in the database."""

    disk: SmallDisk | None = None

    def release_ballast(self) -> bool:
        released = super().release_ballast()
        if released and self.disk is not None:
            self.disk.connection.execute("PRAGMA max_page_count = 1000000")
        return released


def test_on_a_full_disk_the_ballast_lets_the_outbox_finish(folder: Path, clock: VirtualClock) -> None:
    room = RoomOnSmallDisk(folder, floor=0, ballast=4096)
    item = NewItem(IdMaker(clock).new(), "ITEM", "1.001193", "v", "demo", "aa", bytes(100_000))
    with open_store(folder, clock, room=room) as store:
        room.disk = SmallDisk(store, room)
        store.outbox.append(item, (), None)
        assert store.outbox.find("ITEM") is not None
        assert not store.free_space().ballast


def test_without_ballast_a_full_disk_keeps_the_draft_and_says_so(folder: Path, clock: VirtualClock) -> None:
    item = NewItem(IdMaker(clock).new(), "ITEM", "1.001193", "v", "demo", "aa", bytes(100_000))
    room = Room(folder, floor=1 << 60)
    with open_store(folder, clock, room=room) as store:
        draft = Draft(str(uuid4()), "DRAFT", "1.001193", "v")
        store.drafts.save(draft, b"answers")
        SmallDisk(store, room)
        with pytest.raises(StoreFull):
            store.outbox.append(item, (), draft.id)
        assert store.drafts.open(draft.id) == b"answers"
        assert store.outbox.all() == ()
    with closing(sqlite3.connect(folder / "store.db")) as check:
        assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
