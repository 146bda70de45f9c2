"""Rows of the catalogue for the generic flow, and walks through the guides made of them, in every case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.assets import ASSETS
from kiosk.catalogue.generic import generic_guide
from kiosk.catalogue.generic_words import CASE
from kiosk.catalogue.model import Case, Component, Duration, FeeRow, Method, Procedure
from kiosk.procedures.answers import SILENT
from kiosk.procedures.context import Context, Office
from kiosk.procedures.model import Guide
from kiosk.procedures.outline import outline
from kiosk.procedures.wizard import Wizard, start

TEMPLATE = (ASSETS / "generic" / "flow.yaml").read_bytes()
CONTEXT = Context(date(2026, 11, 24), Office("Phường Lê Chân"))
NONE = {"missing": "none"}
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
    return generic_guide(procedure, TEMPLATE, "2026-11-24.1")


def papers(count: int, *, prefix: str = "Giấy", conditional: bool = False) -> tuple[Component, ...]:
    return tuple(Component(f"{prefix} {number}", "", 1, 0, conditional=conditional) for number in range(1, count + 1))


@dataclass(frozen=True)
class Walked:
    wizard: Wizard
    seen: tuple[str, ...]


def walked(guide: Guide, answers: Mapping[str, object]) -> Walked:
    """To the end, or to an exit: ``answers`` where they have one, else the example; all papers are at hand."""
    examples = {question.key: question.example for question in outline(guide)}
    wizard, seen = start(guide, CONTEXT), list[str]()
    while not wizard.at_end:
        here = wizard.current()
        seen.append(here.key)
        if here.step.kind == "exit":
            break
        if here.step.kind not in SILENT:
            at_hand = [option.key for option in here.step.options if option.key != "none"]
            usual = at_hand if here.step.kind == "several" else examples[here.key]
            given = wizard.answer(here.key, answers.get(here.key, usual))
            assert not given.refused, (here.key, given.faults)
            wizard = given.wizard
        gone = wizard.advance()
        assert not gone.faults, (here.key, gone.faults)
        wizard = gone.wizard
    return Walked(wizard, tuple(seen))


def in_every_case(guide: Guide, answers: Mapping[str, object] | None = None) -> Iterator[Walked]:
    """One walk for each case; a single one where there is no choice."""
    steps = {step.key: step for part in guide.parts for step in part.steps}
    cases = [option.key for option in steps[CASE].options] if CASE in steps else [""]
    for case in cases:
        yield walked(guide, {**({CASE: case} if case else {}), **(answers or {})})
