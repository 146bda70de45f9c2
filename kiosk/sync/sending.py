"""One attempt to bring one sealed item to the gateway: ask if in doubt, upload a dossier's files, hand it over."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol, TypeVar, assert_never

from kiosk.sync.attempts import Arrived, Stopped, Stuck
from kiosk.sync.booking_sending import send_request
from kiosk.sync.outcomes import (
    Conflict,
    Delivered,
    InDoubt,
    ItemRefused,
    LineDown,
    MissingFiles,
    NotThere,
    UploadCut,
    Uploaded,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sync.attempts import Attempt
    from kiosk.sync.outcomes import Delivery, Gateway, Inquiry
    from kiosk.sync.receipt import SignedReceipt
    from offline_cache.items import Item, Payload
    from offline_cache.sealed import SealedFile
    from offline_cache.store import Store

_T = TypeVar("_T")

_ROUNDS = 3
"""How often one attempt uploads what the gateway says it misses."""


class Submit(Protocol):
    """Runs a store call in the store-writer thread, waits for it, and gives its result or raises its error."""

    def __call__(self, call: Callable[[], _T], /) -> _T: ...


class Sending:
    """Sends items one after the other, in the network thread."""

    def __init__(self, store: Store, gateway: Gateway, submit: Submit) -> None:
        self._store = store
        self._gateway = gateway
        self._submit = submit
        self._offsets: dict[str, int] = {}  # acknowledged bytes of files whose upload was cut
        self._uploaded: set[str] = set()  # files of unfinished items that need not be asked about again

    def send(self, item: Item) -> Attempt:
        payload = self._submit(lambda: self._store.outbox.payload(item.id))
        if payload is None or not all(_is_whole(file) for file in payload.files):
            return Stuck("lost")
        if item.kind == "booking":
            return send_request(item, payload.envelope, self._gateway, lambda: self._begin(item))
        attempt = self._ask(item, payload) or self._send(item, payload)
        if not isinstance(attempt, Stopped):
            self._forget(payload)
        return attempt

    def _ask(self, item: Item, payload: Payload) -> Attempt | None:
        """Whatever may have been sent before is asked for first; None when it is safe to send."""
        if item.state == "sealed" and not item.in_flight:
            return None
        return self._answer(item, payload, self._gateway.ask(item.id, _sha256(payload), item.manifest_sha256))

    def _send(self, item: Item, payload: Payload) -> Attempt:
        for _ in range(_ROUNDS):
            for file in payload.files:
                failed = self._upload(file)
                if failed is not None:
                    return failed
            self._begin(item)
            answer = self._gateway.deliver(item.id, payload.envelope, item.manifest_sha256)
            attempt = self._answer(item, payload, answer)
            if attempt is not None:
                return attempt
        return Stuck("missing-files")

    def _begin(self, item: Item) -> None:
        self._submit(lambda: self._store.outbox.begin(item.id))

    def _answer(self, item: Item, payload: Payload, answer: Delivery | Inquiry) -> Attempt | None:
        match answer:
            case Delivered(receipt=receipt):
                if not _fits(receipt, item, payload):
                    return Stopped(LineDown("unproven"), in_doubt=True)
                return Arrived(receipt)
            case NotThere():
                return None
            case MissingFiles(ids=ids):
                self._uploaded.difference_update(ids)
                return None
            case Conflict():
                return Stuck("conflict")
            case ItemRefused(problem=problem):
                return Stuck(problem.kind)
            case InDoubt(cause=cause, retry_after=retry_after):
                return Stopped(LineDown(cause, retry_after), in_doubt=True)
            case LineDown():
                return Stopped(answer)
            case _:
                assert_never(answer)

    def _upload(self, file: SealedFile) -> Stuck | Stopped | None:
        if file.id in self._uploaded:
            return None
        try:
            upload = self._gateway.upload(file.id, file.path, file.sha256)
        except OSError:  # The file cannot be read: whatever the network does becomes an outcome.
            return Stuck("lost")
        match upload:
            case Uploaded():
                self._uploaded.add(file.id)
                return None
            case UploadCut(offset=offset, down=down):
                progressed = offset > self._offsets.get(file.id, 0)
                self._offsets[file.id] = offset
                return Stopped(down, progressed=progressed)
            case Conflict():
                return Stuck("conflict")
            case ItemRefused(problem=problem):
                return Stuck(problem.kind)
            case _:
                assert_never(upload)

    def _forget(self, payload: Payload) -> None:
        for file in payload.files:
            self._uploaded.discard(file.id)
            self._offsets.pop(file.id, None)


def _is_whole(file: SealedFile) -> bool:
    return file.path.is_file() and file.path.stat().st_size == file.size


def _sha256(payload: Payload) -> str:
    return hashlib.sha256(payload.envelope).hexdigest()


def _fits(signed: SignedReceipt, item: Item, payload: Payload) -> bool:
    """The client checked the signature; that it is about this dossier, byte for byte, is checked again here."""
    receipt = signed.receipt
    proved = (receipt.id, receipt.envelope_sha256, receipt.manifest_sha256, receipt.audience)
    return proved == (item.id, _sha256(payload), item.manifest_sha256, item.audience)
