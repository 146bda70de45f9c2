"""What a call to the gateway can come to, as values: the line is down, this item is refused, or it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from kiosk.sync.booking import SignedAnswer
    from kiosk.sync.protocol import Problem, Update
    from kiosk.sync.receipt import SignedReceipt
    from kiosk.sync.slip import SlipStatus

LineCause = Literal[
    "offline",  # no network, or the gateway's name is not known
    "refused",  # nobody listens there, or the connection was cut
    "timeout",  # no answer in time
    "captive",  # something else answered: a portal that wants a login, another server
    "tls",  # no secure connection came about
    "tls_authority",  # who answers there can't show a certificate of the authority that is believed
    "tls_name",  # its certificate is for another name
    "tls_expired",  # its certificate is out of date, by a time that the gateway signed
    "tls_clock",  # this machine's clock is wrong, or the certificate out of date: which of them could not be proven
    "auth",  # the gateway does not know this device, or its signature does not fit
    "server",  # the gateway has a fault of its own (5xx)
    "too_many",  # the gateway asks to come later (429)
    "unproven",  # an answer that cannot prove to be the gateway's: a receipt whose signature does not hold
]
"""Causes that hold for every dossier alike: stop, wait, try again later."""


@dataclass(frozen=True)
class Delivered:
    """The gateway holds the dossier, and proved it. ``repeated`` when it had it already."""

    receipt: SignedReceipt
    repeated: bool


@dataclass(frozen=True)
class Conflict:
    """The gateway holds other bytes under this id (or another length, for a file): a human must look."""

    problem: Problem


@dataclass(frozen=True)
class MissingFiles:
    """Upload these first, then deliver again."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class LineDown:
    """Nothing was changed at the gateway as far as the kiosk knows. ``retry_after`` is in seconds."""

    cause: LineCause
    retry_after: float | None = None


@dataclass(frozen=True)
class ItemRefused:
    """The gateway will not take this one as it is; the others go on."""

    problem: Problem


@dataclass(frozen=True)
class InDoubt:
    """It was sent, or part of it, and no answer came: ask (``GatewayClient.ask``) before sending again."""

    cause: LineCause
    retry_after: float | None = None


@dataclass(frozen=True)
class NotThere:
    """The gateway answered that it does not hold this dossier: sending again is safe."""


@dataclass(frozen=True)
class Uploaded:
    """The gateway holds the whole file durably. ``sent`` counts the bytes of this call alone."""

    id: str
    sent: int


@dataclass(frozen=True)
class Paused:
    """The upload's `Pace` ended it here for now; the gateway holds ``offset`` bytes of the file."""

    id: str
    offset: int


@dataclass(frozen=True)
class UploadCut:
    """The line went down in the middle; ``offset`` bytes were acknowledged so far and need not go again."""

    offset: int
    down: LineDown


@dataclass(frozen=True)
class Updates:
    """Keep ``updates`` durably first, then ``cursor``; asking with it acknowledges them."""

    updates: tuple[Update, ...]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Skew:
    """How far the gateway's clock is ahead of the kiosk's, and how wrong that may be."""

    ahead: timedelta
    within: timedelta


@dataclass(frozen=True)
class Answered:
    """The gateway answered a booking request, and proved it. ``repeated`` when it had done so before."""

    answer: SignedAnswer
    repeated: bool


@dataclass(frozen=True)
class News:
    """Proven answers about bookings: keep them durably first, then ``cursor``."""

    answers: tuple[SignedAnswer, ...]
    cursor: str
    more: bool


@dataclass(frozen=True)
class SlotsNow:
    """What the gateway offers, proven: ``body`` as it came, with its tag."""

    body: bytes = field(repr=False)
    tag: str


@dataclass(frozen=True)
class SameSlots:
    """The gateway offers what it did when it gave the tag."""


@dataclass(frozen=True)
class DevicesNow:
    """The devices of the gateway, proven: ``body`` as it came."""

    body: bytes = field(repr=False)


@dataclass(frozen=True)
class SameDevices:
    """The gateway's devices are those it told when it gave the tag."""


@dataclass(frozen=True)
class SlipTold:
    """The gateway told how a slip's dossier stands, and proved it."""

    status: SlipStatus


@dataclass(frozen=True)
class SlipRefused:
    """The gateway holds the slip for altered (``altered``), another audience's (``audience``), or nobody's."""

    why: str


Delivery: TypeAlias = Delivered | Conflict | MissingFiles | LineDown | ItemRefused | InDoubt
Inquiry: TypeAlias = Delivered | NotThere | Conflict | LineDown | ItemRefused
Upload: TypeAlias = Uploaded | Paused | UploadCut | Conflict | ItemRefused
Pull: TypeAlias = Updates | LineDown | ItemRefused
BookingDelivery: TypeAlias = Answered | Conflict | LineDown | ItemRefused | InDoubt
BookingInquiry: TypeAlias = Answered | NotThere | Conflict | LineDown | ItemRefused
NewsPull: TypeAlias = News | LineDown | ItemRefused
SlotsPull: TypeAlias = SlotsNow | SameSlots | LineDown | ItemRefused
DevicesPull: TypeAlias = DevicesNow | SameDevices | LineDown | ItemRefused
SlipInquiry: TypeAlias = SlipTold | SlipRefused | LineDown | ItemRefused


class Pace(Protocol):
    """Asked between the pieces of one upload, in the thread that uploads; may make it wait."""

    def piece(self, left: int) -> int:
        """How many bytes go next, at most ``left``; 0 ends the upload here for now."""
        ...

    def arrived(self, size: int) -> None:
        """The piece that was asked for last is acknowledged: the gateway holds it durably."""
        ...


class Uploader(Protocol):
    """What brings files; several at once, from several threads."""

    def upload(self, file_id: str, source: Path, sha256: str, pace: Pace | None = None) -> Upload:
        """Bring a sealed attachment to the gateway, going on where an earlier try ended. Raises OSError."""
        ...


class Gateway(Uploader, Protocol):
    """What the syncer needs of a gateway; kiosk/sync/client.py is the real one. Calls block; use a worker thread."""

    def deliver(self, submission_id: str, envelope: bytes, manifest_sha256: str | None) -> Delivery:
        """Hand over a sealed submission whose files are all uploaded; who carries it knows no manifest."""
        ...

    def ask(self, submission_id: str, envelope_sha256: str, manifest_sha256: str | None) -> Inquiry:
        """Ask whether the gateway holds a submission, when an answer was lost."""
        ...

    def pull(self, cursor: str) -> Pull:
        """Fetch what changed since ``cursor``; "" is the beginning."""
        ...

    def book(self, request_id: str, envelope: bytes) -> BookingDelivery:
        """Hand over a sealed booking request."""
        ...

    def ask_booking(self, request_id: str, envelope_sha256: str) -> BookingInquiry:
        """Ask what was answered to a booking request, when the answer was lost."""
        ...

    def pull_bookings(self, cursor: str) -> NewsPull:
        """Fetch what the gateway said about this device's bookings since ``cursor``; "" is the beginning."""
        ...

    def slots(self, tag: str) -> SlotsPull:
        """Fetch what is offered, unless it still is what ``tag`` names; "" for none."""
        ...

    def sent(self) -> int:
        """Tell how many bytes went out since this client was made: heads, bodies, those that were cut as well."""
        ...

    def devices(self, tag: str) -> DevicesPull:
        """Fetch the keys of the gateway's devices, unless they still are those that ``tag`` names; "" for none."""
        ...

    def skew(self) -> Skew | None:
        """Tell the best measure of the clocks' difference so far, from any answer; None before the first."""
        ...
