"""Whether somebody is still there: cover, countdown, end, pause, and what counts as a sign of life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from kiosk.config import TimeConfig
from kiosk.drafting import begin
from kiosk.idle import Covered
from kiosk.procedures.context import Context
from tests.guides.walking import guide
from tests.kiosk.service_point import BIRTH, MORNING, OFFICE, filled
from ui.flow import Flow
from ui.jobs import Jobs
from ui.presence import Presence

TIMES = TimeConfig()
SIGNS = [QEvent.Type.TouchBegin, QEvent.Type.TouchEnd, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress]
NO_SIGNS = [QEvent.Type.MouseMove, QEvent.Type.Expose, QEvent.Type.Timer, QEvent.Type.UpdateRequest]


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> datetime:
        return MORNING

    def monotonic(self) -> float:
        return self.seconds


class Corner:
    """A presence beside a real flow, with a clock to move."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.owner = QObject()
        self.jobs = Jobs(self.owner)
        self.flow = Flow(self.jobs, self.clock, "01", self.owner)
        self.private = True
        self.presence = Presence(self.flow, self.clock, TIMES, lambda: self.private, self.owner)
        self.expired = 0
        self.presence.expired.connect(self._count)

    def _count(self) -> None:
        self.expired += 1

    def close(self) -> None:
        """Qt's objects go in Qt's order, all at once."""
        self.jobs.close()
        delete(self.owner)

    def wait(self, seconds: float) -> Covered | None:
        self.clock.seconds += seconds
        self.presence.tick()
        return self.presence.covered

    def feel(self, kind: QEvent.Type) -> None:
        assert not self.presence.eventFilter(QObject(), QEvent(kind))

    def stand_on(self, key: str) -> None:
        session = begin(guide(BIRTH), Context(MORNING.date(), OFFICE), "d", "K7F3-29QD-4M", MORNING)
        self.flow.session = session.standing(replace(filled(BIRTH), position=key))
        self.flow.screen = "step"


@pytest.fixture
def corner(qapp: QApplication) -> Iterator[Corner]:
    made = Corner()
    yield made
    made.close()


def test_ninety_seconds_then_the_cover_counts_thirty_and_the_session_ends(corner: Corner) -> None:
    assert corner.wait(89) is None
    assert corner.wait(1) == Covered(30)
    assert [corner.wait(10), corner.wait(19)] == [Covered(20), Covered(1)]
    assert corner.expired == 0
    assert corner.wait(1) is None
    assert corner.expired == 1
    assert corner.wait(89) is None
    assert corner.expired == 1


def test_a_machine_that_slept_ends_the_session_at_once(corner: Corner) -> None:
    assert corner.wait(100_000) is None
    assert corner.expired == 1


@pytest.mark.parametrize("kind", SIGNS)
def test_a_touch_is_a_sign_of_life(corner: Corner, kind: QEvent.Type) -> None:
    corner.wait(80)
    corner.feel(kind)
    assert corner.wait(80) is None


@pytest.mark.parametrize("kind", NO_SIGNS)
def test_what_the_window_does_by_itself_is_none(corner: Corner, kind: QEvent.Type) -> None:
    corner.wait(80)
    corner.feel(kind)
    assert corner.wait(10) == Covered(30)


@pytest.mark.parametrize("kind", SIGNS)
def test_only_the_button_lifts_the_cover(corner: Corner, kind: QEvent.Type) -> None:
    corner.wait(95)
    corner.feel(kind)
    assert corner.wait(0) == Covered(25)
    corner.presence.touch()
    assert corner.presence.covered is None
    assert corner.wait(89) is None


def test_where_nothing_is_private_nothing_is_covered_and_no_time_is_owed(corner: Corner) -> None:
    corner.private = False
    assert corner.wait(10_000) is None
    corner.private = True
    assert corner.wait(89) is None
    assert corner.expired == 0


def test_what_stops_being_private_loses_its_cover(corner: Corner) -> None:
    corner.wait(95)
    corner.private = False
    assert corner.wait(1) is None


def test_a_pause_covers_at_once_for_five_minutes(corner: Corner) -> None:
    corner.presence.pause()
    assert (corner.presence.paused, corner.presence.covered) == (True, Covered(300))
    assert corner.wait(299) == Covered(1)
    corner.presence.touch()
    assert (corner.presence.paused, corner.presence.covered) == (False, None)
    corner.presence.pause()
    assert corner.wait(300) is None
    assert (corner.presence.paused, corner.expired) == (False, 1)


def test_need_of_more_time_doubles_it(corner: Corner) -> None:
    corner.presence.patient = True
    assert corner.wait(179) is None
    assert corner.wait(1) == Covered(30)


@pytest.mark.parametrize(("key", "seconds"), [("child.full_name", 90), ("papers.birth", 300), ("review", 90)])
def test_papers_take_longer(corner: Corner, key: str, seconds: int) -> None:
    corner.stand_on(key)
    assert corner.wait(seconds - 1) is None
    assert corner.wait(1) == Covered(30)


def test_the_code_is_left_to_be_written_down(corner: Corner) -> None:
    corner.flow.screen = "sealed"
    assert corner.wait(179) is None
    assert corner.wait(1) == Covered(30)


class Resident(RuleBasedStateMachine):
    """However somebody comes and goes: quiet for long enough is covered, and the end comes once."""

    def __init__(self) -> None:
        super().__init__()
        self.corner = Corner()
        self.quiet = 0.0
        self.paused: float | None = None
        self.ends = 0

    @rule(seconds=st.integers(0, 200))
    def time_passes(self, seconds: int) -> None:
        self.quiet += seconds
        self.paused = None if self.paused is None else self.paused + seconds
        over = self.paused >= 300 if self.paused is not None else self.quiet >= 120
        if over:
            self.ends += 1
            self.quiet, self.paused = 0.0, None
        self.corner.wait(seconds)

    @rule(kind=st.sampled_from(SIGNS))
    def the_screen_is_touched(self, kind: QEvent.Type) -> None:
        if self.corner.presence.covered is None:
            self.quiet = 0.0
        self.corner.feel(kind)

    @rule()
    def the_button_is_pressed(self) -> None:
        self.quiet, self.paused = 0.0, None
        self.corner.presence.touch()

    @rule()
    def a_pause_is_asked_for(self) -> None:
        if self.corner.presence.covered is None:
            self.paused = 0.0
            self.corner.presence.pause()

    @invariant()
    def the_cover_is_there_when_it_must_be(self) -> None:
        hidden = self.paused is not None or self.quiet >= 90
        assert (self.corner.presence.covered is not None) == hidden
        assert self.corner.expired == self.ends
        assert self.corner.presence.paused == (self.paused is not None)

    def teardown(self) -> None:
        self.corner.close()


def test_however_somebody_comes_and_goes(qapp: QApplication) -> None:
    run_state_machine_as_test(Resident, settings=settings(max_examples=40, stateful_step_count=25))
