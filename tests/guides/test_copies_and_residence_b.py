"""Copies of civil-status papers, residence confirmed and corrected: personas walk them. The people are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from tests.guides.test_guide_sources import TEXTS, portal
from tests.guides.walking import NONE, SKIPPED, UNKNOWN, Walk, guide, walk

COPIES = "2.000635"
WITH_SAMPLES = pytest.mark.skipif(not TEXTS.exists(), reason="the samples folder with the portal's texts is not here")
FOR_A_CHILD = {"case.whom": "child", "subject.born": "2020-04-10"}
FOR_A_PARENT = {
    "case.whom": "other",
    "applicant.relation": "child",
    "subject.full_name": "Lò Văn Chung",
    "subject.born": "1956",
    "subject.number": UNKNOWN,
    "registered.date": "1958",
}
OF_THE_DEAD = {
    "paper.kind": "death",
    "applicant.relation": "child",
    "subject.full_name": "Lò Văn Chung",
    "subject.born": "1956-02-03",
    "subject.number": NONE,
}


def submitted(done: Walk) -> list[str]:
    return [each.key for each in done.wizard.documents().submit]


def outside(code: str, answers: Mapping[str, object]) -> tuple[str, str, bool]:
    done = walk(code, answers)
    leave = done.wizard.current().step.exit
    assert leave is not None
    return done.stopped_at, leave.procedure, leave.officer


# Bản sao Giấy khai sinh, trích lục hộ tịch


def test_ones_own_birth_copy_is_seventeen_screens_and_no_paper() -> None:
    done = walk(COPIES, {})
    assert len(done.seen) == 17
    assert not any(key.startswith("subject.") for key in done.seen)
    assert submitted(done) == []
    assert done.stopped_at == ""


def test_ones_own_data_stand_for_the_person_on_the_paper() -> None:
    lines = walk(COPIES, {}).texts()
    about = "Đề nghị cấp bản sao, cho người có tên dưới đây"
    assert lines[f"{about}/Họ, chữ đệm, tên"] == "Lò Thị Mai"
    assert lines["Người yêu cầu/Quan hệ với người được cấp bản sao"] == "Bản thân"
    assert lines[f"{about}/Bản sao của"] == "Giấy khai sinh"


def test_a_mother_asks_for_her_child_whom_the_state_knows() -> None:
    done = walk(COPIES, FOR_A_CHILD)
    assert {"subject.number", "subject.full_name", "subject.born"} <= set(done.seen)
    assert not {"applicant.relation", "authorisation.held", "subject.ethnicity"} & set(done.seen)
    assert done.texts()["Người yêu cầu/Quan hệ với người được cấp bản sao"] == "Cha, mẹ"
    assert [person.key for person in done.wizard.people()] == ["applicant", "subject"]


def test_a_son_asks_for_his_father_with_an_uncertified_letter() -> None:
    done = walk(COPIES, FOR_A_PARENT)
    assert {"subject.sex", "subject.nationality", "subject.residence"} <= set(done.seen)
    assert submitted(done) == ["authorisation"]
    assert not {"authorisation.certified", "authorisation.lacking"} & set(done.seen)
    assert done.texts()["Đã đăng ký/Ngày đăng ký"] == "1958"


def test_a_strangers_letter_has_to_be_certified_and_stops_nobody() -> None:
    done = walk(COPIES, {**FOR_A_PARENT, "applicant.relation": "other", "papers.authorisation": SKIPPED})
    assert "authorisation.certified" in done.seen
    assert done.stopped_at == ""
    assert done.texts()["Người yêu cầu/Quan hệ với người được cấp bản sao"] == "Người được ủy quyền"


@pytest.mark.parametrize("held", ["died", "guardian", "not_yet"])
def test_without_a_letter_an_officer_decides(held: str) -> None:
    done = walk(COPIES, {**FOR_A_PARENT, "authorisation.held": held})
    assert "authorisation.lacking" in done.seen
    assert submitted(done) == []


def test_the_dead_are_nobodys_self_and_need_no_number() -> None:
    done = walk(COPIES, OF_THE_DEAD)
    assert not {"case.whom", "authorisation.held"} & set(done.seen)
    assert {"applicant.relation", "subject.full_name", "subject.residence"} <= set(done.seen)
    assert done.stopped_at == ""


def test_who_remembers_nothing_goes_on_but_is_told() -> None:
    nothing = {"registered.commune": UNKNOWN, "registered.date": UNKNOWN, "registered.office": UNKNOWN}
    done = walk(COPIES, nothing)
    assert "registered.hard_to_find" in done.seen
    assert done.stopped_at == ""
    assert "registered.hard_to_find" not in walk(COPIES, {}).seen


def test_an_old_paper_is_photographed_instead_of_typed() -> None:
    done = walk(COPIES, {"registered.known": "photo"})
    assert not {"registered.number", "registered.book"} & set(done.seen)
    assert submitted(done) == ["old"]


def test_number_and_book_stand_on_the_form_as_they_are_known() -> None:
    lines = walk(COPIES, {"registered.known": "known", "registered.book": UNKNOWN}).texts()
    assert lines["Đã đăng ký/Số"] == "15/2020"
    assert lines["Đã đăng ký/Cơ quan đã đăng ký"] == "Ủy ban nhân dân xã Bản Bo, huyện Tam Đường"
    assert walk(COPIES, {}).texts()["Đã đăng ký/Số"] == "Không nhớ"


def test_nothing_is_registered_before_birth_nor_for_the_requesters_own_number() -> None:
    wizard = walk(COPIES, FOR_A_CHILD).wizard
    assert wizard.answer("registered.date", "2019").refused
    assert wizard.answer("subject.number", "012302000007").refused


@pytest.mark.parametrize(
    ("kind", "procedure"),
    [("certify", "2.000815"), ("correct", "1.004859"), ("single", "1.004873"), ("never", ""), ("organisation", "")],
)
def test_what_is_no_copy_is_led_on(kind: str, procedure: str) -> None:
    assert outside(COPIES, {"case.kind": kind}) == (f"case.exit_{kind}", procedure, True)


def test_a_copy_costs_eight_thousand_and_the_post_is_told_at_the_desk() -> None:
    fees = walk(COPIES, {"copies.count": 3, "result.where": "post"}).wizard.fees()
    assert [(fee.amount, fee.unsure) for fee in fees] == [(24_000, True), (None, True)]


@pytest.mark.parametrize(("hour", "due"), [(14, date(2026, 11, 23)), (16, date(2026, 11, 25))])
def test_copies_come_the_same_day_until_three_in_the_afternoon(hour: int, due: date) -> None:
    wizard = walk(COPIES, {}).wizard
    assert wizard.due(datetime(2026, 11, 23, hour, 0, tzinfo=HANOI)) == due
    assert wizard.receiver() == "Ủy ban nhân dân phường Lê Chân"


def test_the_older_law_ends_with_february() -> None:
    assert guide(COPIES).effective_to == date(2027, 2, 28)


@WITH_SAMPLES
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (COPIES, "Số quyết định: 163/QĐ-BTP"),
        (COPIES, "Phí, lệ phí: 8000 VNĐ"),
        (COPIES, "nếu tiếp nhận hồ sơ sau 15 giờ thì có Phiếu hẹn, trả kết quả cho người yêu cầu trong ngày làm việc"),
        (COPIES, "Văn bản ủy quyền theo quy định của pháp luật"),
        (COPIES, "ông, bà, cha, mẹ, con, vợ, chồng, anh, chị, em ruột của người ủy quyền thì văn bản ủy quyền không"),
        (COPIES, "không thể tra cứu được thông tin thì cơ quan đăng ký hộ tịch từ chối giải quyết"),
        (COPIES, "hỗ trợ người dân nộp hồ sơ đăng ký hộ tịch trực tuyến đến đúng cơ quan có thẩm quyền"),
        (COPIES, "không có phản hồi sau thời hạn một ngày"),
        (COPIES, "gửi văn bản yêu cầu nêu rõ lý do cho Cơ quan quản lý Cơ sở dữ liệu hộ tịch điện tử"),
        ("2.000815", "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang"),
    ],
)
def test_the_portal_still_says_so(code: str, words: str) -> None:
    assert words in portal()[code]
