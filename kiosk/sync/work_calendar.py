"""Swapped working days as they travel: a small calendar that the gateway signed, for one audience, numbered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical
from kiosk.sync.key_files import decode_bytes
from kiosk.sync.keys import Audience, GatewayKeys, KidText
from kiosk.sync.protocol import Wire

SIGNED_AS = b"motcham work calendar 1\n"
"""Goes before the canonical bytes, so that a signature made for something else never fits."""

MAX_CALENDAR = 64 * 1024
LONGEST_REST = 16
"""Days: with Tết and the weekends about it ten are known; what is longer is a slip of whoever wrote it."""
_SATURDAY = 5
Words = Annotated[str, Meta(min_length=1, max_length=500)]


class Swapped(Wire, frozen=True, kw_only=True):
    """A day that is worked for another that is off («hoán đổi ngày làm việc»)."""

    works: date
    off: date


class WorkCalendar(Wire, frozen=True, kw_only=True):
    """What was announced beyond the law's holidays, for whole ``years``. A later calendar has a higher ``number``."""

    v: Literal[1] = 1
    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    audience: Audience
    title: Words
    source: Words  # the announcement, so that an official can look it up
    checked_on: date
    years: Annotated[tuple[Annotated[int, Meta(ge=2025, le=2100)], ...], Meta(min_length=1, max_length=20)]
    swaps: Annotated[tuple[Swapped, ...], Meta(max_length=100)] = ()
    days_off: Annotated[tuple[date, ...], Meta(max_length=100)] = ()

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + canonical(msgspec.to_builtins(self))

    def faults(self) -> tuple[str, ...]:
        """Say what cannot be: a day of another year, a swap with a day off that is none, a day told twice."""
        pairs = [(swap.works, swap.off) for swap in self.swaps]
        days = [day for pair in pairs for day in pair] + list(self.days_off)
        return (
            *(f"{day} is in none of its years" for day in days if day.year not in self.years),
            *(
                f"{works} is no Saturday or Sunday, so it is worked anyway"
                for works, _ in pairs
                if works.weekday() < _SATURDAY
            ),
            *(f"{day} is told twice" for day in sorted(set(days)) if days.count(day) > 1),
            *(f"no day is worked for {LONGEST_REST} days from {day}" for day in self._endless()),
        )

    def _endless(self) -> tuple[date, ...]:
        """The first day off of a rest longer than any there is; the law's own holidays are not looked at."""
        works = {swap.works for swap in self.swaps}
        off = {swap.off for swap in self.swaps} | set(self.days_off)
        for first in sorted(off):
            rest = (first + timedelta(days=ahead) for ahead in range(LONGEST_REST))
            if all(day not in works and (day in off or day.weekday() >= _SATURDAY) for day in rest):
                return (first,)
        return ()


class SignedCalendar(Wire, frozen=True, kw_only=True):
    """The file that a kiosk takes."""

    calendar: WorkCalendar
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]

    def holds(self, keys: GatewayKeys) -> bool:
        """Whether one of the pinned receipt keys made this signature, and for this audience."""
        key = keys.receipt_key(self.kid)
        if key is None or self.calendar.audience != keys.audience:
            return False
        return key.verifies(decode_bytes(self.signature, 64), self.calendar.signed_bytes())


def read_signed_calendar(data: bytes) -> SignedCalendar:
    """Read a calendar file. Raises ProtocolError when it is none; whether its signature holds is another question."""
    if len(data) > MAX_CALENDAR:
        raise ProtocolError("too large for a calendar")
    try:
        signed = msgspec.json.decode(data, type=SignedCalendar)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a signed calendar: {error}") from error
    faults = signed.calendar.faults()
    if faults:
        raise ProtocolError(f"the calendar cannot be: {'; '.join(faults)}")
    return signed
