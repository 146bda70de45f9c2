"""The card and the electronic identity: personas walk the preparations; the walk-through leads everybody somewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kiosk.procedures.rehearsal import rehearse
from tests.guides.test_guide_sources import TEXTS, portal
from tests.guides.walking import CONTEXT, SKIPPED, UNKNOWN, guide, walk
from ui import fonts

LEVEL_1, LEVEL_2, LOCK, UNLOCK, ORGANISATION = "1.011410", "3.000228", "3.000283", "3.000284", "3.000498"
FIRST, CHILD, CHANGE, AGAIN, UPDATE = "1.014061", "1.014062", "1.014063", "1.014064", "1.014060"
PREPARED = (LEVEL_2, LOCK, UNLOCK, ORGANISATION, FIRST, CHILD, CHANGE, AGAIN, UPDATE)
DC02 = (FIRST, CHILD, CHANGE, AGAIN, UPDATE)
WITH_SAMPLES = pytest.mark.skipif(not TEXTS.exists(), reason="the samples folder with the portal's texts is not here")
OF_A_CHILD = {"case.whom": "child", "subject.born": "2016-02-03"}
OF_FOUR = {"subject.born": "2022-05-06"}


def shown(code: str, answers: Mapping[str, object]) -> list[str]:
    return [each.key for each in walk(code, answers).wizard.documents().show]


# What holds for all


@pytest.mark.parametrize("code", PREPARED)
def test_a_preparation_is_no_dossier_and_says_so(code: str) -> None:
    each = guide(code)
    assert each.channel == "prepare"
    assert "chưa phải là nộp hồ sơ" in each.declaration
    assert not each.deadlines
    told = " ".join(each.next_steps)
    assert "quầy" in told
    assert any(word in told for word in ("Chưa nộp hồ sơ", "Chưa có tài khoản", "CHƯA được"))


@pytest.mark.parametrize("code", PREPARED)
def test_it_goes_to_the_police_and_nothing_is_photographed(code: str) -> None:
    done = walk(code, {})
    assert done.wizard.receiver() == "Công an phường Lê Chân"
    assert not done.wizard.documents().submit
    assert done.wizard.documents().show


@pytest.mark.parametrize("code", PREPARED)
def test_nobody_is_asked_for_a_code_or_a_password(code: str) -> None:
    each = guide(code)
    asked = [step for part in each.parts for step in part.steps if step.kind not in {"info", "exit", "notice"}]
    assert not [step.label for step in asked if "OTP" in step.label or "mật khẩu" in step.label.lower()]
    assert any("OTP" in text and "không hỏi" in text for text in each.notice)


@pytest.mark.parametrize("code", PREPARED)
def test_each_purpose_is_a_choice_of_its_own(code: str) -> None:
    keys = [choice.key for choice in guide(code).choices]
    assert {"visit_call", "feedback"} <= set(keys)
    done = walk(code, {})
    assert done.wizard.answers["notice"] == []  # nothing is ticked by itself


@pytest.mark.parametrize("code", PREPARED)
def test_a_day_is_wished_for_and_not_promised(code: str) -> None:
    lines = walk(code, {"visit.choice": "day"}).texts()
    section = "Yêu cầu đặt lịch (cán bộ sẽ xác nhận)"
    assert lines[f"{section}/Muốn đến"] == "01/12/2026"
    assert lines[f"{section}/Buổi"] == "Buổi sáng"


@pytest.mark.parametrize("code", DC02)
def test_dc02_is_filled_in_its_three_sections(code: str) -> None:
    each = guide(code)
    assert "DC02" in each.form
    titles = [section.title for section in each.review]
    assert titles[0] == "I. Thông tin người đề nghị"
    assert "III. Nội dung đề nghị" in titles


# Level 1: the walk-through


def test_the_walk_through_makes_no_dossier() -> None:
    each = guide(LEVEL_1)
    assert each.kind == "walkthrough"
    assert (each.channel, each.form, each.receivers, each.choices) == ("", "", (), ())
    assert rehearse(each, CONTEXT).wizard.at_end


def test_the_walk_through_is_drawn_of_icons_there_are() -> None:
    steps = [step for part in guide(LEVEL_1).parts for step in part.steps]
    drawn = [name for step in steps for name in step.picture]
    assert drawn
    assert set(drawn) <= set(fonts.glyphs())
    assert all(step.picture for step in steps if step.kind == "info")


def test_the_page_to_photograph_is_the_states_and_to_be_confirmed() -> None:
    links = [step.link for part in guide(LEVEL_1).parts for step in part.steps if step.link]
    assert [(link.url, link.unsure) for link in links] == [("https://vneid.gov.vn", True)]


@pytest.mark.parametrize("said", ["number", "sim", "code", "face", "refused"])
def test_every_refusal_leads_to_something_to_do(said: str) -> None:
    done = walk(LEVEL_1, {"refused.what": said})
    assert any(key.startswith("refused.") and key != "refused.what" for key in done.seen)


# Level 2


def test_an_adult_with_a_card_is_seventeen_screens() -> None:
    done = walk(LEVEL_2, {})
    assert len(done.seen) == 17
    assert not any(key.startswith("guardian.") for key in done.seen)
    assert shown(LEVEL_2, {}) == ["card", "phone", "form"]


@pytest.mark.parametrize(
    ("answers", "key", "procedure"),
    [
        ({"case.whom": "foreigner"}, "case.exit_foreigner", "3.000226"),
        ({"case.whom": "organisation"}, "case.exit_organisation", ORGANISATION),
        ({"case.card": "expired"}, "case.exit_expired", CHANGE),
        ({"case.card": "lost"}, "case.exit_lost", AGAIN),
        ({"case.card": "none"}, "case.exit_first", FIRST),
        ({"case.whom": "child", "case.card": "none"}, "case.exit_first_child", CHILD),
    ],
)
def test_who_needs_something_else_first_is_led_there(answers: Mapping[str, object], key: str, procedure: str) -> None:
    done = walk(LEVEL_2, answers)
    leave = done.wizard.current().step.exit
    assert (done.stopped_at, leave.procedure if leave else "") == (key, procedure)


def test_a_child_comes_with_a_representative_who_is_named_and_asked() -> None:
    done = walk(LEVEL_2, {**OF_A_CHILD, "guardian.present": False})
    assert {"guardian.absent", "subject.agrees", "guardian.number", "guardian.relation"} <= set(done.seen)
    assert "guardian_card" in shown(LEVEL_2, OF_A_CHILD)
    assert "subject.agrees" not in walk(LEVEL_2, {"case.whom": "child", **OF_FOUR}).seen


def test_age_and_whom_must_fit() -> None:
    assert walk(LEVEL_2, {"case.whom": "child", "subject.born": "2010-01-02"}).stopped_at == "subject.too_old"
    assert walk(LEVEL_2, {"subject.born": "2016-01-02"}).stopped_at == "subject.too_young"


@pytest.mark.parametrize("owner", ["other", "none", "unknown"])
def test_a_sim_of_another_is_warned_of_and_stops_nobody(owner: str) -> None:
    done = walk(LEVEL_2, {"sim.owner": owner})
    assert "sim.not_own" in done.seen
    assert done.stopped_at == ""


# Lock, unlock, organisation


@pytest.mark.parametrize("code", [LOCK, UNLOCK])
def test_an_authority_is_led_to_the_desk_and_an_owner_is_prepared(code: str) -> None:
    assert walk(code, {"case.who": "authority"}).stopped_at == "case.exit_authority"
    assert "case.now" in walk(code, {}).seen
    assert "applicant.relation" in walk(code, {"case.who": "other", "request.text": SKIPPED}).seen


def test_who_is_not_sent_by_an_organisation_cannot_prepare_for_it() -> None:
    assert walk(ORGANISATION, {"applicant.role": "neither"}).stopped_at == "applicant.exit_neither"


def test_papers_of_an_organisation_hang_on_who_comes_and_what_the_state_knows() -> None:
    assert shown(ORGANISATION, {}) == ["form", "card"]
    sent = {"applicant.role": "sent", "organisation.others": "pending", "organisation.data": "absent"}
    assert shown(ORGANISATION, sent) == ["form", "card", "authority", "agreement", "founding"]


# The card


def test_level_two_is_asked_for_in_the_same_visit() -> None:
    done = walk(FIRST, {"account.level2": "want"})
    assert {"account.phone", "account.email"} <= set(done.seen)
    assert "phone" in shown(FIRST, {"account.level2": "want"})
    assert "account.phone" not in walk(FIRST, {}).seen


def test_under_fourteen_has_its_own_procedure_and_fourteen_too() -> None:
    assert walk(FIRST, {"subject.born": "2016-01-02"}).stopped_at == "subject.too_young"
    assert walk(CHILD, {"subject.born": "2010-01-02"}).stopped_at == "subject.too_old"


def test_under_six_is_told_of_the_way_without_the_desk() -> None:
    assert "subject.under_six" in walk(CHILD, OF_FOUR).seen
    assert "subject.six_up" in walk(CHILD, {"subject.born": "2018-05-06"}).seen


@pytest.mark.parametrize("code", [CHANGE, AGAIN, UPDATE])
def test_a_child_is_represented_and_an_adult_is_not(code: str) -> None:
    answers = {"subject.born": "2018-05-06", "subject.number": "012218000006"}
    assert "guardian_paper" in shown(code, answers)
    assert "guardian.full_name" in walk(code, answers).seen
    assert "guardian.full_name" not in walk(code, {}).seen


@pytest.mark.parametrize(
    ("code", "visit", "amount"),
    [
        (CHANGE, {}, 25_000),
        (CHANGE, {"visit.choice": "day", "visit.day": "2026-12-31"}, 25_000),
        (CHANGE, {"visit.choice": "day", "visit.day": "2027-01-04"}, 50_000),
        (AGAIN, {}, 35_000),
        (AGAIN, {"visit.choice": "day", "visit.day": "2027-01-04"}, 70_000),
    ],
)
def test_half_the_fee_until_the_end_of_the_year(code: str, visit: Mapping[str, object], amount: int) -> None:
    fees = walk(code, visit).wizard.fees()
    assert [(fee.amount, fee.unsure) for fee in fees] == [(amount, True)]


def test_the_guides_with_a_rate_of_this_year_end_with_it() -> None:
    for code in (CHANGE, AGAIN):
        until = guide(code).effective_to
        assert until is not None
        assert (until.year, until.month, until.day) == (2026, 12, 31)


def test_a_card_lost_at_the_age_of_change_is_changed() -> None:
    assert walk(AGAIN, {"case.due": True}).stopped_at == "case.exit_due"
    assert walk(CHANGE, {"case.card": "lost"}).stopped_at == ""
    assert walk(CHANGE, {"case.card": "lost", "case.why": "wish"}).stopped_at == "case.exit_lost"


def test_a_first_card_needs_no_number_known() -> None:
    assert walk(FIRST, {"subject.number": UNKNOWN}).stopped_at == ""


# The portal


@WITH_SAMPLES
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (LEVEL_1, "Không quá 01 ngày làm việc"),
        (LEVEL_1, "Thực hiện 24h/ngày, tất cả các ngày trong tuần"),
        (LEVEL_2, "Không quá 03 ngày làm việc với trường hợp công dân có thẻ căn cước"),
        (LEVEL_2, "Không quá 07 ngày làm việc"),
        (LEVEL_2, "cung cấp rõ số thuê bao di động chính chủ, địa chỉ thư điện tử của công dân (nếu có)"),
        (LEVEL_2, "xác thực ảnh khuôn mặt, vân tay"),
        (LEVEL_2, "sử dụng số thuê bao di động chính chủ của mình để kê khai"),
        (LOCK, "Cơ quan tiến hành tố tụng, cơ quan khác có thẩm quyền gửi Phiếu đề nghị khóa"),
        (LOCK, "Trong thời hạn 01 ngày làm việc"),
        (UNLOCK, "Trong thời hạn 02 ngày làm việc"),
        (ORGANISATION, "sau khi được sự đồng ý của toàn bộ người đại diện theo pháp luật khác"),
        (ORGANISATION, "Bản chính: 1, Bản sao: 1"),
        (ORGANISATION, "Không quá 15 ngày"),
        (FIRST, "sáng thứ 7 hàng tuần"),
        (CHILD, "người đại diện hợp pháp thực hiện thủ tục cấp thẻ căn cước cho người dưới 06 tuổi"),
        (CHILD, "ảnh mống mắt của người từ đủ 06 tuổi đến dưới 14 tuổi"),
        (CHANGE, "50.000 đồng/thẻ căn cước"),
        (CHANGE, "Kể từ ngày 01/7/2025 đến hết ngày 31/12/2026 mức thu lệ phí cấp đổi, cấp lại thẻ căn cước bằng 50%"),
        (AGAIN, "70.000 đồng/thẻ căn cước"),
        (AGAIN, "sử dụng thông tin về ảnh khuôn mặt, vân tay, mống mắt đã được thu nhận lần gần nhất"),
        (UPDATE, "phải được xác thực qua Cơ sở dữ liệu chuyên ngành"),
    ],
)
def test_the_portal_says_so(code: str, words: str) -> None:
    assert words in portal()[code]
