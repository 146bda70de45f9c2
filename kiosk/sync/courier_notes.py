"""What a courier's command tells the kiosk that owns the store: what left by stick, and which receipts came back."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from random import SystemRandom
from typing import TYPE_CHECKING, Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kiosk.sync.attempts import Arrived
from kiosk.sync.courier_file import MAX_DOSSIERS
from kiosk.sync.protocol import Moment, SubmissionId, Wire, encode
from kiosk.sync.receipt import SignedReceipt
from kiosk.sync.sending import fits
from kiosk.sync.settling import Policy, settle_attempt
from offline_cache.items import EXPORTED
from offline_cache.spool import Spool

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.items import Item, OutboxView
    from offline_cache.store import Store

BY_STICK = "receipt by stick from "
"""The cause of an event; who brought the receipt follows: "gateway", or the device that carried the dossier."""

_log = logging.getLogger("motcham")


class ExportedNote(Wire, frozen=True, kw_only=True, tag="exported"):
    """These dossiers are on a stick, whole and read back."""

    at: Moment
    ids: Annotated[tuple[SubmissionId, ...], Meta(max_length=MAX_DOSSIERS)]


class ReceiptsNote(Wire, frozen=True, kw_only=True, tag="receipts"):
    """These receipts bear the gateway's signature: whoever writes the note has checked it."""

    by: str
    receipts: Annotated[tuple[SignedReceipt, ...], Meta(max_length=MAX_DOSSIERS)]


Note: TypeAlias = ExportedNote | ReceiptsNote


def leave_note(store_folder: Path, note: Note) -> None:
    """Durable when it returns; the store's owner takes it up at its next run. Raises StoreError."""
    Spool(store_folder).put(encode(note))


def take_up(store: Store, policy: Policy, now: datetime, busy: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Write down what notes tell, in the store-writer thread; the ids of dossiers that a receipt settled.

    A note is dropped when what it says is durable; one that is taken up again changes nothing. Receipts of ``busy``
    dossiers, which are being sent, wait until those attempts have ended.
    """
    spool, received = Spool(store.folder), []
    for name in spool.names():
        try:
            note = msgspec.json.decode(spool.read(name), type=Note)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            _log.warning("a note to the store cannot be read: %s", type(error).__name__)
        else:
            if isinstance(note, ReceiptsNote) and any(signed.receipt.id in busy for signed in note.receipts):
                continue
            received += _take_up(store, note, policy, now)
        spool.drop(name)
    return tuple(received)


def is_news(outbox: OutboxView, item: Item, signed: SignedReceipt) -> bool:
    """Whether a receipt says what is not known: of a dossier that the gateway lost, an earlier one says nothing."""
    held = outbox.receipt(item.id)
    return not held or (item.pending and held != encode(signed))


def _take_up(store: Store, note: Note, policy: Policy, now: datetime) -> list[str]:
    match note:
        case ExportedNote(at=at, ids=ids):
            store.outbox.tell(ids, EXPORTED, datetime.fromisoformat(at))
            return []
        case ReceiptsNote(by=by, receipts=receipts):
            return [signed.receipt.id for signed in receipts if _settle(store, signed, by, policy, now)]


def _settle(store: Store, signed: SignedReceipt, by: str, policy: Policy, now: datetime) -> bool:
    """Whether the receipt settled its dossier now: it is about it, byte for byte, and is news."""
    item = store.outbox.get(signed.receipt.id)
    payload = store.outbox.payload(signed.receipt.id)
    if item is None or payload is None or not is_news(store.outbox, item, signed) or not fits(signed, item, payload):
        return False
    settlement = settle_attempt(item, Arrived(signed), now, policy, SystemRandom())
    store.outbox.settle([replace(settlement, cause=BY_STICK + by)])
    return True
