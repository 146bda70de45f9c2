"""The calls about bookings: what is asked, answered, told since and offered; only what the gateway signed counts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from kiosk.errors import ProtocolError
from kiosk.sync.answers import Answer, NoAnswer
from kiosk.sync.booking import MAX_BOOKING, NewsPage, SignedAnswer
from kiosk.sync.outcomes import (
    Answered,
    BookingDelivery,
    BookingInquiry,
    Conflict,
    InDoubt,
    ItemRefused,
    LineDown,
    News,
    NewsPull,
    NotThere,
    SameSlots,
    SlotsNow,
    SlotsPull,
)
from kiosk.sync.protocol import ENVELOPE_TYPE, decode, problem
from kiosk.sync.slots import read_signed_slots

if TYPE_CHECKING:
    from kiosk.sync.answers import Line
    from kiosk.sync.keys import GatewayKeys

CLIENT_ERROR = 400


class Proving(Protocol):
    """The gateway's keys: as they are pinned, or followed."""

    def proving(self, kid: str) -> GatewayKeys:
        """Give the keys that something signed by ``kid`` is to be proven with."""
        ...


class BookingClient:
    """Calls block; none raises for what the network or the gateway does."""

    def __init__(self, line: Line, keys: Proving, device_id: str) -> None:
        self._line = line
        self._keys = keys
        self._device = device_id

    def book(self, request_id: str, envelope: bytes) -> BookingDelivery:
        if len(envelope) > MAX_BOOKING:
            return ItemRefused(problem("too-large", 413, f"at most {MAX_BOOKING} bytes"))
        headers = {"Content-Type": ENVELOPE_TYPE}
        match self._line.exchange("PUT", f"/v1/bookings/{request_id}", envelope, headers):
            case NoAnswer(cause, sent=True, retry_after=later):
                return InDoubt(cause, later)
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200 | 201) as answer:
                signed = self._proven(answer, request_id)
                if signed is None or signed.answer.request_sha256 != hashlib.sha256(envelope).hexdigest():
                    return InDoubt("unproven")
                return Answered(signed, repeated=answer.status == 200)  # noqa: PLR2004 - HTTP
            case Answer(status=409) as answer:
                return Conflict(answer.problem())
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def ask(self, request_id: str, envelope_sha256: str) -> BookingInquiry:
        match self._line.exchange("GET", f"/v1/bookings/{request_id}"):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200) as answer:
                signed = self._proven(answer, request_id)
                if signed is None:
                    return LineDown("unproven")
                if signed.answer.request_sha256 != envelope_sha256:
                    return Conflict(problem("conflict", 409, "another request has this id"))
                return Answered(signed, repeated=True)
            case Answer(status=404) as answer if answer.problem().kind == "not-found":
                return NotThere()
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def pull(self, cursor: str) -> NewsPull:
        match self._line.exchange("GET", f"/v1/bookings?cursor={cursor}"):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200, body=body):
                try:
                    page = decode(body, NewsPage)
                except ProtocolError:
                    return LineDown("unproven")
                if not all(self._holds(signed) for signed in page.news):
                    return LineDown("unproven")
                return News(page.news, page.cursor, page.more)
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def slots(self, tag: str) -> SlotsPull:
        headers = {"If-None-Match": tag} if tag else {}
        match self._line.exchange("GET", "/v1/slots", headers=headers):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=304) if tag:
                return SameSlots()
            case Answer(status=200) as answer:
                return self._slots(answer)
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def _slots(self, answer: Answer) -> SlotsPull:
        try:
            signed = read_signed_slots(answer.body)
            holds = signed.holds(self._keys.proving(signed.kid))
        except ProtocolError:
            holds = False
        if not holds:
            return LineDown("unproven")
        return SlotsNow(answer.body, f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"')

    def _proven(self, answer: Answer, request_id: str) -> SignedAnswer | None:
        try:
            signed = decode(answer.body, SignedAnswer)
        except ProtocolError:
            return None
        return signed if self._holds(signed) and signed.answer.request == request_id else None

    def _holds(self, signed: SignedAnswer) -> bool:
        return signed.holds(self._keys.proving(signed.kid)) and signed.answer.device == self._device
