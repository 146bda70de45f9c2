"""Somebody leaves: nothing of theirs stays on screen or in memory, nothing comes late, and their dossier is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.outcomes import Found
from kiosk.session import Session
from offline_cache.drafts import Draft
from tests.kiosk.service_point import BIRTH, RESIDENCE
from tests.ui.resident import FATHERS_CARD, Resident

CANARY = "Lò Thị Kín Đáo"
NUMBER = "012399990003"
PHONE = "0987654321"
MINE = {"applicant.number": NUMBER, "applicant.full_name": CANARY, "applicant.phone": PHONE, "child.full_name": CANARY}


def clean(resident: Resident) -> None:
    """The machine is as the next person may find it."""
    shown = resident.shown_anywhere()
    assert CANARY not in shown
    assert NUMBER not in shown
    assert PHONE not in shown
    assert resident.pictures == 0
    assert not resident.app.papers._seen
    flow = resident.flow
    assert (flow.session, flow.procedure, flow.found, flow.keeping.slip) == (None, None, None, None)
    assert (flow.faults, flow.keeping.trouble, flow.query, flow.keeping.sealing) == ((), "", "", False)
    assert not resident.app.card.holding
    assert resident.screen == "home"
    assert resident.overlay == ""


def leaves_by_home(resident: Resident) -> None:
    resident.go_home()


def leaves_by_newcomer(resident: Resident) -> None:
    resident.pass_time(95)
    if resident.overlay != "cover":  # before the camera there is more time
        resident.pass_time(210)
    assert resident.overlay == "cover"
    resident.models.shell.answer("leave")


def leaves_by_walking_away(resident: Resident) -> None:
    resident.pass_time(1_000)


WAYS = [leaves_by_home, leaves_by_newcomer, leaves_by_walking_away]


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("last", ["applicant.phone", "papers.birth", "review", "notice"])
def test_nothing_of_a_resident_stays(resident: Resident, leave: Callable[[Resident], None], last: str) -> None:
    code = resident.begin()
    resident.walk_to(last, MINE)
    resident.lay_card(FATHERS_CARD)
    resident.models.card.answer("close")
    leave(resident)
    resident.settle()
    clean(resident)
    assert code not in resident.shown_anywhere()
    draft = resident.at_desk(lambda desk: desk.look_up(code))
    assert isinstance(draft, Draft)


def test_nothing_stays_of_a_sealed_dossier_nor_of_its_lookup(resident: Resident) -> None:
    code = resident.begin()
    resident.hand_in(MINE)
    resident.models.outcome.act("done")
    resident.settle()
    clean(resident)
    resident.look_up("track", code)
    assert resident.screen == "track"
    resident.go_home()
    resident.settle()
    clean(resident)
    assert code not in resident.shown_anywhere()


def test_two_residents_in_a_row_are_two_dossiers(resident: Resident) -> None:
    first = resident.begin()
    resident.walk_to("child.sex", MINE)
    resident.models.shell.display("A++", "high")
    resident.models.shell.answer("patient")
    resident.pass_time(1_000)
    second = resident.begin(RESIDENCE, "me")
    assert first != second
    assert CANARY not in resident.shown_anywhere()
    shell = resident.models.shell.props
    assert (shell.text_scale, shell.contrast, shell.patient) == ("A", "light", False)
    resident.hand_in()
    assert resident.models.outcome.props.code == second
    resident.models.outcome.act("done")
    resident.look_up("resume", first, NUMBER[-4:])
    assert resident.here == "child.sex"
    assert resident.wizard.answers["child.full_name"] == CANARY


def test_the_code_leads_back_to_where_it_was_left(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("child.full_name", MINE)
    resident.models.step.type("Lò Th")
    resident.go_home()
    resident.settle()
    resident.look_up("resume", code, NUMBER[-4:])
    assert resident.here == "child.full_name"
    assert resident.models.step.props.value == "Lò Th"


def test_what_stands_in_the_field_is_an_answer_when_somebody_leaves(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("applicant.full_name")
    resident.models.step.type(CANARY)
    resident.pass_time(1_000)
    resident.settle()
    opened = resident.at_desk(lambda desk: desk.resume(code, "0007"))
    assert isinstance(opened, Session)
    assert opened.wizard.answers["applicant.full_name"] == CANARY


def test_the_card_that_waits_for_a_question_is_forgotten_too(resident: Resident) -> None:
    resident.lay_card()
    assert resident.overlay == "card"
    resident.pass_time(1_000)
    assert not resident.app.card.holding
    assert "Lò Thị Mai" not in resident.shown_anywhere()


def test_the_overlay_of_one_is_not_there_for_the_next(resident: Resident) -> None:
    resident.begin()
    resident.models.shell.footer("help")
    resident.models.shell.answer("help:read")
    assert resident.overlay == "called"
    resident.pass_time(1_000)
    assert resident.overlay == ""
    assert resident.screen == "home"


def test_a_pause_hides_everything_at_once_and_ends_by_its_own_time(resident: Resident) -> None:
    resident.begin()
    resident.models.shell.footer("pause")
    assert resident.overlay == "paused"
    assert resident.models.shell.props.countdown == "5 phút"
    resident.pass_time(250)
    assert resident.models.shell.props.countdown == "50 giây"
    resident.models.shell.answer("stay")
    assert resident.overlay == ""
    assert resident.here
    resident.models.shell.footer("pause")
    resident.pass_time(301)
    assert resident.screen == "home"


# ---- what comes late ----------------------------------------------------------------------------------------


def test_a_draft_that_opens_late_opens_for_nobody(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("child.full_name", MINE)
    resident.go_home()
    resident.settle()
    resident.look_up("resume", code)
    resident.models.lookup.typeDigits(NUMBER[-4:])
    with resident.held():
        resident.models.lookup.next()
        resident.go_home()
    clean(resident)


@pytest.mark.parametrize("leave", WAYS)
def test_a_state_that_is_found_late_is_shown_to_nobody(resident: Resident, leave: Callable[[Resident], None]) -> None:
    code = resident.begin()
    resident.hand_in(MINE)
    resident.models.outcome.act("done")
    resident.models.home.ask("track")
    resident.models.lookup.typeCode(code)
    with resident.held():
        resident.models.lookup.next()
        leave(resident)
    clean(resident)


def test_a_draft_found_late_by_its_card_opens_for_nobody(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("child.full_name")
    resident.go_home()
    resident.settle()
    resident.models.home.ask("resume")
    with resident.held():
        resident.lay_card()
        resident.go_home()
    clean(resident)


def test_going_back_takes_the_question_back(resident: Resident) -> None:
    code = resident.begin()
    resident.go_home()
    resident.settle()
    resident.models.home.ask("resume")
    resident.models.lookup.typeCode(code)
    with resident.held():
        resident.models.lookup.next()
        resident.models.lookup.back()
    assert resident.screen == "home"
    assert resident.flow.session is None


def test_a_dossier_begun_late_is_not_the_next_ones(resident: Resident) -> None:
    resident.choose_procedure()
    with resident.held():
        resident.models.before.begin()
        resident.go_home()
    clean(resident)


def test_a_seal_that_ends_late_is_kept_and_disturbs_nobody(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("notice", MINE)
    with resident.held():
        resident.models.step.next()
        resident.pass_time(1_000)
        clean(resident)
    clean(resident)
    assert isinstance(resident.at_desk(lambda desk: desk.look_up(code)), Found)
    assert resident.on_disk(lambda store: store.drafts.list()) == ()
    second = resident.begin()
    resident.hand_in()
    assert resident.models.outcome.props.code == second


def test_a_seal_that_fails_late_troubles_nobody(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("notice", MINE)
    resident.sql("PRAGMA query_only = ON")
    with resident.held():
        resident.models.step.next()
        resident.pass_time(1_000)
    clean(resident)
    assert isinstance(resident.at_desk(lambda desk: desk.look_up(code)), Draft)


def test_a_draft_that_is_not_kept_late_troubles_nobody(resident: Resident) -> None:
    resident.begin()
    resident.walk_to("applicant.phone", MINE)
    resident.sql("PRAGMA query_only = ON")
    with resident.held():
        resident.flow.keep()
        resident.go_home()
    resident.sql("PRAGMA query_only = OFF")
    clean(resident)


@pytest.mark.parametrize("line", ["device", "store"])
def test_a_photograph_that_comes_late_goes_into_no_other_dossier(resident: Resident, line: str) -> None:
    resident.begin()
    resident.walk_to("papers.birth", MINE)
    with resident.held("device" if line == "device" else "store"):
        resident.models.papers.act("capture", "")
        resident.go_home()
    resident.settle()
    clean(resident)
    resident.begin(BIRTH)
    resident.walk_to("papers.birth")
    assert resident.models.papers.pages.rows == ()


def test_pictures_that_come_late_are_not_kept(resident: Resident) -> None:
    code = resident.begin()
    resident.walk_to("papers.birth", MINE)
    resident.photograph()
    resident.go_home()
    resident.settle()
    resident.look_up("resume", code)
    resident.models.lookup.typeDigits(NUMBER[-4:])
    resident.models.lookup.next()
    resident.settle()
    assert resident.here == "papers.birth"
    page = resident.models.papers.pages.rows[0].key
    for what in ("look", "turn"):
        with resident.held():
            resident.models.papers.act(what, page)
            resident.go_home()
        clean(resident)
        resident.look_up("resume", code, NUMBER[-4:])
