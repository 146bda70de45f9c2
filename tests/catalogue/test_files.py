"""Files of the portal are read whole, broken off or hostile, and what cannot be read is told."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.catalogue.portal.files import read_rows
from kiosk.catalogue.portal.reading import read_portal
from kiosk.catalogue.portal.report import Report
from tests.catalogue.portal_rows import detailed, enveloped, listed, written

ROWS = [listed("1.000001"), listed("1.000002")]


def codes(path: Path) -> tuple[list[str], dict[str, int]]:
    report = Report()
    return [row.raw["code"] for row in read_rows(path, report)], report.counts()


def saved(folder: Path, data: bytes, name: str = "portal.json") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize(
    "document",
    [
        ROWS,
        {"data": ROWS},
        {"code": "OK", "data": {"content": ROWS, "totalElements": 2}},
        {"items": ROWS},
        [{"code": "OK", "data": row} for row in ROWS],
        [{"code": "OK", "data": {"items": [row]}} for row in ROWS],
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_wrapping_of_the_portal(tmp_path: Path, document: Any, *, packed: bool) -> None:
    data = json.dumps(document).encode()
    found, oddities = codes(saved(tmp_path, gzip.compress(data) if packed else data))
    assert found == ["1.000001", "1.000002"]
    assert oddities == {}


def test_lines_with_a_byte_order_mark_and_empty_lines(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + b"\r\n\r\n".join(json.dumps(row).encode() for row in ROWS) + b"\n"
    assert codes(saved(tmp_path, data)) == (["1.000001", "1.000002"], {})


def test_one_object_alone_is_a_file_too(tmp_path: Path) -> None:
    assert codes(written(tmp_path, [enveloped(code="1.000003")])) == (["1.000003"], {})


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    lines = [json.dumps(ROWS[0]).encode(), b'{"code": "1.0', b'{"code": "\xff"}', b"7", json.dumps(ROWS[1]).encode()]
    report = Report()
    found = [row.raw["code"] for row in read_rows(saved(tmp_path, b"\n".join(lines)), report)]
    assert found == ["1.000001", "1.000002"]
    assert sorted(oddity.field for oddity in report.found) == [f"portal.json:{number}" for number in (2, 3, 4)]


def test_gz_that_breaks_off_gives_what_stood_before(tmp_path: Path) -> None:
    data = b"\n".join(json.dumps(listed(f"1.{number:06d}")).encode() for number in range(3000))
    packed = gzip.compress(data)
    found, oddities = codes(saved(tmp_path, packed[: len(packed) // 2]))
    assert 100 < len(found) < 3000
    assert oddities["truncated"] == 1


def test_gz_of_two_members(tmp_path: Path) -> None:
    packed = b"".join(gzip.compress(json.dumps(row).encode() + b"\n") for row in ROWS)
    assert codes(saved(tmp_path, packed))[0] == ["1.000001", "1.000002"]


def test_a_bomb_is_read_up_to_the_limit(tmp_path: Path) -> None:
    file = saved(tmp_path, gzip.compress(b"\n" * 20_000_000, 1))
    report = Report()
    assert list(read_rows(file, report, most=1_000_000)) == []
    assert report.counts() == {"unreadable": 1, "too_large": 1}


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"\x00", b"[" * 100_000, b"\x1f\x8b", b"\x1f\x8b\x08 garbage", b"<html>"]
)
def test_what_is_no_json_is_one_oddity(tmp_path: Path, data: bytes) -> None:
    found, oddities = codes(saved(tmp_path, data))
    assert found == []
    assert oddities["unreadable"] == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    report = Report()
    assert list(read_rows(tmp_path / "away.json", report)) == []
    assert report.counts() == {"unreadable": 1}


def test_nested_without_end_is_told(tmp_path: Path) -> None:
    document: Any = ROWS
    for _ in range(9):
        document = [document]
    assert codes(written(tmp_path, [document])) == ([], {"unreadable": 1})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted({*listed(), *detailed(), "data", "content", "text"})
PARTS = ("executionMethods", "executionCases", "cases", "executionSteps", "procedureProposal")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6) | JSON, max_size=4), st.booleans())
def test_hostile_rows_never_crash(tmp_path: Path, rows: list[Any], whole: bool) -> None:
    filled = [(detailed() if whole else listed()) | row if isinstance(row, dict) else row for row in rows]
    report = Report()
    found = read_portal([saved(tmp_path, json.dumps(filled).encode())], report)
    assert all(procedure.code == code and procedure.name for code, procedure in found.items())


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_hostile_values_deep_in_a_detail_never_crash(tmp_path: Path, data: st.DataObject) -> None:
    whole = json.loads(json.dumps(detailed(cases=[{"name": "x", "processingDay": {"qty": 1, "type": "DAY"}}])))
    for _ in range(data.draw(st.integers(1, 4))):
        place: Any = whole[data.draw(st.sampled_from(PARTS))]
        while isinstance(place, list) and place and isinstance(place[0], dict | list):
            place = place[0]
        if isinstance(place, dict) and place:
            key = data.draw(st.sampled_from(sorted(place)))
            place[key] = data.draw(JSON)
    report = Report()
    found = read_portal([saved(tmp_path, json.dumps([whole]).encode())], report)
    assert set(found) == {"1.000001"}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.booleans())
def test_hostile_bytes_never_crash(tmp_path: Path, data: bytes, packed: bool) -> None:
    report = Report()
    read_portal([saved(tmp_path, gzip.compress(data) if packed else data)], report)
    assert report.found
