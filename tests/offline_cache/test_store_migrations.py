"""Migrations: rehearsed on a copy, all or nothing, never backwards."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from offline_cache.database import open_database
from offline_cache.errors import StoreError
from offline_cache.migrations import MIGRATIONS, load_scripts

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "INSERT INTO note VALUES ('key', 'kept')"
ADD = "ALTER TABLE note ADD COLUMN at INTEGER NOT NULL DEFAULT 7;\nCREATE INDEX note_at ON note (at);"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(open_database(tmp_path / "store.db")) as database, database.transaction():
        database.write(NOTE)
    return tmp_path / "store.db"


def version(path: Path) -> int:
    with closing(open_database(path, (*load_scripts(), ADD))) as database:
        row = database.row("PRAGMA user_version")
        assert row is not None
        return int(row[0])


def test_a_new_version_keeps_what_was_there(path: Path) -> None:
    with closing(open_database(path, (*load_scripts(), ADD))) as database:
        row = database.row("SELECT * FROM note")
        assert row is not None
        assert tuple(row) == ("key", "kept", 7)
    assert version(path) == len(MIGRATIONS) + 1
    assert [file.name for file in path.parent.iterdir() if "rehearsal" in file.name] == []


@pytest.mark.parametrize(
    "broken",
    [
        f"{ADD}\nINSERT INTO no_such_table VALUES (1);",
        f"{ADD}\nINSERT INTO page VALUES ('page', 'no such draft', 1, 1);",
    ],
)
def test_a_migration_that_fails_leaves_the_store_as_it_was(path: Path, broken: str) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match="migration"):
        open_database(path, (*load_scripts(), broken))
    assert path.read_bytes() == before
    with closing(open_database(path)) as database:
        row = database.row("SELECT * FROM note")
        assert row is not None
        assert tuple(row) == ("key", "kept")


def test_a_store_of_a_newer_release_is_refused_untouched(path: Path) -> None:
    version(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer release"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_rehearsal_that_a_crash_left_behind_does_not_matter(path: Path) -> None:
    path.with_name("store.db.rehearsal").write_bytes(b"half a copy")
    assert version(path) == len(MIGRATIONS) + 1


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
