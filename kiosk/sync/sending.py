"""One attempt to bring one sealed item to the gateway: ask if in doubt, see what files it lacks, hand it over."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Protocol, TypeVar, assert_never

from kiosk.sync.attempts import Arrived, Lacks, Stopped, Stuck
from kiosk.sync.booking_sending import send_request
from kiosk.sync.outcomes import Conflict, Delivered, InDoubt, ItemRefused, LineDown, MissingFiles, NotThere

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.sync.attempts import Attempt
    from kiosk.sync.outcomes import Delivery, Gateway, Inquiry
    from kiosk.sync.receipt import SignedReceipt
    from kiosk.sync.uploads import Uploads
    from offline_cache.items import Item, Payload
    from offline_cache.sealed import SealedFile
    from offline_cache.store import Store

_T = TypeVar("_T")

_ROUNDS = 3
"""How often the gateway may say that it misses files which were brought, before a human looks."""


class Submit(Protocol):
    """Runs a store call in the store-writer thread, waits for it, and gives its result or raises its error."""

    def __call__(self, call: Callable[[], _T], /) -> _T: ...


class Sending:
    """Sends items one after the other, in the network thread; their files are brought by the `Uploads`."""

    def __init__(self, store: Store, gateway: Gateway, submit: Submit, uploads: Uploads) -> None:
        self._store = store
        self._gateway = gateway
        self._submit = submit
        self._uploads = uploads
        self._not_there: set[str] = set()  # asked about since they were sent last: sending them is safe
        self._missed: Counter[str] = Counter()

    def send(self, item: Item) -> Attempt | Lacks:
        payload = self._submit(lambda: self._store.outbox.payload(item.id))
        if payload is None:
            return Stuck("lost")
        if item.kind == "booking":
            return send_request(item, payload.envelope, self._gateway, lambda: self._begin(item))
        attempt = self._ask(item, payload) or self._lacks(payload) or self._hand_over(item, payload)
        if isinstance(attempt, Arrived | Stuck):
            self._forget(item, payload)
        return attempt

    def _ask(self, item: Item, payload: Payload) -> Attempt | Lacks | None:
        """Whatever may have been sent before is asked for first; None when it is safe to send."""
        if (item.state == "sealed" and not item.in_flight) or item.id in self._not_there:
            return None
        asked = self._gateway.ask(item.id, _sha256(payload), item.manifest_sha256)
        if isinstance(asked, NotThere):
            self._not_there.add(item.id)
        return self._answer(item, payload, asked)

    def _lacks(self, payload: Payload) -> Lacks | Stuck | None:
        if not all(_is_whole(file) for file in payload.files):
            return Stuck("lost")
        files = self._uploads.lacking(payload.files)
        return Lacks(files) if files else None

    def _hand_over(self, item: Item, payload: Payload) -> Attempt | Lacks:
        self._not_there.discard(item.id)
        self._begin(item)
        answer = self._gateway.deliver(item.id, payload.envelope, item.manifest_sha256)
        return self._answer(item, payload, answer) or Stuck("missing-files")

    def _begin(self, item: Item) -> None:
        self._submit(lambda: self._store.outbox.begin(item.id))

    def _answer(self, item: Item, payload: Payload, answer: Delivery | Inquiry) -> Attempt | Lacks | None:
        match answer:
            case Delivered(receipt=receipt):
                if not fits(receipt, item, payload):
                    return Stopped(LineDown("unproven"), in_doubt=True)
                return Arrived(receipt)
            case NotThere():
                return None
            case MissingFiles(ids=ids):
                return self._missing(item, payload, ids)
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

    def _missing(self, item: Item, payload: Payload, ids: tuple[str, ...]) -> Lacks | None:
        """The gateway has not got files that were brought; None when that went on for too long."""
        self._missed[item.id] += 1
        self._uploads.forget(ids)
        files = self._uploads.lacking(payload.files)
        if not files or self._missed[item.id] >= _ROUNDS:
            return None
        self._not_there.add(item.id)  # it answered that it did not take the dossier
        return Lacks(files)

    def _forget(self, item: Item, payload: Payload) -> None:
        self._not_there.discard(item.id)
        del self._missed[item.id]
        self._uploads.forget(tuple(file.id for file in payload.files))


def _is_whole(file: SealedFile) -> bool:
    return file.path.is_file() and file.path.stat().st_size == file.size


def _sha256(payload: Payload) -> str:
    return hashlib.sha256(payload.envelope).hexdigest()


def fits(signed: SignedReceipt, item: Item, payload: Payload) -> bool:
    """The client checked the signature; that it is about this dossier, byte for byte, is checked again here."""
    receipt = signed.receipt
    proved = (receipt.id, receipt.envelope_sha256, receipt.manifest_sha256, receipt.audience)
    return proved == (item.id, _sha256(payload), item.manifest_sha256, item.audience)
