"""An address: found by new and old names, led on from what was merged, and what a card says is only offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.resident import FATHERS_CARD, MOTHERS_CARD, Resident
from ui.viewmodels.rows import PlainRow

if TYPE_CHECKING:
    from ui.viewmodels.address import AddressProps

YEAR_ONLY = {"applicant.born": "2002"}  # whose day of birth is not known in full is asked where they live
NOWHERE_CARD = "012302000007||Lò Thị Mai|05092002|Nữ|Tổ 3, Xã Không Có, Huyện Đâu Đó, Tỉnh Mơ|20072022"


def at_residence(resident: Resident, card: str = "") -> None:
    """Stand at the question for the applicant's residence; with a card, it was taken over before."""
    resident.begin()
    resident.walk_to("applicant.number")
    if card:
        resident.lay_card(card)
        resident.models.card.answer("applicant")
        resident.models.card.answer("confirm")
        resident.next()
    resident.walk_to("applicant.residence", YEAR_ONLY)
    resident.settle()


def props(resident: Resident) -> AddressProps:
    return resident.models.address.props


def search(resident: Resident, part: str, typed: str) -> tuple[PlainRow, ...]:
    resident.models.address.open(part)
    resident.models.address.search(typed)
    resident.settle()
    rows: tuple[PlainRow, ...] = resident.models.address.results.rows
    return rows


def answer(resident: Resident) -> object:
    return resident.wizard.answers.get("applicant.residence")


def test_a_province_and_a_commune_make_an_answer_with_the_tables_version(resident: Resident) -> None:
    at_residence(resident)
    (found, *_) = search(resident, "province", "hai ph")
    resident.models.address.pick(found.key)
    resident.settle()
    assert (props(resident).picking, props(resident).province) == ("commune", "Thành phố Hải Phòng")
    assert len(resident.models.address.results.rows) == 114
    assert answer(resident) is None
    resident.models.address.search("le chan")
    resident.settle()
    resident.models.address.pick(resident.models.address.results.rows[0].key)
    resident.models.address.typeDetails("Số 8")
    assert answer(resident) == {
        "province": "31",
        "province_name": "Thành phố Hải Phòng",
        "commune": "11383",
        "commune_name": "Phường Lê Chân",
        "details": "Số 8",
        "dataset": "vietnamadminunits 1.0.4",
    }


def test_who_looks_for_a_merged_province_is_told_and_led_on(resident: Resident) -> None:
    at_residence(resident)
    (found, *_) = search(resident, "province", "hai duong")
    assert (found.title, found.subtitle) == (
        "Thành phố Hải Phòng",
        "Từ 01/7/2025, Hải Dương đã sáp nhập vào Hải Phòng.",
    )
    resident.models.address.pick(found.key)
    resident.settle()
    assert props(resident).hint == "Từ 01/7/2025, Hải Dương đã sáp nhập vào Hải Phòng."
    assert resident.models.address.results.rows[0].title == "Phường Ái Quốc"  # it was in Hải Dương


def test_an_old_commune_leads_to_the_new_one_from_the_first_field(resident: Resident) -> None:
    at_residence(resident)
    (found,) = search(resident, "province", "xa na tam")
    assert found.title == "Xã Nà Tăm, Huyện Tam Đường, Lai Châu (tên cũ)"
    assert found.subtitle == "Nay thuộc Xã Bản Bo, Tỉnh Lai Châu."
    resident.models.address.pick(found.key)
    assert (props(resident).province, props(resident).commune) == ("Tỉnh Lai Châu", "Xã Bản Bo")
    assert "nay thuộc Xã Bản Bo" in props(resident).hint
    assert isinstance(answer(resident), dict)


def test_a_divided_unit_is_asked_and_never_guessed(resident: Resident) -> None:
    at_residence(resident)
    (found,) = search(resident, "province", "quang trung, ha dong")
    resident.models.address.pick(found.key)
    assert props(resident).picking == "which"
    assert answer(resident) is None
    assert [row.title for row in resident.models.address.results.rows] == ["Phường Hà Đông", "Phường Kiến Hưng"]
    resident.models.address.pick(resident.models.address.results.rows[1].key)
    assert (props(resident).picking, props(resident).commune) == ("", "Phường Kiến Hưng")


def test_a_name_of_another_province_is_found_there_and_said_to_be(resident: Resident) -> None:
    at_residence(resident)
    resident.models.address.pick(search(resident, "province", "lai chau")[0].key)
    found = search(resident, "commune", "le chan")
    assert props(resident).hint == "Không có tên này trong Tỉnh Lai Châu. Dưới đây là ở tỉnh, thành phố khác."
    resident.models.address.pick(next(row.key for row in found if row.title.startswith("Phường Lê Chân,")))
    assert (props(resident).province, props(resident).commune) == ("Thành phố Hải Phòng", "Phường Lê Chân")
    assert search(resident, "commune", "xyzzy") == ()
    assert props(resident).hint.startswith("Chưa tìm thấy tên này.")


def test_only_the_last_that_was_typed_is_answered(resident: Resident) -> None:
    at_residence(resident)
    with resident.held("reader"):
        resident.models.address.open("province")
        for typed in ("l", "la", "lai chau"):
            resident.models.address.search(typed)
        assert resident.models.address.results.rows == ()
    assert next(row.title for row in resident.models.address.results.rows) == "Tỉnh Lai Châu"


def test_a_district_typed_behind_the_house_is_remarked(resident: Resident) -> None:
    at_residence(resident)
    resident.models.address.copy("here")
    resident.models.address.typeDetails("Số 1, quận Lê Chân")
    assert "không còn cấp quận, huyện" in props(resident).hint
    resident.models.address.typeDetails("Số 1")
    assert props(resident).hint == ""


def test_a_certain_card_address_is_offered_and_not_filled_in(resident: Resident) -> None:
    at_residence(resident, MOTHERS_CARD)
    assert props(resident).offer == "certain"
    assert props(resident).old_address == "Địa chỉ ghi trên thẻ: Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu"
    assert props(resident).now == "Nay là: Bản Nà Luồng, Xã Bản Bo, Tỉnh Lai Châu"
    assert (props(resident).commune, props(resident).details, answer(resident)) == ("", "", None)
    resident.models.address.answerOffer(True)
    assert (props(resident).commune, props(resident).details) == ("Xã Bản Bo", "Bản Nà Luồng")
    assert props(resident).offer == ""
    assert isinstance(answer(resident), dict)


def test_chosen_again_nothing_of_the_card_stays(resident: Resident) -> None:
    at_residence(resident, MOTHERS_CARD)
    resident.models.address.answerOffer(False)
    assert (props(resident).picking, props(resident).offer) == ("province", "")
    resident.models.address.open("")
    assert (props(resident).details, props(resident).offer, answer(resident)) == ("", "", None)


def test_a_divided_commune_on_a_card_is_asked(resident: Resident) -> None:
    at_residence(resident, FATHERS_CARD)
    assert props(resident).offer == "candidates"
    assert "Phường Hà Đông, Phường Kiến Hưng" in props(resident).now
    resident.models.address.answerOffer(True)
    assert [row.title for row in resident.models.address.results.rows] == ["Phường Hà Đông", "Phường Kiến Hưng"]
    resident.models.address.open("")
    assert (props(resident).offer, props(resident).details) == ("candidates", "")
    resident.models.address.answerOffer(True)
    resident.models.address.pick(resident.models.address.results.rows[0].key)
    assert (props(resident).commune, props(resident).details) == ("Phường Hà Đông", "Số 1")


def test_an_address_that_nobody_knows_is_shown_as_read(resident: Resident) -> None:
    at_residence(resident, NOWHERE_CARD)
    assert props(resident).offer == "unknown"
    assert props(resident).old_address.endswith("Tổ 3, Xã Không Có, Huyện Đâu Đó, Tỉnh Mơ")
    assert [row.key for row in resident.models.address.shortcuts.rows] == ["here", "other"]


def test_at_another_place_the_card_is_one_row_among_others(resident: Resident) -> None:
    at_residence(resident, MOTHERS_CARD)
    resident.walk_to("birth.place", YEAR_ONLY)
    resident.settle()
    assert props(resident).offer == ""
    row = next(row for row in resident.models.address.shortcuts.rows if row.key == "card:applicant")
    assert row.subtitle == "Nay là: Bản Nà Luồng, Xã Bản Bo, Tỉnh Lai Châu"
    resident.models.address.copy(row.key)
    assert (props(resident).commune, props(resident).details) == ("Xã Bản Bo", "Bản Nà Luồng")


@pytest.mark.parametrize("leave", ["home", "expired"])
def test_the_next_resident_is_offered_nothing(resident: Resident, leave: str) -> None:
    at_residence(resident, MOTHERS_CARD)
    if leave == "home":
        resident.go_home()
    else:
        resident.pass_time(91)
        resident.pass_time(31)
    resident.settle()
    assert resident.screen == "home"
    assert "Nà Luồng" not in resident.shown_anywhere()
    at_residence(resident)
    assert (props(resident).offer, props(resident).details) == ("", "")
