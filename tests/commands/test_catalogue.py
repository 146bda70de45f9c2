"""``kiosk catalogue``: what a technician types and reads."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap import library_of
from kiosk.catalogue.pack import CatalogueError
from kiosk.commands import catalogue
from kiosk.config import load_config
from tests.catalogue.portal_rows import detailed, listed, written

ROWS = (listed("1.000001", "Thủ tục đăng ký kết hôn"), listed("1.000002", "Cấp thẻ", departments=["Bộ Công an"]))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path / "home"))
    return tmp_path


def run(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    catalogue.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["catalogue", *map(str, words)])
    outcome: int = arguments.handler(arguments)
    return outcome


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_import_tells_what_it_read_and_every_oddity(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dirty = listed("1.000003", "Cấp\u00a0giấy")
    assert run("import", written(home, [*ROWS, dirty, {"name": "không mã"}]), "--json") == 0
    report = told(capsys)
    assert report["ok"]
    assert (report["read"], report["added"], report["changed"], report["total"]) == (3, 3, 0, 3)
    assert report["counts"]["nbsp"] == {"times": 1, "procedures": 1}
    assert {"kind": "nbsp", "code": "1.000003", "field": "name", "times": 1} in report["oddities"]
    assert {"kind": "no_code", "code": "", "field": "portal.jsonl:4", "times": 1} in report["oddities"]
    assert report["version"].endswith(".1")


def test_import_and_rollback_leave_an_index_that_no_start_has_to_build(home: Path) -> None:
    folder = home / "home" / "catalogue"
    run("import", written(home, ROWS))
    assert len(list(folder.glob("*.search"))) == 1
    run("import", written(home, [*ROWS, listed("1.000003", "Cấp giấy")]))
    for kept in folder.glob("*.search"):
        kept.unlink()
    run("rollback")
    (kept,) = folder.glob("*.search")
    written_at = kept.stat().st_mtime_ns
    library_of(load_config(home / "home")).warm()
    assert [one.stat().st_mtime_ns for one in folder.glob("*.search")] == [written_at]


def test_import_for_people(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dirty = listed("1.000003", "Cấp\u00a0giấy")
    assert run("import", written(home, [*ROWS, dirty]), "--all") == 0
    out = capsys.readouterr().out
    assert "nbsp" in out
    assert "1.000003  name" in out
    assert "read 3, added 3, changed 0, in all 3" in out
    assert run("import", written(home, ROWS)) == 0
    assert "(nothing changed)" in capsys.readouterr().out


def test_nothing_usable_is_a_failure_and_changes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", written(home, ROWS))
    (home / "broken.json").write_text("<html>", "utf-8")
    assert run("import", home / "broken.json", home / "away.json") == 1
    captured = capsys.readouterr()
    assert "nothing usable" in captured.err
    assert "broken.json" in captured.out
    assert run("list", "--json") == 0
    assert [row["code"] for row in told(capsys)] == ["1.000001", "1.000002"]


def test_one_usable_file_among_broken_ones_is_enough(home: Path) -> None:
    (home / "broken.json").write_text("<html>", "utf-8")
    assert run("import", home / "broken.json", written(home, ROWS)) == 0


def test_replace_starts_from_the_files_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", written(home, ROWS))
    run("import", written(home, ROWS[:1]), "--replace")
    capsys.readouterr()
    run("list", "--json")
    assert [row["code"] for row in told(capsys)] == ["1.000001"]


def test_list_by_level_field_and_life_situation(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", written(home, [*ROWS, detailed("2.000001")]))
    capsys.readouterr()
    for words, codes in (
        (("--level", "ministry"), ["1.000002"]),
        (("--event", "hon_nhan"), ["1.000001"]),
        (("--field", "Hộ tịch", "--detailed"), ["2.000001"]),
        (("--field", "Đất đai"), []),
    ):
        run("list", *words)
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == codes


def test_show_for_people_and_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", written(home, [detailed()]))
    capsys.readouterr()
    assert run("show", "1.000001") == 0
    out = capsys.readouterr().out
    assert out.startswith("1.000001  Cấp giấy mẫu\n")
    assert "direct: 3 working_day" in out
    assert "submit 1+0: Tờ khai theo mẫu" in out
    assert run("show", "1.000001", "--json") == 0
    whole = told(capsys)
    assert whole["cases"][0]["components"][0]["name"] == "Tờ khai theo mẫu"
    assert whole["version"]
    assert run("show", "9.999999") == 1
    assert "not in the catalogue" in capsys.readouterr().err


def test_rollback_and_status(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("status") == 0
    assert "no catalogue yet" in capsys.readouterr().out
    with pytest.raises(CatalogueError, match="no previous"):
        run("rollback")
    run("import", written(home, ROWS))
    run("import", written(home, [detailed("2.000001")]))
    capsys.readouterr()
    assert run("rollback") == 0
    assert run("status", "--json") == 0
    out = capsys.readouterr().out.splitlines()
    status = json.loads(out[1])
    assert out[0].endswith(".1")
    assert [(one["version"][-1], one["role"], one["count"]) for one in status["versions"]] == [
        ("2", "previous", 3),
        ("1", "current", 2),
    ]
    assert status["rolled_back"].endswith(".2")


def test_status_tells_a_damaged_version(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", written(home, ROWS))
    (pack,) = (home / "home" / "catalogue").glob("*.pack")
    pack.write_bytes(pack.read_bytes()[:-3])
    capsys.readouterr()
    assert run("status") == 1
    assert "is damaged" in capsys.readouterr().out
