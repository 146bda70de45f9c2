"""Bookings against a model: bad lines, power cuts, wrong clocks, other residents and an office that changes its mind.

The model is the gateway's own table: at the end the kiosk must say of each code what stands there, and at no time
that something is kept which the gateway did not sign.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from gateway.booking_office import cancel_by_office, close_slots, find_open, list_bookings
from gateway.bookings import Incoming, settle
from kiosk.appointment import Appointment, find_appointment
from kiosk.appointments import AlreadyAsked, Appointments, NotOffered, RequestKept
from kiosk.offers import Offers, Wish, wanted, wish
from kiosk.outcomes import NotFound
from kiosk.sync.booking import BookingRequest, SignedAnswer
from kiosk.sync.desks import Week
from kiosk.sync.ids import IdMaker
from kiosk.sync.protocol import decode, encode
from kiosk.sync.sealing import Sealed, SealingKeys
from kiosk.sync.syncer import Syncer
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.kiosk.service_point import MORNING, offline_config
from tests.sync.dossiers import Desk
from tests.sync.fake_bookings import desk, fresh_code
from tests.sync.fake_gateway import Doubles, Fails, FakeGateway, KeySet, LosesPower, PowerCut, Trouble
from tests.sync.still_clock import StillClock

KEYS = KeySet("demo")
SHORT = desk(hours=Week(wed=("08:00-08:40",), thu=("08:00-08:40",), fri=("08:00-08:40",)))

causes = st.sampled_from(["offline", "refused", "timeout", "server", "too_many", "unproven", "auth"])
failures = st.builds(Fails, cause=causes, after=st.booleans(), retry_after=st.none() | st.floats(0, 4000))
power_cuts = st.builds(LosesPower, after=st.booleans())
troubles: dict[str, st.SearchStrategy[Trouble]] = {
    "pull": failures | power_cuts,
    "book": failures | power_cuts | st.just(Doubles()),
    "ask_booking": failures | power_cuts,
    "news": failures | power_cuts,
    "slots": failures | power_cuts,
}
planned = st.sampled_from(sorted(troubles)).flatmap(lambda call: st.tuples(st.just(call), troubles[call]))


class Booking(RuleBasedStateMachine):
    """One kiosk, one small desk, bad days."""

    codes = Bundle("codes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = StillClock()
        self.random = Random(0)  # noqa: S311 - jitter, the same each time a day is played
        self.clock.set_wall(MORNING)
        self.gateway = FakeGateway(KEYS, self.clock)
        self.gateway.bookings.publish(SHORT)
        self.asked: Counter[str] = Counter()
        self.others = 0
        self.store = self.open()
        self.build()
        self.run_or_lose_power()

    def open(self) -> Store:
        folder = Path(self.folder.name) / "store"
        return open_store(folder, self.clock, room=Room(folder, ballast=4096))

    def build(self) -> None:
        keys = SealingKeys(KEYS.public, KEYS.device)
        self.syncer = Syncer(self.store, self.gateway, self.clock, random=self.random)
        self.dossiers = Desk(self.store, keys, self.clock)
        self.appointments = Appointments(
            self.store, self.clock, offline_config(Path(self.folder.name) / "home"), lambda: keys
        )

    # --- what residents do

    @rule(target=codes, data=st.data())
    def ask(self, data: st.DataObject) -> str:
        choice = self.choose(data)
        if choice is None:
            return ""
        kept = self.appointments.ask(fresh_code(), "3.000228", choice)
        assert isinstance(kept, RequestKept)
        return self.count(kept.appointment)

    @rule(target=codes, data=st.data(), number=st.integers(0, 10**6))
    def seal_with_a_dossier(self, data: st.DataObject, number: int) -> str:
        choice = self.choose(data)
        if choice is None:
            return ""
        code = f"K{len(self.asked):02}{number:07}"
        request = self.dossiers.request(self.dossiers.draft(code))
        sealed = self.dossiers.seal(replace(request, booking=wanted("book", 1, choice)))
        assert isinstance(sealed, Sealed)
        found = self.appointment(code)
        assert found is not None
        return self.count(found)

    @rule(code=codes, data=st.data())
    def move(self, code: str, data: st.DataObject) -> None:
        choice = self.choose(data)
        if choice is None or not code:
            return
        moved = self.appointments.move(code, choice)
        assert not isinstance(moved, NotOffered | NotFound)
        if isinstance(moved, RequestKept):
            self.count(moved.appointment)

    @rule(code=codes)
    def cancel(self, code: str) -> None:
        if not code:
            return
        cancelled = self.appointments.cancel(code)
        assert not isinstance(cancelled, NotFound)
        if isinstance(cancelled, RequestKept):
            self.count(cancelled.appointment)
        assert isinstance(self.appointments.cancel(code), AlreadyAsked)

    def choose(self, data: st.DataObject) -> Wish | None:
        offers = self.appointments.offers("3.000228", online=True)
        if not isinstance(offers, Offers):
            return None
        slots = [slot for day in offers.desks[0].days for slot in day.slots]
        first = data.draw(st.sampled_from(slots))
        return wish(offers.desks[0], first, data.draw(st.none() | st.sampled_from(slots)))

    def count(self, appointment: Appointment) -> str:
        self.asked[appointment.lookup_code] += 1
        return appointment.lookup_code

    # --- what others do

    @rule(data=st.data())
    def another_kiosk_books(self, data: st.DataObject) -> None:
        slots = self.slots()
        self.others += 1
        request = BookingRequest(
            id=IdMaker(self.clock).new(),
            audience="demo",
            device="another",
            lookup_code=f"K{self.others}",
            turn=1,
            asked="book",
            procedure="3.000228",
            desk="cong-an",
            choices=(data.draw(st.sampled_from(slots)),),
            made_at=self.clock.now().isoformat(),
        )
        incoming = Incoming(request, sha256(encode(request)).hexdigest(), self.clock.now())
        settle(self.gateway.bookings.connection, incoming, self.gateway.bookings.sign)

    @rule(data=st.data())
    def the_office_closes_a_time(self, data: st.DataObject) -> None:
        slot = data.draw(st.sampled_from(self.slots()))
        connection = self.gateway.bookings.connection
        found = find_open(connection, "cong-an", slot[:10], slot[11:16])
        close_slots(connection, found, self.clock.now(), "demo", self.gateway.bookings.sign)

    @rule(code=codes)
    def the_office_cancels(self, code: str) -> None:
        typed = code.replace("-", "")
        bookings = self.gateway.bookings
        cancel_by_office(bookings.connection, typed, self.clock.now(), "demo", bookings.sign)

    def slots(self) -> list[str]:
        return [row[0] for row in self.gateway.bookings.connection.execute("SELECT starts_at FROM slot")]

    # --- what the line, the power and the clock do

    @rule(seconds=st.sampled_from([0, 6, 60, 900, 4000]))
    def good_run(self, seconds: int) -> None:
        self.clock.pass_time(seconds)
        self.run_or_lose_power()

    @rule(bad=st.lists(planned, min_size=1, max_size=3))
    def bad_run(self, bad: list[tuple[str, Trouble]]) -> None:
        for call, trouble in bad:
            self.gateway.plan(call, trouble)
        self.syncer.wake("hand")
        self.run_or_lose_power()

    @precondition(lambda self: self.store.bookings.waiting())
    @rule(trouble=troubles["book"])
    def an_answer_is_lost(self, trouble: Trouble) -> None:
        self.gateway.heal()
        self.gateway.plan("book", trouble)
        self.syncer.wake("hand")
        self.run_or_lose_power()

    @rule(hours=st.sampled_from([-48, -1, 1, 23, 48]))
    def move_clock(self, hours: int) -> None:
        self.clock.shift_wall(timedelta(hours=hours))

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.open()
        self.build()

    def run_or_lose_power(self) -> None:
        try:
            self.syncer.run_once()
        except PowerCut:
            self.restart()

    # --- what must hold

    @invariant()
    def no_place_is_given_twice(self) -> None:
        booked = [row for row in list_bookings(self.gateway.bookings.connection) if row.state == "booked"]
        assert max(Counter(row.starts_at for row in booked).values(), default=0) <= 1
        assert max(Counter((row.device_id, row.lookup_code) for row in booked).values(), default=0) <= 1

    @invariant()
    def nothing_is_said_that_was_not_signed(self) -> None:
        for code in self.asked:
            found = self.appointment(code)
            assert found is not None
            answers = [decode(kept.body, SignedAnswer) for kept in self.store.bookings.answers(code)]
            assert all(signed.holds(KEYS.public) for signed in answers)
            if found.visit is not None:
                signed_slots = {signed.answer.slot for signed in answers}
                assert found.visit.starts_at.isoformat() in signed_slots

    @invariant()
    def every_request_is_there_once(self) -> None:
        for code, count in self.asked.items():
            requests = self.store.bookings.requests(code)
            assert [request.wanted.turn for request in requests] == list(range(1, count + 1))
        assert self.gateway.sent_unasked == []

    def teardown(self) -> None:
        """All troubles end: every request is answered, and what the kiosk says is what is so."""
        self.gateway.heal()
        for _ in range(4):
            self.clock.pass_time(4000)
            self.syncer.wake("hand")
            self.syncer.run_once()
        assert self.store.bookings.waiting() == ()
        rows = list_bookings(self.gateway.bookings.connection)
        stands = {row.lookup_code: row.starts_at for row in rows if row.state in {"booked", "over"}}
        for code in self.asked:
            found = self.appointment(code)
            assert found is not None
            assert found.last_asked is None
            said = found.visit.starts_at.isoformat() if found.visit else ""
            assert said in {stands.get(code, ""), self.over(code)}
        self.store.close()
        self.folder.cleanup()

    def over(self, code: str) -> str:
        """A visit whose time is past stands no more at the gateway, and is past here too."""
        found = self.appointment(code)
        if found is None or found.visit is None or found.stands(self.clock.now()):
            return ""
        return found.visit.starts_at.isoformat()

    def appointment(self, code: str) -> Appointment | None:
        return find_appointment(self.store.bookings, code)


TestBooking = Booking.TestCase
TestBooking.settings = settings(
    max_examples=30, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
