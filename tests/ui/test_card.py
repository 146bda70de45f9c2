"""A card that is read: whose it is, what it would change, and only then into the dossier."""

from __future__ import annotations

import pytest

from kiosk.devices.ports import Ready, Unplugged
from kiosk.devices.simulated import SimulatedScanner
from tests.ui.resident import FATHERS_CARD, MOTHERS_CARD, Resident

UNKNOWN = {"missing": "unknown"}
NONE = {"missing": "none"}


def test_a_card_on_home_waits_for_its_question(resident: Resident) -> None:
    resident.lay_card()
    assert resident.overlay == "card"
    assert resident.models.card.props.name == "Lò Thị Mai"
    assert resident.models.card.owners.rows == ()
    resident.begin()
    assert resident.overlay == "card"
    assert [row.key for row in resident.models.card.owners.rows]
    resident.models.card.answer("applicant")
    assert dict(resident.wizard.answers) == {}


def test_the_number_is_masked_until_it_is_an_answer(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    resident.lay_card()
    assert "012302000007" not in resident.shown_anywhere()
    assert resident.models.card.props.number.endswith("07")


def test_put_away_it_is_as_if_it_had_never_been_there(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    before = dict(resident.wizard.answers)
    resident.lay_card()
    resident.models.card.answer("applicant")
    resident.models.card.answer("close")
    assert resident.overlay == ""
    assert dict(resident.wizard.answers) == before
    assert "Lò Thị Mai" not in resident.shown_anywhere()


def test_taken_over_it_answers_what_is_asked_of_this_person_and_is_kept(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    resident.lay_card()
    resident.models.card.answer("applicant")
    assert resident.models.card.props.owner
    assert resident.models.card.props.differs == ""
    resident.models.card.answer("confirm")
    answers = resident.wizard.answers
    assert (answers["applicant.number"], answers["applicant.full_name"]) == ("012302000007", "Lò Thị Mai")
    assert answers["applicant.born"] == "2002-09-05"
    assert resident.models.step.props.value == "012302000007"
    draft = resident.on_disk(lambda store: store.drafts.find(resident.session.lookup_code))
    assert draft is not None
    assert draft.proof is not None


def test_what_stood_half_typed_gives_way_to_the_card(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    resident.models.step.type("0123")
    resident.lay_card()
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    assert resident.models.step.props.value == "012302000007"


def test_another_persons_card_names_what_it_would_change_and_changes_it_only_then(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.phone")
    before = dict(resident.wizard.answers)
    resident.lay_card(FATHERS_CARD)
    resident.models.card.answer("applicant")
    differs = resident.models.card.props.differs
    assert "Số định danh" in differs
    assert dict(resident.wizard.answers) == before
    resident.models.card.answer("back")
    assert resident.models.card.props.differs == ""
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    assert resident.wizard.answers["applicant.number"] == "001099012345"


@pytest.mark.parametrize("key", ["applicant.number", "applicant.full_name"])
def test_the_same_card_again_differs_in_nothing(resident: Resident, key: str) -> None:
    resident.begin()
    resident.walk_to("applicant.phone")
    assert key in resident.wizard.answers
    resident.lay_card(MOTHERS_CARD)
    resident.models.card.answer("applicant")
    assert resident.models.card.props.differs == ""


def test_a_card_after_no_number_was_said_to_be_there(resident: Resident) -> None:
    """«Không có» was answered, then a card is found after all: said to differ, and taken over when confirmed."""
    resident.begin()
    resident.walk_to("applicant.full_name", {"applicant.number": NONE, "applicant.paper": "passport"})
    resident.lay_card()
    resident.models.card.answer("applicant")
    assert "Số định danh" in resident.models.card.props.differs
    resident.models.card.answer("confirm")
    assert resident.wizard.answers["applicant.number"] == "012302000007"


def test_the_fathers_card_goes_to_the_father_and_to_nobody_else(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("father.number")
    mother = resident.wizard.answers["applicant.number"]
    resident.lay_card(FATHERS_CARD)
    assert "father" in [row.key for row in resident.models.card.owners.rows]
    resident.models.card.answer("father")
    resident.models.card.answer("confirm")
    answers = resident.wizard.answers
    assert answers["applicant.number"] == mother
    assert (answers["father.number"], answers["father.full_name"]) == ("001099012345", "Nguyễn Văn An")


def test_a_newcomers_card_keeps_the_dossier_of_who_was_there(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("applicant.phone")
    resident.lay_card(FATHERS_CARD)
    resident.models.card.answer("newcomer")
    resident.settle()
    assert resident.screen == "home"
    assert not resident.app.card.holding
    assert resident.on_disk(lambda store: store.drafts.find(code)) is not None
    assert "Nguyễn Văn An" not in resident.shown_anywhere()


@pytest.mark.parametrize("text", ["", "https://example.vn", "1|2|3|4|5|6|7", "|" * 40, "\x00", "K7F3-29QD-4M"])
def test_what_is_no_card_says_how_to_hold_one(resident: Resident, text: str) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    resident.lay_card(text)
    assert resident.overlay == "card"
    assert resident.models.card.props.fault
    assert resident.models.card.owners.rows == ()
    resident.models.card.answer("close")
    assert resident.overlay == ""


def test_a_card_is_a_sign_of_life_but_does_not_lift_the_cover(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    resident.pass_time(80)
    resident.lay_card()
    resident.pass_time(80)
    assert resident.overlay == "card"
    resident.pass_time(15)
    assert resident.overlay == "cover"
    resident.lay_card(FATHERS_CARD)
    assert resident.overlay == "cover"


def test_asking_for_a_card_goes_away_when_one_comes(resident: Resident) -> None:
    resident.models.home.ask("card")
    assert resident.overlay == "place_card"
    resident.lay_card()
    assert resident.overlay == "card"
    resident.models.card.answer("close")
    assert resident.overlay == ""


def test_of_a_scanner_that_loses_letters_only_digits_are_taken(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.number")
    resident.app.card.arrived("012302000007||L Th Mai|05092002|N|Bn Na Lung, Lai Chau|20072022", exact=False)
    assert resident.models.card.props.name == ""
    assert "gõ tay" in resident.models.card.props.note
    resident.models.card.answer("applicant")
    resident.models.card.answer("confirm")
    answers = resident.wizard.answers
    assert (answers["applicant.number"], answers["applicant.born"]) == ("012302000007", "2002-09-05")
    assert "applicant.full_name" not in answers


def test_a_card_says_that_it_is_no_proof(resident: Resident) -> None:
    resident.lay_card()
    assert "cán bộ vẫn đối chiếu" in resident.models.card.props.note


def test_a_scanner_that_is_not_there_leads_to_typing(resident: Resident) -> None:
    scanner = resident.app.devices.scanner
    assert isinstance(scanner, SimulatedScanner)
    scanner.become(Unplugged())
    resident.models.home.ask("card")
    assert resident.overlay == "no_scanner"
    resident.models.shell.answer("close")
    scanner.become(Ready())
    resident.models.home.ask("card")
    assert resident.overlay == "place_card"
