"""The index that is kept beside the catalogue: served again, built anew when it is not the right one or not whole."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.catalogue.model import Summary
from kiosk.catalogue.pack import encode_all
from kiosk.catalogue.search import Search
from kiosk.catalogue.search_kept import SUFFIX, Kept
from kiosk.catalogue.search_model import Found, Here
from kiosk.catalogue.versions import Versions
from kiosk.catalogue.view import Catalogue, open_catalogue
from tests.catalogue.test_search import CATALOGUE

QUERIES = ("khai sinh", "khai shin", "mat cccd", "1.0011", "", "dang ky thuong tru cho con", "không có gì như thế")


class Loads:
    """Summaries of a catalogue that count how often they were asked for."""

    def __init__(self, rows: Iterable[Summary] = CATALOGUE) -> None:
        self.rows, self.times = tuple(rows), 0

    def __call__(self) -> tuple[Summary, ...]:
        self.times += 1
        return self.rows


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path, "of these procedures")


def answers(search: Search) -> list[Found]:
    return [search.find(query) for query in QUERIES]


def file_of(kept: Kept) -> Path:
    (file,) = kept.folder.glob(f"*{SUFFIX}")
    return file


PLAIN = answers(Search(Loads(), Here()))


def test_a_kept_index_answers_the_same_and_reads_no_summary(kept: Kept) -> None:
    first, second = Loads(), Loads()
    assert answers(Search(first, Here(), kept=kept)) == PLAIN
    assert answers(Search(second, Here(), kept=kept)) == PLAIN
    assert (first.times, second.times) == (1, 0)


@pytest.mark.parametrize(
    "other",
    [
        lambda kept, load: Search(load, Here(), kept=replace(kept, digest="of others")),
        lambda kept, load: Search(load, Here("province"), kept=kept),
        lambda kept, load: Search(load, Here("commune", "Huế"), kept=kept),
        lambda kept, load: Search(load, Here(), lambda: {"1.001193": ["giấy của bé"]}, kept=kept),
    ],
)
def test_an_index_of_anything_else_does_not_serve(kept: Kept, other: Callable[[Kept, Loads], Search]) -> None:
    Search(Loads(), Here(), kept=kept).warm()
    loads = Loads()
    other(kept, loads).warm()
    assert loads.times == 1


def test_only_the_newest_few_are_kept(kept: Kept) -> None:
    for number in range(5):
        Search(Loads(), Here(), kept=replace(kept, digest=str(number))).warm()
    assert len(list(kept.folder.glob(f"*{SUFFIX}"))) == 3


def test_where_nothing_can_be_written_search_answers_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert answers(Search(Loads(), Here(), kept=Kept(tmp_path / "file" / "folder", "x"))) == PLAIN


@pytest.mark.parametrize("length", [0, 3, 40, 5000, -1])
def test_a_file_cut_short_is_built_anew(kept: Kept, length: int) -> None:
    Search(Loads(), Here(), kept=kept).warm()
    file = file_of(kept)
    file.write_bytes(file.read_bytes()[:length])
    loads = Loads()
    assert answers(Search(loads, Here(), kept=kept)) == PLAIN
    assert loads.times == 1
    assert answers(Search(loads, Here(), kept=kept)) == PLAIN
    assert loads.times == 1  # and written whole again


def test_a_folder_in_its_place_is_no_file(kept: Kept) -> None:
    Search(Loads(), Here(), kept=kept).warm()
    file = file_of(kept)
    file.unlink()
    file.mkdir()
    assert answers(Search(Loads(), Here(), kept=kept)) == PLAIN


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(1, 255))
def test_any_byte_wrong_is_noticed(kept: Kept, at: float, byte: int) -> None:
    Search(Loads(), Here(), kept=kept).warm()
    file = file_of(kept)
    held = bytearray(file.read_bytes())
    held[int(at * len(held))] ^= byte
    file.write_bytes(held)
    loads = Loads()
    assert answers(Search(loads, Here(), kept=kept)) == PLAIN
    assert loads.times == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(wrong=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=9)), min_size=1))
def test_a_forged_file_with_a_right_checksum_still_gets_an_answer(kept: Kept, wrong: list[tuple[float, bytes]]) -> None:
    Search(Loads(), Here(), kept=kept).warm()
    file = file_of(kept)
    held = bytearray(file.read_bytes()[4:])
    for at, put in wrong:
        start = int(at * (len(held) - len(put)))
        held[start : start + len(put)] = put
    file.write_bytes(zlib.crc32(held).to_bytes(4, "big") + held)
    search = Search(Loads(), Here(), kept=kept)
    assert len(answers(search)) == len(QUERIES)


def test_names_are_read_by_code_once_the_index_stands(kept: Kept) -> None:
    search = Search(Loads(), Here(), kept=kept)
    assert (len(search.names), list(search.names), search.names.get("1.001193")) == (0, [], None)
    search.warm()
    assert dict(search.names) == {one.code: one.name for one in CATALOGUE}
    assert "9.999999" not in search.names


def test_a_catalogue_keeps_its_index_beside_it_and_another_one_with_rows_beside(tmp_path: Path) -> None:
    Versions(tmp_path).install(encode_all(()), datetime.now(UTC))
    catalogue = open_catalogue(tmp_path)
    alone, beside = catalogue.kept_search(), catalogue.kept_search(CATALOGUE[:1])
    assert alone
    assert beside
    assert alone.folder == tmp_path
    assert alone.digest != beside.digest
    assert Catalogue(None).kept_search() is None
