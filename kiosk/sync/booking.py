"""A booking as it travels: a request sealed to the gateway, and the gateway's signed answer. It names nobody."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical, parse_canonical
from kiosk.sync.desks import ProcedureCode, SlotTime, moment_of
from kiosk.sync.keys import Audience, DeviceId, GatewayKeys, KidText
from kiosk.sync.protocol import Cursor, Moment, Sha256, SubmissionId, Wire
from kiosk.sync.signed import is_signed

SIGNED_AS = b"motcham booking 1\n"
"""Goes before the canonical bytes, so that a signature made for something else never fits."""

MAX_BOOKING = 4 * 1024
"""The longest envelope of a request, in bytes."""
MAX_NEAREST = 5
MAX_NEWS = 50
MAX_TURN = 1000

Asked = Literal["book", "move", "cancel"]
LookupCode = Annotated[str, Meta(pattern=r"^[0-9A-Z-]{1,20}\Z")]
SlotOrNone = Annotated[str, Meta(pattern=r"^(20\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:00\+07:00)?\Z")]
Outcome = Literal[
    "confirmed",  # `slot` is theirs; `choice` says which of the two it was
    "moved",  # the same, and `was` is free again
    "no_room",  # neither choice can be had, `why`; what was booked before stays (`slot`); `nearest` are free
    "cancelled",  # nothing is booked any more; `was` is free again
    "withdrawn",  # the office can't keep it; `nearest` are free
    "refused",  # nothing was changed, `why`; what is booked is in `slot`
]
Why = Literal[
    "",
    "full",
    "past",  # it has begun before the request arrived
    "closed",  # the desk does not offer it (any more)
    "desk",  # there is no such desk for this kiosk
    "procedure",  # the desk does not do this procedure
    "none",  # nothing is booked under this code by this kiosk
    "already",  # there is a booking under this code: move it or cancel it
    "begun",  # too late to move or cancel
    "superseded",  # a later request under this code was answered before
]


class BookingRequest(Wire, frozen=True, kw_only=True):
    """What a kiosk asks for under a lookup code. ``turn`` counts the requests under one code, from 1.

    An older turn never undoes a later one, whatever the line does to their order.
    """

    v: Literal[1] = 1
    id: SubmissionId
    audience: Audience
    device: DeviceId
    lookup_code: LookupCode
    turn: Annotated[int, Meta(ge=1, le=MAX_TURN)]
    asked: Asked
    procedure: ProcedureCode
    desk: Annotated[str, Meta(pattern=r"^([a-z0-9][a-z0-9-]{0,31})?\Z")] = ""
    choices: Annotated[tuple[SlotTime, ...], Meta(max_length=2)] = ()
    made_at: Moment

    def faults(self) -> tuple[str, ...]:
        """Say what cannot be: no desk or no choice, a cancellation that chooses, a slot twice, a day that is none."""
        wants = self.asked != "cancel"
        return (
            *(("a cancellation chooses nothing",) if not wants and (self.desk or self.choices) else ()),
            *(("a desk and a first choice are needed",) if wants and not (self.desk and self.choices) else ()),
            *(("one slot twice",) if len(set(self.choices)) != len(self.choices) else ()),
            *(f"{slot} is no day" for slot in self.choices if not _is_a_moment(slot)),
        )


class BookingAnswer(Wire, frozen=True, kw_only=True):
    """What the gateway says of a booking; ``number`` rises, and of two answers under one code the higher holds.

    ``asked`` "office": nobody asked, the desk changed it; ``request`` is then the last one under this code.
    """

    v: Literal[1] = 1
    number: Annotated[int, Meta(ge=1, le=1 << 53)]
    audience: Audience
    device: DeviceId
    lookup_code: LookupCode
    request: SubmissionId
    request_sha256: Sha256
    asked: Literal["book", "move", "cancel", "office"]
    procedure: ProcedureCode
    at: Moment
    outcome: Outcome
    why: Why = ""
    desk: Annotated[str, Meta(max_length=32)] = ""
    name: Annotated[str, Meta(max_length=200)] = ""  # of the desk, for the slip
    place: Annotated[str, Meta(max_length=200)] = ""
    minutes: Annotated[int, Meta(ge=0, le=24 * 60)] = 0
    slot: SlotOrNone = ""
    choice: Annotated[int, Meta(ge=0, le=2)] = 0
    was: SlotOrNone = ""
    nearest: Annotated[tuple[SlotTime, ...], Meta(max_length=MAX_NEAREST)] = ()

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + canonical(msgspec.to_builtins(self))


class SignedAnswer(Wire, frozen=True, kw_only=True):
    """``201`` and ``200`` of ``PUT /v1/bookings/{id}``, and ``200`` of the GET."""

    answer: BookingAnswer
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]

    def holds(self, keys: GatewayKeys) -> bool:
        """Whether one of the pinned receipt keys made this signature, and for this audience."""
        return is_signed(keys, self.answer.audience, self.kid, self.signature, self.answer.signed_bytes())


class NewsPage(Wire, frozen=True, kw_only=True):
    """``GET /v1/bookings?cursor=``: every answer about this device's bookings, in order, what the office did too."""

    news: Annotated[tuple[SignedAnswer, ...], Meta(max_length=MAX_NEWS)]
    cursor: Cursor
    more: bool


def format_request(request: BookingRequest) -> bytes:
    """Write the body to seal. Raises ProtocolError when it would not be accepted by parse_request."""
    body = canonical(msgspec.to_builtins(request))
    parse_request(body)
    return body


def parse_request(body: bytes) -> BookingRequest:
    """Read an opened body. Raises ProtocolError when it is not canonical, not whole, or contradicts itself."""
    try:
        request = msgspec.convert(parse_canonical(body, MAX_BOOKING), BookingRequest)
    except msgspec.ValidationError as error:
        raise ProtocolError("not a booking request") from error
    faults = request.faults()
    if faults:
        raise ProtocolError("; ".join(faults))
    return request


def _is_a_moment(slot: str) -> bool:
    try:
        moment_of(slot)
    except ValueError:
        return False
    return True
