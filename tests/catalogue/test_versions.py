"""A catalogue on disk: read on demand, switched atomically, gone back from, and damage noticed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.catalogue.model import Procedure, summarise
from kiosk.catalogue.pack import BLOCK, CatalogueError, Pack, encode_all, write_pack
from kiosk.catalogue.versions import KEPT_FOR, Versions
from kiosk.catalogue.view import open_catalogue
from kiosk.sync.bundle import digest_of
from offline_cache.errors import StoreError
from tests.catalogue.portal_rows import detailed, listed, read

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def procedures(tmp_path_factory: pytest.TempPathFactory) -> list[Procedure]:
    """More than two blocks of rows and a few details."""
    rows = [listed(f"1.{number:06d}", f"Thủ tục cấp giấy số {number}") for number in range(2 * BLOCK + 5)]
    details = [detailed(f"2.{number:06d}", f"Thủ tục cấp thẻ số {number}") for number in range(3)]
    return list(read(tmp_path_factory.mktemp("rows"), *rows, *details)[0].values())


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "catalogue")


@pytest.fixture
def pack(tmp_path: Path, procedures: list[Procedure]) -> Iterator[Pack]:
    (tmp_path / "one.pack").write_bytes(write_pack(encode_all(procedures), "2026-11-24.1", NOW))
    opened = Pack(tmp_path / "one.pack")
    yield opened
    opened.close()


def test_every_procedure_is_found_by_its_code_as_it_was(pack: Pack, procedures: list[Procedure]) -> None:
    assert [pack.get(one.code) for one in procedures] == procedures
    assert sorted(pack.procedures(), key=lambda one: one.code) == procedures
    assert pack.summaries() == tuple(map(summarise, procedures))
    assert (pack.header.count, pack.header.detailed) == (len(procedures), 3)


@pytest.mark.parametrize("code", ["", "9.999999", "1.000001 ", "\ud83d\ude00"])
def test_a_code_that_is_not_there(pack: Pack, code: str) -> None:
    assert pack.get(code.encode("utf-16", "surrogatepass").decode("utf-16")) is None


def test_an_empty_catalogue_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "none.pack").write_bytes(write_pack({}, "2026-11-24.1", NOW))
    empty = Pack(tmp_path / "none.pack")
    assert (empty.summaries(), empty.get("1.000001"), list(empty.procedures())) == ((), None, [])
    empty.close()


def test_the_same_contents_give_the_same_digest_in_any_order(procedures: list[Procedure]) -> None:
    digest = digest_of(encode_all(procedures))
    assert digest_of(encode_all(reversed(procedures))) == digest
    assert digest_of(encode_all(procedures[1:])) != digest


def test_a_code_twice_is_refused(procedures: list[Procedure]) -> None:
    with pytest.raises(CatalogueError, match="same code"):
        encode_all([*procedures, procedures[0]])


@pytest.mark.parametrize("body", [b"", b"\x00", b"\x81\xa4code\xa1x", "other"])
def test_a_row_that_is_not_its_procedure_is_refused(procedures: list[Procedure], body: bytes | str) -> None:
    rows = encode_all(procedures)
    other = rows["1.000002"]
    with pytest.raises(CatalogueError):
        write_pack(rows | {"1.000001": other if isinstance(body, str) else body}, "2026-11-24.1", NOW)


def test_a_version_keeps_the_name_it_came_with_unless_that_is_taken(versions: Versions) -> None:
    assert versions.install({}, NOW, "2026-11-20.3") == "2026-11-20.3"
    assert versions.install({}, NOW, "2026-11-20.3") == "2026-11-24.1"
    assert versions.install({}, NOW, "../escape") == "2026-11-24.2"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 255))
def test_a_damaged_file_never_gives_another_procedure(tmp_path: Path, pack: Pack, place: float, flipped: int) -> None:
    whole = bytearray(pack.path.read_bytes())
    at = int(place * len(whole))
    whole[at] ^= flipped
    (tmp_path / "bad.pack").write_bytes(whole if flipped else whole[:at])
    known = {one.code: one for one in pack.procedures()}
    try:
        opened = Pack(tmp_path / "bad.pack")
        found = [opened.get(code) for code in known]
        opened.summaries()
        opened.close()
    except CatalogueError:
        return
    assert all(one is None or one == known[one.code] for one in found)


def test_many_threads_read_at_once(pack: Pack, procedures: list[Procedure]) -> None:
    wrong: list[str] = []

    def look() -> None:
        wrong.extend(one.code for one in procedures if pack.get(one.code) != one)

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_before_the_first_import_the_catalogue_is_empty(versions: Versions) -> None:
    catalogue = open_catalogue(versions.folder)
    assert (catalogue.version, len(catalogue), catalogue.summaries(), catalogue.get("1.000001")) == ("", 0, (), None)
    assert not versions.folder.exists()


def test_versions_of_one_day_are_counted(versions: Versions, procedures: list[Procedure]) -> None:
    assert [versions.install(encode_all(procedures), NOW) for _ in range(2)] == ["2026-11-24.1", "2026-11-24.2"]
    assert open_catalogue(versions.folder).version == "2026-11-24.2"


def test_a_session_keeps_the_version_it_began_with(versions: Versions, procedures: list[Procedure]) -> None:
    first = versions.install(encode_all(procedures), NOW)
    session = open_catalogue(versions.folder)
    changed = [replace(one, name="Tên mới") for one in procedures]
    for days in range(1, 4):
        versions.install(encode_all(changed), NOW + days * KEPT_FOR)
    assert first not in versions.names()
    assert session.get(procedures[0].code) == procedures[0]
    assert open_catalogue(versions.folder).get(procedures[0].code) == changed[0]
    session.close()


def test_a_draft_of_some_days_ago_finds_its_version(versions: Versions, procedures: list[Procedure]) -> None:
    first = versions.install(encode_all(procedures), NOW)
    for days in range(1, 5):
        versions.install(encode_all(procedures), NOW + timedelta(days=days))
    assert open_catalogue(versions.folder, first).version == first


def test_a_version_that_is_gone_or_was_never_there_gives_the_current_one(
    versions: Versions, procedures: list[Procedure]
) -> None:
    current = versions.install(encode_all(procedures), NOW)
    for name in ("2020-01-01.1", "../../etc/passwd", "current"):
        assert open_catalogue(versions.folder, name).version == current


def test_rollback_goes_back_and_again_forward(versions: Versions, procedures: list[Procedure]) -> None:
    with pytest.raises(CatalogueError, match="no previous"):
        versions.rollback(NOW)
    first, second = (versions.install(encode_all(procedures), NOW) for _ in range(2))
    assert versions.rollback(NOW) == first
    assert versions.pointer().rolled_back == second
    assert open_catalogue(versions.folder).version == first
    assert versions.rollback(NOW) == second
    assert versions.pointer().rolled_back == ""


def test_a_version_after_a_rollback_keeps_what_served_before(versions: Versions, procedures: list[Procedure]) -> None:
    first, _ = (versions.install(encode_all(procedures), NOW) for _ in range(2))
    versions.rollback(NOW)
    third = versions.install(encode_all(procedures), NOW)
    assert (versions.pointer().current, versions.pointer().previous) == (third, first)


def test_a_damaged_current_version_gives_way_to_the_previous(versions: Versions, procedures: list[Procedure]) -> None:
    first, second = (versions.install(encode_all(procedures), NOW) for _ in range(2))
    (versions.folder / f"{second}.pack").write_bytes(b"\x00" * 100)
    assert open_catalogue(versions.folder).version == first
    (versions.folder / f"{first}.pack").unlink()
    with pytest.raises(CatalogueError, match="damaged"):
        open_catalogue(versions.folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"current": 7}'])
def test_a_damaged_pointer_is_told(versions: Versions, content: bytes) -> None:
    versions.folder.mkdir(parents=True)
    (versions.folder / "current.json").write_bytes(content)
    with pytest.raises(CatalogueError, match=r"current\.json cannot be read"):
        open_catalogue(versions.folder)


def test_two_writers_at_once_are_not_let_in(versions: Versions, procedures: list[Procedure]) -> None:
    versions.install(encode_all(procedures), NOW)
    with versions._only_writer(), pytest.raises(CatalogueError, match="another import"):
        versions.install(encode_all(procedures), NOW)


def test_what_a_power_cut_left_half_written_does_not_count_and_goes(
    versions: Versions, procedures: list[Procedure]
) -> None:
    first = versions.install(encode_all(procedures), NOW)
    (versions.folder / "2026-11-24.2.pack.half").write_bytes(b"half a catalogue")
    assert open_catalogue(versions.folder).version == first
    versions.install(encode_all(procedures), NOW)
    assert not list(versions.folder.glob("*.half"))


def test_a_version_that_cannot_be_written_changes_nothing(versions: Versions, procedures: list[Procedure]) -> None:
    first = versions.install(encode_all(procedures), NOW)
    (versions.folder / "2026-11-24.2.pack.half").mkdir()  # nothing can be written there
    with pytest.raises(StoreError):
        versions.install(encode_all(procedures), NOW)
    assert open_catalogue(versions.folder).version == first
    assert json.loads((versions.folder / "current.json").read_bytes())["current"] == first


def test_a_version_is_prepared_before_it_is_switched_to(tmp_path: Path, procedures: list[Procedure]) -> None:
    seen: list[tuple[str, int, str]] = []

    def prepare(pack: Pack) -> None:
        seen.append((pack.version, len(pack.summaries()), prepared.pointer().current))

    prepared = Versions(tmp_path / "catalogue", prepare)
    first = prepared.install(encode_all(procedures[:3]), NOW)
    second = prepared.install(encode_all(procedures[:5]), NOW)
    prepared.rollback(NOW)
    assert seen == [(first, 3, ""), (second, 5, first), (first, 3, second)]
