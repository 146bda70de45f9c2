"""``gateway catalogue`` and the kiosk's ``trust``, ``export``, ``update``: from the portal's rows to another kiosk."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main as gateway
from gateway.folder import Folder
from kiosk.cli import main as kiosk
from tests.catalogue.portal_rows import listed, written
from tests.gateway.running import Site, running


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path / "kiosk"))
    return tmp_path


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def brought(at: Path, *names: str) -> None:
    """A catalogue of these procedures on a kiosk of the centre, exported."""
    rows = [listed(f"1.{number:06d}", name) for number, name in enumerate(names)]
    assert kiosk(["catalogue", "import", str(written(at, rows)), "--replace"]) == 0
    assert kiosk(["catalogue", "export", str(at / "full.xz")]) == 0


def test_from_the_centre_to_a_kiosk_by_stick_and_by_gateway(
    at: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = Site(Folder(at / "gateway"))
    data = ["--data", str(at / "gateway")]
    brought(at, "Cấp thẻ", "Cấp giấy")
    assert gateway(["catalogue", "init", *data]) == 0
    assert gateway(["catalogue", "publish", *data, str(at / "full.xz")]) == 0
    assert gateway(["catalogue", "export", *data, str(at / "stick.zip")]) == 0
    out = capsys.readouterr().out
    assert "2 procedures" in out
    assert "kiosk catalogue trust" in out

    monkeypatch.setenv("MOTCHAM_HOME", str(at / "other"))
    assert kiosk(["catalogue", "update", str(at / "stick.zip")]) == 1
    assert "whose catalogue to believe" in capsys.readouterr().err
    assert kiosk(["catalogue", "trust", str(at / "gateway/catalogue/metadata/1.root.json")]) == 0
    assert kiosk(["catalogue", "update", str(at / "stick.zip")]) == 0
    assert kiosk(["catalogue", "update", str(at / "stick.zip")]) == 0
    assert kiosk(["catalogue", "update"]) == 1
    assert "no gateway to ask" in capsys.readouterr().err

    monkeypatch.setenv("MOTCHAM_HOME", str(at / "kiosk"))
    brought(at, "Cấp thẻ", "Cấp giấy mới", "Cấp phép")
    assert gateway(["catalogue", "publish", *data, str(at / "full.xz"), "--json"]) == 0
    with running(site) as live:
        (at / "other" / "config.toml").write_text(f'[gateway]\nembedded = false\nurl = "{live.url}"\n', "utf-8")
        monkeypatch.setenv("MOTCHAM_HOME", str(at / "other"))
        capsys.readouterr()
        assert kiosk(["catalogue", "update", "--json"]) == 0
        assert told(capsys)["outcome"] == "updated"
        assert kiosk(["catalogue", "update"]) == 0
        assert "is the current one" in capsys.readouterr().out
        assert kiosk(["catalogue", "rollback"]) == 0
        assert kiosk(["catalogue", "update"]) == 0
        assert "it was rolled back here" in capsys.readouterr().out
    assert kiosk(["catalogue", "update"]) == 1
    assert "the line is down" in capsys.readouterr().err


def test_what_the_kiosk_says_of_files_that_are_none(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at / "no.zip").write_bytes(b"nothing")
    assert kiosk(["catalogue", "trust", str(at / "away.json")]) == 1
    assert kiosk(["catalogue", "trust", str(at / "no.zip")]) == 1
    assert kiosk(["catalogue", "update", str(at / "no.zip")]) == 1
    assert kiosk(["catalogue", "update", str(at / "away.zip"), "--json"]) == 1
    assert kiosk(["catalogue", "export", str(at / "out.xz")]) == 1
    captured = capsys.readouterr()
    assert "cannot be read" in captured.err
    assert "not the root of a catalogue" in captured.err
    assert "refused (damaged)" in captured.err
    assert "there is no catalogue yet" in captured.err
    assert json.loads(captured.out)["reason"] == "damaged"


def test_the_gateway_needs_a_catalogue_to_work_on(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(at / "gateway")]
    for words in (["publish", "x"], ["export", "x"], ["renew"], ["status"]):
        assert gateway(["catalogue", words[0], *data, *words[1:]]) == 1
        assert "run `gateway catalogue init` first" in capsys.readouterr().err
    assert gateway(["catalogue", "init", *data, "--json"]) == 0
    assert gateway(["catalogue", "init", *data]) == 1
    assert gateway(["catalogue", "publish", *data, str(at / "away")]) == 1
    assert gateway(["catalogue", "export", *data, str(at / "out.zip")]) == 1
    assert "nothing is published" in capsys.readouterr().err


def test_status_and_renew(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(at / "gateway")]
    gateway(["catalogue", "init", *data])
    capsys.readouterr()
    assert gateway(["catalogue", "status", *data]) == 0
    assert "nothing published yet" in capsys.readouterr().out
    brought(at, "Cấp thẻ")
    gateway(["catalogue", "publish", *data, str(at / "full.xz")])
    capsys.readouterr()
    assert gateway(["catalogue", "renew", *data, "--json"]) == 0
    status = told(capsys)
    assert status["published"]["count"] == 1
    assert set(status["expires"]) == {"root", "targets", "snapshot", "timestamp"}


PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"


def test_the_commands_of_the_page_are_true(
    at: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line, in the order of the page, on a machine of the centre and on a kiosk."""
    monkeypatch.chdir(at)
    written(at, [listed("1.000001")]).rename(at / "list.jsonl.gz")
    written(at, [listed("1.000002")]).rename(at / "details.jsonl.gz")
    monkeypatch.setenv("MOTCHAM_HOME", str(at / "kiosk"))
    assert kiosk(["catalogue", "import", "list.jsonl.gz"]) == 0  # so that there is something to go back to
    blocks = re.findall(r"^```sh (\w+)\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert [place for place, _ in blocks] == ["centre", "kiosk", "centre"]
    for place, block in blocks:
        monkeypatch.setenv("MOTCHAM_HOME", str(at / place))
        for line in block.splitlines():
            program, *words = line.split()
            assert {"kiosk": kiosk, "gateway": gateway}[program](words) == 0, line
        roots = sorted((at / "centre/gateway/catalogue/metadata").glob("*.root.json"))
        shutil.copy(roots[-1], at / "root.json")
    assert "replaced: root, targets, online" in capsys.readouterr().out
    monkeypatch.setenv("MOTCHAM_HOME", str(at / "kiosk"))
    assert kiosk(["catalogue", "update", str(at / "stick.zip")]) == 0


def test_keys_kept_elsewhere_are_brought_for_the_occasion(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(at / "gateway"), "--keys", str(at / "keys")]
    gateway(["catalogue", "init", *data])
    brought(at, "Cấp thẻ")
    assert gateway(["catalogue", "publish", *data[:2], str(at / "full.xz")]) == 1
    assert "is needed to sign" in capsys.readouterr().err
    assert gateway(["catalogue", "publish", *data, str(at / "full.xz")]) == 0
