"""The watch over a screen that nobody touches: active, covered and counting, over; in this order and no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.idle import Active, Covered, Expired, Phase, Watch

seconds = st.floats(0, 10_000, allow_nan=False)
spans = st.integers(1, 3_600)
RANK = {Active: 0, Covered: 1, Expired: 2}


def rank(phase: Phase) -> tuple[int, int]:
    """Later phases are greater, and a cover with less time left."""
    return RANK[type(phase)], -phase.seconds_left if isinstance(phase, Covered) else 0


@given(touched=seconds, patience=spans, countdown=spans, first=seconds, later=seconds)
def test_time_only_goes_towards_the_end(
    touched: float, patience: int, countdown: int, first: float, later: float
) -> None:
    watch = Watch(touched, patience, countdown)
    now = touched + first
    assert rank(watch.phase(now)) <= rank(watch.phase(now + later))


@given(touched=seconds, patience=spans, countdown=spans, quiet=seconds)
def test_what_is_shown_follows_from_how_long_it_was_quiet(
    touched: float, patience: int, countdown: int, quiet: float
) -> None:
    phase = Watch(touched, patience, countdown).phase(touched + quiet)
    slack = 1e-6
    if quiet < patience - slack:
        assert phase == Active()
    elif patience + slack < quiet < patience + countdown - slack:
        assert isinstance(phase, Covered)
        assert 1 <= phase.seconds_left <= countdown
        assert abs(phase.seconds_left - (patience + countdown - quiet)) < 1 + slack
    elif quiet > patience + countdown + slack:
        assert phase == Expired()


@given(touched=seconds, patience=spans, countdown=spans, pause=spans, since=seconds, now=seconds)
def test_a_pause_covers_at_once_and_ends_by_its_own_time(
    touched: float, patience: int, countdown: int, pause: int, since: float, now: float
) -> None:
    phase = Watch(touched, patience, countdown, paused_at=since, pause=pause).phase(since + now)
    assert phase != Active()
    if now > pause + 1e-6:
        assert phase == Expired()
    elif now < pause - 1e-6:
        assert isinstance(phase, Covered)
        assert 1 <= phase.seconds_left <= pause


@pytest.mark.parametrize(
    ("quiet", "phase"),
    [
        (0, Active()),
        (89.9, Active()),
        (90, Covered(30)),
        (90.1, Covered(30)),
        (119.5, Covered(1)),
        (120, Expired()),
        (99_999, Expired()),
        (-5, Active()),
    ],
)
def test_ninety_seconds_then_thirty(quiet: float, phase: Phase) -> None:
    assert Watch(1000, 90, 30).phase(1000 + quiet) == phase
