"""The code and the digits: what they open, what they do not, and what is told when they are wrong."""

from __future__ import annotations

import pytest

from tests.ui.resident import FATHERS_CARD, Resident

WORDS = "Thiếu chữ ký của bà Lò Thị Kín."
DIGITS = "0007"


@pytest.fixture
def drafted(resident: Resident) -> str:
    """The code of a draft that is proved by its number."""
    code = resident.begin()
    resident.walk_to("applicant.phone")
    resident.go_home()
    resident.settle()
    return code


@pytest.fixture
def sealed(resident: Resident) -> str:
    """The code of a dossier about which an officer wrote."""
    code = resident.begin()
    resident.hand_in()
    resident.models.outcome.act("done")
    resident.officer_writes(code, 5, WORDS, "Ảnh mờ")
    return code


def trouble(resident: Resident) -> str:
    return resident.models.lookup.props.trouble


def test_the_button_waits_for_a_whole_code_and_the_dashes_come_by_themselves(resident: Resident) -> None:
    resident.models.home.ask("resume")
    resident.models.lookup.typeCode("k7f3 29qd4")
    assert resident.models.lookup.props.code == "K7F3-29QD-4"
    assert not resident.models.lookup.props.can_go_on
    resident.models.lookup.typeCode("k7f329qd4m")
    assert resident.models.lookup.props.can_go_on


@pytest.mark.parametrize(
    ("code", "says"),
    [("K7F3-29QD-4N", "chưa đúng"), ("A7F3-29QD-4M", "bắt đầu bằng"), ("K7F3-29QD-4'", "ký tự")],
)
def test_a_code_that_is_none_is_told_what_is_wrong(resident: Resident, code: str, says: str) -> None:
    for purpose in ("resume", "track"):
        resident.look_up(purpose, code)
        assert says in trouble(resident)
        resident.models.lookup.back()
        assert resident.screen == "home"


def test_wrong_digits_count_down_then_a_minute(resident: Resident, drafted: str) -> None:
    resident.look_up("resume", drafted)
    assert resident.models.lookup.props.stage == "digits"
    told = []
    for _ in range(6):
        resident.models.lookup.typeDigits("9999")
        resident.models.lookup.next()
        resident.settle()
        told.append(trouble(resident))
        assert resident.models.lookup.props.digits == ""
    assert [f"Còn {left} lần" in sentence for left, sentence in zip(range(4, -1, -1), told, strict=False)] == [True] * 5
    assert "Chờ" in told[5]
    resident.clock.pass_time(61)
    resident.models.lookup.typeDigits(DIGITS)
    resident.models.lookup.next()
    resident.settle()
    assert resident.here == "applicant.phone"


def test_only_digits_are_taken_and_only_four(resident: Resident, drafted: str) -> None:
    resident.look_up("resume", drafted)
    resident.models.lookup.typeDigits("00a0")
    assert not resident.models.lookup.props.can_go_on
    resident.models.lookup.typeDigits("0007123")
    assert resident.models.lookup.props.digits == DIGITS
    resident.models.lookup.back()
    assert resident.models.lookup.props.stage == "code"
    assert resident.models.lookup.props.digits == ""


def test_a_code_of_nobody_and_a_draft_that_is_tracked_are_told(resident: Resident, drafted: str) -> None:
    resident.look_up("track", drafted)
    assert "chưa nộp" in trouble(resident)
    resident.models.lookup.back()
    (draft,) = resident.on_disk(lambda store: store.drafts.list())
    resident.on_disk(lambda store: store.drafts.erase(draft.id))
    resident.look_up("resume", drafted)
    assert "Không thấy mã này" in trouble(resident)


def test_a_code_that_was_sealed_meanwhile_leads_to_its_state(resident: Resident, sealed: str) -> None:
    resident.look_up("resume", sealed)
    assert resident.screen == "track"
    assert resident.models.outcome.props.title == "Cần bổ sung hồ sơ"


def test_an_officers_words_need_the_digits(resident: Resident, sealed: str) -> None:
    resident.look_up("track", sealed)
    assert resident.screen == "track"
    assert resident.models.outcome.props.can_prove
    assert WORDS not in resident.shown_anywhere()
    resident.models.outcome.act("reasons")
    assert resident.models.lookup.props.stage == "digits"
    resident.models.lookup.typeDigits("9999")
    resident.models.lookup.next()
    resident.settle()
    assert "Còn 4 lần" in trouble(resident)
    assert WORDS not in resident.shown_anywhere()
    resident.models.lookup.typeDigits(DIGITS)
    resident.models.lookup.next()
    resident.settle()
    assert [row.text for row in resident.models.outcome.reasons.rows] == [WORDS, "Ảnh mờ"]
    resident.models.outcome.act("done")
    assert WORDS not in resident.shown_anywhere()


def test_back_from_the_digits_is_back_at_the_state(resident: Resident, sealed: str) -> None:
    resident.look_up("track", sealed)
    resident.models.outcome.act("reasons")
    resident.models.lookup.back()
    assert resident.screen == "track"
    assert resident.models.outcome.props.code == sealed


def test_the_state_on_screen_follows_what_comes(resident: Resident, sealed: str) -> None:
    resident.look_up("track", sealed)
    resident.officer_writes(sealed, 2)
    resident.app.network.changed.emit()
    resident.settle()
    assert resident.models.outcome.props.title == "Cán bộ đã tiếp nhận"


def test_the_card_finds_a_draft_whose_code_was_forgotten(resident: Resident, drafted: str) -> None:
    resident.models.home.ask("resume")
    assert resident.models.lookup.props.card
    resident.lay_card(FATHERS_CARD)
    resident.settle()
    assert "không có hồ sơ dở" in trouble(resident)
    resident.lay_card("not a card")
    resident.settle()
    assert "Chưa đọc được" in trouble(resident)
    resident.lay_card()
    resident.settle()
    assert resident.here == "applicant.phone"
    assert resident.session.lookup_code == drafted
    assert not resident.app.card.holding


def test_a_store_that_fails_is_told_and_can_be_tried_again(resident: Resident, drafted: str) -> None:
    resident.sql("ALTER TABLE draft RENAME TO gone")
    resident.look_up("resume", drafted)
    assert "Hãy gọi hỗ trợ" in trouble(resident)
    assert resident.models.lookup.props.can_go_on
    resident.sql("ALTER TABLE gone RENAME TO draft")
    resident.models.lookup.next()
    resident.settle()
    assert resident.models.lookup.props.stage == "digits"
