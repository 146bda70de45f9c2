"""One attempt to bring one booking request to the gateway: ask if in doubt, hand it over."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, assert_never

from kiosk.sync.attempts import Replied, Stopped, Stuck
from kiosk.sync.outcomes import Answered, Conflict, InDoubt, ItemRefused, LineDown, NotThere

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sync.attempts import Attempt
    from kiosk.sync.outcomes import BookingDelivery, BookingInquiry, Gateway
    from offline_cache.items import Item


def send_request(item: Item, envelope: bytes, gateway: Gateway, begin: Callable[[], None]) -> Attempt:
    """``begin`` notes durably that bytes are about to leave."""
    sha256 = hashlib.sha256(envelope).hexdigest()
    if item.state != "sealed" or item.in_flight:
        asked = _attempt(item, sha256, gateway.ask_booking(item.id, sha256))
        if asked is not None:
            return asked
    begin()
    return _attempt(item, sha256, gateway.book(item.id, envelope)) or Stuck("not-found")


def _attempt(item: Item, sha256: str, outcome: BookingDelivery | BookingInquiry) -> Attempt | None:
    """What an outcome makes of the attempt; None when it is safe to send."""
    match outcome:
        case Answered(answer=signed):
            answer = signed.answer
            # the client checked the signature; that it is about this request, byte for byte, is checked again here
            proved = (answer.request, answer.request_sha256, answer.lookup_code, answer.audience)
            if proved != (item.id, sha256, item.lookup_code, item.audience):
                return Stopped(LineDown("unproven"), in_doubt=True)
            return Replied(signed)
        case NotThere():
            return None
        case Conflict():
            return Stuck("conflict")
        case ItemRefused(problem=problem):
            return Stuck(problem.kind)
        case InDoubt(cause=cause, retry_after=retry_after):
            return Stopped(LineDown(cause, retry_after), in_doubt=True)
        case LineDown():
            return Stopped(outcome)
        case _:
            assert_never(outcome)
