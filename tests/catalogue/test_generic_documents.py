"""Documents of the generic flow: none is left out, none blocks, and the most fit one dossier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.catalogue.generic_documents import FEW, MOST_FILES
from kiosk.catalogue.generic_words import distinct_titles, form_name, title
from kiosk.catalogue.model import Case, Component, Procedure
from kiosk.procedures.model import Guide, Step
from tests.catalogue.generic_walks import PLAIN, Walked, in_every_case, made, papers, walked


def with_papers(*components: Component) -> Procedure:
    return replace(PLAIN, cases=(Case("", components, ()),))


def pages(one: Walked) -> list[str]:
    return [key for key in one.seen if key.startswith("papers.doc")]


def step(guide: Guide, key: str) -> Step:
    return next(step for part in guide.parts for step in part.steps if step.key == key)


def test_the_case_decides_the_documents_and_what_is_shown_is_not_photographed() -> None:
    first, second = in_every_case(made(PLAIN))
    assert [document.label for document in first.wizard.documents().submit] == ["Đơn đề nghị"]
    assert [document.label for document in first.wizard.documents().show] == ["Xuất trình thẻ"]
    assert [document.label for document in second.wizard.documents().submit] == ["Đơn đề nghị", "Giấy xác nhận"]
    assert (pages(first), pages(second)) == (["papers.doc1"], ["papers.doc1", "papers.doc3"])


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, 23, MOST_FILES, MOST_FILES + 1, 55, 150])
def test_no_document_is_left_out_and_a_dossier_takes_them_all(count: int) -> None:
    (one,) = in_every_case(made(with_papers(*papers(count))))
    listed = "; ".join(document.label for document in one.wizard.documents().submit).split("; ")
    assert sorted(listed) == sorted(part.name for part in papers(count))
    assert len(pages(one)) == len(one.wizard.documents().submit) <= MOST_FILES
    asked = [key for key in one.seen if key.startswith("have.")]
    assert bool(asked) is (count > FEW)


def test_of_many_documents_only_those_at_hand_are_photographed_and_the_others_stay_on_the_list() -> None:
    guide = made(with_papers(*papers(23)))
    keys = [step.key for part in guide.parts for step in part.steps if step.key.startswith("have.")]
    assert len(keys) == 4
    one = walked(guide, {key: ["none"] for key in keys} | {keys[0]: ["doc2"]})
    assert pages(one) == ["papers.doc2"]
    assert len(one.wizard.documents().submit) == 23


def test_a_document_of_several_cases_is_photographed_once_and_kept_when_the_case_changes() -> None:
    shared = papers(8)
    guide = made(
        replace(PLAIN, cases=(Case("Một", shared, ()), Case("Hai", (*papers(2), *papers(1, prefix="Đơn")), ())))
    )
    assert [len(pages(one)) for one in in_every_case(guide)] == [8, 3]
    first = walked(guide, {"case.choice": "case1"}).wizard
    other = first.answer("case.choice", "case2").wizard
    assert "papers.doc1" in other.facts()


def test_the_same_document_written_a_little_differently_is_one() -> None:
    cases = (
        Case("Một", (Component("Tờ khai theo mẫu;", "", 1, 0),), ()),
        Case("Hai", (Component("Tờ khai  theo mẫu", "", 1, 0),), ()),
    )
    assert len(made(replace(PLAIN, cases=cases)).documents) == 2  # with the paper of who acts for another


def test_a_conditional_document_says_so_and_never_blocks() -> None:
    name = (
        "Văn bản ủy quyền theo quy định của pháp luật trong trường hợp ủy quyền thực hiện việc đăng ký, có chứng thực"
    )
    guide = made(with_papers(Component(name, "", 1, 0, conditional=True)))
    asked = step(guide, "papers.doc1")
    assert asked.label == "Văn bản ủy quyền"
    assert asked.missing == ("none", "unknown", "skipped")
    assert asked.help.startswith("… theo quy định của pháp luật trong trường hợp ủy quyền")
    assert guide.documents[-1].note.startswith("… theo quy định của pháp luật trong trường hợp ủy quyền")
    assert guide.documents[-1].unsure
    for lack in asked.missing:
        assert walked(guide, {"papers.doc1": {"missing": lack}}).wizard.at_end


def test_a_form_says_which_and_where_and_that_it_is_filled_in_before() -> None:
    form = Component("Đơn đề nghị cấp giấy", "", 1, 0, form="Mau so 18_73_2026_QD-UBND.docx", electronic=True)
    guide = made(with_papers(form))
    assert "Mẫu: Mẫu số 18, có trên Cổng Dịch vụ công (thủ tục 9.000001) và tại quầy." in guide.documents[-1].note
    assert "Điền, ký vào mẫu rồi chụp" in step(guide, "papers.doc1").help


def test_an_electronic_mark_on_what_is_no_form_promises_nothing() -> None:
    guide = made(with_papers(Component("Giấy chứng sinh", "", 1, 0, electronic=True)))
    assert "ẫu" not in guide.documents[-1].note


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("Mẫu 1..docx", "Mẫu số 1"),
        ("Mẫu số_ 18.docx; mẫu số 18.pdf", "Mẫu số 18"),
        ("Mẫu số 24 cấp xã.docx", "Mẫu số 24"),
        ("1.MuCT01banhnhkmtheoThngts53.doc", ""),
        ("Mẫu CT01 ban hành kèm theo Thông tư.doc", "Mẫu số CT01"),
        ("Đơn xin phép.docx", "Đơn xin phép"),
        ("scan0001.pdf", ""),
        ("", ""),
    ],
)
def test_file_names_become_names_or_nothing(files: str, said: str) -> None:
    assert form_name(files) == said


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Giấy chứng sinh", "Giấy chứng sinh"),
        ("- Tờ khai theo mẫu", "Tờ khai theo mẫu"),
        (
            "Giấy chứng sinh bản chính; trường hợp không có thì nộp văn bản của người làm chứng về việc sinh",
            "Giấy chứng sinh bản chính",
        ),
        ("từ " * 60, "từ " * 28 + "từ…"),
    ],
)
def test_a_title_ends_where_the_sentence_breaks(whole: str, short: str) -> None:
    assert title(whole) == short


def test_titles_that_would_be_alike_are_told_apart() -> None:
    alike = [
        "Giấy chứng nhận quyền sử dụng đất được cấp theo quy định của Luật Đất đai năm 2013 đối với người thứ nhất"
    ] * 2
    other = (
        "Giấy chứng nhận quyền sử dụng đất được cấp theo quy định của Luật Đất đai năm 2024 đối với người thứ hai nhé"
    )
    found = distinct_titles([*alike, other])
    assert len(set(found)) == 3
