import argparse
import json
import os
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands import vectors

OURS = Path(__file__).parents[1] / "vectors"
SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).parents[3] / "shared" / "data")) / "vectors"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    vectors.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["vectors", *words])
    outcome: int = arguments.handler(arguments)
    return outcome


def written(folder: Path, content: Any) -> str:
    file = folder / "cases.json"
    file.write_text(json.dumps(content), "utf-8")
    return str(file)


GOOD_QR = {
    "text": "012302000007||Lò Thị Mai|05092002|Nữ|Bản Mẫu|20072022",
    "ok": True,
    "sex": "Nữ",
    "born": "2002-09-05",
}
BAD_QR = {"text": "https://example.org", "ok": False}


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("card-qr", "card_qr.json"),
        ("mrz", "mrz.json"),
        ("deadlines", "deadlines.json"),
        ("speech", "speech.json"),
    ],
)
def test_the_shared_samples_pass(kind: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not (SAMPLES / file).exists():
        pytest.skip("no samples folder: set MOTCHAM_SAMPLES")
    assert run(kind, str(SAMPLES / file)) == 0
    assert capsys.readouterr().out.strip().endswith(" passed, 0 failed")


@pytest.mark.parametrize(("kind", "least"), [("places", 40), ("deadlines", 12), ("speech", 30)])
def test_our_own_cases_pass(kind: str, least: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(kind, str(OURS / f"{kind}.json")) == 0
    passed, failed = capsys.readouterr().out.strip().split(", ")
    assert failed == "0 failed"
    assert int(passed.removesuffix(" passed")) >= least


def test_telex_is_pressed_on_the_keyboard_that_residents_touch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = json.loads((OURS / "telex.json").read_text("utf-8"))["cases"]
    wrong = [{"keys": "dduwowngf", "text": "duong"}, {"keys": "a€", "text": "a€"}, {"text": "a"}]
    assert run("telex", written(tmp_path, {"cases": cases + wrong})) == 1
    *failures, last = capsys.readouterr().out.strip().split("\n")
    assert failures[0] == f"case {len(cases) + 1}: text: expected 'duong', got 'đường'"
    assert "no key «€»" in failures[1]
    assert failures[2].startswith(f"case {len(cases) + 3}: not a case of this kind")
    assert last == f"{len(cases)} passed, 3 failed"


@pytest.mark.parametrize(
    "case",
    [
        {"text": "08:42", "spoken_any": ["tám bốn hai", "bốn hai"]},
        {"text": "08:42", "spoken": "tám bốn hai"},
        {"text": "08:42", "spoken_any": "tám giờ bốn mươi hai phút"},
        {"text": "08:42", "heard": "tám giờ bốn mươi hai phút"},
    ],
)
def test_other_words_than_the_voice_is_handed_fail(
    tmp_path: Path, case: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("speech", written(tmp_path, {"cases": [case]})) == 1
    assert capsys.readouterr().out.strip().endswith("0 passed, 1 failed")


SPLIT = {"text": "Số 1, Quang Trung, Hà Đông, Hà Nội"}


@pytest.mark.parametrize(
    "case",
    [
        SPLIT | {"certain": True},
        SPLIT | {"commune": "Phường Hà Đông"},  # right for some of its people: not certain
        SPLIT | {"candidates": ["Phường Hà Đông"]},
        SPLIT | {"candidates": ["Phường Hà Đông", "Phường Lê Chân"]},
        SPLIT | {"outcome": "unknown"},
        {"text": "Nà Tăm, Tam Đường, Lai Châu", "commune": "Xã Bình Lư"},
        {"text": "Nà Tăm, Tam Đường, Lai Châu", "commune": "Xã Bản Bo, Hà Nội"},
        {"text": "Nà Tăm, Tam Đường, Lai Châu", "commune": None},
        {"text": "Nà Tăm, Tam Đường, Lai Châu", "province": "01"},
        {"query": "xyzzy", "commune": "03424"},
        {"former": "Hải Dương", "province": "Hà Nội"},
        {"code": "00070", "name": "Phường Lê Chân"},
    ],
)
def test_a_wrong_place_fails(tmp_path: Path, case: dict[str, object], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("places", written(tmp_path, {"cases": [case]})) == 1
    failure, last = capsys.readouterr().out.strip().split("\n")
    assert failure.startswith("case 1: ")
    assert "not a case of this kind" not in failure
    assert last == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        ("places", {}),
        ("places", {"certain": True}),
        ("places", {"text": 5, "certain": True}),
        ("places", SPLIT | {"query": "x", "certain": True}),
        ("places", SPLIT | {"candidates": "Phường Hà Đông"}),
        ("places", SPLIT | {"colour": "red"}),
        ("deadlines", {"due": "2026-11-26"}),
        ("deadlines", {"from": "2026-11-20", "due": "2026-11-26"}),
        ("deadlines", {"from": "2026-11-20", "days": 1, "months": 1, "due": "2026-11-26"}),
        ("deadlines", {"from": "2026-11-20", "days": -1, "due": "2026-11-26"}),
        ("deadlines", {"from": "tomorrow", "days": 1, "due": "2026-11-26"}),
        ("deadlines", {"from": "2026-11-20", "amount": 1, "unit": "moon", "due": "2026-11-26"}),
        ("deadlines", {"from": "2026-11-20", "days": 1, "swaps": [{"works": 1}], "due": "2026-11-26"}),
    ],
)
def test_a_case_of_another_kind_is_said_to_be_one(
    tmp_path: Path, kind: str, case: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(kind, written(tmp_path, {"cases": [case]})) == 1
    assert capsys.readouterr().out.startswith("case 1: not a case of this kind")


def test_failures_are_printed_before_the_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [GOOD_QR, BAD_QR, GOOD_QR | {"sex": "Nam"}, BAD_QR | {"ok": True}, {"ok": True}]
    assert run("card-qr", written(tmp_path, {"about": "x", "cases": cases})) == 1
    first, second, third, last = capsys.readouterr().out.strip().split("\n")
    assert first == "case 3: sex: expected 'Nam', got 'Nữ'"
    assert second == "case 4: ok: expected True, got False"
    assert third.startswith("case 5: not a case of this kind")
    assert last == "2 passed, 3 failed"


def test_the_report_can_be_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"from": "2026-11-20T15:00", "days": 0, "same_day_before": 15, "due": "2026-11-23"}
    file = written(tmp_path, {"cases": [case, case | {"due": "2026-11-20"}]})
    assert run("deadlines", file, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["ok"], report["passed"], report["failed"]) == (False, 1, 1)
    assert "2026-11-20" in report["failures"][0]


def portal_list(folder: Path) -> str:
    """A list of the portal with two procedures."""
    row = {"departments": ["Ủy ban nhân dân cấp xã"], "departmentPromulgate": "Bộ Tư pháp", "state": "ACTIVE"}
    names = {"1.001193": "Thủ tục đăng ký khai sinh", "1.004222": "Đăng ký thường trú"}
    rows = [
        row | {"code": code, "codeNotation": code, "name": name, "type": "STANDARD"} for code, name in names.items()
    ]
    file = folder / "list.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in rows), "utf-8")
    return str(file)


def test_search_passes_when_a_wanted_code_is_among_the_first_three(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [{"query": "khai shin", "top3_any": ["1.001193", "9.999999"]}, {"query": "khai sinh", "top3_any": ["9.9"]}]
    assert run("search", written(tmp_path, {"cases": cases}), "--catalogue", portal_list(tmp_path)) == 1
    failure, last = capsys.readouterr().out.strip().split("\n")
    assert failure.startswith("case 2: top3_any: expected ['9.9'], got ['1.001193'")
    assert last == "1 passed, 1 failed"


def test_search_without_a_catalogue_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path))
    assert run("search", written(tmp_path, {"cases": []})) == 1
    assert "--catalogue" in capsys.readouterr().err


def test_the_shared_search_samples_pass(capsys: pytest.CaptureFixture[str]) -> None:
    catalogue = SAMPLES.parent / "portal" / "catalog.jsonl.gz"
    if not (catalogue.exists() and (SAMPLES / "search.json").exists()):
        pytest.skip("no samples folder: set MOTCHAM_SAMPLES")
    assert run("search", str(SAMPLES / "search.json"), "--catalogue", str(catalogue)) == 0
    assert capsys.readouterr().out.strip().endswith(" passed, 0 failed")


@pytest.mark.parametrize("content", [[], {}, {"cases": {}}, {"cases": [1]}, "x"])
def test_a_file_of_another_shape_is_refused_in_a_sentence(
    tmp_path: Path, content: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("mrz", written(tmp_path, content)) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_no_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("mrz", str(tmp_path / "none.json")) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_kind_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("no-such-kind", "x")
    assert left.value.code == 2
    assert "no-such-kind" in capsys.readouterr().err
