"""Drafts at the desk: begun, kept, opened again by their owner, and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import VirtualClock
from kiosk.outcomes import AskDigits, Found, NoRoom, NotFound, Unreadable
from kiosk.procedures.lookup_code import CodeFault, parse
from kiosk.session import Session
from kiosk.shelf import GuideShelf
from kiosk.sync.sealing import Sealed
from offline_cache.proofs import Wait, Wrong
from offline_cache.space import Room
from tests.kiosk.service_point import BIRTH, RESIDENCE, ServicePoint, filled

NUMBER = "001192000123"
DIGITS = "0123"


def known(point: ServicePoint, number: str = NUMBER) -> Session:
    """A draft whose applicant's number is answered and kept."""
    begun = point.begin()
    session = begun.standing(filled(BIRTH, {"applicant.number": number}))
    point.desk.keep(session)
    return session


def test_a_full_disk_begins_nothing(tmp_path: Path, clock: VirtualClock) -> None:
    home = tmp_path / "full"
    point = ServicePoint(home, clock, room=Room(home / "store", floor=1 << 62, ballast=0))
    guide = point.shelf.load(BIRTH)
    assert guide is not None
    assert point.desk.begin(guide) == NoRoom()
    assert point.store.drafts.list() == ()
    point.store.close()


def test_every_dossier_has_a_code_and_a_draft_of_its_own(point: ServicePoint) -> None:
    begun = [point.begin() for _ in range(20)]
    assert len({session.lookup_code for session in begun}) == 20
    assert len({session.draft_id for session in begun}) == 20
    assert all(parse(session.lookup_code) == session.lookup_code for session in begun)


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE])
def test_what_was_kept_is_there_after_a_restart(point: ServicePoint, code: str) -> None:
    session = point.fill(code)
    point.restart()
    opened = point.desk.resume(session.lookup_code, "0007")
    assert isinstance(opened, Session)
    assert opened.wizard.answers == session.wizard.answers
    assert opened.wizard.position == session.wizard.position
    assert opened.started_at == session.started_at
    assert len(point.desk.pages(tuple(point.store.pages.list(session.draft_id)))) >= 1


def test_a_draft_of_another_makes_no_difference(point: ServicePoint) -> None:
    mine, other = known(point), known(point, "001192000456")
    assert isinstance(point.desk.resume(mine.lookup_code, "0456"), Wrong)
    opened = point.desk.resume(other.lookup_code, "0456")
    assert isinstance(opened, Session)
    assert opened.draft_id == other.draft_id


def test_five_tries_then_a_minute_and_a_restart_gives_no_new_ones(point: ServicePoint) -> None:
    code = known(point).lookup_code
    assert [point.desk.resume(code, "9999") for _ in range(5)] == [Wrong(left) for left in (4, 3, 2, 1, 0)]
    assert isinstance(point.desk.resume(code, DIGITS), Wait)
    point.restart()
    assert isinstance(point.desk.resume(code, DIGITS), Wait)
    point.clock.pass_time(61)
    assert isinstance(point.desk.resume(code, DIGITS), Session)
    assert point.desk.resume(code, "9999") == Wrong(4)


def test_the_digits_follow_the_number_as_it_is_corrected(point: ServicePoint) -> None:
    session = known(point)
    corrected = session.standing(session.wizard.answer("applicant.number", "001192000789").wizard)
    point.desk.keep(corrected)
    assert isinstance(point.desk.resume(session.lookup_code, DIGITS), Wrong)
    assert isinstance(point.desk.resume(session.lookup_code, "0789"), Session)


def test_without_a_number_the_code_alone_opens(point: ServicePoint) -> None:
    begun = point.begin()
    assert isinstance(point.desk.resume(begun.lookup_code, ""), Session)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.EMPTY),
        ("A7F3-29QD-4M", CodeFault.PREFIX),
        ("K7F3-29QD", CodeFault.SHORT),
        ("K7F3-29QD-4M-K7F3", CodeFault.LONG),
        ("K7F3-29QD-4'", CodeFault.CHARACTER),
    ],
)
def test_what_is_no_code_is_told_why(point: ServicePoint, typed: str, fault: CodeFault) -> None:
    assert point.desk.resume(typed, DIGITS) == fault
    assert point.desk.look_up(typed, DIGITS) == fault


def test_a_draft_is_gone_after_its_seven_days(point: ServicePoint) -> None:
    session = known(point)
    point.clock.pass_time(timedelta(days=7, minutes=1).total_seconds())
    point.store.drafts.erase_expired(point.clock.now())
    assert point.desk.resume(session.lookup_code, DIGITS) == NotFound()
    assert point.desk.look_up(session.lookup_code) == NotFound()


def test_a_draft_whose_guide_is_gone_is_for_a_human_and_kept(tmp_path: Path, point: ServicePoint) -> None:
    session = known(point)
    empty = tmp_path / "no-guides"
    empty.mkdir()
    point.shelf = GuideShelf(empty)
    point.restart()
    assert point.desk.resume(session.lookup_code, DIGITS) == Unreadable()
    assert point.desk.resume_by_card(NUMBER) == NotFound()
    assert point.store.drafts.find(session.lookup_code) is not None


def test_a_draft_that_is_damaged_inside_is_for_a_human_and_kept(point: ServicePoint) -> None:
    session = known(point)
    kept = point.store.drafts.find(session.lookup_code)
    assert kept is not None
    point.store.drafts.save(kept, b"{}")
    assert point.desk.resume(session.lookup_code, DIGITS) == Unreadable()
    assert point.store.drafts.find(session.lookup_code) is not None


def test_the_card_finds_the_draft_saved_last_and_skips_a_damaged_one(point: ServicePoint) -> None:
    first = known(point)
    point.clock.pass_time(60)
    second = known(point)
    point.clock.pass_time(60)
    damaged = point.begin()
    kept = point.store.drafts.find(damaged.lookup_code)
    assert kept is not None
    point.store.drafts.save(kept, b"")
    opened = point.desk.resume_by_card(NUMBER)
    assert isinstance(opened, Session)
    assert opened.lookup_code == second.lookup_code
    point.store.drafts.erase(second.draft_id)
    opened = point.desk.resume_by_card(NUMBER)
    assert isinstance(opened, Session)
    assert opened.lookup_code == first.lookup_code


@pytest.mark.parametrize("number", ["0123", "001192000124"])
def test_no_other_number_finds_it(point: ServicePoint, number: str) -> None:
    point.begin()  # its applicant has no number yet
    known(point)
    assert point.desk.resume_by_card(number) == NotFound()


def test_what_was_sealed_does_not_become_a_draft_again(point: ServicePoint) -> None:
    """A resident walks away while it is being sealed: the last keeping comes after the seal."""
    session = point.fill()
    assert isinstance(point.desk.seal(session), Sealed)
    point.desk.keep(session.typing("child.full_name", "Ngu"))
    assert point.store.drafts.list() == ()
    assert isinstance(point.desk.resume(session.lookup_code, ""), Found)
    assert point.desk.resume_by_card("012302000007") == NotFound()


def test_a_code_half_asked_asks_for_the_digits_without_counting_a_try(point: ServicePoint) -> None:
    code = known(point).lookup_code
    assert [point.desk.resume(code, "") for _ in range(9)] == [AskDigits()] * 9
    assert isinstance(point.desk.resume(code, DIGITS), Session)
