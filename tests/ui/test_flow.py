"""The way through a dossier: on, back, corrected, handed in; nothing is lost, nothing is wrongly taken."""

from __future__ import annotations

import pytest

from kiosk.outcomes import Found
from kiosk.session import Session
from offline_cache.drafts import Draft
from tests.kiosk.service_point import BIRTH, RESIDENCE
from tests.ui.resident import Resident

CHILD = "Lò Thị Kín Đáo"
NUMBER = "012399990003"


def test_the_code_is_there_and_kept_before_the_first_question(resident: Resident) -> None:
    code = resident.begin()
    draft = resident.at_desk(lambda desk: desk.look_up(code))
    assert isinstance(draft, Draft)
    assert draft.lookup_code == code


def test_nothing_is_asked_before_it_is_said_for_whom(resident: Resident) -> None:
    resident.choose_procedure()
    resident.models.before.begin()
    resident.settle()
    may_go_on = [resident.models.who.props.can_go_on]
    resident.models.who.choose("together")
    may_go_on.append(resident.models.who.props.can_go_on)
    assert may_go_on == [False, True]
    assert [row.key for row in resident.models.who.options.rows if row.selected] == ["together"]
    resident.models.who.next()
    assert resident.session.who_for == "together"


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE])
def test_a_dossier_is_handed_in_question_by_question(resident: Resident, code: str) -> None:
    lookup_code = resident.begin(code)
    resident.hand_in()
    assert resident.screen == "sealed"
    shown = resident.models.outcome.props
    assert shown.just_sealed
    assert shown.code == lookup_code
    assert shown.qr
    assert resident.on_disk(lambda store: store.drafts.list()) == ()
    assert isinstance(resident.at_desk(lambda desk: desk.look_up(lookup_code)), Found)


def test_back_goes_the_whole_way_and_loses_nothing(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("review")
    answers = dict(resident.wizard.answers)
    for _ in range(80):
        if resident.screen == "who":
            break
        resident.models.step.back()
    assert resident.screen == "who"
    assert dict(resident.wizard.answers) == answers
    resident.models.who.next()
    resident.walk_to("review")
    assert dict(resident.wizard.answers) == answers


def test_a_half_typed_name_is_there_after_back_and_after_a_power_cut(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("applicant.number")
    resident.models.step.type("0123")
    resident.models.step.back()
    opened = resident.at_desk(lambda desk: desk.resume(code, ""))
    assert isinstance(opened, Session)
    assert opened.pending == {"applicant.number": "0123"}
    resident.next()
    assert resident.models.step.props.value == "0123"


def test_what_is_typed_is_kept_soon_without_a_tap(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("applicant.full_name")
    resident.models.step.type(CHILD)
    assert not resident.models.step.props.saved
    resident.qtbot.waitUntil(lambda: bool(resident.models.step.props.saved), timeout=5_000)
    assert code in resident.models.step.props.saved
    opened = resident.at_desk(lambda desk: desk.resume(code, "0007"))
    assert isinstance(opened, Session)
    assert opened.pending == {"applicant.full_name": CHILD}


def test_going_on_with_nothing_says_so_at_the_question(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.full_name")
    resident.models.step.next()
    assert resident.here == "applicant.full_name"
    assert resident.models.step.props.faulty
    resident.models.step.type("A")
    assert not resident.models.step.props.faulty


def test_a_name_emptied_again_is_no_answer(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.born")
    resident.models.step.back()
    resident.models.step.type("   ")
    resident.models.step.next()
    assert resident.here == "applicant.full_name"
    assert "applicant.full_name" not in resident.wizard.answers
    assert resident.models.step.props.faulty


def test_a_date_emptied_again_is_no_answer(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.born")
    resident.models.step.setDate(5, 9, 2002)
    resident.next()
    resident.models.step.back()
    resident.models.step.setDate(0, 0, 0)
    resident.models.step.next()
    assert resident.here == "applicant.born"
    assert "applicant.born" not in resident.wizard.answers
    assert [fault.key for fault in resident.flow.faults] == ["unanswered"]


def test_a_counter_that_nobody_touched_is_answered_by_what_it_shows(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("copies.count")
    resident.models.step.next()
    assert resident.wizard.answers["copies.count"] == 0
    assert resident.here != "copies.count"


def test_missing_is_an_answer_and_puts_away_what_was_typed(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.phone")
    resident.models.step.type("09")
    resident.models.step.chooseMissing("none")
    assert resident.models.step.props.value == ""
    assert resident.wizard.answers["applicant.phone"] == {"missing": "none"}
    resident.models.step.next()
    assert resident.here == "applicant.email"


def test_ticks_come_and_go_and_none_stands_alone(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("case.special")
    none = next(option.key for option in resident.wizard.options("case.special") if option.exclusive)
    first, second = [option.key for option in resident.wizard.options("case.special") if not option.exclusive][:2]
    ticked = []
    for key in (first, second, none, second, second):
        resident.models.step.choose(key)
        answer = resident.wizard.answers.get("case.special")
        ticked.append(set(answer) if isinstance(answer, list) else set())
    assert ticked == [{first}, {first, second}, {none}, {second}, set()]


def test_the_choices_of_the_notice_are_unticked_and_refusable(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("notice")
    assert [row.selected for row in resident.models.step.options.rows] == [False, False]
    resident.models.step.choose("feedback")
    assert resident.wizard.answers["notice"] == ["feedback"]
    resident.models.step.choose("feedback")
    assert resident.wizard.answers["notice"] == []
    resident.models.step.next()
    resident.settle()
    assert resident.screen == "sealed"


def test_without_the_declaration_nothing_is_handed_in(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("declaration")
    resident.models.step.next()
    assert resident.here == "declaration"
    assert resident.models.step.props.noted
    accepted = []
    for _ in range(3):
        resident.models.step.accept()
        accepted.append(resident.models.step.props.accepted)
    assert accepted == [True, False, True]
    resident.models.step.next()
    assert resident.here == "notice"


def test_correcting_leads_back_to_the_paper(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("review")
    resident.models.step.correct("child.full_name")
    assert resident.here == "child.full_name"
    resident.models.step.type(CHILD)
    resident.next()
    assert resident.here == "review"
    assert CHILD in [row.text for row in resident.models.step.lines.rows]


def test_a_correction_that_asks_more_names_the_questions_and_asks_them(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("review")
    resident.models.step.correct("result.where")
    resident.models.step.choose("post")
    assert "Địa chỉ nhận kết quả" in resident.models.step.props.appeared
    resident.models.step.next()
    assert resident.here == "result.address"
    assert "Địa chỉ nhận kết quả" in resident.models.step.props.appeared
    resident.answer_here({})
    resident.models.step.next()
    assert resident.here == "review"
    assert resident.models.step.props.appeared == ""


def test_back_from_a_correction_is_back_at_the_paper(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("review")
    before = dict(resident.wizard.answers)
    resident.models.step.correct("child.full_name")
    resident.models.step.back()
    assert resident.here == "review"
    assert dict(resident.wizard.answers) == before


def test_a_household_is_added_corrected_and_taken_away(resident: Resident) -> None:
    resident.begin(RESIDENCE)
    resident.walk_to("members", {"case.whom": "household"})
    for _ in range(2):
        resident.models.step.addItem()
        resident.walk_to("members")
    assert [row.key for row in resident.models.step.items.rows] == ["1", "2"]
    resident.models.step.changeItem("1", "edit")
    assert resident.here.startswith("members.1.")
    resident.walk_to("members")
    resident.models.step.changeItem("1", "remove")
    assert [row.key for row in resident.models.step.items.rows] == ["2"]
    assert not [key for key in resident.wizard.answers if key.startswith("members.1.")]


def test_an_exit_leads_home_with_the_draft_kept_or_to_another_procedure(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("case.exit_lost", {"case.kind": "lost"})
    assert resident.models.step.props.leads
    resident.models.step.next()
    assert resident.overlay == "leave"
    resident.models.shell.answer("leave")
    assert resident.screen == "home"
    assert isinstance(resident.at_desk(lambda desk: desk.look_up(code)), Draft)
    resident.settle()


def test_a_search_narrows_a_long_list_and_is_over_on_the_next_screen(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("child.ethnicity", {"child.ethnicity_from": "list"})
    everyone = len(resident.models.step.options.rows)
    resident.models.step.search("thai")
    assert 0 < len(resident.models.step.options.rows) < everyone
    resident.models.step.choose("thai")
    resident.models.step.next()
    resident.models.step.back()
    assert (resident.here, resident.models.step.props.query) == ("child.ethnicity", "")
    assert resident.models.step.props.title == "Thái"


def test_a_second_tap_on_begin_begins_one_dossier(resident: Resident) -> None:
    resident.choose_procedure()
    with resident.held():
        resident.models.before.begin()
        resident.models.before.begin()
    assert len(resident.on_disk(lambda store: store.drafts.list())) == 1


def test_a_second_tap_on_hand_in_hands_in_once(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("notice")
    with resident.held():
        resident.models.step.next()
        assert resident.models.step.props.sealing
        assert not resident.models.step.props.can_go_on
        resident.models.step.next()
        resident.models.step.back()
        assert resident.here == "notice"
    assert resident.screen == "sealed"
    assert len(resident.on_disk(lambda store: store.outbox.all())) == 1


def test_a_seal_that_fails_keeps_everything_and_a_second_try_works(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("notice")
    resident.sql("PRAGMA query_only = ON")
    resident.models.step.next()
    resident.settle()
    assert resident.here == "notice"
    assert "vẫn còn nguyên" in resident.models.step.props.trouble
    assert isinstance(resident.at_desk(lambda desk: desk.look_up(code)), Draft)
    resident.sql("PRAGMA query_only = OFF")
    resident.models.step.next()
    resident.settle()
    assert resident.screen == "sealed"
    assert resident.flow.keeping.trouble == ""


def test_a_disk_that_does_not_keep_an_answer_says_so(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.full_name")
    resident.sql("PRAGMA query_only = ON")
    resident.models.step.type(CHILD)
    resident.next()
    resident.settle()
    assert "Đừng rời máy" in resident.models.step.props.trouble
    assert resident.models.step.props.saved == ""
    resident.sql("PRAGMA query_only = OFF")
    resident.models.step.type(CHILD)
    resident.flow.keep()
    resident.settle()
    assert resident.models.step.props.trouble == ""
    assert resident.models.step.props.saved


def test_what_was_sealed_is_followed_and_then_gone(resident: Resident) -> None:
    code = resident.begin()
    resident.hand_in({"applicant.number": NUMBER})
    resident.models.outcome.act("noted")
    assert resident.screen == "track"
    assert not resident.models.outcome.props.just_sealed
    assert resident.models.outcome.props.title == "Hồ sơ đang chờ gửi"
    resident.models.outcome.act("done")
    resident.settle()
    assert resident.screen == "home"
    assert code not in resident.shown_anywhere()
    assert resident.pictures == 0
