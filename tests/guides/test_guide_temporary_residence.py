"""Đăng ký tạm trú, a guide that is data alone. The people are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from tests.guides.walking import Walk, walk

CODE = "1.004194"
LODGER = {"head.relation": "head", "stay.basis": "rent", "stay.data": "not_held"}
CHILD = {
    "case.whom": "child",
    "person.number": "012220000003",
    "person.full_name": "Lò Văn Nam",
    "person.born": "2020-04-10",
    "person.sex": "male",
    "head.relation": "child",
    "stay.basis": "family",
}


def stay(answers: Mapping[str, object]) -> Walk:
    return walk(CODE, answers)


def test_a_lodger_with_a_household_of_their_own_passes_twenty_screens() -> None:
    done = stay(LODGER)
    assert len(done.seen) <= 22
    assert not {"head.full_name", "head.consent", "guardian.consent", "members"} & set(done.seen)


def test_the_police_of_the_place_receive() -> None:
    assert stay(LODGER).wizard.receiver() == "Công an phường Hoàn Kiếm"


def test_three_working_days_with_the_holiday() -> None:
    accepted = datetime(2026, 11, 20, 9, 0, tzinfo=HANOI)
    assert stay(LODGER).wizard.due(accepted) == date(2026, 11, 26)


def test_the_head_of_an_own_household_is_who_registers() -> None:
    lines = stay(LODGER).texts()
    assert lines["Chủ hộ/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Thị Mai"
    assert lines["Chủ hộ/9. Số định danh cá nhân của chủ hộ"] == "012302000007"


@pytest.mark.parametrize(
    ("kind", "stopped_at", "procedure"),
    [
        ("list", "case.exit_list", ""),
        ("barracks", "case.exit_barracks", ""),
        ("extend", "case.exit_extend", "1.002755"),
        ("permanent", "case.exit_permanent", "1.004222"),
    ],
)
def test_other_cases_are_led_on_with_an_officer(kind: str, stopped_at: str, procedure: str) -> None:
    done = stay({"case.kind": kind})
    leave = done.wizard.current().step.exit
    assert done.stopped_at == stopped_at
    assert leave is not None
    assert (leave.procedure, leave.officer) == (procedure, True)


@pytest.mark.parametrize(
    ("answers", "photographed"),
    [
        ({"stay.basis": "rent", "stay.data": "not_held"}, True),
        ({"stay.basis": "own", "stay.data": "not_held"}, True),
        ({"stay.basis": "other", "stay.data": "unsure"}, True),
        ({"stay.basis": "own", "stay.data": "held"}, False),
        ({"stay.basis": "family"}, False),
    ],
)
def test_papers_of_the_dwelling_only_when_the_state_lacks_them(
    answers: Mapping[str, object], photographed: bool
) -> None:
    done = stay(answers)
    assert ("papers.dwelling" in done.seen) is photographed
    assert ("dwelling" in [each.key for each in done.wizard.documents().submit]) is photographed


def test_joining_a_household_needs_its_head_and_the_owner_to_agree() -> None:
    asked = set(stay({"head.relation": "spouse", "stay.basis": "family"}).seen)
    assert {"head.full_name", "head.number", "head.consent", "owner.consent"} <= asked


def test_an_owner_in_their_own_house_asks_nobody() -> None:
    asked = set(stay({"stay.basis": "own", "stay.data": "held", "head.relation": "head"}).seen)
    assert not {"owner.consent", "owner.full_name", "head.consent"} & asked


def test_a_consent_in_writing_is_photographed() -> None:
    done = stay({"head.relation": "spouse", "stay.basis": "family", "head.consent": "letter", "owner.consent": "head"})
    assert "papers.consent" in done.seen
    assert [each.key for each in done.wizard.documents().submit] == ["consent"]


def test_a_child_needs_a_parents_word_and_has_no_household_of_its_own() -> None:
    done = stay(CHILD)
    assert {"guardian.relation", "guardian.full_name", "guardian.number", "guardian.consent"} <= set(done.seen)
    assert "head" not in [option.key for option in done.wizard.options("head.relation")]
    assert [person.key for person in done.wizard.people()] == ["child", "guardian", "head"]


def test_a_minor_alone_needs_it_too() -> None:
    minor = {**LODGER, "person.born": "2010-09-05", "person.number": "012310000007"}
    assert "guardian.consent" in stay(minor).seen


def test_a_household_lists_its_members_as_the_form_does() -> None:
    done = stay({**LODGER, "case.whom": "household"})
    assert done.seen.index("members.1.full_name") < done.seen.index("members")
    lines = done.texts()
    assert lines["11. Những thành viên trong hộ gia đình cùng thay đổi/1. Họ, chữ đệm và tên"] == "Lò Văn Nam"
    assert lines["11. Những thành viên trong hộ gia đình cùng thay đổi/1. Mối quan hệ với chủ hộ"] == "Con"
    assert "guardian.consent" in done.seen


def test_a_second_member_can_be_added_and_taken_away() -> None:
    wizard = stay({**LODGER, "case.whom": "household"}).wizard.goto("members")
    two = wizard.add_item("members")
    assert two.position == "members.2.full_name"
    assert two.remove_item("members", "2").answers["members"] == ["1"]


def test_the_fee_depends_on_the_channel_and_an_officer_says_which() -> None:
    lines = stay(LODGER).wizard.fees()
    assert [(line.amount, line.unsure) for line in lines] == [(None, True)]
    assert "7.000" in lines[0].note
    assert "15.000" in lines[0].note


def test_who_is_exempt_shows_proof_and_pays_nothing() -> None:
    done = stay({**LODGER, "case.special": ["exempt"]})
    assert [line.amount for line in done.wizard.fees()] == [0]
    assert [each.key for each in done.wizard.documents().show] == ["exemption"]


def test_new_citizens_bring_the_presidents_decision() -> None:
    done = stay({**LODGER, "case.special": ["naturalised"]})
    assert "papers.citizenship" in done.seen


def test_a_stay_ends_in_the_future_and_within_two_years() -> None:
    at_end = stay({**LODGER, "stay.length": "until"}).wizard.goto("stay.until")
    assert not at_end.answer("stay.until", "2028-11-24").faults
    assert at_end.answer("stay.until", "2026-11-23").refused
    assert at_end.answer("stay.until", "2029-01-01").refused
