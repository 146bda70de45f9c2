"""Sealing: a draft becomes an envelope that only the gateway opens, durably, before anybody is told that it did.

Order: attachments sealed to files, each fsynced with its folder → manifest → envelope of the submission → one
transaction that puts the item in and the draft out. Whatever fails leaves the draft as it was, and what was written
until then is dropped: at once, or, when the transaction itself failed and may be on the disk or not, at the next start.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kiosk.errors import ProtocolError
from kiosk.sync import envelope
from kiosk.sync.booking_sealing import RequestHead, seal_request
from kiosk.sync.completeness import Attachment, Incomplete, find_flaws
from kiosk.sync.contents import Contents, FileEntry, Manifest, format_contents, make_manifest
from offline_cache.items import Item, NewItem

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.ids import IdMaker
    from kiosk.sync.keys import Audience, DeviceKey, GatewayKeys
    from offline_cache.bookings import Wanted
    from offline_cache.outbox import NewRequest
    from offline_cache.sealed import SealedFile
    from offline_cache.store import Store


@dataclass(frozen=True)
class SealingKeys:
    """To whom is sealed, and by whom."""

    gateway: GatewayKeys
    device: DeviceKey


@dataclass(frozen=True)
class SealRequest:
    """``body`` is the submission's canonical JSON; ``proof`` and ``likeness`` come from the store's `Proofs`.

    ``required`` are the documents, by the guide's key, that must be among the attachments.
    ``booking`` is asked for beside the dossier, in the same transaction, as the first request under its code.
    """

    draft_id: str
    lookup_code: str
    procedure: str
    version: str
    audience: Audience
    body: bytes = field(repr=False)
    attachments: tuple[Attachment, ...] = ()
    proof: bytes | None = field(default=None, repr=False)
    likeness: bytes | None = field(default=None, repr=False)
    booking: Wanted | None = None
    required: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """It is durable: the success screen may be shown. ``again`` when it had been sealed before (a second tap)."""

    item: Item
    again: bool = False


@dataclass(frozen=True)
class SealRefused:
    """Nothing was sealed and the draft is as it was.

    ``audience``: practice, demo and production never mix. ``incomplete``: see ``flaws``. ``no_draft``: there is no such
    draft. ``malformed``: the submission would not be accepted by the gateway.
    """

    reason: Literal["audience", "incomplete", "no_draft", "malformed"]
    flaws: tuple[Incomplete, ...] = ()


def seal(store: Store, keys: SealingKeys, request: SealRequest, *, clock: Clock, ids: IdMaker) -> Sealed | SealRefused:
    """Seal a draft, in the store-writer thread. Raises StoreError (the draft is kept) when the disk does not do it."""
    if not request.audience == keys.gateway.audience == keys.device.audience:
        return SealRefused("audience")
    earlier = store.outbox.find(request.lookup_code)
    draft = store.drafts.find(request.lookup_code)
    if earlier is not None:
        return Sealed(earlier, again=True)
    if draft is None or draft.id != request.draft_id:
        return SealRefused("no_draft")
    flaws = find_flaws(request.attachments, request.required) or tuple(
        Incomplete(attachment.document, "twice")
        for attachment in request.attachments
        if store.outbox.names_file(attachment.id)
    )
    if flaws:
        return SealRefused("incomplete", flaws)
    return _seal(store, keys, request, ids, clock.now().isoformat())


def _seal(store: Store, keys: SealingKeys, request: SealRequest, ids: IdMaker, now: str) -> Sealed | SealRefused:
    item_id = ids.new()
    entries: list[FileEntry] = []
    files: list[SealedFile] = []
    try:
        for attachment in request.attachments:
            file = _seal_attachment(store, keys, attachment)
            files.append(file)
            entries.append(_entry(attachment, file))
        item = _seal_submission(keys, request, make_manifest(item_id, request.body, tuple(entries)), now)
        beside = _seal_booking(keys, request, ids, now)
    except ProtocolError:
        store.sealed.drop(file.id for file in files)
        return SealRefused("malformed")
    except BaseException:
        store.sealed.drop(file.id for file in files)
        raise
    return Sealed(store.outbox.append(item, tuple(files), request.draft_id, beside))


def _seal_booking(keys: SealingKeys, request: SealRequest, ids: IdMaker, now: str) -> NewRequest | None:
    """After the submission, so that its id is the later one and it is sent after the dossier."""
    if request.booking is None:
        return None
    head = RequestHead(ids.new(), request.lookup_code, request.procedure, now)
    return seal_request(keys.gateway, keys.device, head, request.booking)


def _seal_attachment(store: Store, keys: SealingKeys, attachment: Attachment) -> SealedFile:
    header = envelope.Header(attachment.id, "attachment", keys.gateway.audience, keys.device.device_id)
    return store.sealed.write(
        attachment.id, envelope.seal(attachment.data, header, keys.gateway.recipients, keys.device)
    )


def _entry(attachment: Attachment, file: SealedFile) -> FileEntry:
    return FileEntry(
        id=attachment.id,
        document=attachment.document,
        media_type=attachment.media_type,
        pages=attachment.pages,
        size=len(attachment.data),
        sha256=hashlib.sha256(attachment.data).hexdigest(),
        sealed_size=file.size,
        sealed_sha256=file.sha256,
    )


def _seal_submission(keys: SealingKeys, request: SealRequest, manifest: Manifest, now: str) -> NewItem:
    contents = Contents(
        id=manifest.id,
        audience=request.audience,
        device=keys.device.device_id,
        lookup_code=request.lookup_code,
        procedure=request.procedure,
        guide_version=request.version,
        sealed_at=now,
        manifest=manifest,
        submission=request.body,
    )
    header = envelope.Header(manifest.id, "submission", request.audience, keys.device.device_id)
    return NewItem(
        id=manifest.id,
        lookup_code=request.lookup_code,
        procedure=request.procedure,
        version=request.version,
        audience=request.audience,
        manifest_sha256=manifest.sha256,
        payload=envelope.seal(format_contents(contents), header, keys.gateway.recipients, keys.device),
        proof=request.proof,
        likeness=request.likeness,
    )
