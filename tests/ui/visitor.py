"""A resident who books a visit, and the office that answers; no QML is loaded."""

from __future__ import annotations

from gateway.booking_office import close_slots, find_open
from kiosk.sync.desks import Desk
from kiosk.sync.syncer import Syncer
from tests.sync.fake_bookings import desk as made_desk
from tests.sync.fake_gateway import FakeGateway
from tests.ui.resident import Resident
from ui.viewmodels.booking import BookingProps
from ui.viewmodels.visit import VisitProps

LEVEL_2 = "3.000228"
THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"
FIRST, NEXT = f"{THURSDAY}T08:10:00+07:00", f"{THURSDAY}T08:30:00+07:00"
ON_FRIDAY = f"{FRIDAY}T08:10:00+07:00"


class Visitor(Resident):
    """A resident at a machine that reaches the gateway whenever ``sync`` says so."""

    def come(self) -> None:
        self.arrive()
        self.meet_office(made_desk(), made_desk("mot-cua", capacity=9, kind="one_stop"))

    def meet_office(self, *desks: Desk) -> None:
        """There is a gateway with these desks; nothing of it is known here before the first ``sync``."""
        kiosk = self.app._kiosk
        assert kiosk is not None
        self.gateway.device = kiosk.device
        self.office = FakeGateway(self.gateway, self.clock)
        self.office.bookings.publish(*desks)

    def sync(self) -> None:
        """What waits goes to the gateway, and what it says comes back."""
        self.clock.pass_time(31)

        def run(store: object) -> None:
            syncer = Syncer(store, self.office, self.clock)  # type: ignore[arg-type]  # the store
            syncer.wake("hand")
            syncer.run_once()

        self.on_disk(run)
        self.app.network.changed.emit()
        self.settle()

    def prepare(self, code: str = LEVEL_2, **answers: object) -> str:
        lookup_code = self.begin(code, who="me")
        self.hand_in({"declaration": True, **{key.replace("_", "."): value for key, value in answers.items()}})
        return lookup_code

    def act(self, what: str) -> None:
        self.models.visit.act(what)
        self.settle()

    def pick(self, *answers: str) -> None:
        for answer in answers:
            self.models.booking.choose(answer)
            self.models.booking.next()

    def send(self) -> None:
        self.models.booking.next()
        self.settle()

    def book(self, first: str = FIRST, second: str = "none") -> None:
        self.act("choose")
        self.pick(first[:10], "morning", first, second)
        self.send()

    def office_closes(self, slot: str) -> None:
        bookings = self.office.bookings
        found = find_open(bookings.connection, "cong-an", slot[:10], slot[11:16])
        close_slots(bookings.connection, found, self.clock.now(), "demo", bookings.sign)

    @property
    def visit(self) -> VisitProps:
        return self.models.visit.props

    @property
    def question(self) -> BookingProps:
        return self.models.booking.props

    @property
    def choices(self) -> list[str]:
        return [choice.key for choice in self.models.booking.options.rows]
