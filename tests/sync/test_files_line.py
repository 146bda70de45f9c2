"""The files' own line: several at once, small dossiers past big ones, big ones never starved, each byte once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.clock import SystemClock, VirtualClock
from kiosk.sync.attempts import Stopped, Stuck
from kiosk.sync.budget import Allowance, Budget
from kiosk.sync.outcomes import LineDown
from kiosk.sync.pieces import LARGEST, SMALLEST, PieceSize
from kiosk.sync.syncer import Syncer
from kiosk.sync.uploads import Brought, Uploads
from tests.sync.dossiers import Desk, heavy, paper
from tests.sync.fake_gateway import Cuts, Fails, FakeGateway, Refuses
from tests.sync.files import Carried, sealed_file

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.store import Store

PATIENCE = 20.0
MIB = 1024 * 1024


def uploads_to(gateway: Carried, lanes: int = 1) -> Uploads:
    clock = SystemClock()
    return Uploads(gateway, Budget(Allowance(), clock.now, gateway.sent, ""), clock, lanes)


def item(number: int) -> str:
    return f"item-{number:04}"


def finish(uploads: Uploads) -> list[Brought]:
    brought: list[Brought] = []
    while uploads.busy:
        uploads.wait(PATIENCE)
        brought += uploads.take_brought()
    return brought


# --- the order of the day


def test_a_small_dossier_sealed_later_passes_the_big_files_of_an_earlier_one(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock
) -> None:
    big = desk.seal_new(heavy(5 * MIB), heavy(5 * MIB))
    syncer = Syncer(store, gateway, clock)
    late: list[str] = []

    def seal_meanwhile(call: str) -> None:
        if call == "upload" and not late:
            late.extend([desk.seal_new(), desk.seal_new(paper())])

    gateway.during = seal_meanwhile
    other = desk.seal_new(heavy(5 * MIB))
    report = syncer.run_once()
    assert set(report.received) == {big, other, *late}
    assert report.received[:2] == tuple(late)
    assert report.received[-1] == big


def test_a_stream_of_small_dossiers_does_not_stop_a_big_one(tmp_path: Path) -> None:
    gateway = Carried()
    uploads = uploads_to(gateway)
    big = sealed_file(tmp_path, 4 * MIB)
    uploads.bring(item(0), (big,))
    turns = 0
    while big.id not in gateway.whole:
        turns += 1
        assert turns < 100
        uploads.bring(item(turns), (sealed_file(tmp_path, 30_000),))
        uploads.wait(PATIENCE)


sizes = st.lists(st.lists(st.integers(1, 700_000), min_size=1, max_size=3), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dossiers=sizes, lanes=st.sampled_from([1, 3]))
def test_whatever_waits_arrives_whole_and_no_byte_goes_twice(
    tmp_path: Path, dossiers: list[list[int]], lanes: int
) -> None:
    gateway = Carried()
    uploads = uploads_to(gateway, lanes)
    files = {item(at): tuple(sealed_file(tmp_path, size) for size in each) for at, each in enumerate(dossiers)}
    for item_id, each in files.items():
        uploads.bring(item_id, each)
    brought = finish(uploads)
    assert sorted(one.item_id for one in brought) == sorted(files)
    assert all(one.failed is None for one in brought)
    assert gateway.whole == {file.id for each in files.values() for file in each}
    assert gateway.sent() == sum(file.size for each in files.values() for file in each)
    assert uploads.under_way == frozenset()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dossiers=sizes, small=st.integers(1, 20_000))
def test_what_is_small_comes_within_four_turns(tmp_path: Path, dossiers: list[list[int]], small: int) -> None:
    gateway = Carried()
    uploads = uploads_to(gateway)
    for at, each in enumerate(dossiers):
        uploads.bring(item(at), tuple(sealed_file(tmp_path, size + 100_000) for size in each))
    uploads.wait(PATIENCE)
    late = sealed_file(tmp_path, small)
    uploads.bring(item(99), (late,))
    for _ in range(4):
        uploads.wait(PATIENCE)
    assert late.id in gateway.whole


# --- several at once


def test_three_files_go_at_once_and_the_dossier_line_goes_on_meanwhile(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock
) -> None:
    for _ in range(3):
        desk.seal_new(paper())
    handed_over, lanes = threading.Event(), set()

    def meet(call: str) -> None:
        if call == "upload" and not handed_over.is_set():
            lanes.add(threading.get_ident())
            assert handed_over.wait(PATIENCE)
        if call == "deliver":
            handed_over.set()

    gateway.during = meet
    syncer = Syncer(store, gateway, clock, lanes=3)
    small = desk.seal_new()
    report = syncer.run_once()
    assert report.received[0] == small
    assert len(report.received) == 4
    assert len(lanes) == 3
    assert (syncer.line.kind, syncer.sending) == ("online", frozenset())


@pytest.mark.parametrize("lanes", [1, 3])
def test_a_line_that_fails_for_all_files_at_once_has_failed_once(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock, lanes: int
) -> None:
    items = [desk.seal_new(paper()) for _ in range(3)]
    gateway.plan("upload", *[Fails("timeout")] * 3)
    syncer = Syncer(store, gateway, clock, lanes=lanes)
    report = syncer.run_once()
    assert (report.line.kind, report.line.cause) == ("gateway_down", "timeout")
    assert 5 <= report.next_in <= 10
    attempts = [each.attempts for each in map(store.outbox.get, items) if each is not None]
    assert sorted(attempts) == [0, 0, 1]
    gateway.heal()
    clock.pass_time(11)
    assert set(syncer.run_once().received) == set(items)


def test_a_refused_file_stops_its_own_dossier_alone(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock
) -> None:
    bad = desk.seal_new(paper(), paper())
    good = desk.seal_new(paper(), paper(), paper())
    gateway.plan("upload", Refuses("too-large"))
    report = Syncer(store, gateway, clock, lanes=1).run_once()
    assert (report.needs_human, report.received) == ((bad,), (good,))


def test_what_breaks_in_a_lane_is_raised_and_the_next_run_goes_on(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock
) -> None:
    items = {desk.seal_new(paper()) for _ in range(3)}
    broken: list[str] = []

    def break_once(call: str) -> None:
        if call == "upload" and not broken:
            broken.append(call)
            raise RuntimeError("a fault of ours")

    gateway.during = break_once
    syncer = Syncer(store, gateway, clock, lanes=3)
    with pytest.raises(RuntimeError):
        syncer.run_once()
    assert (syncer.line.kind, syncer.sending) == ("online", frozenset())
    assert set(syncer.run_once().received) | set(gateway.received) == items


@pytest.mark.parametrize("lanes", [1, 3])
def test_stopping_ends_the_run_after_the_pieces_that_are_on_their_way(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock, lanes: int
) -> None:
    items = {desk.seal_new(heavy(MIB)) for _ in range(4)}
    syncer = Syncer(store, gateway, clock, lanes=lanes)
    gateway.during = lambda call: syncer.stop() if call == "upload" else None
    assert syncer.run_once().received == ()
    assert len(gateway.pieces) <= lanes
    gateway.during = lambda _: None
    assert set(Syncer(store, gateway, clock, lanes=lanes).run_once().received) == items
    assert gateway.carried == sum(len(data) for data in gateway.files.values())


def test_while_files_go_updates_are_fetched_when_somebody_looks(
    desk: Desk, gateway: FakeGateway, store: Store, clock: VirtualClock
) -> None:
    desk.seal_new(heavy(2 * MIB))
    desk.seal_new(heavy(2 * MIB))
    syncer = Syncer(store, gateway, clock)
    gateway.during = lambda call: syncer.wake("network") if call == "upload" else None
    syncer.run_once()
    assert gateway.calls.count("pull") > 1


def test_a_lost_file_needs_a_human(tmp_path: Path) -> None:
    uploads = uploads_to(Carried())
    gone = sealed_file(tmp_path, 10)
    gone.path.unlink()
    uploads.bring(item(0), (gone, sealed_file(tmp_path, 10)))
    assert finish(uploads) == [Brought(item(0), Stuck("lost"))]


def test_a_cut_after_some_bytes_is_progress(desk: Desk, gateway: FakeGateway, store: Store) -> None:
    clock = SystemClock()
    attachment = paper(pages=3)
    item_id = desk.seal_new(attachment)
    payload = store.outbox.payload(item_id)
    assert payload is not None
    uploads = Uploads(gateway, Budget(Allowance(), clock.now, gateway.sent, ""), clock, 1)
    gateway.plan("upload", Cuts(200), Fails("refused"))
    for progressed in (True, False):
        uploads.bring(item_id, payload.files)
        assert finish(uploads) == [Brought(item_id, Stopped(LineDown("refused"), progressed=progressed))]
        uploads.halt()


# --- pieces


@given(rate=st.floats(500, 5e7), count=st.integers(1, 30))
def test_a_piece_is_what_the_line_carries_in_a_few_seconds(rate: float, count: int) -> None:
    size = PieceSize()
    for _ in range(count):
        assert SMALLEST <= size.next() <= LARGEST
        size.took(size.next(), size.next() / rate)
    if count > 5:
        assert size.next() in {SMALLEST, LARGEST} or 3 < size.next() / rate < 5
