"""What a resident meets: branching, going back, mending, repeated groups, and what the answers lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from kiosk.errors import Fault, ProtocolError
from kiosk.procedures.guides import load_guide
from kiosk.procedures.wizard import Progress, Wizard, restore
from tests.procedures.samples import ADDRESS, CONTEXT, PAGE, SMALL, at_review, begin, give, on, small

UNKNOWN = {"missing": "unknown"}


def keys(wizard: Wizard) -> list[str]:
    return [shown.key for shown in wizard.steps()]


def lines(wizard: Wizard) -> dict[str, str]:
    return {line.label: line.text or f"({line.missing})" for section in wizard.review() for line in section.lines}


def test_it_begins_with_the_first_question_and_says_where_it_is() -> None:
    wizard = begin()
    assert wizard.current().label == "Cần làm gì?"
    assert wizard.progress() == Progress(1, 5, "Trường hợp", 1, 2)
    assert on(give(wizard, case__kind="parent")).progress() == Progress(1, 5, "Trường hợp", 2, 2)


def test_what_is_unknown_is_shown_but_no_exit_before_its_time() -> None:
    shown = keys(begin())
    assert "papers.birth" in shown
    assert "parent.name" in shown
    assert "case.exit" not in shown
    assert not next(step for step in begin().steps() if step.key == "parent.name").sure


def test_answers_branch() -> None:
    assert "parent.name" not in keys(give(begin(), case__kind="parent"))
    assert "parent.name" in keys(give(begin(), case__kind="other"))
    assert "case.exit" in keys(give(begin(), case__kind="away"))


def test_an_exit_is_the_end_of_the_way_and_back_leads_out_of_it() -> None:
    wizard = on(give(begin(), case__kind="away"))
    assert wizard.current().step.kind == "exit"
    assert wizard.advance().faults == (Fault("exit", "case.exit", {"label": "Việc khác"}),)
    assert on(give(wizard.back(), case__kind="other")).position == "case.true"


def test_nobody_gets_past_a_question_without_an_answer() -> None:
    advanced = begin().advance()
    assert advanced.wizard == begin()
    assert [fault.key for fault in advanced.faults] == ["unanswered"]


def test_a_refused_answer_changes_nothing() -> None:
    wizard = give(begin(), case__kind="parent")
    for key, value in (
        ("me.born", "31/02/2000"),
        ("me.born", "2027-01-01"),
        ("me.name", "A1"),
        ("no.such", "x"),
        ("review", "x"),
    ):
        answered = wizard.answer(key, value)
        assert answered.refused
        assert answered.wizard == wizard
        assert [fault.field for fault in answered.faults] == [key]


def test_an_answer_can_be_taken_back() -> None:
    wizard = give(begin(), me__name="Lò Thị Mai")
    assert "me.name" not in give(wizard, me__name=None).answers


def test_a_check_against_another_field_refuses_only_where_it_stands() -> None:
    wizard = give(begin(), me__born="2002-09-05")
    refused = wizard.answer("child.born", "2001-01-01")
    assert refused.refused
    assert refused.faults[0].params["other"] == "Ngày sinh"
    wizard = give(begin(), child__born="2001-01-01")
    reminded = wizard.answer("me.born", "2002-09-05")
    assert not reminded.refused
    assert [(fault.key, fault.field, fault.level) for fault in reminded.faults] == [
        ("born_after", "child.born", "warn")
    ]
    assert ("born_after", "child.born", "fault") in {(f.key, f.field, f.level) for f in reminded.wizard.faults()}


def test_changing_an_early_answer_keeps_the_later_ones_and_names_the_new_questions() -> None:
    wizard = at_review()
    answered = wizard.goto("case.kind").answer("case.kind", "other")
    assert answered.appeared == ("parent.name",)
    assert answered.wizard.facts()["child.born"] == "2026-11-02"
    mended = on(answered.wizard)
    assert mended.position == "parent.name"
    assert on(give(mended, parent__name="Lò Văn An")).position == "review"


def test_an_answer_that_hides_and_shows_a_question_brings_its_answer_back() -> None:
    wizard = give(begin(), case__kind="other", parent__name="Lò Văn An")
    hidden = give(wizard, case__kind="parent")
    assert "parent.name" not in hidden.facts()
    back = hidden.answer("case.kind", "other")
    assert back.appeared == ()
    assert back.wizard.facts()["parent.name"] == "Lò Văn An"


def test_what_the_parent_says_of_themself_is_said_of_the_parent() -> None:
    wizard = give(begin(), case__kind="parent", me__name="Lò Thị Mai")
    assert wizard.facts()["parent.name"] == "Lò Thị Mai"
    line = next(line for section in wizard.review() for line in section.lines if line.label == "Cha mẹ")
    assert (line.text, line.key) == ("Lò Thị Mai", "me.name")


def test_mending_goes_back_to_the_review() -> None:
    wizard = at_review().goto("me.name")
    assert wizard.returning
    wizard = on(give(wizard, me__name="Lò Thị Hoa"))
    assert (wizard.position, wizard.returning) == ("review", False)
    assert wizard.goto("me.name").back().position == "review"


def test_an_exit_met_while_mending_can_be_left_by_going_back() -> None:
    wizard = on(give(at_review().goto("case.kind"), case__kind="away"))
    assert wizard.position == "case.exit"
    assert wizard.advance().faults
    assert wizard.back().position == "case.kind"
    assert on(give(wizard.back(), case__kind="parent")).position == "review"


def test_the_review_lets_nobody_past_before_everything_is_mended_and_names_it_all() -> None:
    wizard = give(at_review(), me__number=UNKNOWN, case__true=["far"])
    assert {(fault.key, fault.field) for fault in wizard.advance().faults} == {
        ("unanswered", "me.home"),
        ("unanswered", "papers.birth"),
    }
    assert wizard.advance().wizard.position == "review"
    assert {fault.field for fault in wizard.faults()} == {"me.home", "papers.birth"}


def test_the_way_ends_with_the_declaration_and_the_notice() -> None:
    wizard = on(at_review())
    assert wizard.position == "declaration"
    assert [fault.key for fault in wizard.advance().faults] == ["unanswered"]
    wizard = on(give(wizard, declaration=True))
    assert wizard.position == "notice"
    assert not wizard.at_end
    done = on(wizard)
    assert done.at_end
    assert done.answers["notice"] == []
    assert not done.back().at_end
    assert not on(done.back()).at_end  # standing on the notice again is not handing in


def test_a_fee_screen_comes_only_when_there_is_a_fee() -> None:
    assert "fee" not in keys(at_review())
    assert "fee" in keys(give(at_review(), copies=2))
    assert [(fee.label, fee.amount, fee.sure) for fee in give(at_review(), copies=2).fees()] == [
        ("Bản sao", 16000, True)
    ]
    labels = [(fee.label, fee.amount, fee.sure) for fee in begin().fees()]
    assert labels == [("Bản sao", None, False), ("Quá hạn", None, False)]


def test_a_repeated_group() -> None:
    wizard = at_review().goto("people").add_item("people")
    assert wizard.position == "people.1.name"
    assert wizard.current().label == "Tên người thứ 1"
    wizard = on(give(wizard, people__1__name="lò văn nam"))
    assert wizard.position == "people.1.born"
    wizard = give(wizard, people__1__born=UNKNOWN)
    assert "people.1.place" not in keys(wizard)  # a condition among the item's own fields
    wizard = give(wizard, people__1__born="2020")
    assert "people.1.place" in keys(wizard)
    wizard = on(give(wizard, people__1__place="Ở nhà"))
    assert lines(wizard)["Người 1"] == "Lò Văn Nam"


def test_item_numbers_are_never_used_again_but_labels_count_on() -> None:
    wizard = begin().add_item("people").add_item("people").add_item("people")
    assert wizard.add_item("people") == wizard  # no more than the guide allows
    wizard = give(wizard, people__2__name="Lò Văn Hai").remove_item("people", "1")
    assert wizard.answers["people"] == ["2", "3"]
    assert wizard.flow.by_key["people.2.name"].label == "Tên người thứ 1"
    assert wizard.facts()["people.2.name"] == "Lò Văn Hai"
    assert wizard.add_item("people").position == "people.4.name"
    assert wizard.remove_item("people", "9") == wizard


def test_a_group_that_is_not_asked_hides_its_items_too() -> None:
    guide = load_guide(
        SMALL.replace("item_label: người", "when: {fact: copies, is: 1}\n        item_label: người").encode(), ""
    )
    wizard = give(give(begin(guide), copies=1).add_item("people"), people__1__name="Lò Văn Nam")
    assert "people.1.name" in keys(wizard)
    hidden = give(wizard, copies=2)
    assert not [key for key in keys(hidden) if key.startswith("people")]
    assert not [key for key in hidden.facts() if key.startswith("people")]
    assert give(hidden, copies=1).facts()["people.1.name"] == "Lò Văn Nam"


def test_removing_the_item_on_screen_leads_to_the_list() -> None:
    wizard = begin().add_item("people").remove_item("people", "1")
    assert wizard.position == "people"
    assert not [key for key in wizard.answers if key.startswith("people.1.")]


def test_pages_may_be_fewer_while_they_are_taken() -> None:
    wizard = give(begin(), case__true=["far"], papers__birth=[PAGE]).goto("papers.birth")
    assert [fault.key for fault in wizard.advance().faults] == ["too_few_pages"]
    assert on(give(wizard, papers__birth=[PAGE, PAGE[::-1]])).position == "review"
    assert "papers.birth" not in give(wizard, papers__birth=[]).answers


def test_several_people_at_one_machine_may_fill_fields_out_of_turn() -> None:
    wizard = give(begin(), me__name="Lò Thị Mai", me__number="012302000007")
    assert wizard.position == "case.kind"
    assert [person.key for person in wizard.people()] == ["me"]


def test_the_position_moves_when_its_question_goes_away() -> None:
    wizard = give(begin(), case__kind="other").goto("parent.name")
    assert give(wizard, case__kind="parent").position == "me.phone"


def test_documents_due_date_and_receiver() -> None:
    wizard = at_review()
    assert [document.key for document in wizard.documents().submit] == []
    assert [document.key for document in wizard.documents().show] == ["card"]
    afternoon = datetime(2026, 11, 23, 15, 1, tzinfo=HANOI)
    assert wizard.due(afternoon.replace(hour=14)) == date(2026, 11, 23)
    assert wizard.due(afternoon) == date(2026, 11, 25)  # 24 November is a holiday
    assert wizard.receiver() == "Ủy ban nhân dân phường Lê Chân"
    far = give(wizard, case__true=["far"], me__number=UNKNOWN, me__home=ADDRESS)
    assert far.due(afternoon) == date(2026, 11, 27)
    assert far.receiver() == "Công an xã Bản Bo"
    assert [document.key for document in far.documents().submit] == ["birth"]


def test_a_document_that_may_be_needed_is_listed_as_such() -> None:
    wizard = begin()
    birth = wizard.documents().submit[0]
    assert wizard.holds(birth.when) is None
    assert wizard.deadline() is None  # which of the two is not known yet


def test_the_review_is_laid_out_like_the_paper() -> None:
    wizard = give(at_review(), me__number=UNKNOWN, me__home=ADDRESS)
    assert lines(wizard) == {
        "Họ tên": "Lò Thị Mai",
        "Cha mẹ": "Lò Thị Mai",
        "Ngày sinh": "05/09/2002 (ngày mồng năm tháng chín năm hai nghìn không trăm linh hai)",
        "Số": "(unknown)",
        "Nơi ở": "Xã Bản Bo, Tỉnh Lai Châu",
        "Quốc tịch": "Việt Nam",
    }


def test_a_draft_under_a_newer_guide_keeps_what_fits_and_says_what_does_not() -> None:
    old = give(at_review(), copies=3)
    newer = SMALL.replace('version: "1"\nname', 'version: "2"\nname').replace("maximum: 10", "maximum: 2")
    newer = newer.replace("key: me.phone", "key: me.telephone")
    wizard = restore(load_guide(newer.encode(), "newer.yaml"), old.serialise(), CONTEXT)
    assert set(wizard.dropped) == {"copies", "me.phone"}
    assert wizard.facts()["me.name"] == "Lò Thị Mai"
    assert wizard.position == "me.telephone"  # the first that lacks an answer now


def test_a_draft_of_another_procedure_or_no_draft_at_all_is_refused() -> None:
    other = replace(small(), code="9.999999")
    for guide, data in ((other, begin().serialise()), (small(), b"{}"), (small(), b"\xff"), (small(), b"[" * 100_000)):
        with pytest.raises(ProtocolError):
            restore(guide, data, CONTEXT)
