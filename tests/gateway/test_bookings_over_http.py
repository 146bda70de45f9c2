"""Bookings over real HTTP: answered once, proven, told again; and what no kiosk of ours would send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.clock import VirtualClock
from kiosk.sync.booking import MAX_BOOKING, BookingRequest
from kiosk.sync.canonical import canonical
from kiosk.sync.envelope import Header, seal
from kiosk.sync.keys import new_device_key
from kiosk.sync.outcomes import Answered, Conflict, InDoubt, ItemRefused, LineDown, News, NotThere, SameSlots, SlotsNow
from kiosk.sync.protocol import ENVELOPE_TYPE
from kiosk.sync.slots import MAX_SLOTS, read_signed_slots
from tests.gateway.booked import add_desks, at, desk, sealed
from tests.gateway.by_hand import call, head_of, send, send_raw, signature
from tests.gateway.running import IDS, Running
from tests.sync.fake_gateway import KeySet

TYPED = {"Content-Type": ENVELOPE_TYPE}
SECRET = "Nguyễn Thị Minh An"


@pytest.fixture
def office(live: Running) -> Iterator[Running]:
    """A gateway with one desk; whatever a test does, afterwards a booking is answered."""
    add_desks(live.site, desk(capacity=3))
    yield live
    request_id, envelope = sealed(live.site, at("08:10", 9), code=f"K{IDS.new()[-10:].upper()}")
    assert call(live, "PUT", f"/v1/bookings/{request_id}", envelope, TYPED).status == 201


def codes() -> Iterator[str]:
    while True:
        yield f"K{IDS.new()[-12:].upper()}"


CODES = codes()


def outcome(result: object) -> tuple[str, str, str]:
    assert isinstance(result, Answered), result
    return result.answer.answer.outcome, result.answer.answer.why, result.answer.answer.slot


# --- the straight way


def test_a_booking_is_answered_once_and_proven(office: Running) -> None:
    client, code = office.client(), next(CODES)
    request_id, envelope = sealed(office.site, at("08:10"), code=code)
    assert client.ask_booking(request_id, sha256(envelope).hexdigest()) == NotThere()
    first = client.book(request_id, envelope)
    assert outcome(first) == ("confirmed", "", at("08:10"))
    assert isinstance(first, Answered)
    assert (first.repeated, first.answer.holds(office.site.keys)) == (False, True)
    again = client.book(request_id, envelope)
    assert (
        again == client.ask_booking(request_id, sha256(envelope).hexdigest()) == Answered(first.answer, repeated=True)
    )
    news = client.pull_bookings("")
    assert isinstance(news, News)
    assert news.answers[-1] == first.answer
    assert client.pull_bookings(news.cursor) == News((), news.cursor, more=False)


def test_other_bytes_under_an_id_are_a_conflict(office: Running) -> None:
    client = office.client()
    request_id, envelope = sealed(office.site, at("08:30"), code=next(CODES))
    _, other = sealed(office.site, at("08:50"), code=next(CODES), request_id=request_id)
    assert isinstance(client.book(request_id, envelope), Answered)
    assert isinstance(client.book(request_id, other), Conflict)
    assert isinstance(client.ask_booking(request_id, sha256(other).hexdigest()), Conflict)


def test_slots_come_once_and_then_only_when_they_change(office: Running) -> None:
    client = office.client()
    first = client.slots("")
    assert isinstance(first, SlotsNow)
    assert len(first.body) < MAX_SLOTS
    (offered,) = read_signed_slots(first.body).page.desks
    assert (offered.desk, offered.kind, offered.minutes) == ("cong-an", "police", 20)
    assert client.slots(first.tag) == SameSlots()
    request_id, envelope = sealed(office.site, at("10:10", 3), code=next(CODES))
    client.book(request_id, envelope)
    second = client.slots(first.tag)
    assert isinstance(second, SlotsNow)
    now, before = (
        {
            (day.day, time): free
            for one in read_signed_slots(page.body).page.desks
            for day in one.days
            for time, free in day.free.items()
        }
        for page in (second, first)
    )
    assert [key for key in before if before[key] != now.get(key)] == [
        next(key for key in before if f"{key[0]}T{key[1]}" == at("10:10", 3)[:16])
    ]
    assert call(office, "GET", "/v1/slots", headers={"If-None-Match": f"W/{second.tag}, {second.tag}"}).status == 304


def test_the_whole_life_of_a_booking(office: Running) -> None:
    client, code = office.client(), next(CODES)

    def give(asked: str, turn: int, *choices: str) -> tuple[str, str, str]:
        match asked:
            case "book":
                made = sealed(office.site, *choices, code=code, turn=turn)
            case "move":
                made = sealed(office.site, *choices, code=code, asked="move", turn=turn)
            case _:
                made = sealed(office.site, code=code, asked="cancel", turn=turn)
        return outcome(client.book(*made))

    assert give("book", 1, at("14:10")) == ("confirmed", "", at("14:10"))
    assert give("move", 2, at("14:30"), at("14:50")) == ("moved", "", at("14:30"))
    assert give("cancel", 3) == ("cancelled", "", "")
    assert give("cancel", 4) == ("cancelled", "", "")
    assert give("book", 5, "2020-01-02T08:00:00+07:00") == ("no_room", "past", "")
    assert give("move", 6, at("15:10")) == ("confirmed", "", at("15:10"))


# --- what is not signed by whom it should be


def test_a_device_that_is_not_known_books_nothing_and_sees_nothing(office: Running) -> None:
    stranger = office.client(device=new_device_key("demo"))
    assert stranger.slots("") == LineDown("auth")
    assert stranger.pull_bookings("") == LineDown("auth")
    assert stranger.book(*sealed(office.site, at("08:10"), code=next(CODES))) == LineDown("auth")
    assert send(office, "GET", "/v1/slots").status == 401


def test_another_kiosk_can_carry_a_request_and_learns_nothing_by_asking(office: Running) -> None:
    other = new_device_key("demo")
    office.site.register(other)
    request_id, envelope = sealed(office.site, at("15:30"), code=next(CODES))
    owner, carrier = office.client(), office.client(device=other)
    assert carrier.book(request_id, envelope) == InDoubt("unproven")  # the answer is to the one who sealed
    assert carrier.ask_booking(request_id, sha256(envelope).hexdigest()) == NotThere()
    assert isinstance(owner.ask_booking(request_id, sha256(envelope).hexdigest()), Answered)
    news = carrier.pull_bookings("")
    assert news == News((), "", more=False)


def test_another_kiosks_booking_cannot_be_cancelled_by_its_code(office: Running) -> None:
    other, code = new_device_key("demo"), next(CODES)
    office.site.register(other)
    office.client().book(*sealed(office.site, at("15:50"), code=code))
    request_id, envelope = sealed(office.site, code=code, asked="cancel", device=other, turn=7)
    assert outcome(office.client(device=other).book(request_id, envelope)) == ("refused", "none", "")


def test_answers_of_another_gateway_are_not_believed(office: Running) -> None:
    strange = office.client(keys=KeySet("demo").public)
    request_id, envelope = sealed(office.site, at("08:50"), code=next(CODES))
    assert strange.book(request_id, envelope) == InDoubt("unproven")
    assert strange.ask_booking(request_id, sha256(envelope).hexdigest()) == LineDown("unproven")
    assert strange.pull_bookings("") == LineDown("unproven")
    assert strange.slots("") == LineDown("unproven")


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
def test_a_kiosk_whose_clock_is_wrong_books_all_the_same(
    office: Running, tmp_path_factory: pytest.TempPathFactory, days: int
) -> None:
    clock = VirtualClock(tmp_path_factory.mktemp("clock") / "clock")
    clock.shift_wall(timedelta(days=days))
    client = office.client(clock=clock)
    assert outcome(client.book(*sealed(office.site, at("09:30"), code=next(CODES))))[0] in {"confirmed", "no_room"}


# --- what is not a request


def body(office: Running, **changes: object) -> bytes:
    """A request's body with some fields changed, canonical and unchecked."""
    fields: dict[str, object] = {
        "v": 1,
        "id": IDS.new(),
        "audience": "demo",
        "device": office.site.device.device_id,
        "lookup_code": "K7F3-29QD-4M",
        "turn": 1,
        "asked": "book",
        "procedure": "3.000228",
        "desk": "cong-an",
        "choices": [at("08:10")],
        "made_at": "2026-11-25T08:42:00+07:00",
    }
    return canonical({key: value for key, value in (fields | changes).items() if value is not None})


def put(office: Running, contents: bytes, *, request_id: str = "", part: str = "booking") -> tuple[int, str]:
    request_id = request_id or json.loads(contents)["id"]
    device = office.site.device
    header = Header(request_id, "booking", "demo", device.device_id)
    if part != "booking":
        header = Header(request_id, "submission", "demo", device.device_id)
    envelope = seal(contents, header, office.site.keys.recipients, device)
    reply = call(office, "PUT", f"/v1/bookings/{request_id}", envelope, TYPED)
    return reply.status, reply.problem


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"name": SECRET},
        {"lookup_code": SECRET},
        {"lookup_code": ""},
        {"turn": 0},
        {"turn": 1001},
        {"turn": "1"},
        {"asked": "steal"},
        {"desk": "../../etc"},
        {"desk": ""},
        {"choices": []},
        {"choices": None},
        {"choices": ["2026-11-26T08:10:00+07:00"] * 2},
        {"choices": ["2026-11-26T08:10:00+07:00"] * 3},
        {"choices": ["2026-11-26T08:10:00Z"]},
        {"choices": ["2026-02-31T08:10:00+07:00"]},
        {"choices": ["2026-13-01T08:10:00+07:00"]},
        {"choices": ["2026-11-26T24:10:00+07:00"]},
        {"choices": ["0001-01-01T00:10:00+07:00"]},
        {"choices": ["9999-12-31T23:50:00+07:00"]},
        {"choices": [1]},
        {"asked": "cancel"},
        {"asked": "cancel", "choices": []},
        {"audience": "production"},
        {"device": "0" * 16},
        {"id": "019aae00-1122-7a5b-8c3d-445566778899"},
        {"procedure": "1" * 33},
        {"made_at": "yesterday"},
    ],
    ids=str,
)
def test_what_is_no_request_is_refused(office: Running, changes: dict[str, object]) -> None:
    contents = body(office, **changes)
    request_id = IDS.new() if "id" in changes else ""
    assert put(office, contents, request_id=request_id) == (422, "envelope")


def test_a_dossier_is_no_request(office: Running) -> None:
    assert put(office, body(office), part="submission") == (422, "envelope")


def test_any_desk_and_any_time_have_an_honest_answer(office: Running) -> None:
    client = office.client()
    for choices, place, expected in (
        ((at("12:00"),), "cong-an", ("no_room", "closed", "")),
        (("2099-12-31T08:10:00+07:00",), "cong-an", ("no_room", "closed", "")),
        (("2000-01-01T08:10:00+07:00",), "cong-an", ("no_room", "past", "")),
        ((at("08:10"),), "nowhere", ("refused", "desk", "")),
    ):
        assert outcome(client.book(*sealed(office.site, *choices, code=next(CODES), at_desk=place))) == expected


def test_sizes_types_and_ids_are_limited(office: Running) -> None:
    request_id, envelope = sealed(office.site, at("08:10"), code=next(CODES))
    target = f"/v1/bookings/{request_id}"
    for headers in ({}, {"Content-Type": "application/json"}):
        reply = call(office, "PUT", target, envelope, headers)
        assert (reply.status, reply.problem) == (415, "wrong-type")
    length = {"Content-Length": str(MAX_BOOKING + 1)}
    announced = head_of("PUT", target, signature(office, "PUT", target) | TYPED | length)
    assert b" 413 " in send_raw(office, announced).split(b"\r\n")[0]
    for bad in ("x", IDS.new().upper(), "019aae00-1122-4a5b-8c3d-445566778899", "a" * 3000):
        assert call(office, "PUT", f"/v1/bookings/{bad}", envelope, TYPED).problem in {"malformed", "not-found"}
    assert call(office, "PUT", f"/v1/bookings/{IDS.new()}", envelope, TYPED).problem == "envelope"
    for cursor in ("x", "-1", "1" * 19):
        assert call(office, "GET", f"/v1/bookings?cursor={cursor}").problem == "malformed"
    assert call(office, "GET", "/v1/slots", headers={"If-None-Match": "x" * 1000}).status == 400
    assert isinstance(office.client().book(request_id, b"x" * (MAX_BOOKING + 1)), ItemRefused)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_envelope_is_refused(office: Running, data: st.DataObject) -> None:
    request_id, envelope = sealed(office.site, at("08:10"), code="KDAMAGED")
    changed = bytearray(envelope)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    reply = call(office, "PUT", f"/v1/bookings/{request_id}", bytes(changed), TYPED)
    assert (reply.status, reply.problem) == (422, "envelope")


def test_a_request_says_what_it_is(office: Running) -> None:
    made = BookingRequest(**json.loads(body(office)) | {"choices": (at("08:10"),)})
    assert made.faults() == ()
    assert replace(made, asked="cancel").faults() == ("a cancellation chooses nothing",)


def test_openapi_tells_of_the_calls(office: Running) -> None:
    told = json.loads(send(office, "GET", "/v1/openapi.json").body)
    paths = told["paths"]
    assert {"put", "get"} <= set(paths["/v1/bookings/{request_id}"])
    assert {"/v1/bookings", "/v1/slots"} <= set(paths)
