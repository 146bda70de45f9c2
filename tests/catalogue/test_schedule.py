"""When the gateway is asked for a newer catalogue: soon, then every few hours, sooner when the line is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from kiosk.catalogue.outcomes import Held, LineDown, NoTrust, Reason, Refused, Unchanged, Updated, UpdateOutcome, came
from kiosk.catalogue.schedule import AGAIN, BACK, EVERY, FIRST, LONGEST, SHORTEST, Came, Schedule, begin
from kiosk.clock import VirtualClock


@dataclass
class Day:
    """A kiosk's day on a virtual clock: waits until it is due, and tells how long that was."""

    clock: VirtualClock
    random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - the same waits at every run

    def __post_init__(self) -> None:
        self.schedule = begin(self.clock.monotonic(), self.random)

    def wait(self) -> float:
        seconds = max(0.0, self.schedule.due - self.clock.monotonic())
        if seconds:
            assert not self.schedule.is_due(self.clock.monotonic())
        self.clock.pass_time(seconds + 0.01)
        assert self.schedule.is_due(self.clock.monotonic())
        return seconds

    def waits_after(self, came: Came, times: int) -> list[float]:
        return list(self._waits(came, times))

    def _waits(self, came: Came, times: int) -> Iterator[float]:
        for _ in range(times):
            self.schedule = self.schedule.after(came, self.clock.monotonic(), self.random)
            yield self.wait()


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(VirtualClock(tmp_path / "clock"))


def test_the_first_question_comes_soon_and_then_every_few_hours(day: Day) -> None:
    assert FIRST[0] - 1 < day.wait() <= FIRST[1]
    waits = day.waits_after("answered", 50)
    assert all(EVERY[0] - 1 < wait <= EVERY[1] for wait in waits)
    assert len({round(wait) for wait in waits}) > 40  # never all kiosks at once


def test_without_a_line_it_is_tried_less_and_less_often(day: Day) -> None:
    waits = day.waits_after("line", 12)
    assert waits[0] <= 2 * SHORTEST
    assert LONGEST / 2 - 1 < waits[-1] <= LONGEST
    assert min(waits) > SHORTEST - 1
    assert day.waits_after("answered", 1)[0] > EVERY[0] - 1
    assert day.waits_after("line", 1)[0] <= 2 * SHORTEST  # what failed yesterday does not count today


def test_what_is_refused_is_not_fetched_again_and_again(day: Day) -> None:
    waits = day.waits_after("refused", 10)
    assert waits[0] > 0.75 * AGAIN - 1
    assert waits[-1] > 0.75 * sum(EVERY) / 2 - 1
    assert max(waits) <= 1.25 * sum(EVERY) / 2


def test_whoever_is_busy_is_soon_done(day: Day) -> None:
    assert max(day.waits_after("busy", 20)) <= 2 * SHORTEST


def test_the_line_that_came_back_is_used_soon(day: Day) -> None:
    day.waits_after("line", 12)
    day.schedule = day.schedule.after("line", day.clock.monotonic(), day.random)
    day.schedule = day.schedule.line_back(day.clock.monotonic(), day.random)
    assert BACK[0] - 1 < day.wait() <= BACK[1]


def test_a_line_that_comes_and_goes_asks_nothing_that_was_answered(day: Day) -> None:
    day.schedule = day.schedule.after("answered", day.clock.monotonic(), day.random)
    assert day.schedule.line_back(day.clock.monotonic(), day.random) == day.schedule


def test_a_reason_to_ask_never_puts_the_question_off(day: Day) -> None:
    day.waits_after("untrusted", 1)
    day.schedule = day.schedule.after("untrusted", day.clock.monotonic(), day.random)
    due = Schedule(day.clock.monotonic() - 1)
    assert due.sooner(day.clock.monotonic(), day.random) == due
    day.schedule = day.schedule.sooner(day.clock.monotonic(), day.random)
    assert day.wait() <= BACK[1]


REASONS: tuple[Reason, ...] = ("foreign", "expired", "older", "damaged", "too_large", "incomplete", "no_room")


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Unchanged("1"), "answered"),
        (Updated("2", "1", 3), "answered"),
        (Held("2", "newer_here"), "answered"),
        (NoTrust(), "untrusted"),
        (LineDown("offline"), "line"),
        (Refused("busy", ""), "busy"),
        *((Refused(reason, ""), "refused") for reason in REASONS),
    ],
)
def test_each_outcome_has_its_time(outcome: UpdateOutcome, word: Came) -> None:
    assert came(outcome) == word
