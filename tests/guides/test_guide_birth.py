"""Đăng ký khai sinh, walked by the people of design/guide-birth.md. All of them are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from tests.guides.walking import BAN_BO, CONTEXT, NONE, SKIPPED, UNKNOWN, Walk, walk

CODE = "1.001193"
MOTHER = {"case.kind": "first", "case.marriage": "registered", "applicant.relation": "mother"}
UNMARRIED = {**MOTHER, "case.marriage": "not_registered", "case.father": "blank"}
GRANDMOTHER = {
    **MOTHER,
    "applicant.relation": "grandparent",
    "applicant.full_name": "Vàng Thị Sao",
    "applicant.born": "1958",
    "applicant.number": NONE,
    "applicant.paper": "nothing",
    "applicant.phone": NONE,
    "applicant.email": NONE,
    "mother.number": UNKNOWN,
    "mother.born": "2002",
    "father.number": UNKNOWN,
    "father.born": "1998",
}
QUESTIONS_OF_STATE = {"mother.ethnicity", "mother.nationality", "mother.residence", "applicant.residence"}


def birth(answers: Mapping[str, object], today: date = CONTEXT.today) -> Walk:
    return walk(CODE, answers, replace(CONTEXT, today=today))


def test_a_married_mother_with_her_card_passes_at_most_thirty_screens() -> None:
    seen = birth(MOTHER).seen
    assert seen[-4:] == ("papers.birth", "review", "declaration", "notice")
    assert len(seen) == 30
    assert not QUESTIONS_OF_STATE & set(seen)
    assert not [key for key in seen if key.startswith("mother.")]


def test_the_parents_come_before_the_child() -> None:
    seen = birth(MOTHER).seen
    assert seen.index("father.full_name") < seen.index("child.full_name")
    assert seen.index("case.marriage") < seen.index("applicant.relation")


def test_what_the_mother_said_of_herself_stands_on_the_certificate() -> None:
    lines = birth(MOTHER).texts()
    assert lines["Người mẹ/Họ, chữ đệm, tên người mẹ"] == "Lò Thị Mai"
    assert lines["Người mẹ/Năm sinh"] == "05/09/2002"
    assert lines["Người cha/Họ, chữ đệm, tên người cha"] == "Nguyễn Văn Bình"
    assert lines["Người được khai sinh/Quốc tịch"] == "Việt Nam"


def test_the_birth_date_is_also_written_in_words() -> None:
    born = birth({**MOTHER, "child.born": "2026-11-21"}).texts()["Người được khai sinh/Ngày, tháng, năm sinh"]
    assert "21/11/2026" in born
    assert "ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu" in born.lower()


def test_the_place_of_birth_is_a_health_facility_or_a_commune() -> None:
    place = "Người được khai sinh/Nơi sinh"
    assert birth(MOTHER).texts()[place] == "Bệnh viện Phụ sản Hà Nội"
    at_home = birth({**MOTHER, "birth.where": "elsewhere", "birth.place": BAN_BO}).texts()
    assert at_home[place] == "Xã Bản Bo, Tỉnh Lai Châu"
    assert "Người được khai sinh/Địa chỉ nơi sinh" not in at_home


def test_a_grandmother_without_any_number_is_asked_all_that_the_state_does_not_hold() -> None:
    done = birth(GRANDMOTHER)
    asked = set(done.seen)
    assert {*QUESTIONS_OF_STATE, "father.ethnicity", "father.nationality", "father.residence"} <= asked
    assert {"applicant.no_paper", "applicant.no_contact"} <= asked
    assert len(done.seen) <= 46


def test_a_year_of_birth_alone_makes_ethnicity_and_residence_questions_again() -> None:
    asked = set(birth({**MOTHER, "father.born": "1998"}).seen)
    assert {"father.ethnicity", "father.nationality", "father.residence"} <= asked


def test_an_unmarried_mother_leaves_the_father_blank_and_is_not_asked_for_the_childs_ethnicity() -> None:
    done = birth(UNMARRIED)
    asked = set(done.seen)
    assert "child.follow_mother" in asked
    assert not {"child.ethnicity_from", "child.origin_from", "marriage.known"} & asked
    assert not [key for key in asked if key.startswith("father.")]
    lines = done.texts()
    assert lines["Người cha/Họ, chữ đệm, tên người cha"] == "Để trống"
    assert lines["Người được khai sinh/Dân tộc"] == "Theo dân tộc của mẹ"


def test_not_answering_about_marriage_is_like_not_married() -> None:
    done = birth({**UNMARRIED, "case.marriage": "unsaid"})
    assert done.stopped_at == ""
    assert "father.number" not in done.seen


@pytest.mark.parametrize(
    ("answers", "stopped_at", "procedure"),
    [
        ({"case.kind": "linked"}, "case.exit_linked", "2.000986"),
        ({"case.kind": "copy"}, "case.exit_copy", "2.000635"),
        ({"case.kind": "lost"}, "case.exit_lost", "2.000635"),
        ({"case.kind": "correct"}, "case.exit_correct", "1.004859"),
        ({"case.kind": "grown"}, "case.exit_grown", "1.004772"),
        ({"case.special": ["born_abroad"]}, "case.exit_born_abroad", "1.001020"),
        ({"case.special": ["foreign_parent"]}, "case.exit_foreign_parent", "2.000528"),
        ({"case.special": ["abandoned"]}, "case.exit_abandoned", ""),
        ({"case.special": ["died", "born_abroad"]}, "case.exit_died", ""),
        ({**UNMARRIED, "case.father": "acknowledge"}, "case.exit_acknowledge", "1.000689"),
        ({**UNMARRIED, "case.father": "mother_unknown"}, "case.exit_mother_unknown", "1.000689"),
        ({**UNMARRIED, "applicant.relation": "father"}, "applicant.exit_father", "1.000689"),
        ({**GRANDMOTHER, "mother.nationality": "other"}, "mother.exit_nationality", "2.000528"),
        ({**GRANDMOTHER, "father.nationality": "other"}, "father.exit_nationality", "2.000528"),
    ],
)
def test_who_is_not_at_home_here_is_led_on_with_an_officer(
    answers: Mapping[str, object], stopped_at: str, procedure: str
) -> None:
    done = birth(answers)
    leave = done.wizard.current().step.exit
    assert done.stopped_at == stopped_at
    assert leave is not None
    assert (leave.procedure, leave.officer) == (procedure, True)


@pytest.mark.parametrize(
    ("paper", "step", "document"),
    [
        ("paper", "papers.birth", "birth_paper"),
        ("witness", "papers.witness", "witness"),
        ("nothing", "papers.undertaking", "undertaking"),
    ],
)
def test_the_proof_of_birth_decides_what_is_photographed(paper: str, step: str, document: str) -> None:
    done = birth({**MOTHER, "case.birth_paper": paper})
    assert [key for key in done.seen if key.startswith("papers.")] == ["papers.list", step]
    assert [each.key for each in done.wizard.documents().submit] == [document]


def test_an_electronic_birth_paper_is_not_photographed() -> None:
    done = birth({**MOTHER, "case.birth_paper": "electronic"})
    assert [key for key in done.seen if key.startswith("papers.")] == ["papers.list"]
    assert not done.wizard.documents().submit


def test_identity_papers_are_only_shown() -> None:
    assert [each.key for each in birth(MOTHER).wizard.documents().show] == ["identity", "residence"]


def test_surrogacy_and_authorisation_bring_their_papers() -> None:
    done = birth(
        {
            **MOTHER,
            "case.special": ["surrogacy"],
            "applicant.relation": "authorised",
            "applicant.number": "001190000004",
            "applicant.full_name": "Phạm Thị Hồng",
            "applicant.born": "1990-02-03",
        }
    )
    assert [each.key for each in done.wizard.documents().submit] == ["birth_paper", "authorisation", "surrogacy"]
    assert {"papers.authorisation", "papers.surrogacy", "mother.number"} <= set(done.seen)


def test_a_paper_that_cannot_be_photographed_is_left_for_the_counter() -> None:
    done = birth({**MOTHER, "papers.birth": SKIPPED})
    assert done.stopped_at == ""


def test_nothing_to_pay_on_time_without_copies() -> None:
    done = birth(MOTHER)
    assert "fee" not in done.seen
    assert [(line.amount, line.unsure) for line in done.wizard.fees()] == [(0, True)]


def test_copies_cost_what_the_portal_prints_and_an_officer_confirms_it() -> None:
    done = birth({**MOTHER, "copies.count": 3})
    assert "fee" in done.seen
    assert [(line.amount, line.unsure) for line in done.wizard.fees()] == [(0, True), (24_000, True)]


def test_a_late_registration_goes_on_and_its_fee_is_the_provinces() -> None:
    done = birth({**MOTHER, "child.born": "2026-08-01"})
    assert {"child.late", "fee"} <= set(done.seen)
    assert [line.amount for line in done.wizard.fees()] == [None]


def test_the_sixtieth_day_is_still_on_time() -> None:
    assert "child.late" not in birth({**MOTHER, "child.born": "2026-09-25"}).seen
    assert "child.late" in birth({**MOTHER, "child.born": "2026-09-24"}).seen


def test_the_office_is_this_one_by_default() -> None:
    assert birth(MOTHER).wizard.receiver() == "Ủy ban nhân dân phường Lê Chân"


def test_the_office_is_where_the_mother_lives_when_she_says_so() -> None:
    chosen = birth({**MOTHER, "office.choice": "mother", "office.place": BAN_BO})
    assert "office.place" in chosen.seen
    assert chosen.wizard.receiver() == "Ủy ban nhân dân xã Bản Bo"


def test_a_residence_that_was_given_is_not_asked_again_for_the_office() -> None:
    done = birth({**GRANDMOTHER, "mother.residence": BAN_BO, "office.choice": "mother"})
    assert "office.place" not in done.seen
    assert done.wizard.receiver() == "Ủy ban nhân dân xã Bản Bo"


@pytest.mark.parametrize(("hour", "day"), [(9, date(2026, 11, 23)), (15, date(2026, 11, 25))])
def test_the_result_is_due_the_same_day_before_three_in_the_afternoon(hour: int, day: date) -> None:
    """24 November is a public holiday since 2026."""
    accepted = datetime(2026, 11, 23, hour, 0, tzinfo=HANOI)
    assert birth(MOTHER).wizard.due(accepted) == day


def test_not_knowing_the_marriage_certificate_is_one_tap_and_its_delay_is_told() -> None:
    forgotten = birth(MOTHER)
    assert not [key for key in forgotten.seen if key.startswith("marriage.") and key != "marriage.known"]
    told = forgotten.wizard.deadline()
    assert told is not None
    assert "thêm đến 3 ngày làm việc" in told.text


def test_the_marriage_certificate_in_hand_is_four_questions() -> None:
    seen = birth({**MOTHER, "marriage.known": "known"}).seen
    assert seen[seen.index("marriage.known") + 1 :][:4] == (
        "marriage.number",
        "marriage.book",
        "marriage.date",
        "marriage.place",
    )


def test_a_parent_younger_than_the_child_is_a_fault_and_a_very_young_one_a_reminder() -> None:
    at_child = birth(MOTHER).wizard.goto("child.born")
    assert [fault.key for fault in at_child.answer("child.born", "1990-01-01").faults] == ["born_after"]
    young = birth({**MOTHER, "applicant.born": "2014-09-05", "applicant.number": "012314000007"})
    assert ("parent_age", "warn") in [(fault.key, fault.level) for fault in young.wizard.faults()]


def test_a_surname_of_neither_parent_is_only_a_reminder() -> None:
    done = birth({**MOTHER, "child.full_name": "Đinh Thị Minh Thư"})
    assert [(fault.key, fault.level) for fault in done.wizard.faults()] == [("surname_of", "warn")]


@pytest.mark.parametrize("name", ["H'Hen Niê", "Y Bhăm", "K'Brôi", "Nguyễn Thị Minh An"])
def test_names_of_all_peoples_are_names(name: str) -> None:
    answered = birth(MOTHER).wizard.answer("child.full_name", name)
    assert not answered.refused


def test_a_father_who_is_married_fills_the_fathers_part() -> None:
    done = birth(
        {
            **MOTHER,
            "applicant.relation": "father",
            "applicant.number": "001098000015",
            "applicant.full_name": "Nguyễn Văn Bình",
            "applicant.born": "1998-03-12",
        }
    )
    assert not [key for key in done.seen if key.startswith("father.")]
    assert done.texts()["Người cha/Số định danh cá nhân"] == "001098000015"
    assert done.texts()["Người mẹ/Họ, chữ đệm, tên người mẹ"] == "Lò Thị Mai"


def test_whose_card_is_asked_of_those_who_may_have_one_here() -> None:
    assert [person.key for person in birth(MOTHER).wizard.people()] == ["applicant", "father"]
    assert [person.key for person in birth(UNMARRIED).wizard.people()] == ["applicant"]
    assert [person.key for person in birth(GRANDMOTHER).wizard.people()] == ["applicant", "mother", "father"]


def test_changing_the_marriage_keeps_the_later_answers_that_still_apply() -> None:
    changed = birth(MOTHER).wizard.answer("case.marriage", "not_registered")
    assert "case.father" in changed.appeared
    facts = changed.wizard.facts()
    assert facts["child.full_name"] == "Nguyễn Thị Minh An"
    assert "father.full_name" not in facts
    back = changed.wizard.answer("case.marriage", "registered").wizard
    assert back.facts()["father.full_name"] == "Nguyễn Văn Bình"
