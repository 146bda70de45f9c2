"""Both ends agree: what the gateway lost is sent again or told, what it holds unknown to the kiosk is found."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.sync.settling import GONE, GONE_AND_PURGED
from kiosk.sync.syncer import Syncer
from tests.sync.dossiers import Desk, paper
from tests.sync.fake_gateway import Fails, FakeGateway, Refuses

if TYPE_CHECKING:
    from kiosk.clock import VirtualClock
    from offline_cache.items import Item
    from offline_cache.store import Store

HOURS = 3600


def item_of(store: Store, item_id: str) -> Item:
    item = store.outbox.get(item_id)
    assert item is not None
    return item


def causes(store: Store, item_id: str) -> list[str]:
    return [event.cause for event in store.outbox.events(item_id)]


def lose(gateway: FakeGateway, *item_ids: str) -> None:
    """The gateway's disk is gone, or an old copy of it was put back."""
    for item_id in item_ids:
        del gateway.received[item_id]
    gateway.files.clear()
    gateway.offsets.clear()


def test_what_the_gateway_receipted_and_lost_is_sent_again_and_told(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    items = [desk.seal_new(paper()), desk.seal_new(paper()), desk.seal_new()]
    syncer = Syncer(store, gateway, clock)
    syncer.run_once()
    lose(gateway, *items[:2])
    clock.pass_time(25 * HOURS)
    with caplog.at_level(logging.WARNING):
        report = syncer.run_once()
        assert set(report.needs_human) == set(items[:2])
        for item_id in items[:2]:
            item = item_of(store, item_id)
            assert (item.state, item.reason, item.pending) == ("needs_human", GONE, True)
        report = syncer.run_once()
    assert set(report.received) == set(items[:2])
    assert set(gateway.received) == set(items)
    assert causes(store, items[0]) == ["sealed", "receipt", GONE, "receipt"]
    assert item_of(store, items[0]).state == "received"
    assert causes(store, items[2]) == ["sealed", "receipt"]
    clock.pass_time(30)
    with caplog.at_level(logging.WARNING):
        syncer.run_once()
    assert "it lacks 2 receipted" in caplog.text
    assert not any(item_id in caplog.text for item_id in items)


def test_a_payload_that_is_to_be_sent_again_is_not_purged_meanwhile(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    item_id = desk.seal_new(paper())
    syncer = Syncer(store, gateway, clock)
    syncer.run_once()
    clock.pass_time(13 * 24 * HOURS)
    lose(gateway, item_id)
    gateway.plan("deliver", *[Fails("server")] * 3)
    syncer.run_once()
    syncer.run_once()
    clock.pass_time(2 * 24 * HOURS)
    assert syncer.run_once().purged == ()
    assert store.outbox.payload(item_id) is not None
    gateway.heal()
    clock.pass_time(1 * HOURS)
    assert syncer.run_once().received == (item_id,)
    clock.pass_time(15 * 24 * HOURS)
    assert item_id in syncer.run_once().purged


def test_what_was_lost_after_its_purge_is_a_matter_for_a_human(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    item_id = desk.seal_new(paper())
    syncer = Syncer(store, gateway, clock)
    syncer.run_once()
    clock.pass_time(15 * 24 * HOURS)
    assert syncer.run_once().purged == (item_id,)
    receipt = gateway.received[item_id]
    lose(gateway, item_id)
    told: list[str] = []
    for _ in range(4):
        clock.pass_time(25 * HOURS)
        told += syncer.run_once().needs_human
    assert told == [item_id]  # once, not every day
    item = item_of(store, item_id)
    assert (item.state, item.reason, item.pending) == ("needs_human", GONE_AND_PURGED, False)
    assert not store.outbox.retry(item_id)
    gateway.received[item_id] = receipt  # its copy was put back
    for _ in range(2):
        clock.pass_time(25 * HOURS)
        syncer.run_once()
    assert item_of(store, item_id).state == "received"


def test_what_the_gateway_holds_though_a_human_was_told_is_received(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    """It was carried there on a stick, or by another way that this kiosk did not see."""
    item_id, refused = desk.seal_new(), desk.seal_new()
    gateway.plan("deliver", Refuses("envelope"), Refuses("envelope"))
    syncer = Syncer(store, gateway, clock)
    assert set(syncer.run_once().needs_human) == {item_id, refused}
    payload = store.outbox.payload(item_id)
    assert payload is not None
    gateway.deliver(item_id, payload.envelope, item_of(store, item_id).manifest_sha256)
    clock.pass_time(25 * HOURS)
    syncer.run_once()
    item = item_of(store, item_id)
    assert (item.state, item.pending, item.reason) == ("received", False, "")
    assert store.outbox.receipt(item_id) is not None
    assert item.purge_at is not None
    assert item_of(store, refused).reason == "envelope"


@pytest.mark.parametrize("trouble", [Fails("timeout"), Refuses("malformed")])
def test_a_question_without_an_answer_changes_nothing(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock, trouble: Fails | Refuses
) -> None:
    item_id = desk.seal_new()
    syncer = Syncer(store, gateway, clock)
    syncer.run_once()
    clock.pass_time(25 * HOURS)
    gateway.plan("ask", trouble)
    report = syncer.run_once()
    assert (report.needs_human, report.line.kind) == ((), "online")
    assert item_of(store, item_id).state == "received"


def test_everything_is_asked_about_once_a_day_a_few_at_a_time_and_not_at_every_start(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    for _ in range(45):
        desk.seal_new()
    syncer = Syncer(store, gateway, clock)
    syncer.run_once()
    gateway.calls.clear()
    clock.pass_time(25 * HOURS)
    asked = []
    for _ in range(6):
        syncer.run_once()
        asked.append(gateway.calls.count("ask"))
        clock.pass_time(30)
    assert asked == [20, 40, 45, 45, 45, 45]
    Syncer(store, gateway, clock).run_once()
    assert gateway.calls.count("ask") == 45
    clock.pass_time(7 * HOURS)
    Syncer(store, gateway, clock).run_once()
    assert gateway.calls.count("ask") == 65


def test_a_lost_file_is_told_at_the_daily_look_while_the_line_is_down(
    desk: Desk, store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    attachment = paper()
    item_id = desk.seal_new(attachment)
    syncer = Syncer(store, gateway, clock)
    gateway.plan("pull", *[Fails("offline")] * 3)
    assert syncer.run_once().needs_human == ()
    store.sealed.path(attachment.id).unlink()
    clock.pass_time(timedelta(days=1).total_seconds())
    assert syncer.run_once().needs_human == (item_id,)
    item = item_of(store, item_id)
    assert (item.reason, item.pending) == ("lost", True)
    gateway.heal()
    clock.pass_time(60)
    assert syncer.run_once().needs_human == (item_id,)  # the gateway was asked, and does not have it
    assert item_of(store, item_id).pending is False
