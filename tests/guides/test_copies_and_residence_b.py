"""Copies of civil-status papers, residence confirmed and corrected: personas walk them. The people are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from tests.guides.test_guide_sources import TEXTS, portal
from tests.guides.walking import NONE, SKIPPED, UNKNOWN, Walk, guide, walk

COPIES = "2.000635"
CONFIRMED = "1.010041"
CORRECTED = "1.010039"
WITH_SAMPLES = pytest.mark.skipif(not TEXTS.exists(), reason="the samples folder with the portal's texts is not here")
HERE = {
    "province": "31",
    "commune": "11383",
    "province_name": "Thành phố Hải Phòng",
    "commune_name": "Phường Lê Chân",
    "details": "Số 2, ngõ 5",
    "dataset": "thử",
}
WIDOW = {"head.reason": "died", "head.relation": "spouse", "new_head.who": "self"}
RENAMED = {"case.change": "civil", "civil.fields": ["name", "born", "ethnicity"]}
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


# Xác nhận thông tin về cư trú


def test_residence_is_confirmed_without_any_paper() -> None:
    done = walk(CONFIRMED, {"stay.address": HERE})
    assert len(done.seen) == 18
    assert guide(CONFIRMED).documents == ()
    assert submitted(done) == []
    assert "fee" not in done.seen


def test_who_lives_here_is_not_asked_where_to_send_it() -> None:
    here = walk(CONFIRMED, {"stay.address": HERE})
    assert "office.choice" not in here.seen
    assert here.wizard.receiver() == "Công an phường Lê Chân"


@pytest.mark.parametrize(
    ("choice", "receiver"), [("there", "Công an phường Hoàn Kiếm"), ("here", "Công an phường Lê Chân")]
)
def test_who_lives_elsewhere_chooses_the_police(choice: str, receiver: str) -> None:
    assert walk(CONFIRMED, {"office.choice": choice}).wizard.receiver() == receiver


def test_earlier_places_and_other_contents_are_told_in_words() -> None:
    done = walk(CONFIRMED, {"confirm.what": ["permanent", "past", "other"], "confirm.purpose": SKIPPED})
    lines = done.texts()
    content = "10. Nội dung đề nghị: xác nhận thông tin về cư trú"
    assert lines[f"{content}/Nơi cư trú trước đây"] == "Xã Bản Bo, tỉnh Lai Châu, từ 2005 đến 2019"
    assert lines[f"{content}/Nội dung khác"] == "Ngày chuyển đến chỗ ở hiện nay"
    assert not {"confirm.past", "confirm.other"} & set(walk(CONFIRMED, {}).seen)


def test_a_parent_asks_for_a_child() -> None:
    done = walk(CONFIRMED, {"case.whom": "child", "person.born": "2015-03-01"})
    assert {"guardian.relation", "guardian.full_name", "guardian.number"} <= set(done.seen)
    assert [person.key for person in done.wizard.people()] == ["child", "guardian", "head"]
    assert not {"head", "spouse", "parent"} & {option.key for option in done.wizard.options("head.relation")}


def test_a_head_of_household_names_nobody_else() -> None:
    done = walk(CONFIRMED, {"head.relation": "head"})
    assert not {"head.full_name", "head.number"} & set(done.seen)
    assert done.texts()["Chủ hộ/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Thị Mai"


@pytest.mark.parametrize(
    ("answers", "stopped_at", "procedure", "officer"),
    [
        ({"case.kind": "wrong"}, "case.exit_wrong", "1.010039", False),
        ({"case.kind": "nowhere"}, "case.exit_nowhere", "1.010040", True),
        ({"case.kind": "old_number"}, "case.exit_old_number", "1.012566", True),
        ({"case.kind": "organisation"}, "case.exit_organisation", "", True),
        ({"case.whom": "other"}, "case.exit_other", "", True),
    ],
)
def test_what_ct07_does_not_hold_is_led_on(
    answers: Mapping[str, object], stopped_at: str, procedure: str, officer: bool
) -> None:
    assert outside(CONFIRMED, answers) == (stopped_at, procedure, officer)


def test_the_later_of_two_deadlines_is_promised() -> None:
    wizard = walk(CONFIRMED, {}).wizard
    assert wizard.due(datetime(2026, 11, 20, 9, 0, tzinfo=HANOI)) == date(2026, 11, 26)
    assert "1 ngày làm việc" in guide(CONFIRMED).deadlines[0].text
    assert [(fee.amount, fee.unsure) for fee in wizard.fees()] == [(0, True)]


# Điều chỉnh thông tin về cư trú

CHANGE = "10. Nội dung đề nghị: điều chỉnh thông tin về cư trú"


def test_a_head_hands_over_and_asks_nobody_else() -> None:
    done = walk(CORRECTED, {"head.relation": "head"})
    assert not {"head.full_name", "head.consent", "household.consent", "change.data"} & set(done.seen)
    assert submitted(done) == []
    assert [option.key for option in done.wizard.options("new_head.who")] == ["other"]
    lines = done.texts()
    assert lines[f"{CHANGE}/Chủ hộ mới"] == "Lò Thị Hương"
    assert lines["Chủ hộ đang ghi/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Thị Mai"


def test_a_widow_becomes_the_head_with_the_households_word() -> None:
    done = walk(CORRECTED, WIDOW)
    assert "head" not in [option.key for option in done.wizard.options("head.relation")]
    assert {"change.data", "household.consent"} <= set(done.seen)
    assert submitted(done) == ["evidence"]
    assert done.texts()[f"{CHANGE}/Chủ hộ mới"] == "Lò Thị Mai"


@pytest.mark.parametrize(("data", "documents"), [("held", []), ("not_held", ["evidence"]), ("unsure", ["evidence"])])
def test_a_death_that_the_state_knows_is_not_proved_again(data: str, documents: list[str]) -> None:
    assert submitted(walk(CORRECTED, {**WIDOW, "change.data": data})) == documents


@pytest.mark.parametrize(
    ("reason", "documents"), [("consent", []), ("elected", []), ("incapable", ["evidence"]), ("court", ["evidence"])]
)
def test_a_court_gives_a_paper_and_an_agreement_none(reason: str, documents: list[str]) -> None:
    assert submitted(walk(CORRECTED, {"head.reason": reason})) == documents


def test_opinions_in_writing_are_photographed_or_left_for_the_desk() -> None:
    done = walk(CORRECTED, {"head.reason": "elected", "household.consent": "letter", "papers.opinions": SKIPPED})
    assert submitted(done) == ["opinions"]
    assert done.stopped_at == ""


def test_a_household_is_listed_with_its_relations_to_the_new_head() -> None:
    done = walk(CORRECTED, {**WIDOW, "household.present": True})
    assert done.seen.index("members.1.full_name") < done.seen.index("members")
    assert done.texts()["11. Những thành viên trong hộ gia đình cùng thay đổi/1. Mối quan hệ với chủ hộ"] == "Con"


def test_changed_civil_status_is_written_field_by_field() -> None:
    done = walk(CORRECTED, RENAMED)
    assert submitted(done) == ["evidence"]
    assert not {"head.reason", "new_head.who", "civil.sex", "guardian.consent"} & set(done.seen)
    lines = done.texts()
    assert lines[f"{CHANGE}/Họ, chữ đệm và tên mới"] == "Lò Thị Mai Hoa"
    assert lines[f"{CHANGE}/Ngày, tháng, năm sinh mới"] == "09/05/2002"
    assert lines["Người kê khai/2. Ngày, tháng, năm sinh"] == "05/09/2002"


def test_a_childs_change_has_a_parents_word() -> None:
    done = walk(CORRECTED, {**RENAMED, "case.whom": "child", "person.born": "2015-03-01"})
    assert {"guardian.relation", "guardian.full_name", "guardian.number", "guardian.consent"} <= set(done.seen)
    assert [person.key for person in done.wizard.people()] == ["child", "guardian", "head"]


def test_a_renamed_address_changes_by_itself_but_may_be_asked_for() -> None:
    done = walk(CORRECTED, {"case.change": "address", "address.old": UNKNOWN})
    assert "case.by_itself" in done.seen
    assert submitted(done) == []
    assert done.texts()[f"{CHANGE}/Địa chỉ đổi vì"] == "Đánh lại số nhà"


@pytest.mark.parametrize(
    ("answers", "stopped_at", "procedure", "officer"),
    [
        ({"case.change": "moved"}, "case.exit_permanent", "1.004222", False),
        ({"case.change": "moved", "case.moved": "temporary"}, "case.exit_temporary", "1.004194", False),
        ({"case.change": "split"}, "case.exit_split", "1.010038", False),
        ({"case.change": "wrong"}, "case.exit_wrong", "1.012564", True),
        ({**RENAMED, "case.whom": "other"}, "case.exit_other", "", True),
        ({**RENAMED, "change.data": "held"}, "case.exit_held", "", True),
    ],
)
def test_what_is_no_correction_is_led_on(
    answers: Mapping[str, object], stopped_at: str, procedure: str, officer: bool
) -> None:
    assert outside(CORRECTED, answers) == (stopped_at, procedure, officer)


def test_the_police_of_the_residence_correct_within_three_working_days() -> None:
    wizard = walk(CORRECTED, {}).wizard
    assert wizard.receiver() == "Công an phường Hoàn Kiếm"
    assert wizard.due(datetime(2026, 11, 20, 9, 0, tzinfo=HANOI)) == date(2026, 11, 26)
    assert [(fee.amount, fee.unsure) for fee in wizard.fees()] == [(0, True)]


@WITH_SAMPLES
@pytest.mark.parametrize("document", ["evidence", "opinions"])
def test_documents_are_called_what_the_portal_calls_them(document: str) -> None:
    label = next(each.label for each in guide(CORRECTED).documents if each.key == document).lower()
    assert label in portal()[CORRECTED].lower()


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
        (CONFIRMED, "Số quyết định: 9354/QĐ-BCA-C06"),
        (CONFIRMED, "Phí, lệ phí: 0 VNĐ"),
        (CONFIRMED, "01 ngày làm việc với trường hợp thông tin có trong Cơ sở dữ liệu quốc gia về dân cư"),
        (CONFIRMED, "03 ngày làm việc với trường hợp cần xác minh"),
        (CONFIRMED, "trường hợp từ chối giải quyết xác nhận thông tin về cư trú thì phải trả lời bằng văn bản"),
        (CONFIRMED, "Xác nhận thông tin về cư trú (CT07)"),
        (CORRECTED, "Số quyết định: 9354/QĐ-BCA-C06"),
        (CORRECTED, "Phí, lệ phí: 0 VNĐ"),
        (CORRECTED, "Thời hạn giải quyết: 3 WORKING_DAY"),
        (CORRECTED, "công dân không phải thực hiện thủ tục điều chỉnh thông tin về cư trú"),
        (CORRECTED, "công dân xuất trình giấy tờ, tài liệu chứng minh việc điều chỉnh thông tin"),
        (CORRECTED, "xác nhận nội dung ý kiến thông qua Ứng dụng định danh quốc gia hoặc văn bản"),
        (CORRECTED, "(văn bản này không phải công chứng, chứng thực)"),
        ("1.012564", "Thời hạn giải quyết: 2 WORKING_DAY"),
        ("1.010038", "Thời hạn giải quyết: 5 WORKING_DAY"),
        ("1.012566", "Thời hạn giải quyết: 7 WORKING_DAY"),
        ("2.000815", "2.000 đồng/trang; từ trang thứ 3 trở lên thu 1.000 đồng/trang"),
    ],
)
def test_the_portal_still_says_so(code: str, words: str) -> None:
    assert words in portal()[code]
