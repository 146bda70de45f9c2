"""``kiosk outbox`` and ``kiosk sync`` as a technician runs them, with the embedded gateway as a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from gateway.database import connect
from gateway.dossiers import list_dossiers
from kiosk.bootstrap import open_kiosk
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.sync.ids import IdMaker
from kiosk.sync.sealing import Sealed
from offline_cache.items import NewItem
from offline_cache.outbox import Settlement
from offline_cache.store import open_store
from tests.sync.dossiers import Desk, paper

CODE = "K000-0000-00"


def kiosk(home: Path, *words: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "kiosk.cli", *words]
    environment = {"MOTCHAM_HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr


def kiosk_json(home: Path, *words: str) -> Any:
    code, out, err = kiosk(home, *words, "--json")
    assert code == 0, err
    return json.loads(out)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A kiosk with one dossier that a human must look at."""
    clock = SystemClock()
    item = NewItem(IdMaker(clock).new(), CODE, "1.001193", "v", "demo", "aa" * 32, b"envelope")
    with open_store(tmp_path / "store", clock) as store:
        store.outbox.append(item, (), None)
        store.outbox.settle([Settlement(item.id, "needs_human", "conflict", pending=False, reason="conflict")])
    return tmp_path


def test_a_sealed_dossier_is_sent_by_hand_and_received_once(tmp_path: Path) -> None:
    with closing(open_kiosk(load_config(tmp_path))) as opened:
        assert opened.embedded is not None
        opened.embedded.wait_for_url()
        desk = Desk(opened.store, opened.sealing_keys(), opened.clock)
        assert isinstance(desk.seal(desk.request(desk.draft(CODE), paper())), Sealed)
    assert kiosk_json(tmp_path, "outbox", "list")["items"][0]["state"] == "sealed"
    report = kiosk_json(tmp_path, "sync")
    assert (report["line"], report["waiting"]) == ("online", 0)
    assert len(report["received"]) == 1
    again = kiosk_json(tmp_path, "sync")
    assert again["received"] == []
    shown = kiosk_json(tmp_path, "outbox", "show", CODE.lower().replace("-", ""))
    assert (shown["id"], shown["state"]) == (report["received"][0], "received")
    assert [event["cause"] for event in shown["events"]] == ["sealed", "receipt", "official 1"]
    with closing(connect(tmp_path / "gateway" / "gateway.db")) as connection:
        assert [dossier.id for dossier in list_dossiers(connection)] == report["received"]


def test_a_line_that_is_down_is_exit_1_and_named(home: Path) -> None:
    kiosk(home, "sync")  # The embedded gateway makes its keys.
    config = '[gateway]\nembedded = false\nurl = "http://127.0.0.1:9"\nkeys = "gateway/gateway.pub.json"\n'
    (home / "config.toml").write_text(config, "utf-8")
    code, out, _ = kiosk(home, "sync")
    assert code == 1
    assert out.startswith("line: gateway_down (refused)\n")


def test_the_list_says_what_a_technician_needs_and_nothing_personal(home: Path) -> None:
    code, out, _ = kiosk(home, "outbox", "list")
    assert code == 0
    assert out.split()[0] == CODE
    row, words = out.splitlines()
    assert row.endswith("1.001193  needs_human  (conflict)")
    assert words == (
        "  Cán bộ sẽ xử lý: Nơi tiếp nhận có hồ sơ khác mang cùng số. "
        "Báo kỹ thuật, kèm mã hồ sơ này. Mời người dân hỏi tại quầy."
    )
    assert kiosk(home, "outbox", "list", "--state", "sealed")[1] == ""


def test_a_dossier_is_shown_with_its_events(home: Path) -> None:
    code, out, _ = kiosk(home, "outbox", "show", CODE)
    assert code == 0
    assert "draft → sealed  (sealed)" in out
    assert "sealed → needs_human  (conflict)" in out


def test_a_dossier_is_retried_once(home: Path) -> None:
    assert kiosk_json(home, "outbox", "retry", CODE)["retried"]
    code, _, err = kiosk(home, "outbox", "retry", CODE)
    assert code == 1
    assert "does not wait for a human" in err


def test_an_unknown_code_is_told(home: Path) -> None:
    for action in ("show", "retry"):
        code, out, err = kiosk(home, "outbox", action, "K111-1111-11")
        assert (code, out) == (1, "")
        assert "no dossier here" in err


def test_looking_goes_on_beside_a_running_kiosk_and_changing_does_not(home: Path) -> None:
    with open_store(home / "store", SystemClock()):
        assert kiosk(home, "outbox", "list")[0] == 0
        for words in (("outbox", "retry", CODE), ("sync",)):
            code, _, err = kiosk(home, *words)
            assert code == 1
            assert err == "kiosk: the store is in use: the kiosk is running, or another command is\n"


def test_without_a_store_there_is_one_sentence(tmp_path: Path) -> None:
    assert kiosk(tmp_path, "outbox", "list") == (1, "", "kiosk: there is no store in this folder yet\n")
