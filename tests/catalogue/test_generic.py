"""Any row of the catalogue gives a guide that leads to its end, and promises nothing that the row does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.catalogue.generic import LONG, generic_guide
from kiosk.catalogue.model import Case, Component, Duration, FeeRow, Method, Procedure
from kiosk.procedures.context import Context, Office
from kiosk.procedures.model import Guide
from kiosk.procedures.rehearsal import rehearse
from kiosk.shelf import ASSETS

TEMPLATE = (ASSETS / "generic" / "flow.yaml").read_bytes()
CONTEXT = Context(date(2026, 11, 24), Office("Phường Lê Chân"))
PLAIN = Procedure(
    code="9.000001",
    name="Cấp giấy mẫu",
    official_name="Thủ tục cấp giấy mẫu",
    field="Hộ tịch",
    level="commune",
    agencies=("Ủy ban nhân dân cấp xã",),
    promulgator="Bộ Mẫu",
    subjects=(),
    state="active",
    decision="1/QĐ",
    updated_at=None,
    source="Cổng Dịch vụ công quốc gia",
    detailed=True,
    methods=(Method("direct", Duration(3, "working_day"), (FeeRow(8000, "Lệ phí"), FeeRow(None, "Theo tỉnh"))),),
    cases=(
        Case("Trường hợp thứ nhất", (Component("Đơn đề nghị", "D1", 1, 0), Component("Xuất trình thẻ", "", 1, 0)), ()),
        Case(
            "Trường hợp thứ hai",
            (Component("Đơn đề nghị", "D1", 1, 0), Component("Giấy xác nhận", "", 0, 2)),
            ("Lưu ý",),
        ),
    ),
    results=("Giấy mẫu",),
)


def made(procedure: Procedure) -> Guide:
    return generic_guide(procedure, TEMPLATE, "2026-11-24")


def test_its_examples_lead_to_the_end() -> None:
    walked = rehearse(made(PLAIN), CONTEXT)
    assert walked.faults == ()
    assert "case.choice" in walked.seen
    assert "fee" in walked.seen


def test_it_says_that_it_is_not_a_reviewed_guide() -> None:
    assert "chưa có bản hướng dẫn chi tiết" in made(PLAIN).before[0].text


def test_the_case_decides_the_documents_and_what_is_shown_is_not_photographed() -> None:
    guide = made(PLAIN)
    wizard = rehearse(guide, CONTEXT).wizard
    submit, show = wizard.documents()
    assert [document.label for document in submit] == ["Đơn đề nghị"]
    assert [document.label for document in show] == ["Xuất trình thẻ"]
    other = wizard.answer("case.choice", "case2").wizard
    assert [document.label for document in other.documents().submit] == ["Đơn đề nghị", "Giấy xác nhận"]


def test_an_unknown_fee_is_never_a_number() -> None:
    amounts = [fee.amount for fee in made(PLAIN).fees]
    assert amounts == [8000, None]
    assert all(fee.unsure for fee in made(PLAIN).fees)


@pytest.mark.parametrize("row", [replace(PLAIN, in_person=True), replace(PLAIN, offline_only=True)])
def test_what_needs_the_person_is_prepared_and_not_promised(row: Procedure) -> None:
    guide = made(row)
    assert guide.channel == "prepare"
    assert any("Cần đến quầy" in fact.title for fact in guide.before)


def test_a_replaced_procedure_leads_to_its_successor() -> None:
    guide = made(replace(PLAIN, state="replaced", successor="9.000002"))
    assert any("9.000002" in fact.text for fact in guide.before)


def test_a_row_of_the_list_alone_is_a_guide_too() -> None:
    bare = replace(PLAIN, cases=(), methods=(), results=(), agencies=(), detailed=False)
    assert rehearse(made(bare), CONTEXT).faults == ()


texts = st.text("aă đ-+…\n\t«»0/", max_size=LONG * 2)


@settings(max_examples=30)
@given(st.lists(st.tuples(texts, st.lists(texts, max_size=6)), max_size=5), texts, texts)
def test_any_texts_give_a_guide(cases: list[tuple[str, list[str]]], fee: str, name: str) -> None:
    rows = tuple(
        Case(title, tuple(Component(text or "Giấy", "", 1, 0) for text in names), ()) for title, names in cases
    )
    method = Method("online", Duration(None, "other", fee), (FeeRow(None, fee),))
    guide = made(replace(PLAIN, cases=rows, methods=(method,), results=(name,), requirements=fee))
    assert rehearse(guide, CONTEXT).faults == ()
