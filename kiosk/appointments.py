"""Booking a desk from this machine: what is offered, and requests to book, move and cancel, with or without a network.

Every method blocks on the disk and belongs to the store-writer thread. Requests go out by the outbox, as dossiers do.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.appointment import Appointment, find_appointment
from kiosk.errors import ProtocolError
from kiosk.offers import FRESH_FOR, NoOffers, Offers, Rules, kind_of, offered, wanted
from kiosk.outcomes import NotFound
from kiosk.procedures.lookup_code import CodeFault, parse
from kiosk.sync.booking_sealing import RequestHead, seal_request
from kiosk.sync.ids import IdMaker
from kiosk.sync.slots import read_signed_slots
from kiosk.sync.upkeep import SKEW_NOTE
from kiosk.work_days import work_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.offers import OfferedDesk, Wish
    from kiosk.procedures.model import Guide
    from kiosk.sync.sealing import SealingKeys
    from offline_cache.bookings import Asked
    from offline_cache.store import Store


@dataclass(frozen=True)
class RequestKept:
    """The request is on the disk and goes out by itself; nothing is promised before it is answered."""

    appointment: Appointment


@dataclass(frozen=True)
class AlreadyAsked:
    """Nothing was added: this is asked for already, or stands already, or there is nothing left to cancel."""

    appointment: Appointment


@dataclass(frozen=True)
class NotOffered:
    """A chosen time is not offered (any more): show what is, and let the resident choose again."""


class Appointments:
    """The operations; ``keys`` is asked for when a request is sealed, as the desk's."""

    def __init__(self, store: Store, clock: Clock, config: Config, keys: Callable[[], SealingKeys]) -> None:
        self._store = store
        self._clock = clock
        self._config = config
        self._keys = keys
        self._ids = IdMaker(clock)

    def now(self) -> datetime:
        """The time as the gateway has it, as far as that was measured."""
        skew_ms = int(self._store.notes.get(SKEW_NOTE) or "0")
        return self._clock.now() + timedelta(milliseconds=skew_ms)

    def offers(self, procedure: str = "", kind: str = "", *, online: bool) -> Offers | NoOffers:
        """The times that may be asked for; ``kind`` is "police", "one_stop", or "" for any desk."""
        kept = self._store.bookings.slots()
        if kept is None:
            return NoOffers("never_told")
        desks = self._offered(procedure, kind, online=online)
        if not desks:
            return NoOffers("nothing_free")
        age = self._clock.now() - kept.checked_at
        return Offers(desks, kept.checked_at, timedelta() <= age <= FRESH_FOR)

    def has_times(self, guide: Guide) -> bool:
        """Whether a time can be chosen for what a guide prepares, even if the machine is offline by then."""
        if guide.channel != "prepare":
            return False
        kind = kind_of(receiver.office for receiver in guide.receivers)
        return isinstance(self.offers(guide.code, kind, online=False), Offers)

    def ask(self, lookup_code: str, procedure: str, wish: Wish) -> RequestKept | AlreadyAsked | NotOffered:
        """Ask for a time under the code of a dossier that is sealed already. Raises StoreError or ConfigError."""
        current = find_appointment(self._store.bookings, lookup_code)
        if current is not None and (current.stands(self.now()) or current.last_asked is not None):
            return AlreadyAsked(current)
        return self._request("book", lookup_code, procedure, wish)

    def move(self, lookup_code: str, wish: Wish) -> RequestKept | AlreadyAsked | NotOffered | NotFound:
        """Ask for another time; the one before is kept until the gateway has given the new one."""
        current = find_appointment(self._store.bookings, lookup_code)
        if current is None:
            return NotFound()
        waiting = self._store.bookings.requests(lookup_code)[-1].wanted
        same = (waiting.desk, waiting.choices) == (wish.desk, _choices(wish))
        if current.last_asked is not None and same:
            return AlreadyAsked(current)
        return self._request("move", lookup_code, current.procedure, wish)

    def cancel(self, lookup_code: str) -> RequestKept | AlreadyAsked | NotFound:
        """Ask to give the time back; it is kept until the gateway says so."""
        current = find_appointment(self._store.bookings, lookup_code)
        if current is None:
            return NotFound()
        asked = current.last_asked
        if asked.asked == "cancel" if asked is not None else not current.stands(self.now()):
            return AlreadyAsked(current)
        return self._append("cancel", lookup_code, current.procedure, None)

    def look_up(self, typed: str) -> Appointment | NotFound | CodeFault:
        """What was asked for under a code, as a resident types it; there is nothing personal in it."""
        code = parse(typed)
        if isinstance(code, CodeFault):
            return code
        return find_appointment(self._store.bookings, code) or NotFound()

    def _request(self, asked: Asked, code: str, procedure: str, wish: Wish) -> RequestKept | NotOffered:
        desks = self._offered(procedure, "", online=True)
        desk = next((desk for desk in desks if desk.desk == wish.desk), None)
        if desk is None or not all(desk.has(slot) for slot in _choices(wish)):
            return NotOffered()
        return self._append(asked, code, procedure, wish)

    def _append(self, asked: Asked, code: str, procedure: str, wish: Wish | None) -> RequestKept:
        turn = len(self._store.bookings.requests(code)) + 1
        head = RequestHead(self._ids.new(), code, procedure, self._clock.now().isoformat())
        keys = self._keys()
        sealed = seal_request(keys.gateway, keys.device, head, wanted(asked, turn, wish))
        self._store.outbox.append_request(sealed)
        made = find_appointment(self._store.bookings, code)
        if made is None:
            raise ProtocolError("a request that was just made is not there")
        return RequestKept(made)

    def _offered(self, procedure: str, kind: str, *, online: bool) -> tuple[OfferedDesk, ...]:
        kept = self._store.bookings.slots()
        if kept is None:
            return ()
        rules = Rules(self.now(), online, work_days(self._config), self._taken())
        return offered(read_signed_slots(kept.body).page, rules, procedure, kind)

    def _taken(self) -> Counter[tuple[str, str]]:
        """First choices that were asked for here and not answered yet."""
        waiting = self._store.bookings.waiting()
        return Counter((request.wanted.desk, request.wanted.first) for request in waiting if request.wanted.first)


def _choices(wish: Wish) -> tuple[str, ...]:
    return tuple(slot for slot in (wish.first, wish.second) if slot)
