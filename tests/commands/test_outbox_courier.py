"""``kiosk outbox export | import | carried`` as technicians type them: two kiosks and a real gateway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gateway.database import connect
from gateway.dossiers import list_dossiers
from gateway.folder import Folder
from kiosk.bootstrap import open_kiosk
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.sync.sealing import Sealed
from offline_cache.errors import StoreError
from offline_cache.rescue import open_rescue
from offline_cache.store import open_store
from tests.commands.test_outbox_and_sync import CODE, kiosk, kiosk_json
from tests.gateway.running import Running, Site, running
from tests.sync.dossiers import Desk, paper

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Running]:
    with running(Site(Folder(tmp_path / "gateway"))) as started:
        yield started


def make_home(live: Running, home: Path, url: str, code: str = "") -> Path:
    """A kiosk that this gateway knows, with one dossier if a code is given."""
    home.mkdir()
    config = f'[gateway]\nembedded = false\nurl = "{url}"\nkeys = "{live.site.folder.public_keys}"\n'
    (home / "config.toml").write_text(config, "utf-8")
    with closing(open_kiosk(load_config(home))) as opened:
        live.site.register(opened.device)
        if code:
            desk = Desk(opened.store, opened.sealing_keys(), opened.clock)
            assert isinstance(desk.seal(desk.request(desk.draft(code), paper(), paper("marriage_paper", 2))), Sealed)
    return home


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_from_a_kiosk_without_a_line_over_another_one_and_back(live: Running, tmp_path: Path, stick: Path) -> None:
    near = make_home(live, tmp_path / "near", NOWHERE, CODE)
    far = make_home(live, tmp_path / "far", live.url)
    exported = kiosk_json(near, "outbox", "export", str(stick))
    assert (exported["ok"], exported["own_disk"], len(exported["dossiers"])) == (True, True, 1)
    assert kiosk_json(near, "outbox", "list")["items"][0]["exported_at"]
    (taken,) = kiosk_json(far, "outbox", "import", str(stick))["files"]
    assert taken["new"] == exported["dossiers"]
    assert [row["state"] for row in kiosk_json(far, "outbox", "carried")["carried"]] == ["waiting"]
    assert kiosk_json(far, "sync")["carried"] == exported["dossiers"]
    assert [row["state"] for row in kiosk_json(far, "outbox", "carried")["carried"]] == ["received"]
    assert kiosk_json(far, "outbox", "export", str(stick))["receipts"] == 1
    files = kiosk_json(near, "outbox", "import", str(stick))["files"]
    assert [file.get("received") for file in files if "own" not in file] == [exported["dossiers"]]
    shown = kiosk_json(near, "outbox", "show", CODE)
    assert shown["state"] == "received"
    assert [event["cause"] for event in shown["events"]][:2] == ["sealed", "exported"]
    with closing(connect(live.site.folder.database)) as connection:
        assert [dossier.id for dossier in list_dossiers(connection)] == exported["dossiers"]


def test_beside_a_kiosk_that_runs(live: Running, tmp_path: Path, stick: Path) -> None:
    near = make_home(live, tmp_path / "near", NOWHERE, CODE)
    with open_store(near / "store", SystemClock()):
        code, out, _ = kiosk(near, "outbox", "export", str(stick), CODE)
        assert code == 0
        assert "1 dossiers, 0 receipts" in out
        assert "read back from the stick" in out
        assert out.endswith("the kiosk that runs writes it down within half a minute\n")
    code, out, _ = kiosk(near, "outbox", "export", str(stick), "--all")
    assert code == 0
    assert kiosk(near, "outbox", "list")[1].count("[on a stick 20") == 1
    causes = [event["cause"] for event in kiosk_json(near, "outbox", "show", CODE)["events"]]
    assert causes[:2] == ["sealed", "exported"]


def test_what_is_not_there_is_told_in_one_sentence(live: Running, tmp_path: Path, stick: Path) -> None:
    near = make_home(live, tmp_path / "near", NOWHERE)
    assert kiosk(near, "outbox", "export", str(stick))[:2] == (
        0,
        "nothing to export: every dossier here has its receipt\n",
    )
    code, out, err = kiosk(near, "outbox", "export", str(stick), CODE)
    assert (code, out) == (1, "")
    assert "no dossier here has the code" in err
    code, _, err = kiosk(near, "outbox", "import", str(stick))
    assert code == 1
    assert "no motcham-….parcel" in err
    (stick / "holiday.parcel").write_bytes(b"\x89PNG\r\n\x1a\n")
    code, _, err = kiosk(near, "outbox", "import", str(stick))
    assert code == 1
    assert "refused (strange)" in err


def test_a_store_that_does_not_open_is_exported_from_its_rescue(live: Running, tmp_path: Path, stick: Path) -> None:
    near = make_home(live, tmp_path / "near", NOWHERE, CODE)
    (near / "store" / "store.db").write_bytes(b"no database any more" * 1000)
    assert kiosk(near, "outbox", "export", str(stick))[0] == 1
    far = make_home(live, tmp_path / "far", NOWHERE, "K111-1111-16")
    database = far / "store" / "store.db"
    open_rescue(far / "store", SystemClock(), StoreError("damaged")).close()
    database.write_bytes(b"no database any more" * 1000)
    assert len(kiosk_json(far, "outbox", "export", str(stick))["dossiers"]) == 1
