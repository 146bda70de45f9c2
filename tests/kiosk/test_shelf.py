"""The guides on the shelf, and how residents find them: without accents, half words, in any order, everyday words."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assets import ASSETS
from kiosk.shelf import GuideShelf
from tests.kiosk.service_point import BIRTH, RESIDENCE

SHELF = GuideShelf()


def found(query: str) -> list[str]:
    return [entry.code for entry in SHELF.search(query)]


@pytest.mark.parametrize(
    "query",
    [
        "Đăng ký khai sinh",
        "đăng ký khai sinh",
        "dang ky khai sinh",
        "DANG KY KHAI SINH",
        "khai sinh",
        "sinh khai",
        "khai si",
        "kh s",
        "  khai   sinh ",
        "ky dang sinh",
        "1.001193",
        "giay chung sinh",
        "tre so sinh",
        "Ðăng ký khai sinh",
        unicodedata.normalize("NFD", "khai sinh quá hạn"),
    ],
)
def test_the_birth_registration_is_found(query: str) -> None:
    assert found(query)[0] == BIRTH


def test_each_guide_is_found_by_its_own_name_and_code() -> None:
    assert RESIDENCE in found("tam tru")
    assert BIRTH not in found("tam tru")
    for entry in SHELF.summaries:
        assert found(entry.name)[0] == entry.code
        assert found(entry.code) == [entry.code]


@pytest.mark.parametrize("query", ["xyzzy", "khai xyzzy", "🚲", "'; drop table", "hai inh", "\x00"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert BIRTH not in found(query)


@pytest.mark.parametrize("query", ["", "   ", "\u200b"])
def test_nothing_typed_finds_all(query: str) -> None:
    assert SHELF.search(query) == SHELF.summaries
    assert len(SHELF.summaries) == len(list((ASSETS / "guides").glob("*.yaml")))


@given(st.text(max_size=30))
def test_any_text_finds_a_part_of_the_shelf(query: str) -> None:
    results = SHELF.search(query)
    assert set(results) <= set(SHELF.summaries)
    assert len(set(results)) == len(results)


@given(st.permutations(["dang", "ky", "khai", "sinh"]), st.integers(1, 4))
def test_neither_order_nor_half_words_matter(words: list[str], letters: int) -> None:
    assert BIRTH in found(" ".join(word[:letters] for word in words))


def test_a_guide_is_read_once_and_whole() -> None:
    shelf = GuideShelf()
    loaded = shelf.load(BIRTH)
    assert loaded is not None
    assert loaded.code == BIRTH
    assert shelf.load(BIRTH) is loaded
    assert shelf.load("9.999999") is None
    assert all(shelf.load(entry.code) is not None for entry in shelf.summaries)


def test_an_empty_shelf_is_no_fault(tmp_path: Path) -> None:
    empty = GuideShelf(tmp_path)
    assert empty.summaries == ()
    assert empty.search("khai sinh") == ()
    assert empty.load(BIRTH) is None
