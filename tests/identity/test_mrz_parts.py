"""The parts of the lines as a person types them: a slip is found in its part, and the key is that of the lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.chip.keys import key_of_parts, mrz_key
from kiosk.identity.mrz import Mrz, read_mrz
from kiosk.identity.mrz_parts import PARTS, TypedParts, parts_of
from tests.identity.test_mrz import SAMPLE, lines

DOCUMENT, BORN, EXPIRES = "0990123459", "9901018", "3901016"
"""Of SAMPLE."""


def typed(*keys: str) -> TypedParts:
    parts = TypedParts()
    for key in "".join(keys):
        parts = parts.press(key)
    return parts


def test_typed_one_after_the_other_they_open_what_the_lines_open() -> None:
    parts = typed(DOCUMENT, BORN, EXPIRES)
    assert parts.complete
    assert key_of_parts(parts) == mrz_key(SAMPLE)
    assert key_of_parts(parts).document == "099012345"


def test_a_part_leads_to_the_next_only_when_its_check_digit_holds() -> None:
    assert typed(DOCUMENT).part.name == "born"
    slipped = typed(DOCUMENT[:-1], "8")
    assert (slipped.part.name, slipped.wrong, slipped.may_go_on) == ("document", True, False)
    mended = slipped.press("").press("9")
    assert (mended.part.name, mended.wrong) == ("born", False)


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("digit", "0123456789")
def test_no_single_slip_passes_unless_it_is_none(place: int, digit: str) -> None:
    slipped = BORN[:place] + digit + BORN[place + 1 :]
    assert (typed(DOCUMENT, slipped).part.name == "born") == (slipped != BORN)


def test_what_is_full_takes_no_more_and_what_is_empty_loses_nothing() -> None:
    full = typed(DOCUMENT, BORN, EXPIRES)
    assert full.press("7") == full
    assert TypedParts().press("") == TypedParts()


def test_back_keeps_what_was_typed_and_next_asks_for_a_sound_part() -> None:
    parts = typed(DOCUMENT, BORN[:3])
    before = parts.back()
    assert (before.text, before.may_go_on) == (DOCUMENT, True)
    assert before.next() == parts
    assert parts.next() == parts
    assert TypedParts().back() == TypedParts()
    assert typed(DOCUMENT, BORN, EXPIRES).again().text == DOCUMENT


def test_a_day_nobody_knows_is_typed_as_it_stands_there() -> None:
    _, second, _ = lines(number="001148000001", born="48<<<<").split("\n")
    assert typed(DOCUMENT, second[:7]).part.name == "expires"


def test_nothing_typed_is_complete_and_nothing_shows_in_a_log() -> None:
    assert not TypedParts().complete
    assert not typed(DOCUMENT, BORN).complete
    assert DOCUMENT not in repr(typed(DOCUMENT))


@given(st.integers(0, 10**9 - 1), st.dates(), st.dates())
def test_parts_of_lines_that_add_up_are_complete(number: int, born: object, expires: object) -> None:
    text = lines(f"001{number:09}", f"{born:%y%m%d}", "M", f"{expires:%y%m%d}")
    if isinstance(read_mrz(text), Mrz):
        first, second, _ = text.split("\n")
        parts = parts_of(first, second)
        assert parts.complete
        assert [len(part) for part in parts.texts] == [part.length for part in PARTS]
        assert typed(*parts.texts).texts == parts.texts
