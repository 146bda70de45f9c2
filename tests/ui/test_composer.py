"""Typing Vietnamese: Telex letters, the tone row, names of the highlands, and what must stay as typed."""

from __future__ import annotations

import json
import logging
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.composer import Mark, Typing, Word, add_mark, type_keys, word_before

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS: Sequence[Mark] = get_args(Mark)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("dduwowngf", "đường"),
        ("DDuwowngf", "Đường"),
        ("Nguyeenx Thij Minh An", "Nguyễn Thị Minh An"),
        ("TRAANF", "TRẦN"),
        ("quys", "quý"),
        ("hoasz", "hoa"),
        ("ass", "as"),
        ("ddd", "dd"),
        ("Leef", "Lề"),
        ("Vox Thij Saus", "Võ Thị Sáu"),
    ],
)
def test_telex(keys: str, text: str) -> None:
    assert type_keys(keys) == text


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("H'Hen Nie", "H'Hen Nie"),
        ("H'Moong", "H'Mông"),
        ("Y Bhawm", "Y Bhăm"),
        ("K'Brooi", "K'Brôi"),
        ("Kroong", "Krông"),
        ("DDawsk Lawsk", "Đắk Lắk"),
        ("Lawks", "Lắk"),
        ("Ksor", "Ksor"),
    ],
)
def test_names_of_the_highlands(keys: str, text: str) -> None:
    assert type_keys(keys) == text


@pytest.mark.parametrize("name", ["Wilson", "Jessica", "Anna", "Mark"])
def test_foreign_names_stay_as_typed(name: str) -> None:
    assert type_keys(name) == name


@pytest.mark.parametrize(
    ("word", "marks", "text"),
    [
        ("Nguyen", "âã", "Nguyễn"),
        ("Nguyen", "ãâ", "Nguyễn"),
        ("duong", "đơà", "đường"),
        ("Hai", "ả", "Hải"),
        ("hoa", "à", "hòa"),
        ("luat", "âạ", "luật"),
        ("nuoc", "ơá", "nước"),
        ("hoàng", "á", "hoáng"),  # another tone takes the place of the first
        ("hoàng", "à", "hoang"),  # the same tone again takes it away
        ("đong", "đ", "dong"),
        ("bao", "â", "bao"),  # nothing it could mean
        ("Krong", "â", "Krông"),
        ("th", "á", "th"),
    ],
)
def test_tone_row_acts_on_the_word(word: str, marks: Sequence[Mark], text: str) -> None:
    for mark in marks:
        word = add_mark(Word(word, word), mark).text
    assert word == text


def test_letters_of_the_tone_row_stand_alone_when_there_is_nothing_to_change() -> None:
    typing = Typing()
    assert typing.mark("", "đ", upper=True).text == "Đ"
    assert typing.press("Đ", "a").text == "Đa"
    assert typing.mark("Đa", "ă", upper=False).text == "Đă"
    assert typing.mark("L", "ă").text == "Lă"
    assert typing.mark("", "á").text == ""


def test_typing_goes_on_after_a_correction() -> None:
    typing = Typing()
    assert typing.press("Nguyễ", "n") == typing.press("Nguyễ", "n")
    edit = typing.mark("ông Nguyen", "â")
    assert (edit.replaced, edit.text) == (6, "Nguyên")


def test_without_telex_letters_are_only_letters_and_the_tone_row_still_works() -> None:
    typing = Typing()
    assert typing.press("a", "a", telex=False).text == "aa"
    assert typing.mark("to", "ơ").text == "tơ"


def test_only_the_last_run_of_letters_is_a_word() -> None:
    assert word_before("Y H'Hen") == "Hen"
    assert word_before("Hen ") == ""


def test_what_is_typed_reaches_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        type_keys("Nguyeenx")
    assert caplog.records == []


letters = st.text(alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyzwfjñčAĂĐEƠWSFJZQ' "), max_size=10)


@given(letters)
def test_any_keys_give_text_in_nfc_and_lose_no_spaces(keys: str) -> None:
    text = type_keys(keys)
    assert unicodedata.is_normalized("NFC", text)
    assert text.count(" ") == keys.count(" ")


@given(st.text(max_size=12), st.sampled_from(MARKS), st.booleans())
def test_the_tone_row_never_touches_anything_but_the_last_word(before: str, mark: Mark, upper: bool) -> None:
    edit = Typing().mark(before, mark, upper=upper)
    assert edit.replaced == len(word_before(before))
    assert "\0" not in edit.text


@given(letters, st.sampled_from("áàảãạ"))
def test_the_same_tone_twice_is_no_tone(keys: str, mark: Mark) -> None:
    word = Word(word_before(keys), word_before(keys))
    once = add_mark(word, mark)
    assert once == word or add_mark(once, mark) == word


def test_the_shared_samples() -> None:
    samples = Path(os.environ.get("MOTCHAM_SAMPLES", "../shared/data")) / "vectors" / "telex.json"
    if not samples.exists():
        pytest.skip("MOTCHAM_SAMPLES names no folder with vectors/telex.json")
    cases = json.loads(samples.read_text(encoding="utf-8"))["cases"]
    assert [case for case in cases if type_keys(case["keys"]) != case["text"]] == []
