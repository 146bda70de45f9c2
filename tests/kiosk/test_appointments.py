"""Booking from a kiosk that may be offline: what can be asked for, what is said of it, and what a second tap does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from gateway.booking_office import close_slots, find_open
from kiosk.appointment import Appointment, Cancelled, Confirmed, Moved, NotBooked, Requested
from kiosk.appointment_words import AppointmentWords, when, words_for, words_for_offers
from kiosk.appointments import AlreadyAsked, Appointments, NotOffered, RequestKept
from kiosk.clock import HANOI
from kiosk.offers import NoOffers, OfferedDesk, OfferedSlot, Offers, Wish, wish
from kiosk.outcomes import NotFound
from kiosk.procedures.lookup_code import CodeFault
from kiosk.sync.sealing import Sealed, SealingKeys
from kiosk.sync.syncer import Syncer
from kiosk.sync.upkeep import SKEW_NOTE
from tests.kiosk.service_point import ServicePoint
from tests.sync.fake_bookings import desk as made_desk
from tests.sync.fake_bookings import fresh_code
from tests.sync.fake_gateway import Fails, FakeGateway

PROCEDURE = "3.000228"


@dataclass
class Booker:
    """A service point, the gateway it reaches when the line is up, and what residents do."""

    point: ServicePoint

    def __post_init__(self) -> None:
        self.gateway = FakeGateway(self.point.keys, self.point.clock)
        self.gateway.bookings.publish(made_desk(capacity=1), made_desk("mot-cua", capacity=9, kind="one_stop"))
        self.open()

    def open(self) -> None:
        keys = SealingKeys(self.point.keys.public, self.point.keys.device)
        self.appointments = Appointments(self.point.store, self.point.clock, self.point.config, lambda: keys)
        self.syncer = Syncer(self.point.store, self.gateway, self.point.clock)

    def sync(self) -> None:
        self.point.clock.pass_time(31)
        self.syncer.wake("hand")
        self.syncer.run_once()

    def desk(self, code: str = "cong-an", *, online: bool = True) -> OfferedDesk:
        offers = self.appointments.offers(PROCEDURE, online=online)
        assert isinstance(offers, Offers)
        return next(desk for desk in offers.desks if desk.desk == code)

    def slot(self, day: int, number: int) -> OfferedSlot:
        return self.desk().days[day].slots[number]

    def wish(self, *slots: OfferedSlot) -> Wish:
        return wish(self.desk(), *slots)

    def ask(self, *slots: OfferedSlot) -> Appointment:
        asked = self.appointments.ask(fresh_code(), PROCEDURE, self.wish(*slots))
        assert isinstance(asked, RequestKept)
        return asked.appointment

    def look_up(self, code: str) -> Appointment:
        found = self.appointments.look_up(code)
        assert isinstance(found, Appointment)
        return found

    def words(self, code: str) -> AppointmentWords:
        return words_for(self.look_up(code), self.appointments.now())

    def taken_elsewhere(self, slot: OfferedSlot) -> None:
        connection = self.gateway.bookings.connection
        connection.execute(
            "INSERT INTO booking (device_id, lookup_code, procedure, slot, place, state, request, changed_at)"
            " SELECT 'other', ?, '1', number, 1, 'booked', '', '' FROM slot WHERE desk = 'cong-an' AND starts_at = ?",
            (slot.slot, slot.slot),
        )


@pytest.fixture
def booker(point: ServicePoint) -> Booker:
    made = Booker(point)
    made.sync()
    return made


# --- what is offered


def test_a_machine_that_was_never_online_says_so(point: ServicePoint) -> None:
    made = Booker(point)
    offers = made.appointments.offers(online=False)
    assert offers == NoOffers("never_told")
    assert "khi máy có mạng" in words_for_offers(offers)
    unseen = Wish("cong-an", "Công an", "Tầng 1", 20, "2026-11-26T08:10:00+07:00")
    assert made.appointments.ask(fresh_code(), PROCEDURE, unseen) == NotOffered()


def test_offline_times_have_their_age_and_begin_in_a_day(booker: Booker) -> None:
    online = booker.appointments.offers(online=True)
    assert isinstance(online, Offers)
    assert online.fresh
    assert words_for_offers(online) == ""
    booker.point.clock.pass_time(2 * 3600)
    offline = booker.appointments.offers(online=False)
    assert isinstance(offline, Offers)
    assert not offline.fresh
    assert "8 giờ 42" in words_for_offers(offline)
    first = offline.desks[0].days[0].slots[0].starts_at
    assert first - booker.appointments.now() > timedelta(days=1)
    assert len(booker.desk().days) >= len(booker.desk(online=False).days)


def test_kind_chooses_the_desk_and_an_unknown_kind_has_nothing(booker: Booker) -> None:
    offers = booker.appointments.offers(PROCEDURE, "one_stop", online=True)
    assert isinstance(offers, Offers)
    assert [desk.desk for desk in offers.desks] == ["mot-cua"]
    nothing = booker.appointments.offers(PROCEDURE, "court", online=True)
    assert nothing == NoOffers("nothing_free")
    assert "chưa có giờ nào trống" in words_for_offers(nothing)


def test_what_was_asked_for_here_is_offered_to_nobody_else_here(booker: Booker) -> None:
    slot = booker.slot(1, 3)
    booker.ask(slot)
    assert not booker.desk().has(slot.slot)
    again = wish(booker.desk(), slot)
    assert booker.appointments.ask(fresh_code(), PROCEDURE, again) == NotOffered()


def test_a_kiosk_whose_clock_is_behind_offers_by_the_gateways(booker: Booker) -> None:
    before = booker.desk().days[0].slots[0].starts_at
    booker.point.store.notes.put(SKEW_NOTE, str(5 * 24 * 3600 * 1000))
    assert booker.desk().days[0].slots[0].starts_at > before + timedelta(days=3)


# --- from a request to its answer


def test_a_request_is_said_to_be_one_until_it_is_answered(booker: Booker) -> None:
    first, second = booker.slot(1, 3), booker.slot(2, 0)
    asked = booker.ask(first, second)
    assert isinstance(asked.standing, Requested)
    waiting = booker.words(asked.lookup_code)
    assert (waiting.look, waiting.title) == ("waiting", "Yêu cầu đặt lịch, chờ xác nhận")
    assert waiting.slip == "YÊU CẦU ĐẶT LỊCH – CHỜ XÁC NHẬN"
    assert "Chưa giữ chỗ" in waiting.lines[0]
    assert waiting.lines[1].startswith("Nếu hết chỗ thì xin")
    booker.sync()
    done = booker.look_up(asked.lookup_code)
    assert isinstance(done.standing, Confirmed)
    assert done.visit is not None
    assert done.visit.starts_at == first.starts_at
    words = booker.words(asked.lookup_code)
    assert (words.look, words.slip) == ("confirmed", "LỊCH HẸN – ĐÃ XÁC NHẬN")
    assert "Công an phường, Tầng 1" in words.lines[0]


def test_the_second_choice_and_no_room_are_told_apart(booker: Booker) -> None:
    first, second = booker.slot(1, 3), booker.slot(1, 4)
    asked = booker.ask(first, second)
    booker.taken_elsewhere(first)
    booker.sync()
    standing = booker.look_up(asked.lookup_code).standing
    assert isinstance(standing, Confirmed)
    assert (standing.visit.starts_at, standing.second_choice) == (second.starts_at, True)
    assert booker.words(asked.lookup_code).title == "Đã xác nhận lịch hẹn, giờ thứ hai"
    third, fourth = booker.slot(1, 5), booker.slot(1, 6)
    other = booker.ask(third, fourth)
    booker.taken_elsewhere(third)
    booker.taken_elsewhere(fourth)
    booker.sync()
    full = booker.look_up(other.lookup_code).standing
    assert isinstance(full, NotBooked)
    assert (full.why, len(full.nearest), full.kept) == ("full", 5, None)
    words = booker.words(other.lookup_code)
    assert (words.look, words.title, words.slip) == ("attention", "Chưa đặt được lịch", "CHƯA CÓ LỊCH HẸN")
    assert words.lines[0] == "Giờ đã chọn hết chỗ."
    assert words.lines[1].startswith("Còn chỗ gần đó: ")


def test_moving_keeps_the_old_time_until_the_new_one_is_given(booker: Booker) -> None:
    code = booker.ask(booker.slot(1, 3)).lookup_code
    booker.sync()
    old = booker.look_up(code).visit
    assert old is not None
    new = booker.slot(2, 5)
    moved = booker.appointments.move(code, booker.wish(new))
    assert isinstance(moved, RequestKept)
    assert moved.appointment.visit == old
    words = booker.words(code)
    assert words.title == "Yêu cầu đổi lịch, chờ xác nhận"
    assert words.lines[-1].startswith("Lịch đang giữ vẫn còn")
    assert booker.appointments.move(code, wish(booker.desk(), new)) == AlreadyAsked(moved.appointment)
    booker.sync()
    standing = booker.look_up(code).standing
    assert isinstance(standing, Moved)
    assert (standing.visit.starts_at, standing.was) == (new.starts_at, old.starts_at)


def test_a_move_that_finds_no_room_keeps_what_stands(booker: Booker) -> None:
    code = booker.ask(booker.slot(1, 3)).lookup_code
    booker.sync()
    new = booker.slot(2, 5)
    booker.appointments.move(code, booker.wish(new))
    booker.taken_elsewhere(new)
    booker.sync()
    found = booker.look_up(code)
    assert isinstance(found.standing, NotBooked)
    assert found.visit == found.standing.kept
    words = booker.words(code)
    assert (words.title, words.slip) == ("Chưa đổi được lịch hẹn", "LỊCH HẸN – ĐÃ XÁC NHẬN")
    assert words.lines[0].startswith("Lịch đang giữ vẫn còn")


def test_cancelled_offline_and_twice_is_one_request(booker: Booker) -> None:
    code = booker.ask(booker.slot(1, 3)).lookup_code
    booker.sync()
    assert isinstance(booker.appointments.cancel(code), RequestKept)
    assert isinstance(booker.appointments.cancel(code), AlreadyAsked)
    assert booker.words(code).title == "Yêu cầu hủy lịch, chờ xác nhận"
    booker.sync()
    found = booker.look_up(code)
    assert isinstance(found.standing, Cancelled)
    assert booker.words(code).title == "Đã hủy lịch hẹn"
    assert isinstance(booker.appointments.cancel(code), AlreadyAsked)
    again = booker.appointments.ask(code, PROCEDURE, booker.wish(booker.slot(1, 3)))
    assert isinstance(again, RequestKept)
    booker.sync()
    assert isinstance(booker.look_up(code).standing, Confirmed)


def test_a_request_can_be_cancelled_before_it_ever_left(booker: Booker) -> None:
    booker.gateway.plan("pull", Fails("offline"))
    code = booker.ask(booker.slot(1, 3)).lookup_code
    booker.sync()
    assert isinstance(booker.appointments.cancel(code), RequestKept)
    booker.sync()
    found = booker.look_up(code)
    assert isinstance(found.standing, Cancelled)
    assert found.visit is None


def test_a_second_tap_asks_once(booker: Booker) -> None:
    code = booker.ask(booker.slot(1, 3)).lookup_code
    again = booker.appointments.ask(code, PROCEDURE, booker.wish(booker.slot(2, 1)))
    assert isinstance(again, AlreadyAsked)
    booker.sync()
    assert isinstance(booker.appointments.ask(code, PROCEDURE, booker.wish(booker.slot(2, 1))), AlreadyAsked)
    assert len(booker.point.store.bookings.requests(code)) == 1


def test_the_office_closing_a_time_is_told_with_what_is_free(booker: Booker) -> None:
    slot = booker.slot(1, 3)
    code = booker.ask(slot).lookup_code
    booker.sync()
    bookings = booker.gateway.bookings
    found = find_open(bookings.connection, "cong-an", slot.slot[:10], slot.slot[11:16])
    close_slots(bookings.connection, found, booker.point.clock.now(), "demo", bookings.sign)
    booker.sync()
    words = booker.words(code)
    assert words.title == "Cơ quan không tiếp được vào giờ đã hẹn"
    assert words.lines[1].startswith("Còn chỗ gần đó")


def test_what_is_past_is_said_to_be_past(booker: Booker) -> None:
    slot = booker.slot(1, 3)
    code = booker.ask(slot).lookup_code
    booker.point.clock.set_wall(slot.starts_at + timedelta(minutes=1))
    missed = booker.words(code)
    assert (missed.title, missed.slip) == ("Giờ đã xin qua mất", "CHƯA CÓ LỊCH HẸN")
    booker.sync()
    assert booker.words(code).lines[0].startswith("Giờ đã chọn qua mất")
    kept = booker.ask(booker.slot(1, 3))
    booker.sync()
    visit = booker.look_up(kept.lookup_code).visit
    assert visit is not None
    assert booker.look_up(kept.lookup_code).may_change(booker.appointments.now())
    booker.point.clock.set_wall(visit.starts_at + timedelta(minutes=21))
    assert booker.words(kept.lookup_code).title == "Giờ hẹn đã qua"
    assert not booker.look_up(kept.lookup_code).may_change(booker.appointments.now())
    assert isinstance(booker.appointments.ask(kept.lookup_code, PROCEDURE, booker.wish(booker.slot(1, 3))), RequestKept)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("K000-0000-00", NotFound), ("K7F3-29QD-4X", CodeFault), ("", CodeFault)],
)
def test_codes_that_booked_nothing(booker: Booker, typed: str, expected: type) -> None:
    assert isinstance(booker.appointments.look_up(typed), expected)
    slot = booker.slot(1, 3)
    assert booker.appointments.move("K000-0000-00", booker.wish(slot)) == NotFound()
    assert booker.appointments.cancel("K000-0000-00") == NotFound()


# --- with a dossier


def test_a_dossier_takes_its_wish_along_in_one_transaction(booker: Booker) -> None:
    session = booker.point.fill()
    sealed = booker.point.desk.seal(session, booker.wish(booker.slot(1, 3)))
    assert isinstance(sealed, Sealed)
    assert sealed.item.kind == "dossier"
    found = booker.look_up(session.lookup_code)
    assert (found.procedure, found.lookup_code) == (session.wizard.guide.code, session.lookup_code)
    again = booker.point.desk.seal(session, booker.wish(booker.slot(2, 3)))
    assert isinstance(again, Sealed)
    assert len(booker.point.store.bookings.requests(session.lookup_code)) == 1
    booker.sync()
    assert isinstance(booker.look_up(session.lookup_code).standing, Confirmed)


def test_a_dossier_is_sealed_whatever_was_booked_before_it(booker: Booker) -> None:
    session = booker.point.fill()
    booker.appointments.ask(session.lookup_code, PROCEDURE, booker.wish(booker.slot(1, 3)))
    sealed = booker.point.desk.seal(session, booker.wish(booker.slot(2, 3)))
    assert isinstance(sealed, Sealed)
    assert len(booker.point.store.bookings.requests(session.lookup_code)) == 1


def test_all_is_there_after_a_restart(booker: Booker) -> None:
    code = booker.ask(booker.slot(1, 3)).lookup_code
    booker.point.restart()
    booker.open()
    assert isinstance(booker.look_up(code).standing, Requested)
    booker.sync()
    assert isinstance(booker.look_up(code).standing, Confirmed)


def test_times_are_said_as_one_says_them() -> None:
    assert when(datetime(2026, 11, 26, 8, 20, tzinfo=HANOI)) == "8 giờ 20, Thứ Năm, 26/11/2026"
    assert when(datetime(2026, 11, 26, 14, 0, tzinfo=HANOI)) == "14 giờ, Thứ Năm, 26/11/2026"
