"""A booking request on its way: in with the dossier, sent after it, asked for when in doubt, answered, told since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from gateway.booking_office import cancel_by_office
from kiosk.appointment import Appointment, Cancelled, Confirmed, Requested, find_appointment
from kiosk.offers import Wish, wanted
from kiosk.sync.booking import SignedAnswer
from kiosk.sync.booking_news import AGAIN_AFTER, NOT_OFFERED_FOR, SLOTS_EVERY
from kiosk.sync.booking_sealing import RequestHead, seal_request
from kiosk.sync.desks import moment_of, slot_time
from kiosk.sync.outcomes import Answered
from kiosk.sync.protocol import decode
from kiosk.sync.sealing import Sealed
from kiosk.sync.syncer import Syncer
from tests.kiosk.service_point import MORNING
from tests.sync.dossiers import Desk
from tests.sync.fake_bookings import desk as made_desk
from tests.sync.fake_bookings import next_working_day
from tests.sync.fake_gateway import Fails, FakeGateway, Refuses

if TYPE_CHECKING:
    from kiosk.clock import VirtualClock
    from offline_cache.bookings import Asked
    from offline_cache.store import Store

CODE = "K7F3-29QD-4M"


@pytest.fixture
def slot(clock: VirtualClock, gateway: FakeGateway) -> str:
    """A time that a desk offers tomorrow or so."""
    clock.set_wall(MORNING)
    gateway.bookings.publish(made_desk())
    return slot_time(next_working_day(clock), "08:10")


@pytest.fixture
def syncer(store: Store, gateway: FakeGateway, clock: VirtualClock) -> Syncer:
    return Syncer(store, gateway, clock)


def wish_for(slot: str) -> Wish:
    return Wish("cong-an", "Công an phường", "Tầng 1", 20, slot)


def seal_with(desk: Desk, slot: str) -> str:
    """A dossier with its booking; the dossier's id."""
    request = replace(desk.request(desk.draft(CODE)), booking=wanted("book", 1, wish_for(slot)))
    sealed = desk.seal(request)
    assert isinstance(sealed, Sealed)
    return sealed.item.id


def add(desk: Desk, asked: Asked, slot: str = "", turn: int = 1) -> str:
    choice = wish_for(slot) if slot else None
    head = RequestHead(desk.ids.new(), CODE, "3.000228", desk.clock.now().isoformat())
    made = seal_request(desk.keys.gateway, desk.keys.device, head, wanted(asked, turn, choice))
    return desk.store.outbox.append_request(made).id


def appointment(store: Store) -> Appointment:
    found = find_appointment(store.bookings, CODE)
    assert found is not None
    return found


def test_dossier_and_booking_go_out_one_after_the_other_and_the_answer_is_kept(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, slot: str
) -> None:
    dossier = seal_with(desk, slot)
    assert isinstance(appointment(store).standing, Requested)
    report = syncer.run_once()
    assert gateway.calls == ["pull", "deliver", "book"]
    assert report.received == (dossier,)
    (request,) = store.bookings.requests(CODE)
    assert report.answered == (request.item.id,)
    assert (request.item.state, request.item.pending, request.item.official) == ("received", False, None)
    assert [event.cause for event in store.outbox.events(request.item.id)] == ["sealed", "confirmed"]
    assert store.outbox.receipt(request.item.id) is not None
    standing = appointment(store).standing
    assert isinstance(standing, Confirmed)
    assert standing.visit.starts_at.isoformat() == slot
    assert request.item.purge_at is not None
    assert request.item.purge_at - desk.clock.now() < timedelta(days=15)


def test_sealing_twice_asks_once(desk: Desk, store: Store, slot: str) -> None:
    request = replace(desk.request(desk.draft(CODE)), booking=wanted("book", 1, wish_for(slot)))
    first, again = desk.seal(request), desk.seal(request)
    assert isinstance(first, Sealed)
    assert isinstance(again, Sealed)
    assert again.again
    assert len(store.bookings.requests(CODE)) == 1


def test_the_answer_counts_though_no_news_come(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, slot: str
) -> None:
    add(desk, "book", slot)
    gateway.plan("news", *[Fails("server")] * 5)
    syncer.run_once()
    assert isinstance(appointment(store).standing, Confirmed)
    assert syncer.line.kind == "online"  # the dossiers' line is another matter


@pytest.mark.parametrize("after", [True, False])
def test_a_lost_answer_is_asked_for_and_nothing_is_booked_twice(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, slot: str, after: bool
) -> None:
    item_id = add(desk, "book", slot)
    gateway.plan("book", Fails("timeout", after=after))
    syncer.run_once()
    item = store.outbox.get(item_id)
    assert item is not None
    assert item.state == ("in_doubt" if after else "sealed")
    waiting = appointment(store).last_asked
    assert waiting is not None
    assert waiting.how == ("in_doubt" if after else "waiting")
    syncer.wake("hand")
    syncer.run_once()
    assert gateway.calls[-2:] == (["pull", "ask_booking"] if after else ["pull", "book"])
    assert isinstance(appointment(store).standing, Confirmed)
    assert gateway.sent_unasked == []


def test_requests_under_a_code_keep_their_order_through_a_bad_line(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock, slot: str
) -> None:
    add(desk, "book", slot)
    add(desk, "cancel", turn=2)
    gateway.plan("book", Fails("timeout"))
    syncer.run_once()
    for _ in range(5):
        clock.pass_time(20)
        syncer.run_once()
    answers = [decode(kept.body, SignedAnswer).answer for kept in store.bookings.answers(CODE)]
    assert [answer.outcome for answer in answers] == ["confirmed", "cancelled"]
    assert appointment(store).standing == Cancelled(was=moment_of(slot), by="resident")


def test_a_refused_request_goes_to_a_human_and_dossiers_go_on(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, slot: str
) -> None:
    item_id = add(desk, "book", slot)
    dossier = desk.seal_new()
    gateway.plan("book", Refuses("envelope"))
    report = syncer.run_once()
    assert (report.needs_human, report.received) == ((item_id,), (dossier,))
    waiting = appointment(store).last_asked
    assert waiting is not None
    assert waiting.how == "needs_human"
    assert store.outbox.retry(item_id)
    syncer.run_once()
    assert isinstance(appointment(store).standing, Confirmed)


def test_an_answer_about_something_else_is_not_believed(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, slot: str
) -> None:
    class Mixed(FakeGateway):
        def book(self, request_id: str, envelope: bytes) -> Answered:  # noqa: ARG002 - as the port has it
            answered = gateway.bookings.book(envelope)
            assert isinstance(answered, Answered)
            other = replace_answer(answered.answer, "0" * 64)
            return Answered(gateway.bookings.sign(other.answer), repeated=False)

    mixed = Mixed(gateway.keys, desk.clock)
    add(desk, "book", slot)
    report = Syncer(store, mixed, desk.clock).run_once()
    assert report.line.cause == "unproven"
    assert isinstance(appointment(store).standing, Requested)


def replace_answer(signed: SignedAnswer, sha256: str) -> SignedAnswer:
    return structs.replace(signed, answer=structs.replace(signed.answer, request_sha256=sha256))


def test_what_the_office_does_is_told_once(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock, slot: str
) -> None:
    add(desk, "book", slot)
    syncer.run_once()
    bookings = gateway.bookings
    cancel_by_office(bookings.connection, CODE.replace("-", ""), clock.now(), "demo", bookings.sign)
    clock.pass_time(31)
    assert syncer.run_once().news == 1
    standing = appointment(store).standing
    assert isinstance(standing, Cancelled)
    assert standing.by == "office"
    clock.pass_time(31)
    assert syncer.run_once().news == 0


def test_a_kiosk_without_bookings_asks_for_no_news(gateway: FakeGateway, syncer: Syncer, clock: VirtualClock) -> None:
    for _ in range(3):
        syncer.run_once()
        clock.pass_time(31)
    assert gateway.asides == ["slots"]


def test_times_are_fetched_now_and_then_and_after_each_answer(
    desk: Desk, store: Store, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock, slot: str
) -> None:
    syncer.run_once()
    first = store.bookings.slots()
    assert first is not None
    clock.pass_time(SLOTS_EVERY - 5)
    syncer.run_once()
    clock.pass_time(31)
    syncer.run_once()
    assert gateway.asides == ["slots", "slots"]
    same = store.bookings.slots()
    assert same is not None
    assert (same.tag, same.changed_at) == (first.tag, first.changed_at)
    assert same.checked_at > first.checked_at
    add(desk, "book", slot)
    syncer.run_once()
    assert gateway.asides == ["slots", "slots", "news", "slots"]
    after = store.bookings.slots()
    assert after is not None
    assert after.tag != first.tag


@pytest.mark.parametrize(
    ("trouble", "wait"), [(Fails("unproven"), AGAIN_AFTER), (Refuses("not-found"), NOT_OFFERED_FOR)]
)
def test_a_gateway_that_offers_nothing_is_not_asked_all_the_time(
    gateway: FakeGateway, syncer: Syncer, store: Store, clock: VirtualClock, trouble: Fails | Refuses, wait: float
) -> None:
    gateway.plan("slots", trouble)
    syncer.run_once()
    clock.pass_time(wait - 5)
    syncer.run_once()
    assert gateway.asides == ["slots"]
    assert store.bookings.slots() is None
    clock.pass_time(6)
    syncer.run_once()
    assert store.bookings.slots() is not None
    assert syncer.line.kind == "online"


def test_nothing_is_fetched_while_the_line_is_down(gateway: FakeGateway, syncer: Syncer) -> None:
    gateway.plan("pull", Fails("offline"))
    syncer.run_once()
    assert gateway.asides == []


def test_an_update_about_a_request_is_a_strangers(
    desk: Desk, gateway: FakeGateway, syncer: Syncer, store: Store, slot: str
) -> None:
    item_id = add(desk, "book", slot)
    gateway.tell(item_id, 2)
    assert syncer.run_once().strangers == 1
    item = store.outbox.get(item_id)
    assert item is not None
    assert item.official is None


def test_a_request_that_waits_for_days_is_told_to_a_human_and_still_sent(
    desk: Desk, gateway: FakeGateway, syncer: Syncer, clock: VirtualClock, store: Store, slot: str
) -> None:
    item_id = add(desk, "book", slot)
    gateway.plan("pull", Fails("offline"))
    clock.pass_time(73 * 3600)
    assert syncer.run_once().needs_human == (item_id,)
    syncer.wake("hand")
    syncer.run_once()
    answers = [decode(kept.body, SignedAnswer).answer for kept in store.bookings.answers(CODE)]
    assert [(answer.outcome, answer.why) for answer in answers] == [("no_room", "past")]
    assert store.outbox.due(clock.now()) == ()
