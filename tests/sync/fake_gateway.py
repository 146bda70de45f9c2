"""A gateway in memory that opens envelopes for real, signs receipts for real, and whose line fails as it is told to."""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.sync.contents import Contents, parse_contents
from kiosk.sync.envelope import Keyring, open_envelope
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.keys import Audience, DeviceKey, GatewayKeys, SealKey, VerifyKey, new_device_key
from kiosk.sync.known_devices import DeviceList, SignedDevices, tag_of
from kiosk.sync.outcomes import (
    BookingDelivery,
    BookingInquiry,
    Conflict,
    Delivered,
    Delivery,
    DevicesNow,
    DevicesPull,
    InDoubt,
    Inquiry,
    ItemRefused,
    LineCause,
    LineDown,
    MissingFiles,
    NewsPull,
    NotThere,
    Pace,
    Paused,
    Pull,
    SameDevices,
    Skew,
    SlotsPull,
    Updates,
    Upload,
    UploadCut,
    Uploaded,
)
from kiosk.sync.protocol import ProblemKind, Update, encode, problem
from kiosk.sync.receipt import Receipt, ReceivedFile, SignedReceipt
from tests.sync.fake_bookings import FakeBookings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.clock import Clock

LIMIT = 8 * 1024 * 1024


@dataclass(frozen=True)
class Fails:
    """The next call fails. ``after`` it took effect, the answer is lost; else nothing happened at the gateway."""

    cause: LineCause = "refused"
    after: bool = False
    retry_after: float | None = None


@dataclass(frozen=True)
class Refuses:
    """The next call is refused as a matter of this item."""

    kind: ProblemKind = "envelope"


@dataclass(frozen=True)
class Cuts:
    """The next upload is cut after ``bytes`` more bytes."""

    bytes: int


class PowerCut(BaseException):
    """The kiosk's power goes while a call is under way."""


@dataclass(frozen=True)
class LosesPower:
    """In the next call the kiosk loses power; ``after`` the call took effect."""

    after: bool = False


@dataclass(frozen=True)
class Doubles:
    """The network brings the next call to the gateway twice."""


Trouble = Fails | Refuses | Cuts | LosesPower | Doubles


@dataclass
class KeySet:
    """A gateway's private keys and a device's, of one audience."""

    audience: Audience
    seal: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    recovery: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    receipt: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def __post_init__(self) -> None:
        self.device: DeviceKey = new_device_key(self.audience)

    @property
    def public(self) -> GatewayKeys:
        seal, recovery = (
            SealKey(self.audience, key.public_key().public_bytes_raw()) for key in (self.seal, self.recovery)
        )
        return GatewayKeys(self.audience, (seal,), recovery, (VerifyKey(self.receipt.public_key().public_bytes_raw()),))

    def open(self, blob: bytes, *, recovery: bool = False) -> bytes:
        keys = self.public
        key = {keys.recovery.kid: self.recovery} if recovery else {keys.seal[0].kid: self.seal}
        return open_envelope(blob, Keyring(self.audience, key), lambda _: self.device.public.key, limit=LIMIT).body


class FakeGateway:
    """Implements `kiosk.sync.outcomes.Gateway`; what is planned for a call happens once, then all is well again."""

    def __init__(self, keys: KeySet, clock: Clock) -> None:
        self.keys = keys
        self._clock = clock
        self._planned: dict[str, deque[Trouble]] = defaultdict(deque)
        self.calls: list[str] = []
        self.asides: list[str] = []
        self.bookings = FakeBookings(keys, clock)
        self.carried = 0
        self.pieces: list[tuple[str, int]] = []
        self.files: dict[str, bytes] = {}
        self.offsets: dict[str, int] = {}
        self.received: dict[str, tuple[bytes, Contents, SignedReceipt]] = {}
        self.updates: list[Update] = []
        self.unanswered: set[str] = set()  # what may have arrived without the kiosk knowing: to be asked for first
        self.sent_unasked: list[str] = []
        self.poison: set[str] = set()  # ids on which this gateway breaks down each time
        self.forged: dict[str, SignedReceipt] = {}  # receipts given when asked, instead of the true ones
        self.lists = 0  # how often the devices were asked for
        self.other_devices: tuple[DeviceKey, ...] = ()
        self.ahead: timedelta | None = None
        self.during: Callable[[str], None] = lambda _: None

    def plan(self, call: str, *troubles: Trouble) -> None:
        self._planned[call].extend(troubles)

    def heal(self) -> None:
        self._planned.clear()

    def tell(self, submission_id: str, code: int, message: str = "", until: str = "") -> None:
        """Let an officer set a state."""
        at = self._clock.now().isoformat()
        self.updates.append(
            Update(id=submission_id, dossier_code="H31-1", code=code, at=at, message=message, until=until)
        )

    def sent(self) -> int:
        return self.carried

    def upload(self, file_id: str, source: Path, sha256: str, pace: Pace | None = None) -> Upload:
        data = source.read_bytes()
        done = self.offsets.get(file_id, 0)
        match self._next("upload"):
            case Fails(cause=cause, after=after, retry_after=retry_after):
                if after:
                    self._store_file(file_id, data)
                return UploadCut(done, LineDown(cause, retry_after))
            case Cuts(bytes=more):
                self.offsets[file_id] = min(len(data), done + more)
                self.carried += self.offsets[file_id] - done
                return UploadCut(self.offsets[file_id], LineDown("refused"))
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 400, ""))
            case LosesPower():
                raise PowerCut
            case Doubles() | None:
                assert hashlib.sha256(data).hexdigest() == sha256
                return self._take_pieces(file_id, data, pace)

    def deliver(self, submission_id: str, envelope: bytes, manifest_sha256: str | None) -> Delivery:
        if submission_id in self.unanswered:
            self.sent_unasked.append(submission_id)
        if submission_id in self.poison:
            return LineDown("server")
        match self._next("deliver"):
            case Fails(cause=cause, after=True, retry_after=retry_after):
                self.unanswered.add(submission_id)
                answer = self._receive(submission_id, envelope)
                assert not isinstance(answer, Delivered) or manifest_sha256 in {
                    None,
                    answer.receipt.receipt.manifest_sha256,
                }
                return InDoubt(cause, retry_after)
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 400, ""))
            case LosesPower(after=after):
                self.unanswered.add(submission_id)
                if after:
                    self._receive(submission_id, envelope)
                raise PowerCut
            case Doubles():
                self._receive(submission_id, envelope)
                return self._receive(submission_id, envelope)
            case _:
                return self._receive(submission_id, envelope)

    def ask(self, submission_id: str, envelope_sha256: str, manifest_sha256: str | None) -> Inquiry:
        match self._next("ask"):
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 403, ""))
            case LosesPower():
                raise PowerCut
            case _ if submission_id in self.forged:
                return Delivered(self.forged.pop(submission_id), repeated=True)
            case _ if submission_id not in self.received:
                self.unanswered.discard(submission_id)
                return NotThere()
            case _:
                self.unanswered.discard(submission_id)
                return self._held(submission_id, envelope_sha256, manifest_sha256)

    def pull(self, cursor: str) -> Pull:
        match self._next("pull"):
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 400, ""))
            case LosesPower():
                raise PowerCut
            case _:
                start = int(cursor or "0")
                page = tuple(self.updates[start : start + 2])
                return Updates(page, str(start + len(page)), more=start + len(page) < len(self.updates))

    def book(self, request_id: str, envelope: bytes) -> BookingDelivery:
        if request_id in self.unanswered:
            self.sent_unasked.append(request_id)
        match self._next("book"):
            case Fails(cause=cause, after=True, retry_after=retry_after):
                self.unanswered.add(request_id)
                self.bookings.book(envelope)
                return InDoubt(cause, retry_after)
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 400, ""))
            case LosesPower(after=after):
                self.unanswered.add(request_id)
                if after:
                    self.bookings.book(envelope)
                raise PowerCut
            case Doubles():
                self.bookings.book(envelope)
                return self.bookings.book(envelope)
            case _:
                return self.bookings.book(envelope)

    def ask_booking(self, request_id: str, envelope_sha256: str) -> BookingInquiry:
        match self._next("ask_booking"):
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 403, ""))
            case LosesPower():
                raise PowerCut
            case _:
                self.unanswered.discard(request_id)
                return self.bookings.ask(request_id, envelope_sha256)

    def pull_bookings(self, cursor: str) -> NewsPull:
        match self._quietly("news"):
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 404, ""))
            case LosesPower():
                raise PowerCut
            case _:
                return self.bookings.news(cursor)

    def slots(self, tag: str) -> SlotsPull:
        match self._quietly("slots"):
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 404, ""))
            case LosesPower():
                raise PowerCut
            case _:
                return self.bookings.slots(tag)

    def devices(self, tag: str) -> DevicesPull:
        self.lists += 1
        match self._planned["devices"].popleft() if self._planned["devices"] else None:
            case Fails(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case Refuses(kind=kind):
                return ItemRefused(problem(kind, 404, ""))
        keys = [encode_bytes(key.public.key.raw) for key in (self.keys.device, *self.other_devices)]
        listed = DeviceList(audience=self.keys.audience, keys=keys)
        signature = encode_bytes(self.keys.receipt.sign(listed.signed_bytes()))
        body = encode(SignedDevices(devices=listed, kid=self.keys.public.receipt[0].kid, signature=signature))
        return SameDevices() if tag == tag_of(body) else DevicesNow(body)

    def skew(self) -> Skew | None:
        return None if self.ahead is None else Skew(self.ahead, timedelta(milliseconds=50))

    def _held(self, submission_id: str, envelope_sha256: str, manifest_sha256: str | None) -> Inquiry:
        signed = self.received[submission_id][2]
        held = signed.receipt
        if envelope_sha256 != held.envelope_sha256 or manifest_sha256 not in {None, held.manifest_sha256}:
            return Conflict(problem("conflict", 409, ""))
        return Delivered(signed, repeated=True)

    def _next(self, call: str) -> Trouble | None:
        self.calls.append(call)
        self.during(call)
        return self._planned[call].popleft() if self._planned[call] else None

    def _quietly(self, call: str) -> Trouble | None:
        """A call beside the dossiers' own."""
        self.asides.append(call)
        return self._planned[call].popleft() if self._planned[call] else None

    def _take_pieces(self, file_id: str, data: bytes, pace: Pace | None) -> Upload:
        done = began = self.offsets.get(file_id, 0)
        while done < len(data):
            size = len(data) - done if pace is None else pace.piece(len(data) - done)
            if not size:
                return Paused(file_id, done)
            self.carried += size
            done = self.offsets[file_id] = done + size
            self.pieces.append((file_id, size))
            if pace is not None:
                pace.arrived(size)
        self._store_file(file_id, data)
        return Uploaded(file_id, done - began)

    def _store_file(self, file_id: str, data: bytes) -> None:
        self.files[file_id] = data
        self.offsets[file_id] = len(data)

    def _receive(self, submission_id: str, envelope: bytes) -> Delivery:
        if submission_id in self.received:
            kept, _, receipt = self.received[submission_id]
            return Delivered(receipt, repeated=True) if kept == envelope else Conflict(problem("conflict", 409, ""))
        contents = parse_contents(self.keys.open(envelope))
        missing = tuple(
            entry.id
            for entry in contents.manifest.files
            if hashlib.sha256(self.files.get(entry.id, b"")).hexdigest() != entry.sealed_sha256
        )
        if missing:
            return MissingFiles(missing)
        receipt = self._sign(contents, envelope)
        self.received[submission_id] = (envelope, contents, receipt)
        return Delivered(receipt, repeated=False)

    def _sign(self, contents: Contents, envelope: bytes) -> SignedReceipt:
        receipt = Receipt(
            id=contents.id,
            audience=contents.audience,
            device=contents.device,
            dossier_code=f"DEMO-{len(self.received):04}",
            received_at=self._clock.now().isoformat(),
            procedure=contents.procedure,
            lookup_code=contents.lookup_code,
            envelope_sha256=hashlib.sha256(envelope).hexdigest(),
            manifest_sha256=contents.manifest.sha256,
            files=tuple(
                ReceivedFile(id=file.id, document=file.document, pages=file.pages, size=file.size, sha256=file.sha256)
                for file in contents.manifest.files
            ),
        )
        signature = encode_bytes(self.keys.receipt.sign(receipt.signed_bytes()))
        return SignedReceipt(receipt=receipt, kid=self.keys.public.receipt[0].kid, signature=signature)
