"""An older store is brought up on a copy, all or nothing; a newer one is gone on with where that is promised."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache.database import Database, open_database, open_read_only
from offline_cache.errors import NoRoomToUpdate, StoreDamaged, StoreError, StoreNewer, UpdateFailed
from offline_cache.migrations import MIGRATIONS, Change, load_changes
from offline_cache.update import bring_up, drop_leftovers, kept_stores

NOTE = "INSERT INTO note VALUES ('key', 'kept')"
DRAFT = "INSERT INTO draft VALUES ('d', 'CODE', 'p', 'v', 1, 1, NULL, x'c0ffee', x'beefbeef')"
ADDED = Change("CREATE TABLE extra (id TEXT PRIMARY KEY) STRICT;", addition=True)
REBUILT = Change("ALTER TABLE note ADD COLUMN at INTEGER NOT NULL DEFAULT 7;\nCREATE INDEX note_at ON note (at);")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(open_database(tmp_path / "store.db")) as database, database.transaction():
        database.write(NOTE)
        database.write(DRAFT)
    return tmp_path / "store.db"


def one(database: Database, sql: str) -> tuple[object, ...]:
    row = database.row(sql)
    assert row is not None
    return tuple(row)


def opened(path: Path, *more: Change) -> Database:
    return open_database(path, (*load_changes(), *more))


def names(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()}


def test_a_change_keeps_what_was_there_and_is_made_once(path: Path) -> None:
    with closing(opened(path, REBUILT)) as database:
        assert one(database, "SELECT * FROM note WHERE key = 'key'") == ("key", "kept", 7)
        assert database.updated is not None
        assert (database.updated.before, database.updated.after) == (len(MIGRATIONS), len(MIGRATIONS) + 1)
    with closing(opened(path, REBUILT)) as database:
        assert database.updated is None
        assert one(database, "PRAGMA journal_mode") == ("wal",)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_store_before_stays_without_what_may_be_erased_until_the_next_good_start(path: Path) -> None:
    opened(path, REBUILT).close()
    (kept,) = kept_stores(path)
    assert kept.name == f"store.db.before-{len(MIGRATIONS) + 1}"
    assert not kept.samefile(path)
    assert b"\xbe\xef\xbe\xef" not in kept.read_bytes()
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("SELECT value FROM note WHERE key = 'key'").fetchall() == [("kept",)]
    drop_leftovers(path)
    assert names(path) == {"store.db"}


@pytest.mark.parametrize(
    "broken",
    [
        f"{REBUILT.script}\nINSERT INTO no_such_table VALUES (1);",
        f"{REBUILT.script}\nINSERT INTO page VALUES ('page', 'no such draft', 1, 1);",
        "UPDATE draft SET lookup_code = 'OTHER';",
        "DELETE FROM draft;",
    ],
)
def test_a_change_that_fails_or_loses_something_leaves_the_store_as_it_was(path: Path, broken: str) -> None:
    before = path.read_bytes()
    with pytest.raises(UpdateFailed, match="stays as it was"):
        opened(path, Change(broken))
    assert names(path) == {"store.db"}
    with closing(open_database(path)) as database:
        assert one(database, "SELECT * FROM note WHERE key = 'key'") == ("key", "kept")
        assert one(database, "SELECT lookup_code FROM draft") == ("CODE",)
    assert path.read_bytes()[100:] == before[100:]  # but for counters in its header: the log was left


def test_an_update_without_room_says_how_much_it_needs(path: Path) -> None:
    with pytest.raises(NoRoomToUpdate, match=r"needs \d+ MiB free on its disk, and \d+ are") as told:
        bring_up(path, sqlite3.connect(path), (*load_changes(), REBUILT), margin=2**60)
    assert told.value.needed > 2**60
    assert names(path) == {"store.db"}


def test_an_update_does_not_begin_while_somebody_reads_on(path: Path) -> None:
    reader = open_read_only(path)
    reader.rows("SELECT * FROM note")
    with pytest.raises(UpdateFailed, match="another command reads"):
        bring_up(path, sqlite3.connect(path), (*load_changes(), REBUILT), patience_s=0)
    reader.close()
    opened(path, REBUILT).close()


def test_a_release_goes_on_with_a_newer_store_that_only_has_additions(path: Path) -> None:
    with closing(opened(path, ADDED)) as database, database.transaction():
        database.write("INSERT INTO note VALUES ('new', 'also kept')")
    with closing(open_database(path)) as older, older.transaction():
        assert one(older, "SELECT value FROM note WHERE key = 'new'") == ("also kept",)
        older.write("INSERT INTO note VALUES ('old', 'kept too')")
    open_read_only(path).close()
    with closing(opened(path, ADDED)) as database:
        assert database.updated is None
        assert one(database, "SELECT value FROM note WHERE key = 'old'") == ("kept too",)


def test_an_addition_after_a_rebuilding_and_one_more_are_each_made_once(path: Path) -> None:
    second = Change("CREATE TABLE more (id TEXT PRIMARY KEY) STRICT;", addition=True)
    opened(path, ADDED).close()
    opened(path, ADDED, REBUILT).close()
    opened(path, ADDED, REBUILT, second).close()
    with closing(opened(path, ADDED, REBUILT, second)) as database:
        assert database.updated is None
        assert one(database, "SELECT count(*) FROM more") == (0,)
        assert one(database, "PRAGMA user_version") == (len(MIGRATIONS) + 2,)
    with pytest.raises(StoreNewer):
        opened(path, ADDED)


@pytest.mark.parametrize("opening", [open_database, open_read_only])
def test_a_store_of_a_newer_release_is_refused_untouched(path: Path, opening: Callable[[Path], Database]) -> None:
    opened(path, REBUILT).close()
    before = path.read_bytes()
    with pytest.raises(StoreNewer, match="newer release"):
        opening(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("left", ["store.db.next", "store.db.next-journal"])
def test_what_a_death_left_behind_does_not_matter(path: Path, left: str) -> None:
    path.with_name(left).write_bytes(b"half a copy")
    opened(path, REBUILT).close()
    assert left not in names(path)


def test_after_a_death_between_the_second_name_and_the_switch_the_store_loses_nothing(path: Path) -> None:
    kept = path.with_name("store.db.before-3")
    kept.hardlink_to(path)
    opened(path, REBUILT).close()
    with closing(opened(path, REBUILT)) as database:
        assert one(database, "SELECT lookup_code FROM draft") == ("CODE",)


def test_a_store_that_is_no_store_is_damaged(path: Path) -> None:
    path.write_bytes(b"\0" * 8192 + path.read_bytes()[8192:])
    with pytest.raises(StoreDamaged):
        open_database(path)


def test_writes_want_a_transaction(path: Path) -> None:
    with closing(open_database(path)) as database, pytest.raises(StoreError, match="outside a transaction"):
        database.write(NOTE)


def test_the_settings_that_durability_hangs_on(path: Path) -> None:
    with closing(open_database(path)) as database:
        values = {
            name: row[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            if (row := database.row(f"PRAGMA {name}"))
        }
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
