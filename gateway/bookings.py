"""Bookings: each request is answered once, for good, and no place is given twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from gateway.booking_news import UNNUMBERED, Sign, tell
from gateway.database import Connection
from gateway.desks import find_desk
from gateway.slots import Slot, at_text, find_slot, get_slot, nearest
from kiosk.sync.booking import MAX_NEAREST, BookingAnswer, BookingRequest, Outcome, Why
from kiosk.sync.desks import Desk


@dataclass(frozen=True)
class Incoming:
    """A request that was opened and found whole."""

    request: BookingRequest
    envelope_sha256: str
    at: datetime


@dataclass(frozen=True)
class HeldAnswer:
    """What was answered to a request: the signed bytes, and the hash of the envelope they answer."""

    answer: bytes
    device_id: str
    envelope_sha256: str
    fresh: bool = False


@dataclass(frozen=True)
class Live:
    """A booking that stands."""

    number: int
    slot: Slot


@dataclass(frozen=True)
class Verdict:
    """What becomes of a request; ``slot`` is booked after it."""

    outcome: Outcome
    why: Why = ""
    slot: Slot | None = None
    choice: int = 0
    was: str = ""
    nearest: tuple[str, ...] = ()


def find_answer(connection: Connection, request_id: str) -> HeldAnswer | None:
    query = "SELECT answer, device_id, envelope_sha256 FROM booking_request WHERE id = ?"
    row = connection.execute(query, (request_id,)).fetchone()
    return None if row is None else HeldAnswer(row[0], row[1], row[2])


def settle(connection: Connection, incoming: Incoming, sign: Sign) -> HeldAnswer:
    """Do what is asked and keep the answer, in the caller's transaction. What was answered already stays."""
    request = incoming.request
    held = find_answer(connection, request.id)
    if held is not None:
        return held
    verdict = _judge(connection, request, incoming.at)
    answer = tell(connection, _answer(connection, verdict, incoming), sign)
    connection.execute(
        "INSERT INTO booking_request VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(request.id, request.device, request.lookup_code, request.turn, request.asked),
            *(incoming.envelope_sha256, at_text(incoming.at), answer),
        ),
    )
    return HeldAnswer(answer, request.device, incoming.envelope_sha256, fresh=True)


def _answer(connection: Connection, verdict: Verdict, incoming: Incoming) -> BookingAnswer:
    request = incoming.request
    code = verdict.slot.desk if verdict.slot else request.desk
    desk = find_desk(connection, code) if code else None
    shown = desk if desk is not None and desk.is_for(request.device) else None
    return BookingAnswer(
        number=UNNUMBERED,
        audience=request.audience,
        device=request.device,
        lookup_code=request.lookup_code,
        request=request.id,
        request_sha256=incoming.envelope_sha256,
        asked=request.asked,
        procedure=request.procedure,
        at=at_text(incoming.at),
        outcome=verdict.outcome,
        why=verdict.why,
        desk=shown.desk if shown else "",
        name=shown.name if shown else "",
        place=shown.place if shown else "",
        minutes=verdict.slot.minutes if verdict.slot else 0,
        slot=verdict.slot.starts_at if verdict.slot else "",
        choice=verdict.choice,
        was=verdict.was,
        nearest=verdict.nearest,
    )


def _judge(connection: Connection, request: BookingRequest, now: datetime) -> Verdict:
    live = _live(connection, request, now)
    slot = live.slot if live else None
    if request.turn <= _last_turn(connection, request):
        return Verdict("refused", "superseded", slot)
    if live is None:
        return _judge_anew(connection, request, now)
    match request.asked:
        case "book":
            return _same_again(request, live) or Verdict("refused", "already", slot)
        case "move":
            return _begun(live, now) or _choose(connection, request, live, now)
        case "cancel":
            return _begun(live, now) or _cancel(connection, request, live, now)
        case _:
            assert_never(request.asked)


def _judge_anew(connection: Connection, request: BookingRequest, now: datetime) -> Verdict:
    """Nothing is booked. Who asked before and had no room asks for another time: that is a booking too."""
    if request.asked == "cancel":
        return _gone(connection, request)
    if request.asked == "move" and not _has_booked(connection, request):
        return Verdict("refused", "none")
    return _choose(connection, request, None, now)


def _same_again(request: BookingRequest, live: Live) -> Verdict | None:
    """Asked for what is booked, under another id: a kiosk that forgot."""
    if request.desk != live.slot.desk or live.slot.starts_at not in request.choices:
        return None
    return Verdict("confirmed", "", live.slot, request.choices.index(live.slot.starts_at) + 1)


def _begun(live: Live, now: datetime) -> Verdict | None:
    return Verdict("refused", "begun", live.slot) if live.slot.starts_at <= at_text(now) else None


def _choose(connection: Connection, request: BookingRequest, live: Live | None, now: datetime) -> Verdict:
    """The first choice that can be had, else the second, else what is near."""
    kept = live.slot if live else None
    desk = find_desk(connection, request.desk)
    if desk is None or not desk.is_for(request.device):
        return Verdict("refused", "desk", kept)
    if not desk.serves(request.procedure):
        return Verdict("refused", "procedure", kept)
    reasons: list[Why] = []
    for choice, wanted in enumerate(request.choices, start=1):
        if kept is not None and (kept.desk, kept.starts_at) == (desk.desk, wanted):
            return Verdict("confirmed", slot=kept, choice=choice)
        slot = _available(connection, desk, wanted, now)
        if isinstance(slot, Slot):
            _take(connection, request, live, slot, now)
            return Verdict("moved" if kept else "confirmed", "", slot, choice, kept.starts_at if kept else "")
        reasons.append(slot)
    return Verdict(
        "no_room",
        "full" if "full" in reasons else reasons[0],
        kept,
        nearest=nearest(connection, desk, request.choices[0], now, MAX_NEAREST),
    )


def _available(
    connection: Connection, desk: Desk, wanted: str, now: datetime
) -> Slot | Literal["past", "closed", "full"]:
    """A slot that has begun is past, whether or not it was ever offered. The lead time binds the offer, not this."""
    if wanted <= at_text(now):
        return "past"
    slot = find_slot(connection, desk.desk, wanted)
    if slot is None or not slot.is_open:
        return "closed"
    return slot if slot.free > 0 else "full"


def _take(connection: Connection, request: BookingRequest, live: Live | None, slot: Slot, now: datetime) -> None:
    """Give the lowest place that is free; the unique index would refuse one that is not."""
    rows = connection.execute("SELECT place FROM booking WHERE slot = ? AND state = 'booked'", (slot.number,))
    taken = {row[0] for row in rows}
    place = next(place for place in range(1, slot.capacity + 1) if place not in taken)
    if live is not None:
        connection.execute(
            "UPDATE booking SET slot = ?, place = ?, procedure = ?, request = ?, changed_at = ? WHERE number = ?",
            (slot.number, place, request.procedure, request.id, at_text(now), live.number),
        )
        return
    connection.execute(
        "INSERT INTO booking (device_id, lookup_code, procedure, slot, place, state, request, changed_at)"
        " VALUES (?, ?, ?, ?, ?, 'booked', ?, ?)",
        (request.device, request.lookup_code, request.procedure, slot.number, place, request.id, at_text(now)),
    )


def _cancel(connection: Connection, request: BookingRequest, live: Live, now: datetime) -> Verdict:
    connection.execute(
        "UPDATE booking SET state = 'cancelled', request = ?, changed_at = ? WHERE number = ?",
        (request.id, at_text(now), live.number),
    )
    return Verdict("cancelled", was=live.slot.starts_at)


def _gone(connection: Connection, request: BookingRequest) -> Verdict:
    """Nothing is booked: cancelled before is cancelled, and else there is nothing to cancel."""
    row = connection.execute(
        "SELECT state, slot FROM booking WHERE device_id = ? AND lookup_code = ? ORDER BY number DESC LIMIT 1",
        (request.device, request.lookup_code),
    ).fetchone()
    if row is None or row[0] not in {"cancelled", "withdrawn"}:
        return Verdict("refused", "none")
    return Verdict("cancelled", was=get_slot(connection, row[1]).starts_at)


def _live(connection: Connection, request: BookingRequest, now: datetime) -> Live | None:
    """The booking under the request's code and device; one whose time is over stands no more."""
    row = connection.execute(
        "SELECT number, slot FROM booking WHERE device_id = ? AND lookup_code = ? AND state = 'booked'",
        (request.device, request.lookup_code),
    ).fetchone()
    if row is None:
        return None
    live = Live(row[0], get_slot(connection, row[1]))
    if live.slot.ends_at > now:
        return live
    connection.execute("UPDATE booking SET state = 'over' WHERE number = ?", (live.number,))
    return None


def _has_booked(connection: Connection, request: BookingRequest) -> bool:
    query = "SELECT 1 FROM booking_request WHERE device_id = ? AND lookup_code = ? AND asked = 'book'"
    return connection.execute(query, (request.device, request.lookup_code)).fetchone() is not None


def _last_turn(connection: Connection, request: BookingRequest) -> int:
    query = "SELECT coalesce(max(turn), 0) FROM booking_request WHERE device_id = ? AND lookup_code = ?"
    return int(connection.execute(query, (request.device, request.lookup_code)).fetchone()[0])
