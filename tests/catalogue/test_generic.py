"""The guide made from a row: it can be walked to its end, and promises nothing that the row does not say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.catalogue.model import Case, CaseTime, Duration, FeeRow, Method, Procedure
from kiosk.phrases import say_fault
from kiosk.procedures.model import Guide
from kiosk.procedures.rehearsal import rehearse
from tests.catalogue.generic_walks import CONTEXT, NONE, PLAIN, in_every_case, made, walked
from ui.fonts import glyphs

DAY = Duration(3, "working_day")
UNKNOWN = (None, "working_day", 0)
AT_ONCE = "Ngay trong ngày tiếp nhận; nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo."
VERIFIED = "Trường hợp phải xác minh thì không quá 03 ngày làm việc."
REFUSED = {
    "2026-11-24": "Chọn một ngày sau hôm nay. Ngày làm việc gần nhất: thứ Tư, 25/11/2026.",
    "2025-11-22": "Chọn một ngày sau hôm nay. Ngày làm việc gần nhất: thứ Tư, 25/11/2026.",
    "2026-11-28": "Thứ Bảy, 28/11/2026: cơ quan nghỉ. Ngày làm việc gần nhất sau đó: thứ Hai, 30/11/2026.",
    "2027-01-01": "Thứ Sáu, 01/01/2027: cơ quan nghỉ. Ngày làm việc gần nhất sau đó: thứ Hai, 04/01/2027.",
    "2027-06-01": "Chỉ chọn được trong 60 ngày tới, muộn nhất là thứ Sáu, 22/01/2027.",
}


def told(guide: Guide, title: str = "") -> str:
    return "\n".join(fact.text for fact in guide.before if title in fact.title)


def with_time(*durations: Duration) -> Procedure:
    return replace(PLAIN, methods=tuple(Method("direct", duration, ()) for duration in durations))


def test_its_examples_lead_to_the_end() -> None:
    rehearsed = rehearse(made(PLAIN), CONTEXT)
    assert rehearsed.faults == ()
    assert "case.choice" in rehearsed.seen
    assert "fee" in rehearsed.seen


def test_it_says_that_it_is_not_a_reviewed_guide() -> None:
    assert "chưa có bản hướng dẫn chi tiết" in told(made(PLAIN))
    assert "9.000001" in told(made(PLAIN), "Nguồn")


def test_every_icon_is_one_that_the_kiosk_has() -> None:
    full = replace(PLAIN, state="expired", in_person=True, subjects=("Công dân",), receives="Quầy", requirements="Có")
    assert {fact.icon for fact in made(full).before} <= set(glyphs())


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (FeeRow(8000, "Một bản"), "8.000 đ (Một bản)"),
        (FeeRow(0, "Miễn lệ phí"), "Miễn lệ phí"),
        (FeeRow(None, "Theo Nghị quyết của tỉnh."), "Theo Nghị quyết của tỉnh – cán bộ báo mức phải nộp"),
        (FeeRow(None, ""), "Theo quy định của tỉnh, hỏi cán bộ"),
        (FeeRow(None, "", exemption="Người nghèo được miễn"), "Người nghèo được miễn"),
    ],
)
def test_a_fee_is_told_in_the_rows_own_words(fee: FeeRow, said: str) -> None:
    guide = made(replace(PLAIN, methods=(Method("direct", DAY, (fee,)),)))
    assert said in told(guide, "lệ phí")
    assert [line.amount for line in guide.fees] == [fee.amount]
    assert all(line.unsure for line in guide.fees)


def test_without_a_fee_none_is_promised_away() -> None:
    guide = made(replace(PLAIN, methods=(Method("direct", DAY, ()),)))
    assert "Hỏi cán bộ" in told(guide, "lệ phí")
    assert "fee" not in rehearse(guide, CONTEXT).seen


@pytest.mark.parametrize(
    ("duration", "said", "length"),
    [
        (DAY, "3 ngày làm việc", (3, "working_day", 0)),
        (Duration(2.5, "working_day"), "2,5 ngày làm việc", (20, "working_hour", 0)),
        (Duration(17.5, "working_day", "Không quá 7,5 ngày làm việc"), "Không quá 7,5 ngày làm việc", UNKNOWN),
        (Duration(7, "working_day", "07 ngày làm việc, vùng xa 17 ngày làm việc"), "vùng xa 17 ngày", UNKNOWN),
        (Duration(7, "working_day", "Không quá 07 ngày làm việc"), "Không quá 07 ngày làm việc", (7, "working_day", 0)),
        (Duration(15, "day"), "15 ngày", (15, "day", 0)),
        (Duration(2, "month"), "2 tháng", (2, "month", 0)),
        (Duration(1, "year"), "1 năm", (1, "year", 0)),
        (Duration(9, "year"), "9 năm", UNKNOWN),
        (Duration(1.5, "month"), "1,5 tháng", UNKNOWN),
        (Duration(4, "hour"), "ghi 4 giờ; hỏi cán bộ", (4, "working_hour", 0)),
        (Duration(15, "hour"), "ghi 15 giờ; hỏi cán bộ", UNKNOWN),
        (Duration(15, "hour", AT_ONCE), AT_ONCE, (0, "working_day", 15)),
        (Duration(1, "working_day", AT_ONCE), AT_ONCE, (0, "working_day", 15)),
        (Duration(None, "other", f"{AT_ONCE} {VERIFIED}"), VERIFIED, UNKNOWN),
        (Duration(1, "other"), "Cán bộ báo ngày hẹn", UNKNOWN),
        (Duration(None, "other", "Tùy trường hợp: 5 ngày; 1 ngày"), "Tùy trường hợp: 5 ngày; 1 ngày", UNKNOWN),
    ],
)
def test_a_date_is_reckoned_only_where_the_row_leaves_no_doubt(
    duration: Duration, said: str, length: tuple[int | None, str, int]
) -> None:
    guide = made(with_time(duration))
    assert said in told(guide, "Thời hạn")
    (deadline,) = guide.deadlines
    assert (deadline.amount, deadline.unit, deadline.same_day_before) == length
    assert deadline.unsure


def test_two_times_of_one_way_are_both_told_and_none_is_reckoned() -> None:
    methods = (
        Method("direct", DAY, (), "Người đã có thẻ."),
        Method("direct", Duration(7, "working_day"), (), "Người chưa có thẻ."),
    )
    guide = made(replace(PLAIN, methods=methods))
    assert "3 ngày làm việc (Người đã có thẻ.)" in told(guide, "Thời hạn")
    (deadline,) = guide.deadlines
    assert (deadline.amount, deadline.text) == (None, "Tùy trường hợp: 3 ngày làm việc; 7 ngày làm việc")


def test_a_cases_own_time_goes_before_the_desks() -> None:
    first, second = PLAIN.cases
    guide = made(replace(PLAIN, cases=(replace(first, duration=Duration(10, "working_day")), second)))
    dues = [one.wizard.deadline() for one in in_every_case(guide)]
    assert [due.amount for due in dues if due] == [10, 3]
    assert "10 ngày làm việc" in told(guide, "Thời hạn")


def test_times_of_the_portals_own_cases_are_named() -> None:
    times = (CaseTime("Trong nước", Duration(1, "day")), CaseTime("Nước ngoài", Duration(5, "working_day")))
    guide = made(replace(with_time(Duration(None, "other", "Tùy trường hợp")), times=times))
    assert "Nước ngoài: 5 ngày làm việc" in told(guide, "Thời hạn")


def test_a_time_that_was_said_is_not_said_again() -> None:
    alike = (Method("direct", DAY, ()), Method("online", DAY, ()), Method("postal", DAY, ()))
    row = replace(PLAIN, methods=alike, times=(CaseTime(PLAIN.name, DAY), CaseTime(PLAIN.name, Duration(3, "day"))))
    cards = [fact.text for fact in made(row).before if fact.title == "Thời hạn"]
    assert cards == ["3 ngày làm việc", "Cổng Dịch vụ công còn ghi: 3 ngày."]
    several = Duration(None, "other", "Tùy trường hợp: 1 ngày làm việc; 3 ngày")
    times = tuple(CaseTime(PLAIN.name, one) for one in (Duration(1, "working_day"), Duration(3, "day")))
    cards = [fact.text for fact in made(replace(with_time(several), times=times)).before if fact.title == "Thời hạn"]
    assert cards == [several.text]
    times = (*times, CaseTime(PLAIN.name, Duration(1, "day")), CaseTime(PLAIN.name, Duration(9, "day")))
    cards = [fact.text for fact in made(replace(with_time(several), times=times)).before if fact.title == "Thời hạn"]
    assert cards == [several.text, "Cổng Dịch vụ công còn ghi: 1 ngày; 9 ngày."]


@pytest.mark.parametrize(
    ("row", "said"), [(replace(PLAIN, in_person=True), "vân tay"), (replace(PLAIN, offline_only=True), "tại quầy")]
)
def test_what_needs_the_person_is_prepared_and_not_promised(row: Procedure, said: str) -> None:
    guide = made(row)
    assert guide.channel == "prepare"
    assert guide.before[0].title == "Cần đến tận nơi"
    assert said in guide.before[0].text
    assert "chưa phải là nộp hồ sơ" in guide.declaration
    assert any("Hồ sơ chưa được nộp" in step for step in guide.next_steps)
    assert guide.deadlines == ()


def test_a_wished_day_is_a_wish() -> None:
    guide = made(replace(PLAIN, in_person=True))
    wished = walked(guide, {"visit.choice": "day", "visit.day": "2026-12-03", "visit.time": "morning"})
    lines = {line.label: line.text for section in wished.wizard.review() for line in section.lines}
    assert lines["Muốn đến"] == "03/12/2026"
    assert any("cán bộ sẽ xác nhận" in section.title for section in wished.wizard.review())
    for day, words in REFUSED.items():
        refused = wished.wizard.answer("visit.day", day)
        assert refused.refused
        assert [say_fault(fault) for fault in refused.faults] == [words]


@pytest.mark.parametrize("state", ["replaced", "expired"])
def test_one_that_has_ended_says_so_first_and_leads_to_its_successor(state: str) -> None:
    guide = made(replace(PLAIN, state=state, successor="9.000002", expires_on=date(2026, 7, 1)))  # type: ignore[arg-type]
    assert guide.before[0].title == "Tình trạng"
    assert "9.000002" in guide.before[0].text
    assert "01/07/2026" in guide.before[0].text
    left = walked(guide, {"state.way": "successor"}).wizard.current().step
    assert left.exit is not None
    assert left.exit.procedure == "9.000002"
    assert walked(guide, {"state.way": "ask"}).wizard.current().key == "state.exit_ask"
    assert walked(guide, {"state.way": "go_on"}).wizard.at_end


def test_a_suspension_that_only_the_portal_tells_of_warns_and_does_not_block() -> None:
    guide = made(replace(PLAIN, state="suspended"))
    assert guide.before[0].icon == "warning"
    assert rehearse(guide, CONTEXT).seen[0] == "case.choice"


def test_what_offices_do_among_themselves_says_so_first() -> None:
    assert made(replace(PLAIN, internal=True)).before[0].title == "Thủ tục nội bộ"


def test_a_guide_is_as_new_as_its_row() -> None:
    later = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)
    assert made(replace(PLAIN, updated_at=later, in_person=True)).checked_on == date(2027, 3, 2)


def test_our_corrections_are_shown() -> None:
    assert "Mẫu TK01 thiếu" in told(made(replace(PLAIN, corrections=("Mẫu TK01 thiếu",))), "Đã sửa")


def test_a_row_of_the_list_alone_is_a_guide_and_says_what_it_lacks() -> None:
    bare = replace(PLAIN, cases=(), methods=(), results=(), agencies=(), detailed=False)
    assert rehearse(made(bare), CONTEXT).faults == ()
    assert "chưa có danh sách giấy tờ" in told(made(bare))
    listed = walked(made(bare), {}).wizard.documents().submit
    assert [document.label for document in listed] == ["Giấy tờ liên quan, nếu có"]  # none is needed: nobody said so


def test_the_police_receive_what_is_theirs() -> None:
    assert walked(made(PLAIN), {}).wizard.receiver() == "Trung tâm Phục vụ hành chính công phường Lê Chân"
    theirs = replace(PLAIN, agencies=("Công an cấp Xã",))
    assert walked(made(theirs), {}).wizard.receiver() == "Công an phường Lê Chân"


def test_a_name_of_two_hundred_words_is_short_on_screen_and_whole_for_the_officer() -> None:
    long = "Giao đất, cho thuê đất đối với trường hợp " + "thuộc diện chấp thuận chủ trương đầu tư " * 25
    guide = made(replace(PLAIN, name=long, official_name=long))
    assert guide.name == "Giao đất, cho thuê đất"
    assert guide.official_name == long.strip()
    assert "chủ trương đầu tư" in told(guide, "Tên đầy đủ")


def test_nine_cases_are_searched_and_alike_names_told_apart() -> None:
    shared = "Trường hợp đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất "
    cases = tuple(Case(f"{shared}điểm {number}", (), ()) for number in "abcdeghik")
    guide = made(replace(PLAIN, cases=cases))
    step = next(step for part in guide.parts for step in part.steps if step.key == "case.choice")
    assert step.kind == "search_one"
    assert [option.label for option in step.options][:2] == ["… điểm a", "… điểm b"]


def test_long_texts_are_cut_where_it_is_said_where_the_rest_is() -> None:
    guide = made(replace(PLAIN, requirements="Có đủ điều kiện theo luật. " * 80))
    cards = [fact.text for fact in guide.before if fact.title == "Yêu cầu, điều kiện"]
    assert len(cards) == 3
    assert "Còn nữa" in cards[-1]
    assert all(len(card) < 400 for card in cards)


def test_no_mark_of_html_is_shown() -> None:
    dirty = "<p>Có&nbsp;<b>giấy</b></p><br/>"
    guide = made(replace(PLAIN, requirements=dirty, results=(dirty,), name=dirty, official_name=dirty))
    shown = (guide.name, guide.result, told(guide))
    assert all(not re.search(r"[<>]|&nbsp;", text) for text in shown)
    assert guide.name == "Có giấy"


@pytest.mark.parametrize(
    "answers",
    [
        {"applicant.number": NONE, "applicant.paper": "foreign", "applicant.nationality": "Lào"},
        {"applicant.number": NONE, "applicant.paper": "photo", "applicant.ethnicity": {"missing": "skipped"}},
        {"applicant.number": NONE, "applicant.paper": "nothing"},
        {"applicant.phone": NONE, "applicant.email": NONE},
        {"applicant.role": "other", "owner.relation": "child", "owner.basis": "minor", "owner.number": NONE},
        {"applicant.role": "other", "owner.basis": "guardian", "papers.authority": NONE},
        {"applicant.role": "organisation", "organisation.position": "sent", "organisation.code": NONE},
    ],
)
def test_every_kind_of_applicant_gets_to_the_end(answers: dict[str, object]) -> None:
    assert walked(made(PLAIN), answers).wizard.at_end


def test_who_acts_for_another_is_asked_for_the_paper() -> None:
    guide = made(PLAIN)
    sent = walked(guide, {"applicant.role": "organisation", "organisation.position": "sent"})
    assert "papers.authority" in sent.seen
    assert "authority" in {document.key for document in sent.wizard.documents().submit}
    assert "papers.authority" not in walked(guide, {"applicant.role": "organisation"}).seen


def test_what_the_state_holds_under_the_number_is_not_asked() -> None:
    assert "applicant.ethnicity" not in walked(made(PLAIN), {}).seen
    assert "applicant.ethnicity" in walked(made(PLAIN), {"applicant.number": NONE}).seen
