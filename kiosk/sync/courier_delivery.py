"""Brings carried dossiers to the gateway when the line is up, after this kiosk's own; in the network thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, assert_never

from kiosk.errors import ProtocolError
from kiosk.sync.courier_carrying import Facts, SealedAnswer, read_facts
from kiosk.sync.courier_reply import seal_receipt
from kiosk.sync.outcomes import (
    Conflict,
    Delivered,
    InDoubt,
    ItemRefused,
    LineDown,
    MissingFiles,
    NotThere,
    Paused,
    UploadCut,
    Uploaded,
)
from kiosk.sync.pieces import PieceSize
from kiosk.sync.protocol import encode
from offline_cache.carried import Carried

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import Clock
    from kiosk.sync.outcomes import Delivery, Gateway, Inquiry
    from kiosk.sync.receipt import SignedReceipt

_SECONDS = 30.0
"""How long a run carries, so that what is sealed here meanwhile takes turns; an upload goes on where it ended."""
_ROUNDS = 3

GoesOn = Callable[[], bool]


@dataclass(frozen=True)
class CarriedReport:
    """What a run brought over; ``down`` ended it, or its time did and ``more`` waits."""

    delivered: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    down: LineDown | None = None
    more: bool = False


@dataclass(frozen=True)
class _Later:
    """The run's time is over, or the line's allowance."""


_End: TypeAlias = "SealedAnswer | LineDown | _Later | str"
"""The sealed receipt, why the line failed, or in a word why the gateway does not take it."""


class CarriedDelivery:
    """Always asks before it sends: another machine, or the stick itself, may have been there first."""

    def __init__(self, store_folder: Path, gateway: Gateway, clock: Clock) -> None:
        self._carried = Carried(store_folder)
        self._gateway = gateway
        self._clock = clock
        self._sizes = PieceSize()

    def run(self, goes_on: GoesOn = lambda: True) -> CarriedReport:
        """Carry until all is over, half a minute is, or ``goes_on`` says no."""
        self._carried.tidy()
        until = self._clock.monotonic() + _SECONDS
        pace = _Pace(self._sizes, self._clock, lambda: goes_on() and self._clock.monotonic() < until)
        waiting = [item_id for item_id in self._carried.waiting() if not self._carried.refusal(item_id)]
        delivered: list[str] = []
        refused: list[str] = []
        for item_id in waiting:
            end = self._deliver(item_id, pace) if pace.goes_on() else _Later()
            match end:
                case _Later():
                    return CarriedReport(tuple(delivered), tuple(refused), more=goes_on())
                case LineDown():
                    return CarriedReport(tuple(delivered), tuple(refused), end)
                case str():
                    self._carried.refuse(item_id, end)
                    refused.append(item_id)
                case SealedAnswer():
                    self._carried.settle(item_id, encode(end))
                    delivered.append(item_id)
                case _:
                    assert_never(end)
        return CarriedReport(tuple(delivered), tuple(refused))

    def _deliver(self, item_id: str, pace: _Pace) -> _End:
        try:
            facts, envelope = read_facts(self._carried.facts(item_id)), self._carried.envelope(item_id)
            end = self._answer(facts, self._gateway.ask(item_id, facts.envelope_sha256, None))
            for _ in range(_ROUNDS):
                end = end or self._upload(item_id, facts, pace)
                end = end or self._answer(facts, self._gateway.deliver(item_id, envelope, None))
        except (OSError, ProtocolError):  # our own disk: what the network does becomes an outcome
            return "lost"
        return end or "missing-files"

    def _upload(self, item_id: str, facts: Facts, pace: _Pace) -> _End | None:
        for file in facts.files:
            upload = self._gateway.upload(file.id, self._carried.file(item_id, file.id), file.sha256, pace)
            match upload:
                case Uploaded():
                    continue
                case Paused():
                    return _Later()
                case UploadCut(down=down):
                    return down
                case Conflict(problem=problem) | ItemRefused(problem=problem):
                    return problem.kind
                case _:
                    assert_never(upload)
        return None

    def _answer(self, facts: Facts, answer: Delivery | Inquiry) -> _End | None:
        """None when files have to be uploaded, and the dossier handed over after them."""
        match answer:
            case Delivered(receipt=receipt):
                return _sealed(receipt, facts) or "reply"
            case NotThere() | MissingFiles():
                return None
            case Conflict(problem=problem) | ItemRefused(problem=problem):
                return problem.kind
            case InDoubt(cause=cause, retry_after=retry_after):
                return LineDown(cause, retry_after)
            case LineDown():
                return answer
            case _:
                assert_never(answer)


def _sealed(signed: SignedReceipt, facts: Facts) -> SealedAnswer | None:
    """The client has checked signature, id and hash; here it is closed again, for the kiosk that it is for.

    None when that kiosk named a key that is none.
    """
    try:
        sealed = seal_receipt(signed, facts.reply)
    except ProtocolError:
        return None
    return SealedAnswer(
        device=facts.device,
        envelope_sha256=facts.envelope_sha256,
        at=signed.receipt.received_at,
        sealed=sealed,
    )


class _Pace:
    """Pieces as the line carries them in a few seconds, as long as the run may go on."""

    def __init__(self, sizes: PieceSize, clock: Clock, goes_on: GoesOn) -> None:
        self.goes_on = goes_on
        self._sizes = sizes
        self._clock = clock
        self._began = 0.0

    def piece(self, left: int) -> int:
        self._began = self._clock.monotonic()
        return min(left, self._sizes.next()) if self.goes_on() else 0

    def arrived(self, size: int) -> None:
        self._sizes.took(size, self._clock.monotonic() - self._began)
