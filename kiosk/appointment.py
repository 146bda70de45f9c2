"""Where an appointment stands: a value that follows from what was asked for here and what the gateway answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiosk.sync.booking import BookingAnswer, SignedAnswer, Why
from kiosk.sync.desks import moment_of
from kiosk.sync.protocol import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from offline_cache.bookings import Asked, BookingsView, KeptAnswer, Request

How = Literal["waiting", "in_doubt", "needs_human"]
"""How far a request came that has no answer yet: on the line, sent and the answer lost, or with a human."""


@dataclass(frozen=True)
class Visit:
    """When to be where."""

    starts_at: datetime
    minutes: int
    desk: str
    name: str
    place: str


@dataclass(frozen=True)
class Waiting:
    """A request that the gateway has not answered: nothing of it is promised. ``first`` is None in a cancellation."""

    asked: Asked
    since: datetime
    how: How
    first: Visit | None = None
    second: Visit | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether all that was asked for has begun: it cannot be had any more."""
        visits = [visit for visit in (self.first, self.second) if visit is not None]
        return bool(visits) and all(visit.starts_at <= now for visit in visits)


@dataclass(frozen=True)
class Requested:
    """Asked for, and nothing answered yet."""

    waiting: Waiting


@dataclass(frozen=True)
class Confirmed:
    """The office keeps this time. ``second_choice``: the first had no room."""

    visit: Visit
    second_choice: bool = False


@dataclass(frozen=True)
class Moved:
    """The same, instead of ``was``."""

    visit: Visit
    was: datetime
    second_choice: bool = False


@dataclass(frozen=True)
class NotBooked:
    """Neither choice could be had; ``nearest`` were free then, at the ``desk`` asked for. ``kept`` still stands."""

    why: Why
    nearest: tuple[datetime, ...]
    kept: Visit | None = None
    desk: str = ""


@dataclass(frozen=True)
class Cancelled:
    """Nothing is booked any more. ``by`` "withdrawn": the office cannot keep the time, ``nearest`` are free instead.

    ``desk`` is theirs.
    """

    was: datetime | None
    by: Literal["resident", "office", "withdrawn"]
    nearest: tuple[datetime, ...] = ()
    desk: str = ""


@dataclass(frozen=True)
class NotDone:
    """The gateway changed nothing, ``why``; ``kept`` still stands."""

    asked: str
    why: Why
    kept: Visit | None = None


Standing: TypeAlias = Requested | Confirmed | Moved | NotBooked | Cancelled | NotDone


@dataclass(frozen=True)
class Appointment:
    """``standing`` is the gateway's last word, or that there is none. ``waiting`` asks for a change of it."""

    lookup_code: str
    procedure: str
    standing: Standing
    waiting: Waiting | None = None

    @property
    def visit(self) -> Visit | None:
        """What the office keeps; None when it keeps nothing."""
        match self.standing:
            case Confirmed(visit=visit) | Moved(visit=visit):
                return visit
            case NotBooked(kept=kept) | NotDone(kept=kept):
                return kept
            case _:
                return None

    @property
    def last_asked(self) -> Waiting | None:
        """The request without an answer, whether or not something stands."""
        return self.standing.waiting if isinstance(self.standing, Requested) else self.waiting

    def stands(self, now: datetime) -> bool:
        """Whether the office keeps a time that is not over."""
        return self.visit is not None and self.visit.starts_at + timedelta(minutes=self.visit.minutes) > now

    def may_change(self, now: datetime) -> bool:
        """Whether it makes sense to offer moving or cancelling: something is asked for or stands, and has not begun."""
        if self.visit is not None:
            return self.visit.starts_at > now
        return self.last_asked is not None and self.last_asked.asked != "cancel"


def find_appointment(bookings: BookingsView, lookup_code: str) -> Appointment | None:
    """Where the appointment under a code stands; for any thread that has the store or a reader of it."""
    return appointment_of(bookings.requests(lookup_code), bookings.answers(lookup_code))


def appointment_of(requests: Sequence[Request], answers: Sequence[KeptAnswer]) -> Appointment | None:
    """Put together the requests under one code, in order, and the verified answers; None when nothing was asked."""
    if not requests:
        return None
    last = requests[-1]
    heard = [decode(kept.body, SignedAnswer).answer for kept in answers]
    answered = {answer.request for answer in heard}
    telling = [answer for answer in heard if answer.why != "superseded"]  # that changed nothing
    open_request = None if last.item.id in answered else _waiting(last)
    code, procedure = last.item.lookup_code, last.item.procedure
    if not telling:
        return Appointment(code, procedure, Requested(_waiting(last)))
    newest = max(telling, key=lambda answer: answer.number)
    asked = next((request.wanted.desk for request in requests if request.item.id == newest.request), "")
    return Appointment(code, procedure, _standing(newest, asked), open_request)


def _standing(answer: BookingAnswer, asked_desk: str) -> Standing:
    visit = _visit(answer)
    nearest = tuple(map(moment_of, answer.nearest))
    was = moment_of(answer.was) if answer.was else None
    match answer.outcome:
        case "moved" if visit is not None and was is not None:
            return Moved(visit, was, answer.choice > 1)
        case "confirmed" | "moved" if visit is not None:
            return Confirmed(visit, answer.choice > 1)
        case "refused" if visit is not None and answer.why == "already":
            return Confirmed(visit)
        case "no_room":
            return NotBooked(answer.why, nearest, visit, asked_desk)
        case "cancelled":
            return Cancelled(was, "office" if answer.asked == "office" else "resident", nearest, answer.desk)
        case "withdrawn":
            return Cancelled(was, "withdrawn", nearest, answer.desk)
        case _:
            return NotDone(answer.asked, answer.why, visit)


def _visit(answer: BookingAnswer) -> Visit | None:
    if not answer.slot:
        return None
    return Visit(moment_of(answer.slot), answer.minutes, answer.desk, answer.name, answer.place)


def _waiting(request: Request) -> Waiting:
    wanted, item = request.wanted, request.item
    visits = [Visit(moment_of(slot), wanted.minutes, wanted.desk, wanted.name, wanted.place) for slot in wanted.choices]
    first, second = (*visits, None, None)[:2]
    how: How = "waiting"
    if item.state == "needs_human":
        how = "needs_human"
    elif item.state == "in_doubt" or item.in_flight:
        how = "in_doubt"
    return Waiting(wanted.asked, item.sealed_at, how, first, second)
