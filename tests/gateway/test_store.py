"""The store under its promises: one commit for many, each job alone when it fails, several writers at once."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from gateway.database import SCHEMA_VERSION, Connection, connect, transact
from gateway.folder import Folder
from gateway.replays import OwnReplays
from gateway.shelf import Announced, Locked, Shelf
from gateway.writing import Writer
from kiosk.errors import DataError
from kiosk.sync.http_signature import WINDOW_SECONDS


def note(text: str, connection: Connection) -> str:
    connection.execute("INSERT INTO day_sequence (unit, day, last) VALUES (?, '', 1)", (text,))
    return text


def noted(path: Path) -> list[str]:
    connection = connect(path)
    rows = [row[0] for row in connection.execute("SELECT unit FROM day_sequence ORDER BY unit")]
    connection.close()
    return rows


def test_every_commit_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    connection = connect(tmp_path / "db")
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert (tmp_path / "db").stat().st_mode & 0o777 == 0o600
    connection.close()


def test_a_job_that_fails_takes_no_other_with_it(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "db")
    gate = threading.Event()
    held = writer.submit(lambda _: gate.wait(10))  # so that those behind it wait, and share one commit
    jobs: list[Future[str]] = [writer.submit(partial(note, text)) for text in ("a", "b", "a", "c")]
    gate.set()
    assert held.result(10)
    assert [jobs[at].result(10) for at in (0, 1, 3)] == ["a", "b", "c"]
    assert isinstance(jobs[2].exception(10), sqlite3.IntegrityError)
    writer.close()
    assert noted(tmp_path / "db") == ["a", "b", "c"]


def test_what_was_submitted_before_closing_is_done(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "db")
    for number in range(300):
        writer.submit(partial(note, f"{number:03}"))
    writer.close()
    assert len(noted(tmp_path / "db")) == 300


def test_a_commit_that_fails_is_told_to_all_who_waited(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "db")
    broken = writer.submit(lambda connection: connection.execute("COMMIT"))  # pulls the transaction from under them
    assert isinstance(broken.exception(10), sqlite3.Error)
    assert writer.submit(partial(note, "after")).result(10) == "after"
    writer.close()


def test_two_writers_take_turns(tmp_path: Path) -> None:
    writers = [Writer(tmp_path / "db") for _ in range(2)]
    jobs = [writers[number % 2].submit(partial(note, f"{number:03}")) for number in range(100)]
    assert sorted(job.result(20) for job in jobs) == [f"{number:03}" for number in range(100)]
    for writer in writers:
        writer.close()


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    connection = connect(tmp_path / "db")

    def half(connection: Connection) -> None:
        note("half", connection)
        raise LookupError

    with pytest.raises(LookupError):
        transact(connection, half)
    connection.close()
    assert noted(tmp_path / "db") == []


def test_a_store_of_a_newer_gateway_is_left_alone(tmp_path: Path) -> None:
    connection = connect(tmp_path / "db")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(DataError, match="newer"):
        connect(tmp_path / "db")


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "db").write_bytes(b"not a database, " * 100)
    with pytest.raises(DataError):
        connect(tmp_path / "db")


def test_a_file_is_written_by_one_at_a_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    announced = Announced("3f0c9a52-7d0e-4c8b-9a5f-1f2e3d4c5b6a", 3, "0" * 64)
    with Shelf(folder).open(announced) as incoming:
        incoming.write(b"ab")
        with pytest.raises(Locked), Shelf(folder).open(announced):
            pass
        incoming.keep()
    assert Shelf(folder).offset(announced) == 2


def test_a_nonce_is_remembered_as_long_as_its_time_is_taken() -> None:
    replays = OwnReplays(most=3)

    def is_new(device_id: str, nonce: str, created: int, now: float) -> bool:
        return replays.is_new(device_id, nonce, created, now).result()

    assert is_new("a", "1", 1000, 1000)
    assert not is_new("a", "1", 1000, 1000)
    assert is_new("b", "1", 1000, 1000)
    assert is_new("a", "2", 1000 + WINDOW_SECONDS, 1000)
    assert not is_new("a", "3", 1000, 1000)  # no room
    assert is_new("a", "3", 1301, 1001 + WINDOW_SECONDS)
    assert not is_new("a", "2", 1000 + WINDOW_SECONDS, 1001 + WINDOW_SECONDS)
