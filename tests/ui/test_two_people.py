"""Filing for somebody else: both are identified, each by a card of their own, and the dossier says which was whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kiosk.catalogue_rows import install, row
from tests.kiosk.service_point import morning_clock
from tests.ui.resident import FATHERS_CARD, MOTHERS_CARD, Resident
from tests.ui.test_chip import lay, told_to_the_officer, type_digits, until_card

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

AN, MAI = "001099012345", "012302000007"
"""The father's number, also that on the software card; the mother's."""

LEVEL_2, LOCK, CHILDS_CARD = "3.000228", "3.000283", "1.014062"
OF_THE_CATALOGUE = "3.000226"


@pytest.fixture
def at_the_catalogue(tmp_path: Path, qtbot: QtBot) -> Iterator[Resident]:
    """Somebody at a machine that knows a procedure without a guide of its own."""
    install(tmp_path / "home" / "catalogue", row(OF_THE_CATALOGUE, "Cấp tài khoản cho người nước ngoài"))
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.arrive()
    standing.settle()
    yield standing
    standing.switch_off()


def take(resident: Resident, person: str) -> None:
    resident.models.card.answer(person)
    resident.models.card.answer("confirm")


def owners(resident: Resident) -> list[str]:
    return [choice.text for choice in resident.models.card.owners.rows]


def by_qr(resident: Resident, card: str, person: str) -> None:
    resident.lay_card(card)
    take(resident, person)


@pytest.mark.parametrize(
    ("code", "first", "one", "other", "answers"),
    [
        (LEVEL_2, "subject.number", "subject", "guardian", {"case.whom": "child", "guardian.present": True}),
        (LOCK, "subject.number", "subject", "applicant", {"case.who": "other"}),
        (CHILDS_CARD, "subject.number", "subject", "guardian", {}),
    ],
)
def test_each_card_is_asked_about_by_the_people_of_this_guide_and_kept_beside_its_person(
    resident: Resident, code: str, first: str, one: str, other: str, answers: dict[str, object]
) -> None:
    resident.begin(code, who="other")
    resident.walk_to(first, answers)
    resident.lay_card(MOTHERS_CARD)
    people = {person.key: person.choice for person in resident.wizard.people()}
    assert owners(resident) == list(people.values())
    assert {one, other} <= set(people)
    take(resident, one)
    reader = lay(resident)
    assert (resident.models.chip.props.stage, reader.commands) == ("key", 0)  # not tried with the other's number
    type_digits(resident, AN[-6:])
    until_card(resident)
    take(resident, other)
    told = told_to_the_officer(resident)
    assert (told[one]["method"], told[other]["method"]) == ("card_qr", "chip")
    facts = resident.wizard.facts()
    assert (facts[f"{one}.number"], facts[f"{other}.number"]) == (MAI, AN)
    assert facts[f"{other}.full_name"] == "Nguyễn Văn An"
    assert MAI not in str(told)


def test_one_card_for_two_people_is_said_and_never_stopped(resident: Resident) -> None:
    resident.begin(LEVEL_2, who="child")
    resident.walk_to("subject.number", {"case.whom": "child", "guardian.present": True})
    by_qr(resident, MOTHERS_CARD, "guardian")
    resident.lay_card(MOTHERS_CARD)
    resident.models.card.answer("subject")
    assert "đã ghi cho: Người đại diện, giám hộ" in resident.models.card.props.differs
    resident.models.card.answer("back")
    resident.models.card.answer("guardian")
    assert resident.models.card.props.differs == ""
    take(resident, "subject")
    assert resident.wizard.answers["subject.number"] == MAI


def test_a_procedure_without_a_guide_asks_for_both_their_relation_and_the_paper(at_the_catalogue: Resident) -> None:
    resident = at_the_catalogue
    resident.begin(OF_THE_CATALOGUE, who="other")
    answers = {"applicant.role": "other", "owner.relation": "ward", "owner.basis": "guardian"}
    resident.walk_to("applicant.number", answers)
    by_qr(resident, MOTHERS_CARD, "applicant")
    resident.walk_to("owner.number", {**resident.wizard.answers, **answers})
    by_qr(resident, FATHERS_CARD, "owner")
    assert set(told_to_the_officer(resident)) == {"applicant", "owner"}
    facts = resident.wizard.facts()
    assert (facts["owner.relation"], facts["owner.basis"], facts["owner.full_name"]) == (
        "ward",
        "guardian",
        "Nguyễn Văn An",
    )
