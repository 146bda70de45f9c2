"""Thường trú, gia hạn tạm trú, tách hộ: personas walk the guides, facts against the portal's text. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from kiosk.clock import HANOI
from tests.guides.test_guide_sources import TEXTS, portal
from tests.guides.walking import UNKNOWN, Walk, guide, walk

PERMANENT = "1.004222"
EXTENSION = "1.002755"
SPLIT = "1.010038"
WITH_SAMPLES = pytest.mark.skipif(not TEXTS.exists(), reason="the samples folder with the portal's texts is not here")
OWNER = {"case.basis": "own", "head.relation": "head", "stay.data": "held"}
WIFE = {"case.basis": "family", "family.tie": "spouse", "head.relation": "spouse", "owner.consent": "head"}
TENANT = {"case.basis": "rent", "head.relation": "head", "owner.consent": "contract", "stay.data": "not_held"}
NEWBORN = {
    "case.whom": "child",
    "case.basis": "family",
    "person.number": "012226000003",
    "person.full_name": "Lò Văn Nam",
    "person.born": "2026-10-10",
    "person.sex": "male",
    "child.newborn": True,
    "family.tie": "child",
    "head.relation": "child",
    "owner.consent": "head",
}


def settle(answers: Mapping[str, object]) -> Walk:
    return walk(PERMANENT, answers)


def extend(answers: Mapping[str, object]) -> Walk:
    return walk(EXTENSION, answers)


def split(answers: Mapping[str, object]) -> Walk:
    return walk(SPLIT, answers)


def submitted(done: Walk) -> list[str]:
    return [each.key for each in done.wizard.documents().submit]


def shown(done: Walk) -> list[str]:
    return [each.key for each in done.wizard.documents().show]


def test_an_owner_in_their_own_house_asks_nobody_and_hands_nothing_in() -> None:
    done = settle(OWNER)
    assert len(done.seen) <= 17
    assert not {"head.consent", "owner.consent", "kin.data", "members", "guardian.consent"} & set(done.seen)
    assert submitted(done) == []


def test_the_owners_paper_is_asked_for_where_the_state_lacks_it() -> None:
    assert submitted(settle({**OWNER, "stay.data": "not_held"})) == ["dwelling"]
    assert submitted(settle({**OWNER, "stay.data": "unsure"})) == ["dwelling"]


def test_a_wife_moves_in_with_the_consent_of_head_and_owner() -> None:
    done = settle(WIFE)
    assert {"head.full_name", "head.consent", "owner.consent", "kin.data"} <= set(done.seen)
    assert "stay.data" not in done.seen
    assert submitted(done) == ["kin"]
    assert done.texts()["10. Nội dung đề nghị: đăng ký thường trú/Trường hợp"] == "Vợ, chồng về ở với nhau"


def test_kinship_that_the_state_knows_needs_no_paper() -> None:
    assert submitted(settle({**WIFE, "kin.data": "held"})) == []


def test_a_newborn_brings_no_birth_certificate_but_a_parents_word() -> None:
    done = settle(NEWBORN)
    assert "kin.data" not in done.seen
    assert submitted(done) == []
    assert {"guardian.relation", "guardian.full_name", "guardian.consent"} <= set(done.seen)
    assert [person.key for person in done.wizard.people()] == ["child", "guardian", "head"]


def test_an_older_child_proves_kinship() -> None:
    assert submitted(settle({**NEWBORN, "child.newborn": False})) == ["kin"]


def test_a_child_heads_no_household_and_owns_no_house_here() -> None:
    wizard = settle(NEWBORN).wizard
    assert "own" not in [option.key for option in wizard.options("case.basis")]
    assert not {"head", "spouse", "parent"} & {option.key for option in wizard.options("head.relation")}


def test_a_tenant_hands_in_the_certified_contract_and_the_area() -> None:
    assert submitted(settle(TENANT)) == ["contract", "area"]
    assert submitted(settle({**TENANT, "stay.data": "held"})) == ["contract"]


def test_a_contract_without_a_certificate_is_told_at_once_but_stops_nobody() -> None:
    done = settle({**TENANT, "rent.certified": "not_yet"})
    assert "rent.not_certified" in done.seen
    assert "papers.contract" not in done.seen
    assert "contract" in submitted(done)
    assert done.stopped_at == ""


@pytest.mark.parametrize(
    ("answers", "stopped_at", "procedure", "officer"),
    [
        ({"case.basis": "special", "case.place": "barracks"}, "case.exit_barracks", "", True),
        ({"case.basis": "special", "case.place": "religious"}, "case.exit_religious", "", True),
        ({"case.basis": "special", "case.place": "care"}, "case.exit_care", "", True),
        ({"case.basis": "special", "case.place": "vehicle"}, "case.exit_vehicle", "", True),
        ({"case.basis": "special", "case.place": "other"}, "case.exit_other", "", True),
        ({"case.basis": "split"}, "case.exit_split", "1.010038", False),
        ({"case.basis": "temporary"}, "case.exit_temporary", "1.004194", False),
        ({"case.special": ["abroad_none"]}, "case.exit_abroad", "", True),
    ],
)
def test_what_this_form_cannot_hold_is_led_on(
    answers: Mapping[str, object], stopped_at: str, procedure: str, officer: bool
) -> None:
    done = settle(answers)
    leave = done.wizard.current().step.exit
    assert done.stopped_at == stopped_at
    assert leave is not None
    assert (leave.procedure, leave.officer) == (procedure, officer)


@pytest.mark.parametrize(
    ("special", "document"),
    [("abroad_passport", "passport"), ("citizenship", "citizenship"), ("barracks", "introduction")],
)
def test_who_comes_from_elsewhere_brings_the_paper_for_it(special: str, document: str) -> None:
    assert document in submitted(settle({**OWNER, "case.special": [special]}))


@pytest.mark.parametrize(
    ("tie", "document"), [("disabled", True), ("minor", True), ("spouse", False), ("child", False)]
)
def test_other_conditions_are_proved_only_where_the_law_has_any(tie: str, document: bool) -> None:
    assert ("condition" in submitted(settle({**WIFE, "family.tie": tie}))) is document


def test_an_elder_shows_the_age_and_who_is_exempt_shows_that() -> None:
    done = settle({**WIFE, "family.tie": "elder", "case.special": ["exempt"]})
    assert shown(done) == ["age", "exemption"]
    assert [line.amount for line in done.wizard.fees()] == [0]


def test_the_owner_who_signs_is_named_as_the_form_has_it() -> None:
    lines = settle({**WIFE, "owner.consent": "sign"}).texts()
    assert lines["Ý kiến đồng ý/Họ và tên chủ sở hữu"] == "Trần Thị Hạnh"
    assert lines["Ý kiến đồng ý/Số định danh của chủ sở hữu"] == "001175000002"


def test_a_household_moves_into_its_own_house_with_its_members() -> None:
    done = settle({**OWNER, "case.whom": "household"})
    assert done.seen.index("members.1.full_name") < done.seen.index("members")
    assert {"kin.data", "minors.present", "guardian.consent"} <= set(done.seen)
    lines = done.texts()
    assert lines["11. Những thành viên trong hộ gia đình cùng thay đổi/1. Họ, chữ đệm và tên"] == "Lò Văn Nam"
    assert lines["Chủ hộ/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Thị Mai"


def test_the_police_of_the_new_place_receive_within_seven_working_days() -> None:
    wizard = settle(WIFE).wizard
    assert wizard.receiver() == "Công an phường Hoàn Kiếm"
    assert wizard.due(datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)) == date(2026, 12, 3)


def test_the_fee_names_both_amounts_and_waits_for_an_officer() -> None:
    (line,) = settle(WIFE).wizard.fees()
    assert (line.amount, line.unsure) == (None, True)
    assert "10.000 đồng" in line.note
    assert "20.000 đồng" in line.note


def test_a_lodger_extends_with_the_owners_word_alone() -> None:
    done = extend({})
    assert len(done.seen) <= 22
    assert {"owner.consent", "owner.full_name"} <= set(done.seen)
    assert not {"head.consent", "members", "guardian.consent", "stay.early", "stay.late"} & set(done.seen)
    assert submitted(done) == []


def test_who_owns_the_place_asks_nobody() -> None:
    done = extend({"head.relation": "head", "owner.consent": "own"})
    assert not {"owner.full_name", "owner.number", "head.full_name"} & set(done.seen)
    assert done.texts()["Chủ hộ/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Thị Mai"


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("2026-11-24", set()),
        ("2026-12-09", set()),
        ("2026-12-10", {"stay.early"}),
        ("2026-11-23", {"stay.late"}),
        (UNKNOWN, set()),
    ],
)
def test_too_early_and_too_late_are_told_but_stop_nobody(ends: object, told: set[str]) -> None:
    done = extend({"stay.ends": ends})
    assert {"stay.early", "stay.late"} & set(done.seen) == told
    assert done.stopped_at == ""


def test_an_extension_ends_after_the_old_end() -> None:
    wizard = extend({"stay.length": "until"}).wizard.goto("stay.until")
    assert not wizard.answer("stay.until", "2028-12-05").faults
    assert wizard.answer("stay.until", "2026-12-05").refused
    assert wizard.answer("stay.until", "2029-06-01").refused


@pytest.mark.parametrize("consent", ["letter", "contract"])
def test_a_consent_in_writing_is_photographed(consent: str) -> None:
    assert submitted(extend({"owner.consent": consent})) == ["consent"]


@pytest.mark.parametrize(
    ("kind", "procedure", "officer"),
    [
        ("list", "", True),
        ("barracks", "", True),
        ("moved", "1.004194", False),
        ("permanent", "1.004222", False),
        ("remove", "1.010028", True),
    ],
)
def test_what_is_no_extension_is_led_on(kind: str, procedure: str, officer: bool) -> None:
    done = extend({"case.kind": kind})
    leave = done.wizard.current().step.exit
    assert done.stopped_at == f"case.exit_{kind}"
    assert leave is not None
    assert (leave.procedure, leave.officer) == (procedure, officer)


def test_a_family_extends_together_with_a_parents_word_for_the_child() -> None:
    done = extend({"case.whom": "household", "head.relation": "head"})
    assert {"members.1.full_name", "guardian.consent"} <= set(done.seen)
    assert done.texts()["11. Những thành viên trong hộ gia đình cùng thay đổi/1. Mối quan hệ với chủ hộ"] == "Con"


def test_the_police_extend_within_three_working_days_for_a_fee_an_officer_tells() -> None:
    wizard = extend({}).wizard
    assert wizard.receiver() == "Công an phường Hoàn Kiếm"
    assert wizard.due(datetime(2026, 11, 20, 9, 0, tzinfo=HANOI)) == date(2026, 11, 26)
    assert [(line.amount, line.unsure) for line in wizard.fees()] == [(None, True)]


def test_one_person_becomes_the_head_of_a_new_household() -> None:
    done = split({})
    assert len(done.seen) <= 18
    assert not {"head.relation", "head.full_name", "members", "guardian.consent"} & set(done.seen)
    assert {"old_head.full_name", "old_head.consent", "owner.consent"} <= set(done.seen)
    lines = done.texts()
    assert lines["Chủ hộ mới/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Thị Mai"
    assert lines["Chủ hộ mới/8. Mối quan hệ với chủ hộ"] == "Chủ hộ"
    assert lines["Ý kiến đồng ý/Họ và tên chủ hộ"] == "Lò Văn Chung"
    assert submitted(done) == []


def test_the_divorced_ask_nobody_but_prove_the_divorce_and_the_dwelling() -> None:
    done = split({"case.kind": "divorced"})
    assert not {"old_head.full_name", "old_head.consent", "owner.consent"} & set(done.seen)
    assert submitted(done) == ["divorce"]


def test_who_is_under_eighteen_does_not_declare() -> None:
    done = split({"person.born": "2010-09-05", "person.number": "012310000007"})
    assert done.stopped_at == "person.exit_minor"


def test_a_spouse_may_head_the_new_household() -> None:
    done = split({"case.whom": "household", "head.relation": "spouse", "members.1.relation": "head"})
    assert {"head.full_name", "head.number", "members.1.relation", "guardian.consent"} <= set(done.seen)
    assert done.texts()["Chủ hộ mới/7. Họ, chữ đệm và tên chủ hộ"] == "Lò Văn Đức"
    assert [person.key for person in done.wizard.people()] == ["applicant", "head", "old_head", "guardian"]


def test_a_household_has_one_head() -> None:
    wizard = split({"case.whom": "household", "head.relation": "head"}).wizard
    assert "head" not in [option.key for option in wizard.options("members.1.relation")]


@pytest.mark.parametrize(
    ("kind", "procedure", "officer"), [("moved", "1.004222", False), ("head", "1.010039", True), ("other", "", True)]
)
def test_what_is_no_split_is_led_on(kind: str, procedure: str, officer: bool) -> None:
    done = split({"case.kind": kind})
    leave = done.wizard.current().step.exit
    assert done.stopped_at == f"case.exit_{kind}"
    assert leave is not None
    assert (leave.procedure, leave.officer) == (procedure, officer)


def test_the_police_split_within_five_working_days() -> None:
    wizard = split({}).wizard
    assert wizard.receiver() == "Công an phường Hoàn Kiếm"
    assert wizard.due(datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)) == date(2026, 12, 1)


def test_the_exempt_pay_nothing_for_a_split_and_show_why() -> None:
    done = split({"case.exempt": True})
    assert [line.amount for line in done.wizard.fees()] == [0]
    assert shown(done) == ["exemption"]
    assert [line.amount for line in split({}).wizard.fees()] == [None]


@WITH_SAMPLES
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (PERMANENT, "Phí, lệ phí: 10000 VNĐ"),
        (PERMANENT, "Phí, lệ phí: 20000 VNĐ"),
        (PERMANENT, "Thời hạn giải quyết: 7 WORKING_DAY"),
        (PERMANENT, "Số quyết định: 1523/QĐ-BCA-C06"),
        (PERMANENT, "Không yêu cầu xuất trình Giấy khai sinh đối với trường hợp trẻ em mới sinh"),
        (PERMANENT, "chỉ cần ý kiến đồng ý của ít nhất một chủ sở hữu"),
        (PERMANENT, "không cần có ý kiến đồng ý của những người đồng sở hữu"),
        (PERMANENT, "một trong những người đại diện hợp pháp, người thừa kế của chủ sở hữu"),
        (PERMANENT, "cho ở nhờ được công chứng hoặc chứng thực theo quy định của pháp luật"),
        (PERMANENT, "văn bản đồng ý cho giải quyết thường trú của cơ quan quản lý xuất nhập cảnh"),
        (PERMANENT, "phải có hộ chiếu Việt Nam còn giá trị sử dụng"),
        (EXTENSION, "Trong thời hạn 15 ngày trước ngày kết thúc thời hạn tạm trú đã đăng ký"),
        (EXTENSION, "không phải xuất trình, cung cấp giấy tờ chứng minh chỗ ở hợp pháp"),
        (EXTENSION, "trực tuyến thu 7.000 đồng/lần đăng ký"),
        (EXTENSION, "15000 VNĐ ()"),
        (EXTENSION, "Thời hạn giải quyết: 3 WORKING_DAY"),
        (EXTENSION, "ghi rõ ý kiến đồng ý của chủ sở hữu chỗ ở hợp pháp"),
        (SPLIT, "thu 10.000 đồng/lần đăng ký"),
        (SPLIT, "thu 5000 đồng/lần đăng ký"),
        (SPLIT, "Thời hạn giải quyết: 5 WORKING_DAY"),
        (SPLIT, "ghi rõ ý kiến đồng ý cho tách hộ của chủ hộ, chủ sở hữu chỗ ở hợp pháp"),
        (SPLIT, "ít nhất một người có năng lực hành vi dân sự đầy đủ"),
        (PERMANENT, "(mẫu CT02 ban hành kèm theo Thông tư số 53/2025/TT-BCA)"),
    ],
)
def test_the_portal_still_says_so(code: str, words: str) -> None:
    assert words in portal()[code]


@WITH_SAMPLES
@pytest.mark.parametrize(
    ("code", "document"), [*((PERMANENT, each) for each in ("dwelling", "contract", "area", "kin")), (SPLIT, "divorce")]
)
def test_documents_are_called_what_the_portal_calls_them(code: str, document: str) -> None:
    label = next(each.label for each in guide(code).documents if each.key == document).lower()
    assert label in portal()[code].lower()
