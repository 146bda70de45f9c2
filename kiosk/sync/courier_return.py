"""Receipts that came back by stick: opened, proved, and handed to whoever owns the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from kiosk.errors import ProtocolError
from kiosk.sync.courier_file import CourierError, Refusal, check_audience, read_receipts, read_receipts_index
from kiosk.sync.courier_notes import ReceiptsNote, is_news, leave_note
from kiosk.sync.courier_reply import open_receipt
from kiosk.sync.sending import fits

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.sync.courier_reply import ReplyKey
    from kiosk.sync.keys import GatewayKeys
    from kiosk.sync.receipt import SignedReceipt
    from offline_cache.items import OutboxView


@dataclass(frozen=True)
class Returned:
    """The file was whole. ``proved`` are settled as soon as the store's owner takes them up; ``known`` were before.

    ``unproved``: not opened by this kiosk's key, not signed by its gateway, or about other bytes; nothing has changed
    for them. ``others`` counts the receipts for other kiosks. ``by`` is "gateway", or the device that carried them.
    """

    by: str
    proved: tuple[str, ...]
    known: tuple[str, ...]
    unproved: tuple[str, ...]
    others: int


@dataclass(frozen=True)
class NotReturned:
    """The file is not taken, and nothing has changed."""

    reason: Refusal


@dataclass(frozen=True)
class Receiver:
    """Who takes receipts: the outbox as it may be read here, and what proves them."""

    outbox: OutboxView
    store_folder: Path
    keys: GatewayKeys
    reply: ReplyKey


_Verdict: TypeAlias = "SignedReceipt | Literal['known', 'unproved', 'other']"


def take_receipts(receiver: Receiver, file: BinaryIO) -> Returned | NotReturned:
    """Check a file of receipts, and leave a note with those that prove a dossier of this kiosk. Raises StoreError."""
    proved: list[SignedReceipt] = []
    others: dict[str, list[str]] = {"known": [], "unproved": [], "other": []}
    try:
        index = read_receipts_index(file)
        check_audience(index, receiver.keys)
        for entry, sealed in read_receipts(file, index):
            verdict = _judge(receiver, entry.id, sealed)
            if isinstance(verdict, str):
                others[verdict].append(entry.id)
            else:
                proved.append(verdict)
    except CourierError as error:
        return NotReturned(error.reason)
    if proved:
        leave_note(receiver.store_folder, ReceiptsNote(by=index.by, receipts=tuple(proved)))
    ids = tuple(signed.receipt.id for signed in proved)
    return Returned(index.by, ids, tuple(others["known"]), tuple(others["unproved"]), len(others["other"]))


def _judge(receiver: Receiver, item_id: str, sealed: bytes) -> _Verdict:
    item = receiver.outbox.get(item_id)
    if item is None:
        return "other"
    if receiver.outbox.receipt(item_id) and not item.pending:
        return "known"
    signed, payload = open_receipt(sealed, item_id, receiver.reply), receiver.outbox.payload(item_id)
    if signed is None or payload is None or not _is_signed(signed, receiver.keys) or not fits(signed, item, payload):
        return "unproved"
    return signed if is_news(receiver.outbox, item, signed) else "known"


def _is_signed(signed: SignedReceipt, keys: GatewayKeys) -> bool:
    try:
        return signed.holds(keys)
    except ProtocolError:  # a signature that is none
        return False
