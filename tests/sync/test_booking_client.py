"""The client of bookings on a scripted line: nothing but a signed answer of one's own gateway is one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from kiosk.sync.answers import Answer, NoAnswer
from kiosk.sync.booking import MAX_BOOKING, BookingAnswer, NewsPage, SignedAnswer
from kiosk.sync.booking_client import BookingClient
from kiosk.sync.outcomes import (
    Answered,
    Conflict,
    InDoubt,
    ItemRefused,
    LineDown,
    News,
    NotThere,
    SameSlots,
    SlotsNow,
)
from kiosk.sync.protocol import encode, problem
from kiosk.sync.slots import DeskSlots, SlotPage
from tests.sync.fake_bookings import FakeBookings
from tests.sync.fake_gateway import KeySet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.clock import VirtualClock
    from kiosk.sync.protocol import ProblemKind

ID = "019aae00-1122-7a5b-8c3d-445566778899"
ENVELOPE = b"sealed"
DIGEST = hashlib.sha256(ENVELOPE).hexdigest()


@dataclass
class Script:
    """A line that gives one answer, whatever is asked."""

    answer: Answer | NoAnswer
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0

    def exchange(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer | NoAnswer:
        self.asked.append((method, path, dict(headers or {})))
        self.sent += len(body)
        return self.answer


def client(keys: KeySet, answer: Answer | NoAnswer) -> BookingClient:
    return BookingClient(Script(answer), keys.public, keys.device.device_id)


def signed(keys: KeySet, clock: VirtualClock, **changes: object) -> SignedAnswer:
    values: dict[str, object] = {
        "number": 7,
        "audience": "demo",
        "device": keys.device.device_id,
        "lookup_code": "K7F3-29QD-4M",
        "request": ID,
        "request_sha256": DIGEST,
        "asked": "book",
        "procedure": "3.000228",
        "at": "2026-11-25T08:42:00+07:00",
        "outcome": "confirmed",
        "slot": "2026-11-26T08:10:00+07:00",
        "choice": 1,
    }
    return FakeBookings(keys, clock).sign(BookingAnswer(**values | changes))  # type: ignore[arg-type]  # as above


def ok(body: bytes, status: int = 200) -> Answer:
    return Answer(status, {}, body)


def refused(kind: ProblemKind, status: int) -> Answer:
    return Answer(status, {}, encode(problem(kind, status, "")))


# --- asking


def test_an_answer_is_believed_when_it_is_signed_for_this_request(keys: KeySet, clock: VirtualClock) -> None:
    answer = signed(keys, clock)
    assert client(keys, ok(encode(answer), 201)).book(ID, ENVELOPE) == Answered(answer, repeated=False)
    assert client(keys, ok(encode(answer))).book(ID, ENVELOPE) == Answered(answer, repeated=True)
    assert client(keys, ok(encode(answer))).ask(ID, DIGEST) == Answered(answer, repeated=True)


@pytest.mark.parametrize(
    "changes",
    [{"device": "somebody"}, {"request": ID.replace("9", "8")}, {"audience": "production"}],
    ids=str,
)
def test_an_answer_for_another_is_none(keys: KeySet, clock: VirtualClock, changes: dict[str, object]) -> None:
    body = encode(signed(keys, clock, **changes))
    assert client(keys, ok(body)).book(ID, ENVELOPE) == InDoubt("unproven")
    assert client(keys, ok(body)).ask(ID, DIGEST) == LineDown("unproven")


def test_an_answer_to_other_bytes_is_a_doubt_or_a_conflict(keys: KeySet, clock: VirtualClock) -> None:
    body = encode(signed(keys, clock, request_sha256="0" * 64))
    assert client(keys, ok(body)).book(ID, ENVELOPE) == InDoubt("unproven")
    assert isinstance(client(keys, ok(body)).ask(ID, DIGEST), Conflict)


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b"[]" * 100])
def test_what_is_no_answer_proves_nothing(keys: KeySet, body: bytes) -> None:
    assert client(keys, ok(body)).book(ID, ENVELOPE) == InDoubt("unproven")
    assert client(keys, ok(body)).ask(ID, DIGEST) == LineDown("unproven")
    assert client(keys, ok(body)).pull("") == LineDown("unproven")
    assert client(keys, ok(body)).slots("") == LineDown("unproven")


def test_a_changed_answer_proves_nothing(keys: KeySet, clock: VirtualClock) -> None:
    body = encode(signed(keys, clock)).replace(b"T08:10", b"T09:10")
    assert client(keys, ok(body)).book(ID, ENVELOPE) == InDoubt("unproven")
    cut = encode(signed(keys, clock)).replace(b'"signature":"', b'"signature":"!')[:-3] + b'"}'
    assert client(keys, ok(cut)).ask(ID, DIGEST) == LineDown("unproven")


def test_refusals_are_the_items_and_silence_is_the_lines(keys: KeySet) -> None:
    assert isinstance(client(keys, refused("conflict", 409)).book(ID, ENVELOPE), Conflict)
    assert isinstance(client(keys, refused("envelope", 422)).book(ID, ENVELOPE), ItemRefused)
    assert client(keys, NoAnswer("timeout", sent=True, retry_after=3)).book(ID, ENVELOPE) == InDoubt("timeout", 3)
    assert client(keys, NoAnswer("refused")).book(ID, ENVELOPE) == LineDown("refused")
    assert client(keys, Answer(302, {}, b"")).book(ID, ENVELOPE) == LineDown("captive")
    large = client(keys, NoAnswer("refused")).book(ID, b"x" * (MAX_BOOKING + 1))
    assert isinstance(large, ItemRefused)
    assert client(keys, refused("not-found", 404)).ask(ID, DIGEST) == NotThere()
    assert isinstance(client(keys, refused("malformed", 404)).ask(ID, DIGEST), ItemRefused)
    assert client(keys, NoAnswer("server", retry_after=9)).ask(ID, DIGEST) == LineDown("server", 9)
    assert client(keys, Answer(302, {}, b"")).ask(ID, DIGEST) == LineDown("captive")


# --- news and times


def test_news_are_believed_whole_or_not_at_all(keys: KeySet, clock: VirtualClock) -> None:
    first, second = signed(keys, clock), signed(keys, clock, number=8, outcome="cancelled", slot="")
    page = NewsPage(news=(first, second), cursor="8", more=True)
    assert client(keys, ok(encode(page))).pull("") == News((first, second), "8", more=True)
    foreign = signed(KeySet("demo"), clock)
    mixed = NewsPage(news=(first, foreign), cursor="9", more=False)
    assert client(keys, ok(encode(mixed))).pull("") == LineDown("unproven")
    assert client(keys, NoAnswer("offline")).pull("") == LineDown("offline")
    assert isinstance(client(keys, refused("malformed", 400)).pull("x"), ItemRefused)
    assert client(keys, Answer(302, {}, b"")).pull("") == LineDown("captive")


def test_times_are_believed_when_signed_and_the_tag_is_asked_with(keys: KeySet, clock: VirtualClock) -> None:
    desk = DeskSlots(desk="a", kind="police", name="n", place="p", minutes=20, lead_minutes=0)
    page = encode(FakeBookings(keys, clock).sign_slots(SlotPage(audience="demo", desks=(desk,))))
    found = client(keys, ok(page)).slots("")
    assert found == SlotsNow(page, f'"{hashlib.sha256(page).hexdigest()[:16]}"')
    script = Script(Answer(304, {}, b""))
    assert BookingClient(script, keys.public, keys.device.device_id).slots('"aa"') == SameSlots()
    assert script.asked == [("GET", "/v1/slots", {"If-None-Match": '"aa"'})]
    assert client(keys, Answer(304, {}, b"")).slots("") == LineDown("captive")  # nobody asked with a tag
    twice = encode(FakeBookings(keys, clock).sign_slots(SlotPage(audience="demo", desks=(desk, desk))))
    assert client(keys, ok(twice)).slots("") == LineDown("unproven")
    foreign = encode(FakeBookings(KeySet("demo"), clock).sign_slots(SlotPage(audience="demo")))
    assert client(keys, ok(foreign)).slots("") == LineDown("unproven")
    assert client(keys, NoAnswer("timeout")).slots("") == LineDown("timeout")
    assert isinstance(client(keys, refused("not-found", 404)).slots(""), ItemRefused)
