"""A card on the chip reader: opened by six digits or by its QR, asked about like any card, and refused when it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.devices.card_back import open_card_back
from kiosk.devices.simulated import SimulatedCamera
from kiosk.devices.software_card.reader import SimulatedReader
from kiosk.identity.mrz_parts import TypedParts
from kiosk.procedures import submission
from tests.ui.resident import FATHERS_CARD, MOTHERS_CARD, Resident

if TYPE_CHECKING:
    from kiosk.devices.software_card.making import CardKind

LINES = ("0990123459", "9901018", "3901016")
"""The parts of the lines on the software card's back, check digits and all."""

AN = "001099012345"
"""The national number on the software card, and in FATHERS_CARD."""

MADE = submission.Circumstances(
    draft_id="d",
    lookup_code="K",
    machine="01",
    started_at="2026-11-24T08:00:00+07:00",
    declared_at="2026-11-24T08:00:00+07:00",
    submitted_at="2026-11-24T08:00:00+07:00",
    who_for="me",
    typed_by="resident",
    read_back=False,
)


def lay(resident: Resident, kind: CardKind = "good", pull_after: int | None = None) -> SimulatedReader:
    """Lay a software card on; returns when the kiosk has noticed."""
    resident.settle()
    reader = resident.app.devices.chip
    assert isinstance(reader, SimulatedReader)
    reader.lay(kind, 0, pull_after)
    resident.qtbot.waitUntil(lambda: resident.models.chip.props.stage != "" or resident.overlay == "card")
    return reader


def type_digits(resident: Resident, digits: str = AN[-6:]) -> None:
    for digit in digits:
        resident.models.chip.press(digit)


def type_lines(resident: Resident, parts: tuple[str, ...] = LINES) -> None:
    for part in parts:
        type_digits(resident, part)


def until_card(resident: Resident) -> None:
    resident.qtbot.waitUntil(lambda: resident.overlay == "card" and resident.models.card.props.believed != "")


def until_trouble(resident: Resident) -> str:
    resident.qtbot.waitUntil(lambda: resident.models.chip.props.stage == "trouble")
    return resident.models.chip.props.text


def at_the_number(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")


def told_to_the_officer(resident: Resident) -> dict[str, dict[str, str]]:
    """What the dossier says of cards, by person."""
    sealed = submission.compose(resident.wizard, MADE, resident.session.identified)
    return {check.person: check.checks for check in sealed.identity} if isinstance(sealed.identity, list) else {}


def test_six_digits_open_it_and_it_is_asked_about_and_taken_over(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    assert resident.models.chip.props.stage == "key"
    type_digits(resident)
    until_card(resident)
    card = resident.models.card
    assert card.props.name == "Nguyễn Văn An"
    assert card.props.believed == "Thẻ thật – đã kiểm tra"
    assert AN not in resident.shown_anywhere()
    resident.qtbot.waitUntil(lambda: card.props.face != "")
    card.answer("applicant")
    card.answer("confirm")
    answers = resident.wizard.answers
    assert (answers["applicant.number"], answers["applicant.full_name"]) == (AN, "Nguyễn Văn An")
    told = told_to_the_officer(resident)["applicant"]
    assert (told["method"], told["standing"], told["active"]) == ("chip", "genuine", "proven")
    assert AN not in str(told)


def test_what_was_typed_over_is_no_longer_what_the_card_said(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    type_digits(resident)
    until_card(resident)
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    resident.flow.answer_to("applicant.number", "001099012346")
    assert told_to_the_officer(resident) == {}


def test_a_digit_is_taken_back_and_the_card_put_away(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    type_digits(resident, "01")
    resident.models.chip.press("")
    assert resident.models.chip.props.digits == "0"
    resident.models.chip.answer("close")
    assert resident.overlay == ""


def test_its_qr_opens_it_without_typing(resident: Resident) -> None:
    at_the_number(resident)
    resident.lay_card(FATHERS_CARD)
    lay(resident)
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"
    assert "đối chiếu người và thẻ" in resident.models.card.props.note


def test_the_qr_may_come_while_the_digits_are_asked(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    assert resident.models.chip.props.stage == "key"
    resident.lay_card(FATHERS_CARD)
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"


def test_a_code_that_says_otherwise_is_told_and_never_blocks(resident: Resident) -> None:
    at_the_number(resident)
    resident.lay_card(FATHERS_CARD.replace("Nguyễn Văn An", "Nguyễn Văn Ân"))
    lay(resident)
    until_card(resident)
    assert "họ tên" in resident.models.card.props.note
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    assert resident.wizard.answers["applicant.full_name"] == "Nguyễn Văn An"


def test_another_persons_number_opens_nothing(resident: Resident) -> None:
    at_the_number(resident)
    resident.lay_card(MOTHERS_CARD)
    lay(resident)
    assert "không mở được thẻ này" in until_trouble(resident)


@pytest.mark.parametrize(
    ("kind", "why"), [("altered", "không khớp"), ("cloned", "thẻ gốc"), ("foreign", "không có trong danh sách")]
)
def test_a_card_that_lies_gives_nothing(resident: Resident, kind: CardKind, why: str) -> None:
    at_the_number(resident)
    lay(resident, kind)
    type_digits(resident)
    assert why in until_trouble(resident)
    assert "Nguyễn Văn An" not in resident.shown_anywhere()
    assert told_to_the_officer(resident) == {}


def test_pulled_away_it_is_asked_for_again(resident: Resident) -> None:
    at_the_number(resident)
    reader = lay(resident, pull_after=20)
    type_digits(resident)
    assert "nhấc hoặc xê dịch" in until_trouble(resident)
    resident.models.chip.answer("again")
    type_digits(resident)
    reader.lay()
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"


def test_whoever_comes_next_sees_nothing_of_a_read_under_way(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    type_digits(resident)
    resident.flow.leave()
    resident.settle()
    assert resident.models.chip.props.stage == ""
    assert resident.overlay == ""
    assert "Nguyễn Văn An" not in resident.shown_anywhere()


def test_a_draft_taken_up_again_still_knows_how_the_card_was_read(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    type_digits(resident)
    until_card(resident)
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    before, code = told_to_the_officer(resident), resident.session.lookup_code
    resident.flow.leave()
    resident.settle()
    resident.models.home.ask("resume")
    resident.models.lookup.typeCode(code)
    resident.models.lookup.next()
    resident.settle()
    resident.models.lookup.typeDigits(AN[-4:])
    resident.models.lookup.next()
    resident.settle()
    assert told_to_the_officer(resident) == before


def test_a_card_that_knows_no_six_digits_opens_by_its_lines_on_the_same_tap(resident: Resident) -> None:
    at_the_number(resident)
    reader = lay(resident, "by_lines")
    type_digits(resident)
    assert "không bằng sáu số" in until_trouble(resident)
    chip = resident.models.chip
    assert (chip.props.lines, chip.props.again) == (True, False)
    chip.answer("lines")
    assert (chip.props.part, chip.props.length) == ("document", 10)
    type_lines(resident)
    until_card(resident)
    assert reader.commands > 0
    assert resident.models.card.props.name == "Nguyễn Văn An"
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    assert told_to_the_officer(resident)["applicant"]["access"] == "bac"


def test_whoever_has_no_six_digits_types_the_lines_at_once(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    resident.models.chip.answer("lines")
    type_lines(resident)
    until_card(resident)
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    assert told_to_the_officer(resident)["applicant"]["access"] == "pace_mrz"


def test_a_slip_is_said_in_its_part_before_the_card_is_asked(resident: Resident) -> None:
    at_the_number(resident)
    reader = lay(resident)
    chip = resident.models.chip
    chip.answer("lines")
    type_digits(resident, "0990123458")
    assert (chip.props.part, chip.props.wrong, chip.props.can_go_on) == ("document", True, False)
    assert "Cần sửa" in chip.props.text
    assert reader.commands == 0
    chip.press("")
    assert not chip.props.wrong
    chip.press("9")
    assert chip.props.part == "born"
    chip.answer("back")
    assert (chip.props.digits, chip.props.can_go_on) == (LINES[0], True)
    chip.answer("next")
    assert chip.props.part == "born"


def test_refused_six_digits_leave_the_lines_for_the_next_tap(resident: Resident) -> None:
    at_the_number(resident)
    reader = lay(resident)
    type_digits(resident, "543210")
    assert "không mở được thẻ này" in until_trouble(resident)
    resident.models.chip.answer("lines")
    type_lines(resident)
    resident.qtbot.waitUntil(lambda: "Nhấc thẻ" in resident.models.chip.props.text)
    reader.remove()
    reader.lay()
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"


def test_lines_of_another_card_are_looked_at_again_and_need_not_be_typed_anew(resident: Resident) -> None:
    at_the_number(resident)
    lay(resident)
    chip = resident.models.chip
    chip.answer("lines")
    type_lines(resident, ("0990123459", "9901018", "4209052"))  # another expiry, sound in itself
    assert "mặt sau của chính thẻ này" in until_trouble(resident)
    assert (chip.props.lines, chip.props.again) == (True, False)
    chip.answer("lines")
    assert (chip.props.part, chip.props.digits) == ("document", LINES[0])
    chip.answer("next")
    chip.answer("next")
    assert (chip.props.part, chip.props.digits) == ("expires", "4209052")


def test_pulled_away_by_the_lines_nothing_is_typed_twice(resident: Resident) -> None:
    at_the_number(resident)
    reader = lay(resident, pull_after=20)
    resident.models.chip.answer("lines")
    type_lines(resident)
    assert "nhấc hoặc xê dịch" in until_trouble(resident)
    resident.models.chip.answer("again")
    reader.lay()
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"


def test_nothing_typed_of_the_lines_is_left_for_whoever_comes_next(resident: Resident) -> None:
    at_the_number(resident)
    reader = lay(resident)
    resident.models.chip.answer("lines")
    type_lines(resident, LINES[:1])
    resident.flow.leave()
    resident.settle()
    assert resident.models.chip.props.stage == ""
    assert LINES[0] not in resident.shown_anywhere()
    reader.remove()
    at_the_number(resident)
    lay(resident)
    resident.models.chip.answer("lines")
    assert resident.models.chip.props.digits == ""


def test_where_digits_never_open_a_card_the_lines_are_asked_at_once(resident: Resident) -> None:
    resident.app.chip._places = "none"  # as the config of such a kiosk says
    at_the_number(resident)
    resident.lay_card(FATHERS_CARD)
    lay(resident)
    resident.qtbot.waitUntil(lambda: resident.models.chip.props.stage == "lines")
    type_lines(resident)
    until_card(resident)
    assert "họ tên" not in resident.models.card.props.note


class Back:
    """Stands for a photograph of a card's back: what was read of it, or nothing."""

    def __init__(self, *seen: tuple[str, ...] | None) -> None:
        self._seen = list(seen)

    def __call__(self) -> TypedParts | None:
        seen = self._seen.pop(0)
        return TypedParts(seen, 2) if seen else None


def test_photographed_lines_open_it_and_what_was_not_read_is_asked_again(resident: Resident) -> None:
    resident.settle()
    resident.app.chip.connect_to(resident.app.chip._station, Back(None, LINES))
    at_the_number(resident)
    lay(resident)
    chip = resident.models.chip
    chip.answer("lines")
    assert chip.props.camera
    chip.answer("look")
    chip.answer("capture")
    resident.settle()
    assert "Chưa đọc được ba dòng chữ" in chip.props.text
    chip.answer("capture")
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"


def test_a_photograph_that_comes_too_late_is_for_nobody(resident: Resident) -> None:
    resident.settle()
    resident.app.chip.connect_to(resident.app.chip._station, Back(LINES))
    at_the_number(resident)
    lay(resident)
    for key in ("lines", "look", "capture", "close"):
        resident.models.chip.answer(key)
    resident.settle()
    assert resident.models.chip.props.stage == ""
    assert resident.overlay == ""


def test_the_kiosks_own_camera_reads_the_back_of_the_card_under_it(resident: Resident) -> None:
    camera = resident.app.devices.camera
    if open_card_back(camera) is None:
        pytest.skip("no Tesseract: make setup-chip")
    assert isinstance(camera, SimulatedCamera)
    at_the_number(resident)
    reader = lay(resident, "by_lines")
    chip = resident.models.chip
    chip.answer("lines")
    chip.answer("look")
    reader.remove()
    camera.look_at("blank")
    chip.answer("capture")
    resident.settle()
    assert "Chưa đọc được ba dòng chữ" in chip.props.text
    camera.look_at("card-back")
    chip.answer("capture")
    resident.settle()
    resident.qtbot.waitUntil(lambda: "Đặt thẻ nằm phẳng" in chip.props.text)
    reader.lay("by_lines")
    until_card(resident)
    assert resident.models.card.props.name == "Nguyễn Văn An"
