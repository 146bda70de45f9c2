"""What became of each document, as the check page lists it, and where «Sửa» leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.catalogue.model import Case, Component
from kiosk.procedures.model import Guide
from kiosk.procedures.wizard import Wizard, start
from tests.catalogue.generic_walks import CONTEXT, PLAIN, made, papers

PAGE = "0" * 31 + "1"
MANY = replace(PLAIN, cases=(Case("", (*papers(7), Component("Xuất trình thẻ", "", 1, 0)), ()),))


def given(guide: Guide, **answers: object) -> Wizard:
    wizard = start(guide, CONTEXT)
    for key, value in answers.items():
        answered = wizard.answer(key.replace("__", "."), value)
        assert not answered.refused, key
        wizard = answered.wizard
    return wizard


def listed(wizard: Wizard) -> dict[str, tuple[str, str, int]]:
    return {paper.label: (paper.given, paper.key, paper.pages) for paper in wizard.papers()}


def test_the_form_comes_first_and_what_is_only_shown_last() -> None:
    guide = made(MANY)
    found = [paper.given for paper in given(guide).papers()]
    assert (found[0], found[-1]) == ("filled", "shown")
    assert next(iter(given(guide).papers())).label == guide.form


def test_what_was_not_ticked_is_for_later_and_can_be_ticked_there() -> None:
    found = listed(given(made(MANY), have__case1__1=["doc1"]))
    assert found["Giấy 1"] == ("unasked", "papers.doc1", 0)
    assert found["Giấy 2"] == ("later", "have.case1.1", 0)


@pytest.mark.parametrize(
    ("answer", "given_as", "pages"),
    [([PAGE, PAGE[::-1]], "photographed", 2), ({"missing": "none"}, "none", 0), ({"missing": "skipped"}, "skipped", 0)],
)
def test_each_answer_about_its_pages_is_told(answer: object, given_as: str, pages: int) -> None:
    found = listed(given(made(MANY), have__case1__1=["doc1"], papers__doc1=answer))
    assert found["Giấy 1"] == (given_as, "papers.doc1", pages)


def test_mending_a_paper_leads_back_to_the_check_page() -> None:
    guide = made(MANY)
    wizard = replace(given(guide, have__case1__1=["doc1"], papers__doc1=[PAGE]), position="review")
    mended = wizard.goto(listed(wizard)["Giấy 1"][1])
    assert (mended.position, mended.returning) == ("papers.doc1", True)
