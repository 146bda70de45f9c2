"""A store that does not open, seen by the technician: what waits is sent, the cause is told, and nothing is lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from gateway.database import connect
from gateway.dossiers import list_dossiers
from kiosk.bootstrap import open_kiosk
from kiosk.config import load_config
from kiosk.sync.sealing import Sealed
from tests.commands.test_outbox_and_sync import CODE, kiosk, kiosk_json
from tests.sync.dossiers import Desk, paper


def write_version(home: Path, floor: int) -> int:
    """Make the store that of another release; the floor it had."""
    with closing(sqlite3.connect(home / "store" / "store.db")) as connection:
        (before,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {floor}")
    return int(before)


def findings(home: Path) -> dict[str, Any]:
    return {finding["what"]: finding for finding in json.loads(kiosk(home, "doctor", "--json")[1])}


def held(home: Path) -> list[str]:
    with closing(connect(home / "gateway" / "gateway.db")) as connection:
        return [dossier.id for dossier in list_dossiers(connection)]


def test_what_waits_in_a_newer_store_is_sent_told_and_taken_back(tmp_path: Path) -> None:
    with closing(open_kiosk(load_config(tmp_path))) as opened:
        assert opened.embedded is not None
        opened.embedded.wait_for_url()
        desk = Desk(opened.store, opened.sealing_keys(), opened.clock)
        assert isinstance(desk.seal(desk.request(desk.draft(CODE), paper())), Sealed)
    floor = write_version(tmp_path, 99)
    code, out, err = kiosk(tmp_path, "sync")
    assert (code, err.count("Traceback")) == (1, 0)
    assert "rescue: a newer release wrote the store" in out
    assert "received: 1, updates: 0, still waiting: 0" in out
    (sent,) = held(tmp_path)
    told = findings(tmp_path)
    assert told["store"]["light"] == told["rescue"]["light"] == "fail"
    assert "install the newer release again" in told["store"]["mend"]
    assert "0 dossiers to go" in told["rescue"]["found"]
    assert kiosk_json(tmp_path, "outbox", "list")["items"][0]["state"] == "received"
    write_version(tmp_path, floor)
    report = kiosk_json(tmp_path, "sync")
    assert (report["received"], report["waiting"], report["rescue"]) == ([], 0, "")
    shown = kiosk_json(tmp_path, "outbox", "show", CODE)
    assert (shown["id"], shown["state"]) == (sent, "received")
    assert "rescue" in [event["cause"] for event in shown["events"]]
    assert held(tmp_path) == [sent]
    assert not (tmp_path / "store" / "rescue").exists()
