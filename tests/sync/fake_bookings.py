"""The gateway's own rules for bookings on a database in memory, behind a line that fails as it is told to."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import gateway
from gateway.booking_news import news_since
from gateway.bookings import Incoming, find_answer, settle
from gateway.desks import keep_desks
from gateway.publishing import renew
from gateway.slots import offered
from gateway.work_days import WorkDays
from kiosk.clock import HANOI
from kiosk.procedures.lookup_code import ENTROPY_BYTES, new
from kiosk.sync.booking import BookingAnswer, SignedAnswer, parse_request
from kiosk.sync.desks import Desk, Week
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.outcomes import (
    Answered,
    Conflict,
    News,
    NotThere,
    SameSlots,
    SlotsNow,
)
from kiosk.sync.protocol import decode, encode, problem
from kiosk.sync.slots import SignedSlots, SlotPage

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.outcomes import BookingDelivery, BookingInquiry
    from tests.sync.fake_gateway import KeySet

SCHEMA = [Path(gateway.__file__).with_name(name) for name in ("schema.sql", "schema_bookings.sql")]
ALL_DAY = ("07:30-11:30", "13:30-16:30")


def fresh_code() -> str:
    """A lookup code, as of a dossier that was sealed before."""
    return new(secrets.token_bytes(ENTROPY_BYTES))


def desk(code: str = "cong-an", capacity: int = 1, **changes: object) -> Desk:
    """A desk of the police, open from Monday to Saturday noon, every 20 minutes."""
    hours = Week(mon=ALL_DAY, tue=ALL_DAY, wed=ALL_DAY, thu=ALL_DAY, fri=ALL_DAY, sat=("07:30-11:30",))
    values: dict[str, object] = {
        "desk": code,
        "kind": "police",
        "name": "Công an phường",
        "place": "Tầng 1",
        "source": "made up",
        "checked_on": date(2026, 11, 24),
        "minutes": 20,
        "capacity": capacity,
        "hours": hours,
    }
    return Desk(**values | changes)  # type: ignore[arg-type]  # as written in a desk file


class FakeBookings:
    """Belongs to one thread; ``sign`` is the gateway's receipt key."""

    def __init__(self, keys: KeySet, clock: Clock, *desks: Desk) -> None:
        self._keys = keys
        self._clock = clock
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        for path in SCHEMA:
            self.connection.executescript(path.read_text("utf-8"))
        if desks:
            self.publish(*desks)

    def publish(self, *desks: Desk) -> None:
        keep_desks(self.connection, desks, self._clock.now().isoformat())
        renew(self.connection, self._clock.now().astimezone(HANOI).date(), WorkDays())

    def book(self, envelope: bytes) -> BookingDelivery:
        digest = hashlib.sha256(envelope).hexdigest()
        asked = parse_request(self._keys.open(envelope))
        held = settle(self.connection, Incoming(asked, digest, self._clock.now()), self.sign)
        if held.envelope_sha256 != digest:
            return Conflict(problem("conflict", 409, ""))
        return Answered(decode(held.answer, SignedAnswer), repeated=not held.fresh)

    def ask(self, request_id: str, envelope_sha256: str) -> BookingInquiry:
        held = find_answer(self.connection, request_id)
        if held is None:
            return NotThere()
        if held.envelope_sha256 != envelope_sha256:
            return Conflict(problem("conflict", 409, ""))
        return Answered(decode(held.answer, SignedAnswer), repeated=True)

    def news(self, cursor: str) -> News:
        page = news_since(self.connection, self._keys.device.device_id, int(cursor or "0"))
        return News(page.news, page.cursor, page.more)

    def slots(self, tag: str) -> SlotsNow | SameSlots:
        page = offered(self.connection, self._keys.device.device_id, self._keys.audience, self._clock.now())
        data = encode(self.sign_slots(page))
        now = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        return SameSlots() if tag == now else SlotsNow(data, now)

    def sign(self, answer: BookingAnswer) -> SignedAnswer:
        signature = encode_bytes(self._keys.receipt.sign(answer.signed_bytes()))
        return SignedAnswer(answer=answer, kid=self._keys.public.receipt[0].kid, signature=signature)

    def sign_slots(self, page: SlotPage) -> SignedSlots:
        signature = encode_bytes(self._keys.receipt.sign(page.signed_bytes()))
        return SignedSlots(page=page, kid=self._keys.public.receipt[0].kid, signature=signature)


def next_working_day(clock: Clock, ahead: int = 1) -> date:
    """The ``ahead``-th day from today on which desks are open all day."""
    days, day = WorkDays(), clock.now().astimezone(HANOI).date()
    while ahead:
        day += timedelta(days=1)
        ahead -= days.is_working_day(day)
    return day
