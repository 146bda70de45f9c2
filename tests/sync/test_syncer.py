"""The syncer against a gateway whose line fails as told: what is sent, asked, kept, told, and tried again when."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from msgspec.structs import replace

from kiosk.sync.sealing import SealingKeys
from kiosk.sync.settling import LATE, Policy
from kiosk.sync.syncer import Syncer
from kiosk.sync.updates import read_update
from kiosk.sync.upkeep import SKEW_NOTE
from offline_cache.outbox import Settlement
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk, paper
from tests.sync.fake_gateway import Cuts, Fails, FakeGateway, KeySet, Refuses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.clock import VirtualClock
    from kiosk.sync.outcomes import LineCause
from offline_cache.errors import StoreError
from offline_cache.items import Item

T = TypeVar("T")


@pytest.fixture
def syncer(store: Store, gateway: FakeGateway, clock: VirtualClock) -> Syncer:
    return Syncer(store, gateway, clock)


def item_of(store: Store, item_id: str) -> Item:
    item = store.outbox.get(item_id)
    assert item is not None
    return item


def causes(store: Store, item_id: str) -> list[str]:
    return [event.cause for event in store.outbox.events(item_id)]


# --- the straight way


def test_a_dossier_arrives_with_its_papers_and_the_receipt_is_kept(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    first, second = paper("birth_paper"), paper("marriage_paper", 2)
    item_id = desk.seal_new(first, second)
    report = syncer.run_once()
    assert report.received == (item_id,)
    assert gateway.calls == ["pull", "upload", "upload", "deliver"]
    _, contents, receipt = gateway.received[item_id]
    assert {file.id for file in contents.manifest.files} == {first.id, second.id}
    item = item_of(store, item_id)
    assert (item.state, item.official, item.pending) == ("received", "1", False)
    assert item.dossier_code == receipt.receipt.dossier_code
    kept = store.outbox.receipt(item_id)
    assert kept is not None
    assert item.received_at is not None
    assert causes(store, item_id) == ["sealed", "receipt"]
    assert report.line.kind == "online"


def test_nothing_due_is_one_look_for_updates(gateway: FakeGateway, syncer: Syncer) -> None:
    report = syncer.run_once()
    assert gateway.calls == ["pull"]
    assert report.line.kind == "online"
    assert report.next_in == pytest.approx(30)


def test_the_longest_waiting_goes_first(desk: Desk, gateway: FakeGateway, syncer: Syncer) -> None:
    sealed = [desk.seal_new() for _ in range(3)]
    assert list(syncer.run_once().received) == sealed == list(gateway.received)


def test_the_chip_says_sending_while_it_is(desk: Desk, gateway: FakeGateway, syncer: Syncer) -> None:
    item_id, seen = desk.seal_new(), []
    gateway.during = lambda call: seen.append((call, syncer.line.kind, syncer.sending))
    assert (syncer.line.kind, syncer.line.cause) == ("offline", "untried")
    syncer.run_once()
    assert seen == [("pull", "offline", frozenset()), ("deliver", "sending", frozenset({item_id}))]
    assert (syncer.line.kind, syncer.sending) == ("online", frozenset())


def test_whoever_looks_is_told_of_changes(desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock) -> None:
    told: list[int] = []
    syncer = Syncer(store, gateway, clock, changed=lambda: told.append(1))
    syncer.run_once()
    told.clear()
    syncer.run_once()
    assert told == []
    desk.seal_new()
    syncer.run_once()
    assert told != []


# --- the line goes down


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("offline", "offline"),
        ("captive", "captive"),
        ("refused", "gateway_down"),
        ("timeout", "gateway_down"),
        ("tls", "gateway_down"),
        ("auth", "gateway_down"),
        ("too_many", "gateway_down"),
    ],
)
def test_a_line_that_is_down_stops_everything_and_names_the_failing_step(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, cause: LineCause, kind: str
) -> None:
    items = [desk.seal_new(), desk.seal_new()]
    gateway.plan("pull", Fails(cause))
    report = syncer.run_once()
    assert (report.line.kind, report.line.cause) == (kind, cause)
    assert gateway.calls == ["pull"]
    assert 5 <= report.next_in <= 10
    assert [item_of(store, item_id).attempts for item_id in items] == [0, 0]


def test_a_failure_of_the_line_stops_before_the_second_dossier(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    first, second = desk.seal_new(), desk.seal_new()
    gateway.plan("deliver", Fails("server"))
    report = syncer.run_once()
    assert (report.line.kind, report.line.cause) == ("gateway_down", "server")
    assert (item_of(store, first).state, item_of(store, first).last_error) == ("sealed", "server")
    assert item_of(store, second).attempts == 0
    assert gateway.calls.count("deliver") == 1


def test_waits_double_to_minutes_have_jitter_and_end_with_success(
    gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    gateway.plan("pull", *[Fails("refused")] * 12)
    waits = []
    for _ in range(12):
        waits.append(syncer.run_once().next_in)
        assert syncer.run_once().next_in <= waits[-1]  # Not tried before its time.
        clock.pass_time(waits[-1])
    for failures, wait in enumerate(waits, start=1):
        assert 5 <= wait <= min(900, 5 * 2**failures)
    assert max(waits) > 300
    assert len(set(waits)) == len(waits)
    assert gateway.calls.count("pull") == 12
    assert syncer.run_once().line.kind == "online"
    gateway.plan("pull", Fails("refused"))
    clock.pass_time(30)
    assert syncer.run_once().next_in <= 10


def test_without_a_network_a_look_is_never_far_away(gateway: FakeGateway, syncer: Syncer, clock: VirtualClock) -> None:
    gateway.plan("pull", *[Fails("offline")] * 20)
    for _ in range(20):
        wait = syncer.run_once().next_in
        assert 5 <= wait <= 60
        clock.pass_time(wait)


def test_retry_after_is_obeyed_and_capped(gateway: FakeGateway, syncer: Syncer, clock: VirtualClock) -> None:
    gateway.plan("pull", Fails("too_many", retry_after=120), Fails("too_many", retry_after=10_000_000))
    assert syncer.run_once().next_in == pytest.approx(120, abs=1)
    clock.pass_time(121)
    assert syncer.run_once().next_in == pytest.approx(3600, abs=1)


def test_a_network_that_came_up_wakes_but_not_against_retry_after_and_a_hand_always_does(
    desk: Desk, gateway: FakeGateway, syncer: Syncer
) -> None:
    desk.seal_new()
    gateway.plan("pull", Fails("refused"))
    syncer.run_once()
    syncer.wake("network")
    assert len(syncer.run_once().received) == 1
    gateway.plan("pull", Fails("too_many", retry_after=600))
    syncer.run_once()
    syncer.wake("network")
    assert syncer.run_once().line.cause == "too_many"
    syncer.wake("hand")
    assert syncer.run_once().line.kind == "online"


def test_the_schedule_is_in_the_database(
    tmp_path: Path, keys: KeySet, gateway: FakeGateway, clock: VirtualClock
) -> None:
    folder = tmp_path / "restarted"
    gateway.plan("pull", Fails("too_many", retry_after=600))
    with open_store(folder, clock) as store:
        Syncer(store, gateway, clock).run_once()
    clock.pass_time(100)
    with open_store(folder, clock) as store:
        again = Syncer(store, gateway, clock)
        assert again.run_once().next_in == pytest.approx(500, abs=2)
        clock.pass_time(501)
        assert again.run_once().line.kind == "online"


def test_a_schedule_from_before_the_clock_stepped_back_does_not_hold_after_a_restart(
    tmp_path: Path, gateway: FakeGateway, clock: VirtualClock
) -> None:
    folder = tmp_path / "restarted"
    gateway.plan("pull", Fails("too_many", retry_after=600))
    with open_store(folder, clock) as store:
        Syncer(store, gateway, clock).run_once()
    clock.shift_wall(timedelta(days=-400))
    with open_store(folder, clock) as store:
        assert Syncer(store, gateway, clock).run_once().line.kind == "online"


def test_a_fault_in_the_updates_alone_does_not_keep_dossiers(
    desk: Desk, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    for trouble in (Fails("server"), Fails("unproven"), Refuses("malformed")):
        item_id = desk.seal_new()
        gateway.plan("pull", trouble)
        report = syncer.run_once()
        assert report.received == (item_id,)
        assert report.refused != ""
        assert report.line.kind == "online"
    gateway.plan("pull", Fails("server"))
    assert syncer.run_once().line.cause == "server"


# --- the answer is lost


def test_a_lost_answer_is_asked_for_before_anything_is_sent_again(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    item_id = desk.seal_new(paper())
    gateway.plan("deliver", Fails("timeout", after=True))
    report = syncer.run_once()
    assert report.in_doubt == (item_id,)
    assert item_of(store, item_id).state == "in_doubt"
    gateway.calls.clear()
    clock.pass_time(11)
    assert syncer.run_once().received == (item_id,)
    assert gateway.calls == ["pull", "ask"]
    assert causes(store, item_id) == ["sealed", "timeout", "receipt"]


def test_what_did_not_arrive_is_sent_again_after_asking(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    item_id = desk.seal_new(paper())
    gateway.plan("deliver", Fails("timeout", after=True))
    syncer.run_once()
    gateway.received.clear()
    gateway.plan("ask", Fails("timeout"))
    gateway.calls.clear()
    for _ in range(2):
        clock.pass_time(30)
        report = syncer.run_once()
    assert report.received == (item_id,)
    assert gateway.calls == ["pull", "ask", "pull", "ask", "deliver"]
    assert item_of(store, item_id).state == "received"


def test_a_send_that_the_power_cut_is_asked_for(tmp_path: Path, keys: KeySet, clock: VirtualClock) -> None:
    folder, gateway = tmp_path / "cut", FakeGateway(keys, clock)
    with open_store(folder, clock) as store:
        item_id = Desk(store, SealingKeys(keys.public, keys.device), clock).seal_new()
        payload = store.outbox.payload(item_id)
        assert payload is not None
        store.outbox.begin(item_id)
        gateway.deliver(item_id, payload.envelope, item_of(store, item_id).manifest_sha256)
    gateway.calls.clear()
    with open_store(folder, clock) as store:
        assert Syncer(store, gateway, clock).run_once().received == (item_id,)
        assert gateway.calls == ["pull", "ask"]


@pytest.mark.parametrize("field", ["manifest_sha256", "envelope_sha256", "id", "audience"])
def test_a_receipt_about_something_else_proves_nothing(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock, field: str
) -> None:
    item_id = desk.seal_new()
    other = {"id": desk.ids.new(), "audience": "practice"}.get(field, "00" * 32)
    gateway.plan("deliver", Fails("timeout", after=True))
    syncer.run_once()
    signed = gateway.received[item_id][2]
    gateway.forged[item_id] = replace(signed, receipt=replace(signed.receipt, **{field: other}))
    clock.pass_time(11)
    report = syncer.run_once()
    assert report.line.cause == "unproven"
    item = item_of(store, item_id)
    assert (item.state, item.pending, item.purge_at) == ("in_doubt", True, None)
    clock.pass_time(60)
    assert syncer.run_once().received == (item_id,)


# --- one dossier, not the line


def test_a_refused_dossier_goes_to_a_human_and_the_others_go_on(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    bad, good = desk.seal_new(), desk.seal_new()
    gateway.plan("deliver", Refuses("envelope"))
    report = syncer.run_once()
    assert (report.needs_human, report.received) == ((bad,), (good,))
    item = item_of(store, bad)
    assert (item.state, item.reason, item.pending) == ("needs_human", "envelope", False)
    assert store.outbox.payload(bad) is not None
    assert store.outbox.retry(bad)
    assert syncer.run_once().received == (bad,)


def test_other_bytes_under_the_same_id_need_a_human(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    item_id, other = desk.seal_new(), desk.seal_new()
    syncer.run_once()
    gateway.received[item_id] = gateway.received[other]
    store.outbox.settle([Settlement(item_id, "in_doubt", "by_hand", pending=True)])
    assert syncer.run_once().needs_human == (item_id,)
    assert item_of(store, item_id).reason == "conflict"


@pytest.mark.parametrize("how", ["gone", "cut"])
def test_a_dossier_whose_file_is_lost_is_told_and_stops_nobody(
    desk: Desk, store: Store, syncer: Syncer, how: str
) -> None:
    attachment = paper()
    lost, good = desk.seal_new(attachment), desk.seal_new(paper())
    path = store.sealed.path(attachment.id)
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    report = syncer.run_once()
    assert (report.needs_human, report.received) == ((lost,), (good,))
    assert item_of(store, lost).reason == "lost"


def test_one_dossier_that_always_fails_does_not_block_the_queue(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    poison = desk.seal_new()
    rest = [desk.seal_new() for _ in range(3)]
    payload = store.outbox.payload(poison)
    assert payload is not None
    gateway.poison.add(poison)
    for _ in range(12):
        clock.pass_time(syncer.run_once().next_in)
    assert set(gateway.received) == set(rest)
    assert item_of(store, poison).attempts > 3
    gateway.poison.clear()
    clock.pass_time(900)
    assert syncer.run_once().received == (poison,)


def test_the_same_failure_again_is_one_event(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    item_id = desk.seal_new()
    gateway.plan("deliver", *[Fails("server")] * 5)
    for _ in range(5):
        syncer.run_once()
        clock.pass_time(900)
    assert causes(store, item_id) == ["sealed", "server"]
    assert item_of(store, item_id).attempts == 5


# --- attachments


def test_an_upload_that_was_cut_goes_on_and_sends_no_byte_twice(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    attachment = paper(pages=3)
    item_id = desk.seal_new(attachment)
    gateway.plan("upload", *[Cuts(200)] * 4)
    for number in range(4):
        report = syncer.run_once()
        assert report.line.cause == "refused"
        assert report.next_in <= 10  # It went on: no growing wait.
        assert gateway.offsets[attachment.id] == 200 * (number + 1)
        clock.pass_time(10)
    assert syncer.run_once().received == (item_id,)
    assert item_of(store, item_id).last_error == ""


def test_files_that_arrived_are_not_asked_about_again(
    desk: Desk, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    desk.seal_new(paper(), paper())
    gateway.plan("deliver", Fails("server"))
    syncer.run_once()
    clock.pass_time(60)
    syncer.run_once()
    assert gateway.calls.count("upload") == 2


def test_files_the_gateway_misses_are_brought_again(
    desk: Desk, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    attachment = paper()
    item_id = desk.seal_new(attachment)
    gateway.plan("deliver", Fails("server"))
    syncer.run_once()
    del gateway.files[attachment.id]
    gateway.offsets.clear()
    clock.pass_time(60)
    assert syncer.run_once().received == (item_id,)
    assert gateway.calls[-3:] == ["deliver", "upload", "deliver"]


# --- what the gateway tells


def test_states_follow_the_gateway_with_its_words_and_codes_beside(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    item_id = desk.seal_new()
    syncer.run_once()
    expected = {
        2: "accepted",
        4: "processing",
        5: "supplement_requested",
        6: "payment_due",
        9: "done",
        10: "collected",
        3: "refused",
        7: "withdrawn",
        8: "stopped",
    }
    for code in expected:
        gateway.tell(item_id, code, f"Lời của cán bộ {code}", until="2026-12-01")
    report = syncer.run_once()
    assert report.updates == len(expected)
    events = store.outbox.events(item_id)[2:]
    assert [event.to_state for event in events] == list(expected.values())
    item = item_of(store, item_id)
    assert (item.state, item.official, item.due_on, item.dossier_code) == ("stopped", "8", "2026-12-01", "H31-1")
    words = [read_update(message).message for message in store.messages.list(item_id)]
    assert words == [f"Lời của cán bộ {code}" for code in expected]


def test_updates_are_fetched_once_and_their_cursor_survives_a_restart(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    item_id = desk.seal_new()
    syncer.run_once()
    for code in (2, 4, 9):
        gateway.tell(item_id, code)
    assert syncer.run_once().updates == 3
    assert Syncer(store, gateway, clock).run_once().updates == 0
    assert len(store.messages.list(item_id)) == 3


def test_an_update_that_comes_before_the_receipt_stands_and_the_receipt_is_still_wanted(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    item_id = desk.seal_new()
    gateway.plan("deliver", Fails("timeout", after=True))
    syncer.run_once()
    gateway.tell(item_id, 2)
    gateway.plan("ask", Fails("timeout"))
    clock.pass_time(11)
    syncer.run_once()
    item = item_of(store, item_id)
    assert (item.state, item.pending, item.purge_at) == ("accepted", True, None)
    clock.pass_time(60)
    assert syncer.run_once().received == (item_id,)
    item = item_of(store, item_id)
    assert (item.state, item.official, item.pending) == ("accepted", "2", False)
    assert item.purge_at is not None


def test_updates_of_dossiers_this_store_does_not_know_are_counted_and_hold_up_nothing(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    item_id = desk.seal_new()
    syncer.run_once()
    gateway.tell(desk.ids.new(), 2)
    gateway.tell(item_id, 2)
    report = syncer.run_once()
    assert (report.updates, report.strangers) == (1, 1)
    assert item_of(store, item_id).state == "accepted"


def test_a_code_we_do_not_know_is_kept_raw_and_changes_no_state(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    item_id = desk.seal_new()
    syncer.run_once()
    gateway.tell(item_id, 4)
    gateway.tell(item_id, 42)
    assert syncer.run_once().updates == 2
    item = item_of(store, item_id)
    assert (item.state, item.official) == ("processing", "42")
    gateway.tell(item_id, 9)
    syncer.run_once()
    assert (item_of(store, item_id).state, item_of(store, item_id).official) == ("done", "9")


# --- time


def test_a_payload_is_kept_for_its_time_after_the_receipt(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock
) -> None:
    item_id = desk.seal_new(paper())
    assert syncer.run_once().purged == ()
    clock.pass_time(13 * 86_400)
    assert syncer.run_once().purged == ()
    assert store.outbox.payload(item_id) is not None
    clock.pass_time(86_500)
    assert syncer.run_once().purged == (item_id,)
    assert store.outbox.payload(item_id) is None
    assert list(store.sealed.folder.iterdir()) == []
    assert item_of(store, item_id).state == "received"


def test_what_waits_for_too_long_is_told_to_a_human_and_still_sent(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    syncer = Syncer(store, gateway, clock, policy=Policy(human_after=timedelta(hours=72)))
    item_id = desk.seal_new()
    gateway.plan("pull", *[Fails("offline")] * 1000)
    for _ in range(71):
        clock.pass_time(3600)
        assert syncer.run_once().needs_human == ()
    clock.pass_time(3700)
    assert syncer.run_once().needs_human == (item_id,)
    item = item_of(store, item_id)
    assert (item.state, item.reason, item.pending) == ("needs_human", LATE, True)
    clock.pass_time(3600)
    assert syncer.run_once().needs_human == ()
    gateway.heal()
    clock.pass_time(61)
    assert syncer.run_once().received == (item_id,)
    assert item_of(store, item_id).state == "received"
    assert item_of(store, item_id).reason == ""


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_leaps_neither_freezes_the_queue_nor_makes_anything_late(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock, days: int
) -> None:
    item_id = desk.seal_new()
    gateway.plan("deliver", *[Fails("server", retry_after=600)] * 3)
    syncer.run_once()
    clock.shift_wall(timedelta(days=days))
    assert syncer.run_once().needs_human == ()
    clock.pass_time(601)
    assert syncer.run_once().in_doubt == ()
    assert item_of(store, item_id).attempts == 2
    clock.shift_wall(timedelta(days=-days))
    clock.pass_time(61)
    assert syncer.run_once().needs_human == ()
    gateway.heal()
    clock.pass_time(901)
    assert syncer.run_once().received == (item_id,)


def test_late_on_a_wrong_clock_is_taken_back_when_the_clock_is_right_again(
    tmp_path: Path, keys: KeySet, gateway: FakeGateway, clock: VirtualClock
) -> None:
    folder = tmp_path / "restarted"
    gateway.plan("pull", *[Fails("offline")] * 3)
    with open_store(folder, clock) as store:
        item_id = Desk(store, SealingKeys(keys.public, keys.device), clock).seal_new()
    clock.shift_wall(timedelta(days=400))
    with open_store(folder, clock) as store:
        assert Syncer(store, gateway, clock).run_once().needs_human == (item_id,)
    clock.shift_wall(timedelta(days=-400))
    with open_store(folder, clock) as store:
        Syncer(store, gateway, clock).run_once()
        assert item_of(store, item_id).state == "in_doubt"


def test_the_difference_of_the_clocks_is_noted_when_it_changes(
    store: Store, gateway: FakeGateway, syncer: Syncer
) -> None:
    assert store.notes.get(SKEW_NOTE) == ""
    for ahead, noted in ((-3.0, "-3000"), (-3.4, "-3000"), (120.0, "120000")):
        gateway.ahead = timedelta(seconds=ahead)
        syncer.run_once()
        assert store.notes.get(SKEW_NOTE) == noted


def test_a_kiosk_that_runs_for_weeks_erases_old_drafts(
    desk: Desk, store: Store, syncer: Syncer, clock: VirtualClock
) -> None:
    draft = desk.draft()
    for _ in range(7):
        syncer.run_once()
        assert store.drafts.find(draft.lookup_code) is not None
        clock.pass_time(86_400)
    syncer.run_once()
    assert store.drafts.list() == ()


# --- the store fails


def test_an_outcome_that_could_not_be_written_is_asked_for_next_time(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    item_id = desk.seal_new()
    disk = FailingDisk()
    syncer = Syncer(store, gateway, clock, disk.submit)
    gateway.during = lambda call: disk.fail_from_now_on() if call == "deliver" else None
    with pytest.raises(StoreError):
        syncer.run_once()
    assert (syncer.line.kind, syncer.sending) == ("online", frozenset())
    disk.works = True
    gateway.during = lambda _: None
    gateway.calls.clear()
    assert syncer.run_once().received == (item_id,)
    assert gateway.calls == ["pull", "ask"]


class FailingDisk:
    """A store writer whose disk fails for a while."""

    def __init__(self) -> None:
        self.works = True

    def submit(self, call: Callable[[], T], /) -> T:
        if not self.works:
            raise StoreError("the disk is gone")
        return call()

    def fail_from_now_on(self) -> None:
        self.works = False


# --- threads


def test_every_store_call_of_a_syncer_runs_in_the_writer_thread(
    tmp_path: Path, keys: KeySet, gateway: FakeGateway, clock: VirtualClock
) -> None:
    threads: set[int] = set()

    with ThreadPoolExecutor(1) as writer, open_store(tmp_path / "threads", clock) as store:
        store._database._connection.set_trace_callback(lambda _: threads.add(threading.get_ident()))

        def submit(call: Callable[[], T], /) -> T:
            return writer.submit(call).result()

        desk = Desk(store, SealingKeys(keys.public, keys.device), clock)
        item_id = writer.submit(desk.seal_new, paper()).result()
        gateway.tell(item_id, 2)
        report = Syncer(store, gateway, clock, submit).run_once()
        assert report.received == (item_id,)
        assert threads == {writer.submit(threading.get_ident).result()}
        store._database._connection.set_trace_callback(None)


def test_a_syncer_that_is_stopped_ends_after_the_dossier_it_sends(
    desk: Desk, gateway: FakeGateway, syncer: Syncer
) -> None:
    first, second = desk.seal_new(), desk.seal_new()
    gateway.during = lambda call: syncer.stop() if call == "deliver" else None
    assert syncer.run_once().received == (first,)
    assert second not in gateway.received
