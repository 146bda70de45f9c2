"""The same dossier filed twice at one machine: told before it is sealed, never forbidden."""

from __future__ import annotations

from tests.ui.resident import Resident


def hand_in(resident: Resident, answers: dict[str, object] | None = None) -> str:
    """File a birth; the lookup code."""
    code = resident.begin()
    resident.hand_in(answers)
    resident.settle()
    return code


def test_a_second_dossier_about_the_same_child_is_asked_about_and_the_first_can_be_seen(resident: Resident) -> None:
    first = hand_in(resident)
    resident.go_home()
    second = hand_in(resident)
    assert resident.overlay == "alike"
    assert first in resident.models.shell.props.alike_text
    resident.models.shell.answer("alike:see")
    resident.settle()
    assert (resident.screen, resident.overlay) == ("track", "")
    assert resident.models.outcome.props.code == first
    assert resident.on_disk(lambda store: store.drafts.find(second)) is not None


def test_it_is_sealed_all_the_same_when_it_is_wanted(resident: Resident) -> None:
    hand_in(resident)
    resident.go_home()
    second = hand_in(resident)
    resident.models.shell.answer("alike:new")
    resident.settle()
    assert (resident.screen, resident.overlay) == ("sealed", "")
    assert resident.models.outcome.props.code == second


def test_another_child_is_another_dossier(resident: Resident) -> None:
    hand_in(resident)
    resident.go_home()
    hand_in(resident, {"child.full_name": "Trần Gia Bảo"})
    assert resident.screen == "sealed"


def test_what_an_officer_refused_may_be_filed_again(resident: Resident) -> None:
    first = hand_in(resident)
    resident.go_home()
    resident.officer_writes(first, 8, "Chưa đủ giấy tờ.")
    hand_in(resident)
    assert resident.screen == "sealed"
