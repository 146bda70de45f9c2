"""What only PostgreSQL can do to us: connections that end in a transaction, parts by month, a server that lies."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gateway.database import Connection, StoreAway, connect, transact
from gateway.dossiers import find_dossier
from gateway.folder import Folder
from gateway.writing import Writer
from kiosk.errors import ConfigError, DataError
from kiosk.sync.protocol import ENVELOPE_TYPE
from tests.gateway.by_hand import call
from tests.gateway.postgres_server import Server
from tests.gateway.running import Site, make_dossier, running

TYPED = {"Content-Type": ENVELOPE_TYPE}


@pytest.fixture
def url(postgres_server: Server) -> str:
    return postgres_server.new_database()


@pytest.fixture
def direct(url: str) -> Iterator[psycopg.Connection]:
    """The same database, looked at from beside."""
    connect(url).close()
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def note(text: str, connection: Connection) -> str:
    connection.execute("INSERT INTO day_sequence (unit, day, last) VALUES (?, '', 1)", (text,))
    return text


def noted(direct: psycopg.Connection) -> list[str]:
    return [row[0] for row in direct.execute("SELECT unit FROM day_sequence ORDER BY unit")]


def cut_all(direct: psycopg.Connection) -> None:
    direct.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'motcham-gateway' AND datname = current_database()"
    )


def test_a_job_that_fails_takes_no_other_with_it(url: str, direct: psycopg.Connection) -> None:
    writer = Writer(url)
    gate = threading.Event()
    held = writer.submit(lambda _: gate.wait(10))
    jobs: list[Future[str]] = [writer.submit(partial(note, text)) for text in ("a", "b", "a", "c")]
    gate.set()
    assert held.result(10)
    assert [jobs[at].result(10) for at in (0, 1, 3)] == ["a", "b", "c"]
    assert isinstance(jobs[2].exception(10), DataError)
    writer.close()
    assert noted(direct) == ["a", "b", "c"]


def test_a_connection_that_ends_in_a_transaction_leaves_nothing_of_it(url: str, direct: psycopg.Connection) -> None:
    writer = Writer(url)

    def cut(connection: Connection) -> None:
        note("cut", connection)
        cut_all(direct)

    gate = threading.Event()
    writer.submit(lambda _: gate.wait(10))
    jobs: list[Future[Any]] = [
        writer.submit(partial(note, "before")),
        writer.submit(cut),
        writer.submit(partial(note, "after")),
    ]
    gate.set()
    assert {type(job.exception(10)) for job in jobs} == {StoreAway}
    assert noted(direct) == []
    assert writer.submit(partial(note, "again")).result(10) == "again"  # connected anew
    writer.close()
    assert noted(direct) == ["again"]


def test_a_statement_that_fails_unseen_is_not_taken_for_committed(url: str, direct: psycopg.Connection) -> None:
    def swallow(connection: Connection) -> None:
        note("first", connection)
        with contextlib.suppress(DataError):
            note("first", connection)  # from here on PostgreSQL would answer COMMIT by rolling back

    with contextlib.closing(connect(url)) as connection, pytest.raises(StoreAway):
        transact(connection, swallow)
    assert noted(direct) == []


def test_an_error_does_not_repeat_what_was_written(url: str, direct: psycopg.Connection) -> None:
    with contextlib.closing(connect(url)) as connection:
        transact(connection, partial(note, "Minh-An"))
        with pytest.raises(DataError) as caught:
            transact(connection, partial(note, "Minh-An"))
    assert "Minh" not in str(caught.value)
    assert "UniqueViolation" in str(caught.value)
    assert noted(direct) == ["Minh-An"]


def test_a_gateway_whose_database_was_cut_off_goes_on(url: str, tmp_path: Path, direct: psycopg.Connection) -> None:
    folder = Folder(tmp_path / "gateway")
    folder.make()
    folder.use_database(url)
    site = Site(folder)
    with running(site) as live:
        dossier = make_dossier(site)
        target = f"/v1/submissions/{dossier.id}"
        assert call(live, "PUT", target, dossier.envelope, TYPED).status == 201
        cut_all(direct)
        statuses = [call(live, "PUT", target, dossier.envelope, TYPED) for _ in range(3)]
        assert {reply.status for reply in statuses} <= {200, 503}
        assert all(reply.headers["retry-after"] == "5" for reply in statuses if reply.status == 503)
        assert statuses[-1].status == 200
        other = make_dossier(site)
        replies = [call(live, "PUT", f"/v1/submissions/{other.id}", other.envelope, TYPED).status for _ in range(2)]
        assert replies in ([201, 200], [503, 201])


def test_dossiers_lie_in_the_part_of_their_month(url: str, tmp_path: Path, direct: psycopg.Connection) -> None:
    folder = Folder(tmp_path / "gateway")
    folder.make()
    folder.use_database(url)
    site = Site(folder)
    long_ago = "0190163d-8694-739b-aea5-966c26f8ad91"  # June 2024, by a clock that was off
    now = make_dossier(site)
    with running(site) as live:
        for dossier in (now, make_dossier(site, submission_id=long_ago)):
            assert call(live, "PUT", f"/v1/submissions/{dossier.id}", dossier.envelope, TYPED).status == 201
        assert call(live, "GET", f"/v1/submissions/{long_ago}").status == 200
    parts: dict[str, str] = dict(direct.execute("SELECT id, tableoid::regclass::text FROM dossier").fetchall())
    assert parts[long_ago] == "dossier_other"
    assert parts[now.id] == time.strftime("dossier_%Y_%m", time.gmtime(int(now.id.replace("-", "")[:12], 16) / 1000))
    query = psycopg.sql.SQL("EXPLAIN SELECT 1 FROM dossier WHERE id = {}").format(now.id)
    plan = "\n".join(row[0] for row in direct.execute(query))
    assert parts[now.id] in plan
    assert "dossier_other" not in plan
    with contextlib.closing(connect(folder.database)) as connection:
        found = find_dossier(connection, now.id)
    assert found is not None
    assert found.id == now.id
    with pytest.raises(psycopg.errors.UniqueViolation):
        direct.execute("INSERT INTO minted SELECT dossier_code, 'x' FROM dossier")


def test_a_server_that_does_not_sync_is_refused(url: str, postgres_server: Server) -> None:
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as admin:
        try:
            admin.execute("ALTER SYSTEM SET fsync = off")
            admin.execute("SELECT pg_reload_conf()")
            with pytest.raises(ConfigError, match="fsync"):
                _connect_until_refused(url)
        finally:
            admin.execute("ALTER SYSTEM RESET fsync")
            admin.execute("SELECT pg_reload_conf()")


def _connect_until_refused(url: str) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        connect(url).close()


def test_a_store_of_a_newer_gateway_is_left_alone(url: str, direct: psycopg.Connection) -> None:
    direct.execute("UPDATE schema_version SET version = 2")
    with pytest.raises(DataError, match="newer"):
        connect(url)


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        connect(f"postgresql://gateway:secret@/nothing?host={tmp_path}")
    assert "secret" not in str(caught.value)


def test_a_folder_keeps_the_store_it_has(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write_unit("H15.50")
    folder.use_database("postgresql://gateway@/one")
    folder.use_database("postgresql://gateway@/one")
    assert (folder.unit(), folder.database) == ("H15.50", "postgresql://gateway@/one")
    assert folder.settings.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ConfigError, match="left behind"):
        folder.use_database("postgresql://gateway@/two")
    with pytest.raises(ConfigError):
        folder.use_database("mysql://gateway@/two")
    other = Folder(tmp_path / "other")
    other.make()
    connect(other.root / "gateway.db").close()
    with pytest.raises(ConfigError, match="left behind"):
        other.use_database("postgresql://gateway@/one")
