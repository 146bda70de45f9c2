"""A store that does not open: what waits in it is sent from a store beside it, and taken back when it opens again."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from offline_cache.database import Lock, open_database
from offline_cache.errors import StoreBusy, StoreDamaged, StoreError, StoreNewer, UpdateFailed
from offline_cache.migrations import Change, load_changes
from offline_cache.outbox import Settlement
from offline_cache.rescue import LastRescue, Rescued, look_at_rescue, open_rescue, take_back
from offline_cache.salvage import Salvage, salvage
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.offline_cache.releases.shelf import BOOKED, QUEUED, RELEASES, lay_store

CAUSE = StoreError("made up")
PAGE = 4096


def opened(folder: Path) -> Store:
    return open_store(folder, SystemClock(), room=Room(folder, floor=0, ballast=4096))


def rescue(folder: Path, cause: StoreError = CAUSE) -> Rescued:
    return open_rescue(folder, SystemClock(), cause, Room(folder, floor=0, ballast=4096))


def waiting(rescued: Rescued) -> int:
    return sum(item.pending for item in rescued.store.outbox.all())


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm") and "rescue" not in path.parts
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_store("level-2", tmp_path / "store")


@pytest.mark.parametrize("release", RELEASES)
def test_what_waits_in_a_store_of_any_release_can_be_sent_and_the_store_is_not_touched(
    release: str, tmp_path: Path
) -> None:
    folder = lay_store(release, tmp_path / "store")
    before = bytes_of(folder)
    rescued = rescue(folder)
    try:
        assert (waiting(rescued), rescued.unreadable, rescued.whole) == (QUEUED, 0, True)
        items = rescued.store.outbox.all()
        assert sum(item.state == "in_doubt" for item in items) == 4  # three in doubt, one whose sending was cut
        payloads = [rescued.store.outbox.payload(item.id) for item in items]
        files = [file for payload in payloads if payload for file in payload.files]
        assert len(files) == 12
        assert all(file.path.stat().st_size == file.size for file in files)
        assert len(rescued.store.bookings.waiting()) == (BOOKED if "2" in release else 0)
    finally:
        rescued.close()
    after = bytes_of(folder)
    assert {name: after[name] for name in before} == before


def test_a_change_that_fails_leads_to_the_rescue(folder: Path) -> None:
    broken = Change("INSERT INTO no_such_table VALUES (1);")
    with pytest.raises(UpdateFailed) as failed:
        open_database(folder / "store.db", (*load_changes(), broken))
    rescued = rescue(folder, failed.value)
    assert waiting(rescued) == QUEUED
    rescued.close()


def test_a_store_of_a_release_to_come_is_sent_from_by_its_promised_columns(folder: Path) -> None:
    rebuilt = Change(
        "CREATE TABLE other (tag TEXT, id TEXT PRIMARY KEY, kind TEXT, lookup_code TEXT, procedure TEXT, version TEXT,"
        " audience TEXT, manifest_sha256 TEXT, proof BLOB, likeness BLOB, state TEXT, official TEXT, reason TEXT,"
        " dossier_code TEXT, sealed_at INTEGER, changed_at INTEGER, received_at INTEGER, due_on TEXT, pending INTEGER,"
        " next_at INTEGER, attempts INTEGER, last_error TEXT, in_flight INTEGER, receipt BLOB, purge_at INTEGER);\n"
        "INSERT INTO other SELECT 'new', * FROM (SELECT id, kind, lookup_code, procedure, version, audience,"
        " manifest_sha256, proof, likeness, state, official, reason, dossier_code, sealed_at, changed_at, received_at,"
        " due_on, pending, next_at, attempts, last_error, in_flight, receipt, purge_at FROM item);\n"
        "DROP TABLE item;\nALTER TABLE other RENAME TO item;"
    )
    open_database(folder / "store.db", (*load_changes(), rebuilt)).close()
    with pytest.raises(StoreNewer) as refused:
        opened(folder)
    rescued = rescue(folder, refused.value)
    assert waiting(rescued) == QUEUED
    rescued.close()


def test_receipts_go_back_into_the_store_once_it_opens(folder: Path) -> None:
    rescued = rescue(folder)
    first, second, *_ = rescued.store.outbox.all()
    done = Settlement(first.id, "received", "receipt", pending=False, receipt=b"{}", dossier_code="H00-1", attempts=0)
    doubt = Settlement(second.id, "in_doubt", "timeout", pending=True)
    rescued.store.outbox.settle([done, doubt])
    rescued.close()
    assert look_at_rescue(folder) == LastRescue("made up", QUEUED - 1)
    with opened(folder) as store:
        assert take_back(store, SystemClock()) == 1
        received, in_doubt = store.outbox.get(first.id), store.outbox.get(second.id)
        assert received is not None
        assert (received.state, received.pending, received.dossier_code) == ("received", False, "H00-1")
        assert store.outbox.receipt(first.id) == b"{}"
        assert in_doubt is not None
        assert (in_doubt.state, in_doubt.pending) == ("in_doubt", True)
        assert store.outbox.events(first.id)[-1].cause == "rescue"
        assert take_back(store, SystemClock()) == 0
        assert sum(item.pending for item in store.outbox.all()) == QUEUED - 1
    assert look_at_rescue(folder) is None


def test_a_second_rescue_goes_on_where_the_first_ended(folder: Path) -> None:
    rescued = rescue(folder)
    first = rescued.store.outbox.all()[0]
    rescued.store.outbox.settle([Settlement(first.id, "received", "receipt", pending=False, receipt=b"{}")])
    rescued.close()
    again = rescue(folder)
    assert waiting(again) == QUEUED - 1
    again.close()


def leaf_of(path: Path, table: str) -> int:
    """The number of a page in the middle of what a table or an index holds."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,))
        number = int(found.fetchone()[0])
    data = path.read_bytes()
    page = data[(number - 1) * PAGE : number * PAGE]
    while page[0] in {2, 5}:  # an interior page: its cells begin with the number of a child
        cells = [
            int.from_bytes(page[at : at + 2], "big") for at in range(12, 12 + 2 * int.from_bytes(page[3:5], "big"), 2)
        ]
        cell = cells[len(cells) // 2]
        number = int.from_bytes(page[cell : cell + 4], "big")
        page = data[(number - 1) * PAGE : number * PAGE]
    return number


@pytest.mark.parametrize("table", ["item", "payload", "sqlite_autoindex_item_1", "payload_of_item"])
def test_of_a_store_damaged_in_part_all_that_can_be_read_is_sent(table: str, folder: Path) -> None:
    path = folder / "store.db"
    spoil(path, leaf_of(path, table))
    found = Salvage()
    read = list(salvage(path, found))
    everything = QUEUED + BOOKED
    assert len({each.id for each in read}) == len(read)
    assert everything > len(read) > everything // 3 if table in {"item", "payload"} else len(read) == everything
    assert found.unreadable + len(read) == everything or not found.whole


def spoil(path: Path, number: int) -> None:
    with path.open("r+b") as file:
        file.seek((number - 1) * PAGE)
        file.write(os.urandom(PAGE))


def test_a_store_of_which_nothing_can_be_read_is_left_as_it_is(folder: Path) -> None:
    (folder / "store.db").write_bytes(b"\0" * 50_000)
    with pytest.raises(StoreDamaged) as damaged:
        opened(folder)
    rescued = rescue(folder, damaged.value)
    assert (waiting(rescued), rescued.whole) == (0, False)
    rescued.close()
    assert (folder / "store.db").read_bytes() == b"\0" * 50_000


def test_the_store_that_an_update_replaced_fills_the_gaps_of_a_damaged_one(folder: Path) -> None:
    opened(folder).close()
    (folder / "store.db").write_bytes(b"\0" * 50_000)
    rescued = rescue(folder)
    assert waiting(rescued) == QUEUED
    rescued.close()


def test_after_a_cut_a_damaged_store_is_noticed_before_anything_is_written(folder: Path) -> None:
    leaf, cut = leaf_of(folder / "store.db", "payload"), folder.with_name("cut")
    with closing(sqlite3.connect(folder / "store.db", isolation_level=None)) as connection:
        connection.execute("UPDATE note SET value = '8'")
        shutil.copytree(folder, cut)
    spoil(cut / "store.db", leaf)
    before = (cut / "store.db").read_bytes()
    with pytest.raises(StoreDamaged):
        opened(cut)
    assert (cut / "store.db").read_bytes() == before
    rescued = rescue(cut)
    assert waiting(rescued) > 0
    rescued.close()
    assert (cut / "store.db").read_bytes() == before


def test_damage_that_an_update_comes_upon_is_called_damage(folder: Path) -> None:
    spoil(folder / "store.db", leaf_of(folder / "store.db", "payload"))
    with pytest.raises(StoreDamaged):
        opened(folder)


def test_a_rescue_wants_the_store_for_itself(folder: Path) -> None:
    lock = Lock(folder / "lock")
    with pytest.raises(StoreBusy):
        rescue(folder)
    lock.release()
    rescued = rescue(folder)
    with pytest.raises(StoreBusy):
        opened(folder)
    rescued.close()


def test_a_damaged_rescue_begins_anew(folder: Path) -> None:
    rescue(folder).close()
    (folder / "rescue" / "store.db").write_bytes(b"\0" * 9000)
    rescued = rescue(folder)
    assert waiting(rescued) == QUEUED
    rescued.close()
    (folder / "rescue" / "store.db").write_bytes(b"\0" * 9000)
    with opened(folder) as store:
        assert take_back(store, SystemClock()) == 0
    assert not (folder / "rescue").exists()


@pytest.fixture
def no_space(tmp_path: Path) -> Path:
    """A folder in which nothing can be made: a plain file stands where the rescue would be."""
    folder = lay_store("level-2", tmp_path / "full")
    (folder / "rescue").write_bytes(b"")
    return folder


def test_where_nothing_can_be_written_beside_the_store_a_folder_elsewhere_does_for_once(no_space: Path) -> None:
    rescued = rescue(no_space)
    assert waiting(rescued) == QUEUED
    assert rescued.temporary is not None
    rescued.close()
    assert not rescued.temporary.exists()
