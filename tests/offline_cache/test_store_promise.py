"""Stores of every release that was: brought up whole, and gone on with by the release before."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.sync.canonical import canonical
from offline_cache.database import open_database
from offline_cache.migrations import MIGRATIONS, load_changes
from offline_cache.promised import PROMISED, portrait, tables_of
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.offline_cache.releases.shelf import BOOKED, DRAFTS, FOLDER, QUEUED, RELEASES, lay_store
from tests.sync.dossiers import ANSWERS


def opened(folder: Path) -> Store:
    return open_store(folder, SystemClock(), room=Room(folder, floor=0, ballast=4096))


def portrait_of(folder: Path) -> dict[str, tuple[int, str]]:
    with closing(sqlite3.connect(folder / "store.db")) as connection:
        return portrait(connection, tables_of(connection))


@pytest.mark.parametrize("release", RELEASES)
def test_a_store_of_every_release_is_brought_up_whole(release: str, tmp_path: Path) -> None:
    folder = lay_store(release, tmp_path / "store")
    before = portrait_of(folder)
    open_database(folder / "store.db").close()
    after = portrait_of(folder)
    assert {table: after[table] for table in before} == before
    with opened(folder) as store:
        assert len(store.outbox.all()) == QUEUED + 2
        assert sum(item.pending for item in store.outbox.all()) == QUEUED
        assert len(store.bookings.waiting()) == (BOOKED if "2" in release else 0)
        assert len(store.reconciled.in_doubt) == 1
        assert store.reconciled.lost_files == store.reconciled.lost_pages == store.reconciled.dropped_files == ()
        drafts = store.drafts.list()
        assert len(drafts) == DRAFTS
        assert all(store.drafts.open(draft.id) == canonical(ANSWERS) for draft in drafts)
        pages = [page for draft in drafts for page in store.pages.list(draft.id)]
        assert all((store.pages.get(page) or b"").startswith(b"\xff\xd8") for page in pages)
        (done,) = (item for item in store.outbox.all() if item.state == "received")
        assert [message.kind for message in store.messages.list(done.id)] == ["supplement"]
        assert store.notes.get("updates.cursor") == "7"


def test_what_lies_in_the_log_only_is_brought_up_too(tmp_path: Path) -> None:
    """The store as a power cut leaves it: its last changes are in the log."""
    folder, cut = lay_store("level-1", tmp_path / "store"), tmp_path / "cut"
    with closing(sqlite3.connect(folder / "store.db", isolation_level=None)) as connection:
        connection.execute("UPDATE note SET value = '8'")
        cut.mkdir(mode=0o700)
        for path in folder.iterdir():
            if path.is_file():
                (cut / path.name).write_bytes(path.read_bytes())
                (cut / path.name).chmod(0o600)
    assert (cut / "store.db-wal").stat().st_size > 0
    with opened(cut) as store:
        assert store.updated is not None
        assert store.notes.get("updates.cursor") == "8"


def test_new_and_brought_up_stores_have_the_same_schema(tmp_path: Path) -> None:
    new = schema_of(tmp_path / "new.db")
    for release in RELEASES:
        found = schema_of(lay_store(release, tmp_path / release) / "store.db")
        assert found - new == ({first_index()} if release == "level-1-first" else set()) - new


def schema_of(path: Path) -> set[str]:
    open_database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        return {" ".join(row[0].split()) for row in connection.execute("SELECT sql FROM sqlite_schema WHERE sql <> ''")}


def first_index() -> str:
    return "CREATE INDEX message_of_item ON message (item_id, at)"


def test_no_change_takes_a_promised_column_away(tmp_path: Path) -> None:
    open_database(tmp_path / "store.db").close()
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection:
        assert tables_of(connection) == tuple(PROMISED)
        for table, columns in PROMISED.items():
            there = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            assert set(columns) <= set(there)


@pytest.mark.parametrize("statements", sorted(FOLDER.glob("*.statements.sql")), ids=lambda path: path.stem)
def test_additions_leave_every_statement_of_the_releases_before_as_good_as_it_was(
    statements: Path, tmp_path: Path
) -> None:
    level = int(statements.name.split(".")[0].removeprefix("level-"))
    if not all(addition for _, addition in MIGRATIONS[level:]):
        pytest.skip(f"a change after level {level} raised the floor: that release refuses such stores")
    open_database(tmp_path / "new.db").close()
    open_database(tmp_path / "old.db", load_changes()[:level]).close()
    with closing(sqlite3.connect(tmp_path / "new.db")) as new, closing(sqlite3.connect(tmp_path / "old.db")) as old:
        tried = statements.read_text("utf-8").splitlines()
        assert len(tried) > 60
        for statement in tried:
            assert outcome(new, statement) == outcome(old, statement) == "understood"
        assert constraints(new, tables(old)) == constraints(old, tables(old))


def outcome(connection: sqlite3.Connection, statement: str) -> str:
    """Whether SQLite understands it, and what it would say; nothing is carried out."""
    for count in range(30):
        try:
            connection.execute(f"EXPLAIN {statement}", [None] * count)
        except sqlite3.ProgrammingError:
            continue
        except sqlite3.Error as error:
            return str(error)
        return "understood"
    raise AssertionError(statement)


def tables(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def constraints(connection: sqlite3.Connection, names: list[str]) -> list[object]:
    """What may refuse a row of a release that knows no more than these tables."""
    found: list[object] = []
    for name in names:
        found += [row[3] for row in connection.execute(f"PRAGMA index_list({name})") if row[2]]
        found += connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        found += [row[1] for row in columns if row[3] and row[4] is None]
    found += connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    return found
