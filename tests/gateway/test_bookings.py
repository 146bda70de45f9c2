"""The gateway's rules for bookings: what each request comes to, and that no place is ever given twice."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from gateway.booking_news import news_since
from gateway.booking_office import cancel_by_office, close_slots, find_open, list_bookings
from gateway.bookings import Incoming, settle
from gateway.slots import offered
from kiosk.clock import HANOI, VirtualClock
from kiosk.sync.booking import Asked, BookingAnswer, BookingRequest, SignedAnswer
from kiosk.sync.desks import Desk
from kiosk.sync.ids import IdMaker
from kiosk.sync.protocol import decode, encode
from tests.sync.fake_bookings import FakeBookings, desk
from tests.sync.fake_gateway import KeySet

MORNING = datetime(2026, 11, 25, 8, 42, tzinfo=HANOI)  # a Wednesday after the holiday of the 24th
CODE = "K7F3-29QD-4M"
EIGHT, HALF_PAST, NINE, TEN = (f"2026-11-26T{time}:00+07:00" for time in ("08:10", "08:30", "09:10", "10:10"))


@dataclass
class Office:
    """A gateway's bookings, and one kiosk's requests to them."""

    clock: VirtualClock
    rules: FakeBookings
    device: str

    def __post_init__(self) -> None:
        self.ids = IdMaker(self.clock)
        self.turns: dict[tuple[str, str], int] = {}

    def request(
        self,
        asked: Asked,
        *choices: str,
        code: str = CODE,
        device: str = "",
        desk: str = "cong-an",
        turn: int = 0,
        procedure: str = "3.000228",
    ) -> BookingRequest:
        device = device or self.device
        self.turns[device, code] = turn or self.turns.get((device, code), 0) + 1
        return BookingRequest(
            id=self.ids.new(),
            audience="demo",
            device=device,
            lookup_code=code,
            turn=self.turns[device, code],
            asked=asked,
            procedure=procedure,
            desk="" if asked == "cancel" else desk,
            choices=choices,
            made_at=self.clock.now().isoformat(),
        )

    def give(self, request: BookingRequest) -> BookingAnswer:
        incoming = Incoming(request, sha256(encode(request)).hexdigest(), self.clock.now())
        return decode(settle(self.rules.connection, incoming, self.rules.sign).answer, SignedAnswer).answer

    def ask(
        self, asked: Asked, *choices: str, code: str = CODE, device: str = "", desk: str = "cong-an"
    ) -> BookingAnswer:
        return self.give(self.request(asked, *choices, code=code, device=device, desk=desk))

    def live(self) -> list[tuple[str, str]]:
        rows = list_bookings(self.rules.connection)
        return [(row.lookup_code, row.starts_at) for row in rows if row.state == "booked"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path, desk())


def make_office(folder: Path, *desks: Desk) -> Office:
    clock = VirtualClock(folder / "clock")
    clock.set_wall(MORNING)
    keys = KeySet("demo")
    return Office(clock, FakeBookings(keys, clock, *desks), keys.device.device_id)


def fill(office: Office, *slots: str) -> None:
    for number, slot in enumerate(slots):
        assert office.ask("book", slot, code=f"KFULL{number}").outcome == "confirmed"


# --- book


def test_the_first_choice_is_confirmed_where_there_is_room(office: Office) -> None:
    answer = office.ask("book", EIGHT, NINE)
    assert (answer.outcome, answer.slot, answer.choice, answer.minutes) == ("confirmed", EIGHT, 1, 20)
    assert (answer.name, answer.place) == ("Công an phường", "Tầng 1")
    assert office.live() == [(CODE, EIGHT)]


def test_the_second_choice_when_the_first_is_full(office: Office) -> None:
    fill(office, EIGHT)
    answer = office.ask("book", EIGHT, NINE)
    assert (answer.outcome, answer.slot, answer.choice) == ("confirmed", NINE, 2)


def test_no_room_tells_what_is_free_nearby(office: Office) -> None:
    fill(office, EIGHT, NINE)
    answer = office.ask("book", EIGHT, NINE)
    assert (answer.outcome, answer.why, answer.slot) == ("no_room", "full", "")
    assert answer.nearest == tuple(
        f"2026-11-26T{time}:00+07:00" for time in ("07:30", "07:50", "08:30", "08:50", "09:30")
    )
    assert office.ask("move", answer.nearest[0]).outcome == "confirmed"


def test_what_the_desk_does_not_offer_is_closed(office: Office) -> None:
    for slot in ("2026-11-26T12:00:00+07:00", "2026-11-29T08:10:00+07:00", "2026-11-26T08:11:00+07:00"):
        answer = office.ask("book", slot)
        assert (answer.outcome, answer.why) == ("no_room", "closed")
        assert answer.nearest


def test_a_request_that_arrives_too_late_is_told_so_and_what_is_next(office: Office) -> None:
    request = office.request("book", EIGHT)
    office.clock.set_wall(datetime(2026, 11, 26, 8, 10, tzinfo=HANOI))
    answer = office.give(request)
    assert (answer.outcome, answer.why) == ("no_room", "past")
    assert all(slot > "2026-11-26T09:10" for slot in answer.nearest)  # after the lead time


def test_the_lead_time_binds_the_offer_and_not_who_asked_in_time(office: Office) -> None:
    request = office.request("book", EIGHT)
    office.clock.set_wall(datetime(2026, 11, 26, 8, 0, tzinfo=HANOI))
    assert EIGHT not in all_offered(office)
    assert office.give(request).outcome == "confirmed"


def test_a_second_booking_under_a_code_is_told_of_the_first(office: Office) -> None:
    office.ask("book", EIGHT)
    again = office.ask("book", NINE)
    assert (again.outcome, again.why, again.slot) == ("refused", "already", EIGHT)
    same = office.ask("book", TEN, EIGHT)
    assert (same.outcome, same.slot, same.choice) == ("confirmed", EIGHT, 2)
    assert office.live() == [(CODE, EIGHT)]


def test_who_came_may_book_again(office: Office) -> None:
    office.ask("book", EIGHT)
    office.clock.set_wall(datetime(2026, 11, 26, 8, 30, tzinfo=HANOI))
    assert office.ask("book", TEN).outcome == "confirmed"
    assert [row.state for row in list_bookings(office.rules.connection)] == ["over", "booked"]


def test_a_desk_that_is_not_there_not_for_this_kiosk_or_not_for_this_procedure(tmp_path: Path) -> None:
    office = make_office(tmp_path, desk("a", devices=("other",)), desk("b", procedures=("1.004222",)))
    for code, why in (("none", "desk"), ("a", "desk"), ("b", "procedure")):
        answer = office.ask("book", EIGHT, code=f"K{code.upper()}", desk=code)
        assert (answer.outcome, answer.why, answer.nearest) == ("refused", why, ())
    assert office.ask("book", EIGHT, code="KA2", desk="a").name == ""  # nothing of it is told
    page = offered(office.rules.connection, office.device, "demo", office.clock.now())
    assert [found.desk for found in page.desks] == ["b"]


# --- move and cancel


def test_a_move_gives_the_old_place_back(office: Office) -> None:
    office.ask("book", EIGHT)
    answer = office.ask("move", NINE)
    assert (answer.outcome, answer.slot, answer.was) == ("moved", NINE, EIGHT)
    assert office.live() == [(CODE, NINE)]
    assert office.ask("book", EIGHT, code="KOTHER").outcome == "confirmed"


def test_a_move_without_room_keeps_the_old_place(office: Office) -> None:
    office.ask("book", EIGHT)
    fill(office, NINE, TEN)
    answer = office.ask("move", NINE, TEN)
    assert (answer.outcome, answer.why, answer.slot) == ("no_room", "full", EIGHT)
    assert (CODE, EIGHT) in office.live()


def test_a_move_to_where_one_is_changes_nothing(office: Office) -> None:
    office.ask("book", EIGHT)
    answer = office.ask("move", EIGHT)
    assert (answer.outcome, answer.slot, answer.was) == ("confirmed", EIGHT, "")


def test_cancelled_twice_is_cancelled(office: Office) -> None:
    office.ask("book", EIGHT)
    first, second = office.ask("cancel"), office.ask("cancel")
    assert [(one.outcome, one.was, one.slot) for one in (first, second)] == [("cancelled", EIGHT, "")] * 2
    assert office.live() == []
    assert office.ask("book", EIGHT).outcome == "confirmed"


def test_nothing_is_cancelled_or_moved_where_nothing_was_asked_for(office: Office) -> None:
    for asked, choices in (("cancel", ()), ("move", (EIGHT,))):
        answer = office.ask("cancel" if asked == "cancel" else "move", *choices, code=f"K{len(choices)}")
        assert (answer.outcome, answer.why) == ("refused", "none")


def test_it_is_too_late_once_it_has_begun(office: Office) -> None:
    office.ask("book", EIGHT)
    office.clock.set_wall(datetime(2026, 11, 26, 8, 10, tzinfo=HANOI))
    for answer in (office.ask("cancel"), office.ask("move", TEN)):
        assert (answer.outcome, answer.why, answer.slot) == ("refused", "begun", EIGHT)
    office.clock.set_wall(datetime(2026, 11, 26, 9, 0, tzinfo=HANOI))
    assert office.ask("cancel").why == "none"


def test_another_kiosks_code_is_as_one_that_does_not_exist(office: Office) -> None:
    office.ask("book", EIGHT)
    for answer in (office.ask("cancel", device="ffff"), office.ask("move", NINE, device="ffff")):
        assert (answer.outcome, answer.why, answer.slot, answer.was) == ("refused", "none", "", "")
    assert office.live() == [(CODE, EIGHT)]
    assert office.ask("book", NINE, device="eeee").outcome == "confirmed"  # its own booking under the same code


# --- the line's disorder


def test_a_replay_has_the_same_answer_whatever_happened_since(office: Office) -> None:
    request = office.request("book", EIGHT)
    first = office.give(request)
    office.ask("cancel")
    fill(office, EIGHT)
    assert office.give(request) == first
    assert office.live() == [("KFULL0", EIGHT)]


def test_an_older_request_never_undoes_a_later_one(office: Office) -> None:
    book, cancel = office.request("book", EIGHT), office.request("cancel")
    assert office.give(cancel).why == "none"
    late = office.give(book)
    assert (late.outcome, late.why, late.slot) == ("refused", "superseded", "")
    assert office.live() == []


# --- the office


def test_closing_a_time_tells_whoever_is_booked_there(office: Office) -> None:
    office.ask("book", EIGHT)
    connection = office.rules.connection
    slots = find_open(connection, "cong-an", "2026-11-26", "08:10")
    assert close_slots(connection, slots, office.clock.now(), "demo", office.rules.sign) == 1
    told = news_since(connection, office.device, 1).news
    assert [(one.answer.outcome, one.answer.asked, one.answer.was) for one in told] == [("withdrawn", "office", EIGHT)]
    assert EIGHT not in told[0].answer.nearest
    assert office.ask("book", EIGHT, code="KLATER").why == "closed"
    assert EIGHT not in all_offered(office)


def test_the_office_cancels_by_code_however_it_is_typed(office: Office) -> None:
    office.ask("book", EIGHT)
    connection = office.rules.connection
    assert cancel_by_office(connection, "K7F329QD4M", office.clock.now(), "demo", office.rules.sign) == 1
    assert cancel_by_office(connection, "K7F329QD4M", office.clock.now(), "demo", office.rules.sign) == 0
    assert office.live() == []
    assert office.ask("cancel").outcome == "cancelled"


def test_news_are_told_in_order_once_and_to_whom_they_concern(office: Office) -> None:
    for number in range(60):
        office.ask("book", EIGHT, code=f"K{number}")
    office.ask("book", NINE, device="ffff")
    first = news_since(office.rules.connection, office.device, 0)
    assert (len(first.news), first.more) == (50, True)
    second = news_since(office.rules.connection, office.device, int(first.cursor))
    assert (len(second.news), second.more) == (10, False)
    assert [one.answer.lookup_code for one in (*first.news, *second.news)] == [f"K{number}" for number in range(60)]
    assert news_since(office.rules.connection, office.device, int(second.cursor)).news == ()
    again = news_since(office.rules.connection, office.device, 99_999)  # of a store that was there before
    assert again.news == first.news


def all_offered(office: Office) -> list[str]:
    page = offered(office.rules.connection, office.device, "demo", office.clock.now())
    return [
        f"{day.day}T{time}:00+07:00"
        for one in page.desks
        for day in one.days
        for time, free in day.free.items()
        if free
    ]


def test_what_is_offered_shrinks_with_each_booking(office: Office) -> None:
    before = all_offered(office)
    office.ask("book", EIGHT)
    assert set(before) - set(all_offered(office)) == {EIGHT}
    assert min(before) > (MORNING + timedelta(hours=1)).isoformat()


def test_the_database_itself_refuses_a_second_booking_of_a_place(office: Office) -> None:
    office.ask("book", EIGHT)
    insert = (
        "INSERT INTO booking (device_id, lookup_code, procedure, slot, place, state, request, changed_at)"
        " SELECT 'x', 'K', procedure, slot, place, state, request, changed_at FROM booking"
    )
    with pytest.raises(sqlite3.IntegrityError):
        office.rules.connection.execute(insert)
