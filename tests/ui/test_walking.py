"""A walk-through on screen: read and answered on the way, kept nowhere, and left without a trace."""

from __future__ import annotations

import pytest

from tests.ui.resident import Resident

LEVEL_1 = "1.011410"
LEVEL_2 = "3.000228"


def begin(resident: Resident) -> None:
    resident.choose_procedure(LEVEL_1)
    resident.models.before.begin()
    resident.settle()


def walk_to(resident: Resident, key: str, answers: dict[str, str] | None = None) -> None:
    """Answer by the examples, or as told, and go on until that step is on screen."""
    for _ in range(60):
        here = resident.flow.walking.here
        assert here is not None, resident.screen
        if here.key == key:
            return
        if here.step.example is not None:
            resident.models.walk.choose((answers or {}).get(here.key, str(here.step.example)))
        resident.models.walk.next()
    raise AssertionError(f"{key} was not reached")


def test_nothing_is_kept_and_no_code_is_given(resident: Resident) -> None:
    begin(resident)
    assert resident.screen == "walk"
    assert resident.flow.session is None
    assert not resident.models.shell.props.in_form
    walk_to(resident, "end")
    assert resident.models.walk.props.ends
    resident.models.walk.next()
    resident.settle()
    assert resident.screen == "home"
    assert resident.on_disk(lambda store: store.drafts.list()) == ()
    assert resident.models.walk.props.key == ""


def test_a_question_is_not_passed_unanswered(resident: Resident) -> None:
    begin(resident)
    resident.models.walk.next()
    assert resident.models.walk.props.key == "case.whom"
    assert resident.models.walk.props.trouble


def test_a_changed_answer_changes_the_way(resident: Resident) -> None:
    begin(resident)
    walk_to(resident, "phone.old", {"phone.kind": "old"})
    resident.models.walk.back()
    resident.models.walk.choose("smart")
    resident.models.walk.next()
    assert resident.models.walk.props.key == "sim.owner"
    resident.models.walk.choose("other")
    resident.models.walk.next()
    assert resident.models.walk.props.key == "sim.not_own"


def test_the_page_comes_as_a_picture_and_in_letters(resident: Resident) -> None:
    begin(resident)
    walk_to(resident, "app.page")
    resident.settle()
    shown = resident.models.walk.props
    assert shown.link == "vneid.gov.vn"
    assert shown.qr.startswith("image://")
    assert "Cán bộ xác nhận" in shown.link_unsure


def test_back_from_the_first_step_leads_to_what_is_said_before(resident: Resident) -> None:
    begin(resident)
    walk_to(resident, "phone.kind")
    for screen in ("walk", "before"):
        resident.models.walk.back()
        assert resident.screen == screen


@pytest.mark.parametrize(
    ("answers", "key", "code"),
    [
        ({"case.whom": "child"}, "case.exit_child", LEVEL_2),
        ({"phone.kind": "none"}, "phone.exit_none", LEVEL_2),
        ({"sim.used": "me"}, "sim.exit_mine", LEVEL_2),
        ({"refused.what": "refused"}, "refused.exit_refused", LEVEL_2),
        ({"next.what": "level2"}, "next.exit_level2", LEVEL_2),
    ],
)
def test_whoever_cannot_go_on_is_led_to_what_they_can_do(
    resident: Resident, answers: dict[str, str], key: str, code: str
) -> None:
    begin(resident)
    walk_to(resident, key, answers)
    assert resident.models.walk.props.exit_code == code
    resident.models.walk.leaveFor(code)
    resident.settle()
    assert resident.screen == "before"
    assert resident.models.before.props.name


def test_whoever_leaves_leaves_nothing_on_the_screens(resident: Resident) -> None:
    begin(resident)
    walk_to(resident, "app.page")
    resident.models.shell.footer("home")
    resident.settle()
    assert resident.screen == "home"
    assert resident.flow.walking.wizard is None
    assert resident.models.walk.props.qr == ""
