"""What each question of each guide shows: every kind has its page, every prop its type, nothing is said unmasked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.assets import ASSETS
from kiosk.drafting import begin
from kiosk.errors import Fault
from kiosk.procedures.context import Context
from kiosk.procedures.model import Kind
from kiosk.procedures.wizard import Wizard, start
from kiosk.session import Session
from tests.guides.walking import guide
from tests.kiosk.service_point import BIRTH, MORNING, OFFICE, RESIDENCE, filled
from ui.step_scene import StepScene, as_date
from ui.step_view import PAGES, derive, split_date
from ui.viewmodels.rows import FactRow
from ui.viewmodels.step import StepLists, StepProps

CONTEXT = Context(MORNING.date(), OFFICE)
CODES = [path.stem for path in sorted((ASSETS / "guides").glob("*.yaml"))]
NAMES = {BIRTH: "Đăng ký khai sinh", RESIDENCE: "Đăng ký tạm trú"}
HOUSEHOLD = {"case.whom": "household"}
PROPS = get_type_hints(StepProps)


def session_of(wizard: Wizard) -> Session:
    return replace(begin(wizard.guide, CONTEXT, "d", "K7F3-29QD-4M", MORNING), wizard=wizard)


@cache
def finished(code: str, *household: str) -> Wizard:
    return filled(code, HOUSEHOLD if household else {})


def scene_at(wizard: Wizard, key: str) -> StepScene:
    return StepScene(session_of(replace(wizard, position=key)), NAMES)


def everywhere(wizard: Wizard) -> Iterator[StepScene]:
    """Each step, with its answer and, where the answer can be taken back and the step stays, without."""
    for shown in wizard.steps():
        yield scene_at(wizard, shown.key)
        without = wizard.answer(shown.key, None).wizard
        if shown.key in without.flow.by_key:
            yield scene_at(without, shown.key)


def check(scene: StepScene) -> tuple[StepProps, StepLists]:
    """Derive, and look at the type of everything that QML will see."""
    props, lists = derive(scene)
    for name, kind in PROPS.items():
        assert type(getattr(props, name)) is kind, name
    for item in fields(StepLists):
        rows = getattr(lists, item.name)
        assert isinstance(rows, tuple)
        for row in rows:
            hints = get_type_hints(type(row))
            assert [name for name, kind in hints.items() if type(getattr(row, name)) is not kind] == []
    assert props.page in set(PAGES.values())
    assert props.key == scene.wizard.position
    assert props.label
    assert props.primary
    assert "{" not in props.progress
    return props, lists


@pytest.mark.parametrize("code", CODES)
def test_every_step_of_every_guide_can_be_shown(code: str) -> None:
    """Also those hidden by the examples: each step is shown as the guide's own answers leave it."""
    wizard = start(guide(code), CONTEXT)
    steps = [shown.key for shown in wizard.steps()]
    assert steps
    for key in steps:
        check(scene_at(wizard, key))


@pytest.mark.parametrize(("code", "household"), [(BIRTH, ()), (RESIDENCE, ()), (RESIDENCE, ("all",))])
def test_every_step_is_shown_with_its_answer(code: str, household: tuple[str, ...]) -> None:
    wizard = finished(code, *household)
    for scene in everywhere(wizard):
        check(scene)


def test_no_kind_of_step_is_without_a_page() -> None:
    assert set(PAGES) == set(get_args(Kind))


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE])
def test_what_was_answered_is_what_is_shown(code: str) -> None:
    wizard = finished(code)
    for shown in wizard.steps():
        answer = wizard.answers.get(shown.key)
        props, lists = check(scene_at(wizard, shown.key))
        if props.page == "text":
            assert props.value == str(answer)
        elif props.page == "date":
            assert isinstance(answer, str)
            assert "-".join((f"{props.year:04}", f"{props.month:02}", f"{props.day:02}")).startswith(answer)
            assert props.read_back
        elif props.page == "number":
            assert props.number == answer
        elif shown.step.kind in {"one_of", "yes_no", "search_one"}:
            assert len([row for row in lists.options if row.selected]) == 1
        elif shown.step.kind in {"several", "notice"}:
            assert [row.key for row in lists.options if row.selected] == answer


def test_what_stands_half_typed_comes_before_the_answer() -> None:
    wizard = finished(BIRTH)
    name = scene_at(wizard, "child.full_name")
    assert derive(replace(name, session=name.session.typing("child.full_name", "Ngu")))[0].value == "Ngu"
    born = scene_at(wizard, "child.born")
    props, _ = derive(replace(born, session=born.session.typing("child.born", "7/0/0")))
    assert (props.day, props.month, props.year, props.read_back) == (7, 0, 0, "")


def test_a_whole_date_is_read_back_in_words_while_it_is_typed() -> None:
    scene = scene_at(finished(BIRTH), "child.born")
    props, _ = derive(replace(scene, session=scene.session.typing("child.born", "21/11/2026")))
    assert props.read_back.startswith("ngày hai mươi mốt tháng mười một năm hai nghìn")
    assert not derive(replace(scene, session=scene.session.typing("child.born", "31/2/2026")))[0].read_back


def test_a_number_is_masked_in_the_review_and_hidden_while_typed() -> None:
    wizard = finished(BIRTH)
    props, lists = check(scene_at(wizard, "review"))
    assert props.title == "GIẤY KHAI SINH"
    shown = " ".join(row.text for row in lists.lines)
    for number in ("012302000007", "001098000015", "0912345678"):
        assert number not in shown
        assert f"•{number[-2:]}" in shown
    assert "Nguyễn Thị Minh An" in shown
    assert derive(scene_at(wizard, "applicant.number"))[0].masked
    assert not derive(scene_at(wizard, "child.full_name"))[0].masked


def test_each_line_of_the_review_leads_to_a_step_that_is_shown() -> None:
    wizard = finished(BIRTH)
    _, lists = check(scene_at(wizard, "review"))
    shown = {step.key for step in wizard.steps()}
    assert [row for row in lists.lines if row.key and row.key not in shown] == []
    assert [row.label for row in lists.lines if row.heading][:2] == ["Người được khai sinh", "Người mẹ"]


def test_what_is_missing_is_said_as_it_was_answered() -> None:
    wizard = filled(BIRTH, {"father.born": {"missing": "unknown"}, "child.origin": {"missing": "unknown"}})
    _, lists = check(scene_at(wizard, "review"))
    unknown = [row for row in lists.lines if row.missing]
    assert unknown
    assert all(row.text == "Chưa biết – sẽ hỏi cán bộ" for row in unknown)
    _, here = check(scene_at(wizard, "child.origin"))
    assert [(row.key, row.selected) for row in here.missing] == [("unknown", True)]


def test_faults_stand_with_their_question_and_their_own_need_none() -> None:
    faults = (
        Fault("not_in_future", "child.born"),
        Fault("parent_age", "mother.born", {"other": "Ngày sinh của bé"}, "warn"),
        Fault("unanswered", "applicant.full_name"),
    )
    props, lists = check(replace(scene_at(finished(BIRTH), "child.born"), faults=faults))
    assert props.faulty
    assert props.noted
    assert [row.key for row in lists.faults] == ["child.born", "mother.born", "applicant.full_name"]
    assert lists.faults[0].title == ""
    assert lists.faults[2].title
    assert [row.level for row in lists.faults] == ["fault", "warn", "fault"]


def test_a_reminder_alone_is_no_fault() -> None:
    warned = (Fault("parent_age", "child.born", {"other": "Ngày sinh"}, "warn"),)
    props, _ = check(replace(scene_at(finished(BIRTH), "child.born"), faults=warned))
    assert props.noted
    assert not props.faulty


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_questions_that_came_up_are_named_and_never_more_than_two(count: int) -> None:
    wizard = finished(BIRTH)
    keys = tuple(shown.key for shown in wizard.steps()[:count])
    props, _ = check(replace(scene_at(wizard, "review"), appeared=keys))
    assert props.appeared.count("«") == min(count, 2)
    assert (f"{count - 2} câu" in props.appeared) == (count > 2)
    assert derive(replace(scene_at(wizard, "review"), appeared=("no.such",)))[0].appeared == ""


@pytest.mark.parametrize(
    ("query", "found"),
    [("thai", {"thai"}), ("thái", {"thai"}), ("THÁ", {"thai"}), ("xyzzy", set()), ("hmong", {"hmong"})],
)
def test_a_long_list_is_searched_by_the_beginnings_of_words(query: str, found: set[str]) -> None:
    _, lists = check(replace(scene_at(start(guide(BIRTH), CONTEXT), "mother.ethnicity"), query=query))
    keys = {row.key for row in lists.options}
    assert found <= keys
    assert bool(keys) == bool(found)


def test_an_empty_query_shows_the_whole_list() -> None:
    _, lists = check(scene_at(start(guide(BIRTH), CONTEXT), "mother.ethnicity"))
    assert len(lists.options) >= 54


def test_the_last_button_says_what_it_does() -> None:
    wizard = finished(BIRTH)
    assert derive(scene_at(wizard, "notice"))[0].primary == "Nộp hồ sơ"
    assert derive(scene_at(wizard, "declaration"))[0].primary == "Tiếp tục"
    assert derive(scene_at(wizard, "declaration"))[0].accepted
    assert derive(scene_at(wizard, "declaration"))[0].text.startswith("Tôi cam đoan")


def test_what_is_free_is_called_so_and_not_a_number() -> None:
    _, lists = check(scene_at(filled(BIRTH, {"copies.count": 2, "result.where": "post"}), "fee"))
    assert [row.text for row in lists.facts if row.title == "Đăng ký khai sinh, đúng hạn"] == ["Miễn phí"]


def test_the_check_page_lists_what_became_of_each_paper() -> None:
    _, lists = check(scene_at(finished(BIRTH), "review"))
    papers = lists.lines[[row.label for row in lists.lines].index("Giấy tờ") :]
    said = {row.label: row.text for row in papers[1:]}
    assert papers[0].heading
    assert said["Tờ khai đăng ký khai sinh"] == "Điền trên máy này"
    assert said["Giấy chứng sinh"] == "Đã chụp, 1 trang"
    assert said["Giấy tờ tùy thân của người đi khai"] == "Chỉ cho cán bộ xem, không phải nộp"
    birth = next(row for row in papers if row.label == "Giấy chứng sinh")
    assert birth.key in finished(BIRTH).flow.by_key
    assert not birth.missing


def test_an_exit_leads_to_a_procedure_only_where_the_kiosk_has_it() -> None:
    given = start(guide(BIRTH), CONTEXT).answer("case.kind", "copy").wizard
    scene = scene_at(given, "case.exit_copy")
    there, _ = check(replace(scene, names={"2.000635": "Cấp bản sao"}))
    assert (there.exit_code, there.exit_name, there.leads) == ("2.000635", "Cấp bản sao", True)
    away, _ = check(replace(scene, names={}))
    assert (away.exit_code, away.exit_name, away.leads) == ("", "", True)


def test_papers_to_hand_in_and_papers_to_show_are_two_lists() -> None:
    _, lists = check(scene_at(finished(BIRTH), "papers.list"))
    assert "Giấy chứng sinh" in {row.title for row in lists.facts}
    assert "Giấy tờ tùy thân của người đi khai" in {row.title for row in lists.shown_only}


def test_a_fee_that_nobody_knows_is_not_a_number() -> None:
    late = filled(BIRTH, {"child.born": "2026-01-02", "copies.count": 2, "result.where": "post"})
    _, lists = check(scene_at(late, "fee"))
    texts = {row.title: row for row in lists.facts if row.title}
    assert "16.000" in texts["Bản sao Giấy khai sinh"].text
    assert texts["Đăng ký khai sinh, quá 60 ngày"].text == "Hỏi cán bộ"
    assert all(row.note for row in texts.values())
    assert isinstance(lists.facts[-1], FactRow)


def test_members_of_a_household_are_told_by_their_names() -> None:
    wizard = finished(RESIDENCE, "all")
    assert "members.1.full_name" in wizard.answers
    props, lists = check(scene_at(wizard, "members"))
    assert props.page == "group"
    assert props.add_text.startswith("Thêm ")
    assert [(row.key, row.subtitle) for row in lists.items] == [("1", "Lò Văn Nam")]
    assert lists.items[0].title[0].isupper()
    names, _ = check(scene_at(wizard, "members.1.full_name"))
    assert "{" not in names.label


@given(st.integers(0, 39), st.integers(0, 19), st.integers(0, 9999))
def test_the_three_cells_of_a_date_hold_what_was_typed(day: int, month: int, year: int) -> None:
    cells = f"{day}/{month}/{year}"
    assert split_date(cells) == (day, month, year)
    assert cells.endswith(as_date(cells))


@given(st.text(alphabet="0123456789/", max_size=12).filter(lambda text: text.count("/") in {0, 2}))
def test_odd_cells_break_nothing(text: str) -> None:
    assert len(split_date(text)) == 3
    assert isinstance(as_date(text), str)
