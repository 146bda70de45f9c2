"""The list of devices: fetched beside deliveries, seldom, and kept only as it was proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.sync.device_news import AGAIN_AFTER, EVERY, LIST_NOTE
from kiosk.sync.keys import new_device_key
from kiosk.sync.known_devices import read_signed_devices
from kiosk.sync.syncer import Syncer
from tests.sync.fake_gateway import Fails, FakeGateway, Refuses

if TYPE_CHECKING:
    from kiosk.clock import VirtualClock
    from offline_cache.store import Store


def knows(store: Store, kid: str) -> bool:
    kept = store.notes.get(LIST_NOTE)
    return kept != "" and read_signed_devices(kept.encode()).find(kid) is not None


def test_a_new_neighbour_is_known_within_hours_and_the_list_is_asked_for_seldom(
    store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    syncer, neighbour = Syncer(store, gateway, clock), new_device_key("demo")
    syncer.run_once()
    syncer.run_once()
    assert gateway.lists == 1
    assert not knows(store, neighbour.public.key.kid)
    gateway.other_devices = (neighbour,)
    clock.pass_time(EVERY + 1)
    syncer.run_once()
    assert gateway.lists == 2
    assert knows(store, neighbour.public.key.kid)
    kept = store.notes.get(LIST_NOTE)
    clock.pass_time(EVERY + 1)
    syncer.run_once()
    assert store.notes.get(LIST_NOTE) == kept


def test_a_fault_is_tried_again_soon_and_keeps_nothing_else_from_going_on(
    store: Store, gateway: FakeGateway, clock: VirtualClock
) -> None:
    syncer = Syncer(store, gateway, clock)
    gateway.plan("devices", Fails("unproven"), Refuses("not-found"))
    assert syncer.run_once().line.kind == "online"
    assert store.notes.get(LIST_NOTE) == ""
    clock.pass_time(AGAIN_AFTER + 1)
    assert syncer.run_once().line.kind == "online"
    clock.pass_time(AGAIN_AFTER + 1)
    syncer.run_once()
    assert gateway.lists == 2  # one that knows no such call is left alone for hours
    clock.pass_time(EVERY)
    syncer.run_once()
    assert knows(store, gateway.keys.device.public.key.kid)
