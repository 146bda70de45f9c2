"""What a voice is handed for what stands on a screen. The wordings are in tests/vectors/speech.json."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.procedures.model import Guide
from kiosk.shelf import GuideShelf
from kiosk.speech.spoken import LONGEST, pieces, spoken

UNSAID = re.compile(r"\d|[«»/•*@%₫→()]")


def texts_of(guide: Guide) -> list[str]:
    """Everything of a guide that a resident may ask to hear."""
    texts = [guide.name, guide.declaration, *guide.notice]
    for part in guide.parts:
        for step in part.steps:
            texts += [step.label, step.help, step.why, step.text, *step.points]
            texts += [text for option in step.options for text in (option.label, option.help)]
    return [text for text in texts if text]


@pytest.mark.parametrize("code", [entry.code for entry in GuideShelf().summaries])
def test_nothing_of_a_guide_is_left_in_figures_or_signs(code: str) -> None:
    guide = GuideShelf().load(code)
    assert guide is not None
    texts = texts_of(guide)
    assert [text for text in texts if UNSAID.search(spoken(text))] == []


def test_what_no_calendar_and_no_clock_has_stays_in_numbers() -> None:
    assert spoken("99/99/2026") == "chín mươi chín trên chín mươi chín trên hai nghìn không trăm hai mươi sáu"
    assert "giờ" not in spoken("25:61")


def test_lines_become_sentences() -> None:
    assert spoken("Mang theo:\n- thẻ căn cước\n- giấy chứng sinh…") == "Mang theo: thẻ căn cước. giấy chứng sinh."


@given(st.text())
def test_any_text_can_be_said(text: str) -> None:
    assert not re.search(r"[0-9]", spoken(text))


@pytest.mark.parametrize("lump", ["A.A", "a", "A1.", "1-", "a.b", "•", "1.000", "9", "I"])
def test_nonsense_is_said_without_a_long_look(lump: str) -> None:
    started = time.process_time()
    spoken(lump * 4000)
    assert time.process_time() - started < 1.0  # 100 s where each rule looks at all of it from each place


@given(st.text(alphabet="ab ,.;", max_size=2000))
def test_pieces_are_short_and_nothing_is_lost(text: str) -> None:
    cut = list(pieces(text))
    assert all(0 < len(piece) <= LONGEST for piece in cut)
    assert "".join(cut).replace(" ", "") == text.replace(" ", "")


def test_a_piece_ends_where_a_sentence_does() -> None:
    sentence = f"{'lời ' * 30}hết."
    assert list(pieces(" ".join([sentence] * 3))) == [sentence] * 3
