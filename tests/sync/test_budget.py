"""The allowance of a line that is paid by volume: counted durably, files wait, what is small goes, and all is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import HANOI, VirtualClock
from kiosk.sync.budget import HELD, LEAST, NOTE, Allowance, Budget, Used, read_used
from kiosk.sync.sealing import SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk, heavy, paper
from tests.sync.fake_gateway import FakeGateway, KeySet

if TYPE_CHECKING:
    from pathlib import Path

MORNING = datetime(2026, 11, 24, 8, 10, tzinfo=HANOI)
MB = 1_000_000


@pytest.fixture
def morning(clock: VirtualClock) -> VirtualClock:
    clock.set_wall(MORNING)
    return clock


def causes(store: Store, item_id: str) -> list[str]:
    return [event.cause for event in store.outbox.events(item_id)]


def test_nothing_is_limited_unless_it_is_set() -> None:
    used = Used(MORNING, 10**12, 10**12)
    assert used.room(Allowance(), small=False) is None
    assert used.frees_at(Allowance(), small=False) is None
    assert used.told(Allowance()) == ""


def test_an_hour_and_a_day_of_hanoi_begin_at_nothing() -> None:
    used = Used(MORNING, 3 * MB, 20 * MB)
    assert used.until(MORNING + timedelta(minutes=49)) == Used(MORNING + timedelta(minutes=49), 3 * MB, 20 * MB)
    assert used.until(MORNING + timedelta(minutes=50)).hour == 0
    assert used.until(MORNING + timedelta(minutes=50)).day == 20 * MB
    next_day = datetime(2026, 11, 25, 0, 0, tzinfo=HANOI)
    assert (used.until(next_day).hour, used.until(next_day).day) == (0, 0)
    assert used.until(MORNING + timedelta(days=1)).hour == 0  # the same hour of another day


def test_when_it_frees_is_the_later_of_what_is_used_up() -> None:
    allowance = Allowance(hour=2 * MB, day=20 * MB)
    nine, midnight = MORNING.replace(hour=9, minute=0), datetime(2026, 11, 25, tzinfo=HANOI)
    assert Used(MORNING, 2 * MB, 5 * MB).frees_at(allowance, small=True) == nine
    assert Used(MORNING, 2 * MB, 20 * MB).frees_at(allowance, small=True) == midnight
    assert Used(MORNING, 0, 19 * MB).frees_at(allowance, small=True) is None
    assert Used(MORNING, 0, 19 * MB).frees_at(allowance, small=False) == midnight
    assert Used(MORNING, 1 * MB, 19 * MB).told(allowance) == "1.0 of 2 MB this hour, 19.0 of 20 MB this day"


moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=HANOI))  # noqa: DTZ001 - Hanoi's follows


@given(at=moments, hour=st.integers(0, 10**12), day=st.integers(0, 10**12))
def test_a_note_is_read_as_it_was_written(at: datetime, hour: int, day: int) -> None:
    used = read_used(Used(at, hour, day).format(), at)
    assert (used.hour, used.day) == (hour, day)
    assert read_used("", at) == Used(at)


@given(
    limit=st.integers(0, 3 * MB),
    wanted=st.lists(st.tuples(st.integers(1, MB), st.booleans(), st.booleans()), max_size=30),
)
def test_what_is_set_aside_never_passes_the_limit(limit: int, wanted: list[tuple[int, bool, bool]]) -> None:
    sent = [0]
    budget = Budget(Allowance(day=limit), lambda: MORNING, lambda: sent[0], "")
    on_their_way: list[int] = []
    for size, small, ends in wanted:
        if ends and on_their_way:
            gone = on_their_way.pop()
            sent[0] += gone
            budget.release(gone)
        on_their_way.append(budget.reserve(size, small=small))
        if limit:
            assert sent[0] + sum(on_their_way) <= limit
            if not small and on_their_way[-1]:
                assert sent[0] + sum(on_their_way) <= limit - limit // 10
        else:
            assert on_their_way[-1] == size


def test_files_wait_for_the_hour_and_small_things_go(
    desk: Desk, store: Store, gateway: FakeGateway, morning: VirtualClock
) -> None:
    big = desk.seal_new(heavy(3 * MB))
    syncer = Syncer(store, gateway, morning, allowance=Allowance(hour=2 * MB))
    report = syncer.run_once()
    assert (report.received, report.held) == ((), (big,))
    assert report.frees_at == MORNING.replace(hour=9, minute=0)
    assert report.line.kind == "online"
    assert 1.7 * MB < gateway.carried <= 1.8 * MB
    item = store.outbox.get(big)
    assert item is not None
    assert (item.state, item.last_error, item.attempts, item.pending) == ("sealed", HELD, 0, True)
    small = [desk.seal_new(), desk.seal_new(paper())]
    syncer.wake("hand")
    assert list(syncer.run_once().received) == small
    carried = gateway.carried
    for _ in range(3):
        syncer.wake("network")
        report = syncer.run_once()
        assert (report.held, report.next_in > 1) == ((big,), True)
    assert gateway.carried == carried
    assert causes(store, big) == ["sealed", HELD]
    morning.pass_time(50 * 60)
    report = syncer.run_once()
    assert (report.received, report.held, report.frees_at) == ((big,), (), None)
    assert gateway.carried < 3.1 * MB
    assert causes(store, big) == ["sealed", HELD, "receipt"]


def test_what_was_used_is_known_after_a_restart(
    tmp_path: Path, keys: KeySet, gateway: FakeGateway, morning: VirtualClock
) -> None:
    folder, allowance = tmp_path / "restarted", Allowance(day=4 * MB)
    with open_store(folder, morning) as store:
        desk = Desk(store, SealingKeys(keys.public, keys.device), morning)
        first, second = desk.seal_new(heavy(3 * MB)), desk.seal_new(heavy(3 * MB))
        report = Syncer(store, gateway, morning, allowance=allowance).run_once()
        assert (report.received, report.held) == ((first,), (second,))
        used = read_used(store.notes.get(NOTE), morning.now())
        assert used.day == gateway.carried
        assert used.room(allowance, small=False) is not None
    with open_store(folder, morning) as store:
        gateway.carried = 0
        again = Syncer(store, gateway, morning, allowance=allowance)
        report = again.run_once()
        assert (report.held, report.frees_at) == ((second,), datetime(2026, 11, 25, tzinfo=HANOI))
        assert gateway.carried < LEAST
        morning.pass_time(16 * 3600)
        assert again.run_once().received == (second,)


def test_a_clock_that_the_gateway_corrects_does_not_move_the_day(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    clock.set_wall(MORNING - timedelta(days=400))
    gateway.ahead = timedelta(days=400)
    desk.seal_new(heavy(3 * MB))
    report = Syncer(store, gateway, clock, allowance=Allowance(hour=2 * MB)).run_once()
    assert report.frees_at is not None
    assert report.frees_at == MORNING.replace(hour=9, minute=0)
