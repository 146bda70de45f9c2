"""The kiosk's client of a gateway: every call comes to one of the outcomes, and only a verified receipt is success."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.errors import ProtocolError
from kiosk.sync import tus
from kiosk.sync.answers import Answer, NoAnswer, Patience
from kiosk.sync.booking_client import BookingClient
from kiosk.sync.key_following import KeyFollower, KeysLook
from kiosk.sync.key_trust import GatewayTrust, KeysSame
from kiosk.sync.keys import DeviceKey, GatewayKeys
from kiosk.sync.outcomes import (
    BookingDelivery,
    BookingInquiry,
    Conflict,
    Delivered,
    Delivery,
    DevicesPull,
    InDoubt,
    Inquiry,
    ItemRefused,
    LineDown,
    MissingFiles,
    NewsPull,
    NotThere,
    Pace,
    Pull,
    Skew,
    SlipInquiry,
    SlotsPull,
    Updates,
    Upload,
)
from kiosk.sync.protocol import ENVELOPE_TYPE, MAX_ENVELOPE, UpdatePage, decode, problem
from kiosk.sync.receipt import SignedReceipt
from kiosk.sync.slip_client import SlipClient

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.sync.tls import TlsTrust

CLIENT_ERROR = 400


class GatewayClient:
    """Calls block and may come from several threads at once; none raises for what the network or the gateway does.

    With a ``GatewayTrust`` the client follows the gateway's keys; plain keys stay what they are.
    """

    def __init__(
        self,
        url: str,
        keys: GatewayKeys | GatewayTrust,
        device: DeviceKey,
        clock: Clock,
        patience: Patience | None = None,
        tls: TlsTrust | None = None,
    ) -> None:
        """``tls`` says whose certificates are believed; the public authorities' without it."""
        from kiosk.sync.exchange import GatewayLine  # noqa: PLC0415 - requests takes longer than the kiosk's first frame may
        from kiosk.sync.tls import TlsTrust  # noqa: PLC0415 - needed beside it

        self._line = GatewayLine(
            url, device, clock, patience or Patience(), tls or TlsTrust(None, clock), self._proven_time
        )
        self._keys = keys if isinstance(keys, GatewayKeys) else KeyFollower(self._line, keys, clock)
        self._bookings = BookingClient(self._line, self._keys, device.device_id)
        self._slips = SlipClient(self._line, self._keys)

    def move_to(self, url: str) -> None:
        """Use another address from the next call on: the embedded gateway has a new port at every start."""
        self._line.move_to(url)

    def close(self) -> None:
        """Close all connections, when no call is under way any more."""
        self._line.close()

    def skew(self) -> Skew | None:
        """How far the gateway's clock is ahead, measured from its answers; None before the first."""
        return self._line.skew()

    def sent(self) -> int:
        """How many bytes went out since this client was made, as they are handed to the connections."""
        return self._line.sent()

    def upload(self, file_id: str, source: Path, sha256: str, pace: Pace | None = None) -> Upload:
        """Bring a sealed attachment to the gateway, going on where an earlier try ended. Raises OSError."""
        return tus.upload(self._line, file_id, source, sha256, pace)

    def deliver(self, submission_id: str, envelope: bytes, manifest_sha256: str | None) -> Delivery:
        """Hand over a sealed submission whose files are all uploaded; who carries it knows no manifest."""
        if len(envelope) > MAX_ENVELOPE:
            return ItemRefused(problem("too-large", 413, f"at most {MAX_ENVELOPE} bytes"))
        headers = {"Content-Type": ENVELOPE_TYPE}
        match self._line.exchange("PUT", f"/v1/submissions/{submission_id}", envelope, headers):
            case NoAnswer(cause, sent=True, retry_after=later):
                return InDoubt(cause, later)
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200 | 201) as answer:
                receipt = self._proven(answer, submission_id, manifest_sha256)
                if receipt is None or receipt.receipt.envelope_sha256 != hashlib.sha256(envelope).hexdigest():
                    return InDoubt("unproven")
                return Delivered(receipt, repeated=answer.status == 200)  # noqa: PLR2004 - HTTP
            case Answer(status=409) as answer:
                return Conflict(answer.problem())
            case Answer(status=422) as answer if missing := answer.problem().missing:
                return MissingFiles(missing)
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def ask(self, submission_id: str, envelope_sha256: str, manifest_sha256: str | None) -> Inquiry:
        """Ask whether the gateway holds a submission, when an answer was lost."""
        match self._line.exchange("GET", f"/v1/submissions/{submission_id}"):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200) as answer:
                receipt = self._proven(answer, submission_id, None)
                if receipt is None:
                    return LineDown("unproven")
                body = receipt.receipt
                if body.envelope_sha256 != envelope_sha256 or manifest_sha256 not in {None, body.manifest_sha256}:
                    return Conflict(problem("conflict", 409, "another submission has this id"))
                return Delivered(receipt, repeated=True)
            case Answer(status=404) as answer if answer.problem().kind == "not-found":
                return NotThere()
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def pull(self, cursor: str) -> Pull:
        """Fetch what changed since ``cursor``; keep the updates durably before asking with the new cursor.

        At the first call and once a day the gateway's keys are looked after on the way.
        """
        down = self._keys.look_when_due() if isinstance(self._keys, KeyFollower) else None
        if down is not None:
            return down
        match self._line.exchange("GET", f"/v1/updates?cursor={cursor}"):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200, body=body):
                try:
                    page = decode(body, UpdatePage)
                except ProtocolError:
                    return LineDown("unproven")
                return Updates(page.updates, page.cursor, page.more)
            case Answer(status) as answer if status >= CLIENT_ERROR:
                return ItemRefused(answer.problem())
        return LineDown("captive")

    def book(self, request_id: str, envelope: bytes) -> BookingDelivery:
        """Hand over a sealed booking request."""
        return self._bookings.book(request_id, envelope)

    def ask_booking(self, request_id: str, envelope_sha256: str) -> BookingInquiry:
        """Ask what was answered to a booking request, when the answer was lost."""
        return self._bookings.ask(request_id, envelope_sha256)

    def pull_bookings(self, cursor: str) -> NewsPull:
        """Fetch what was said about this device's bookings since ``cursor``; keep it durably before asking on."""
        return self._bookings.pull(cursor)

    def slots(self, tag: str) -> SlotsPull:
        """Fetch what is offered, unless it still is what ``tag`` names."""
        return self._bookings.slots(tag)

    def ask_slip(self, text: str) -> SlipInquiry:
        """Ask how the dossier of a slip stands, whichever device sealed it."""
        return self._slips.ask(text)

    def devices(self, tag: str) -> DevicesPull:
        """Fetch the keys of the gateway's devices, unless they still are those that ``tag`` names."""
        return self._slips.devices(tag)

    def look_for_keys(self) -> KeysLook:
        """Ask for the gateway's newest keys now. Plain keys are not followed: they are the same."""
        return KeysSame() if isinstance(self._keys, GatewayKeys) else self._keys.look()

    def reachable(self) -> LineDown | None:
        """Ask for the gateway's time; None when it answers. Measures the skew on the way."""
        match self._line.exchange("GET", "/v1/time"):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=200):
                return None
        return LineDown("captive")

    def _proven_time(self, body: bytes, nonce: str) -> datetime | None:
        """Where its signer is not known, newer keys are asked for over the same timeless connection."""
        from kiosk.sync.proven_time import proven_time  # noqa: PLC0415 - needed only where a clock is wrong

        if isinstance(self._keys, GatewayKeys):
            return proven_time(body, nonce, self._keys)
        moment = proven_time(body, nonce, self._keys.known())
        if moment is None and self._keys.offered(self._line.timeless("/v1/keys")):
            return proven_time(body, nonce, self._keys.known())
        return moment

    def _proven(self, answer: Answer, submission_id: str, manifest_sha256: str | None) -> SignedReceipt | None:
        try:
            signed = decode(answer.body, SignedReceipt)
            holds = signed.holds(self._keys.proving(signed.kid))
        except ProtocolError:
            return None
        if not holds or signed.receipt.id != submission_id:
            return None
        if manifest_sha256 is not None and signed.receipt.manifest_sha256 != manifest_sha256:
            return None
        return signed
