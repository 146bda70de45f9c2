"""Free times as the gateway publishes them: per desk and day, signed, small enough for a weak line."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical
from kiosk.sync.desks import MAX_A_DAY, MAX_AHEAD_DAYS, MAX_DESKS, DeskCode, DeskKind, ProcedureCode, Words
from kiosk.sync.keys import Audience, GatewayKeys, KidText
from kiosk.sync.protocol import Wire, decode
from kiosk.sync.signed import is_signed

SIGNED_AS = b"motcham slots 1\n"
"""Goes before the canonical bytes, so that a signature made for something else never fits."""

MAX_SLOTS = 512 * 1024
MOST_TOLD = 9
"""More free places than this are told as this many: it changes nothing for who chooses."""

TimeOfDay = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d\Z")]
Free = Annotated[int, Meta(ge=0, le=MOST_TOLD)]
Tag = Annotated[str, Meta(pattern=r'^"[0-9a-f]{16}"\Z')]
"""The ETag of a page; quotes included, as HTTP has it."""


class DaySlots(Wire, frozen=True, kw_only=True):
    """The times of a day at which slots begin, and how many places each has left; 0 is full."""

    day: date
    free: Annotated[dict[TimeOfDay, Free], Meta(min_length=1, max_length=MAX_A_DAY)]


class DeskSlots(Wire, frozen=True, kw_only=True):
    """What one desk offers; ``procedures`` empty is any."""

    desk: DeskCode
    kind: DeskKind
    name: Words
    place: Words
    minutes: Annotated[int, Meta(ge=1, le=24 * 60)]
    lead_minutes: Annotated[int, Meta(ge=0, le=7 * 24 * 60)]
    procedures: Annotated[tuple[ProcedureCode, ...], Meta(max_length=200)] = ()
    days: Annotated[tuple[DaySlots, ...], Meta(max_length=MAX_AHEAD_DAYS + 1)] = ()

    def serves(self, procedure: str) -> bool:
        return not self.procedures or procedure in self.procedures


class SlotPage(Wire, frozen=True, kw_only=True):
    """``GET /v1/slots``: what a device is offered. It tells no time, so the same offer has the same bytes and tag."""

    v: Literal[1] = 1
    audience: Audience
    desks: Annotated[tuple[DeskSlots, ...], Meta(max_length=MAX_DESKS)] = ()

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + canonical(msgspec.to_builtins(self))


class SignedSlots(Wire, frozen=True, kw_only=True):
    page: SlotPage
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]

    def holds(self, keys: GatewayKeys) -> bool:
        """Whether one of the pinned receipt keys made this signature, and for this audience."""
        return is_signed(keys, self.page.audience, self.kid, self.signature, self.page.signed_bytes())


def read_signed_slots(data: bytes) -> SignedSlots:
    """Read a page as it came. Raises ProtocolError when it is none; whether its signature holds is another question."""
    signed = decode(data, SignedSlots, MAX_SLOTS)
    if len({desk.desk for desk in signed.page.desks}) != len(signed.page.desks):
        raise ProtocolError("a desk is told twice")
    return signed
