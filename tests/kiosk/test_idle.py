"""A screen that nobody touches is covered, counts down and ends; a pause lasts longer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.idle import Active, Covered, Expired, Watch

WATCH = Watch(touched_at=100.0, patience=90.0, countdown=30.0)


def test_it_is_left_alone_until_the_patience_is_over() -> None:
    assert WATCH.phase(189.9) == Active()
    assert WATCH.phase(190.0) == Covered(30)
    assert WATCH.phase(219.5) == Covered(1)
    assert WATCH.phase(220.0) == Expired()


def test_a_touch_begins_anew() -> None:
    assert replace(WATCH, touched_at=215.0).phase(220.0) == Active()


def test_a_pause_covers_at_once_and_for_longer() -> None:
    paused = replace(WATCH, paused_at=100.0)
    assert paused.phase(100.0) == Covered(300)
    assert paused.phase(399.0) == Covered(1)
    assert paused.phase(400.0) == Expired()


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_later_is_never_less_over(first: float, second: float) -> None:
    order = (Active, Covered, Expired)
    early, late = sorted((first, second))
    before, after = WATCH.phase(early), WATCH.phase(late)
    assert order.index(type(before)) <= order.index(type(after))
    if isinstance(before, Covered) and isinstance(after, Covered):
        assert before.seconds_left >= after.seconds_left
