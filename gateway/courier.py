"""Dossiers that come by hand: judged as if their device had sent them, and receipts sealed for the way back.

The order is that of the line: files on the shelf, then opened and checked, then kept in one transaction with the
receipt. It may end anywhere: the same parcel again goes on, and what is held already gets the receipt it got.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias, assert_never

from gateway.database import Connection, transact
from gateway.devices import find_device
from gateway.dossiers import Held, find_held
from gateway.folder import Folder
from gateway.keyring import GatewayKeyring
from gateway.limits import Limits
from gateway.receiving import Arrival, Receiving
from gateway.reception import Missing, NotAsListed, NotOpened, Whole, examine
from gateway.shelf import Announced, Locked, Shelf
from gateway.uploads import announce
from kiosk.clock import Clock
from kiosk.sync.courier_file import (
    CourierError,
    ParcelDossier,
    ParcelFile,
    ParcelIndex,
    Refusal,
    check_audience,
    read_parcel_index,
    rewind,
)
from kiosk.sync.courier_parcel import check_piece, read_pieces, signer_of
from kiosk.sync.courier_receipts import Courier, write_receipts
from kiosk.sync.courier_reply import seal_receipt
from kiosk.sync.envelope import EnvelopeError, parse
from kiosk.sync.keys import VerifyKey
from kiosk.sync.protocol import MAX_ENVELOPE, decode
from kiosk.sync.receipt import SignedReceipt


@dataclass(frozen=True)
class Counter:
    """Where parcels are handed in: the store and keys of a gateway, also beside one that serves."""

    folder: Folder
    keyring: GatewayKeyring
    connection: Connection
    shelf: Shelf
    clock: Clock
    unit: str
    limits: Limits

    def has_room(self) -> bool:
        return shutil.disk_usage(self.folder.root).free >= self.limits.least_free


@dataclass(frozen=True)
class Accepted:
    """The gateway holds it; ``fresh`` when it did not before."""

    receipt: SignedReceipt
    fresh: bool


@dataclass(frozen=True)
class Declined:
    """The gateway does not take this one, for the reason it would give over the line; the others go on."""

    item_id: str
    reason: str


@dataclass(frozen=True)
class Parcel:
    """A parcel that was whole, and what became of each dossier in it. ``reply`` is whom receipts are sealed to."""

    device: str
    reply: str
    dossiers: tuple[Accepted | Declined, ...]

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        return tuple(one for one in self.dossiers if isinstance(one, Accepted))

    @property
    def receipts(self) -> tuple[SignedReceipt, ...]:
        return tuple(one.receipt for one in self.accepted)

    @property
    def declined(self) -> tuple[Declined, ...]:
        return tuple(one for one in self.dossiers if isinstance(one, Declined))


@dataclass(frozen=True)
class NotTaken:
    """Nothing of the parcel was kept."""

    reason: Refusal


Handed: TypeAlias = Parcel | NotTaken


def take_parcel(counter: Counter, file: BinaryIO) -> Handed:
    """Check all of a parcel, then receive each of its dossiers. Raises OSError and DataError for our own disk."""
    try:
        index = read_parcel_index(file)
        check_audience(index, counter.keyring.public)
        signer = _registered(counter, index)
        start = file.tell()
        for piece in read_pieces(file, index):
            check_piece(piece, index, signer)
        rewind(file, start)
        return Parcel(index.device, index.reply, _receive_all(counter, file, index, signer))
    except CourierError as error:
        return NotTaken(error.reason)


def hand_back(keyring: GatewayKeyring, parcel: Parcel, path: Path, clock: Clock) -> None:
    """Write the parcel's receipts, at least one, for the kiosk that it comes from. Raises NotWritten, ProtocolError."""
    write_receipts(
        path,
        [(signed.receipt.id, seal_receipt(signed, parcel.reply)) for signed in parcel.receipts],
        Courier(keyring.audience, "gateway", keyring.public.receipt[0].raw, keyring.sign_index),
        clock.now().isoformat(timespec="seconds"),
    )


def _registered(counter: Counter, index: ParcelIndex) -> VerifyKey:
    """The device's key as the operator registered it. Raises CourierError."""
    signer, device = signer_of(index), find_device(counter.connection, index.device)
    if device is None or device.key != signer:
        raise CourierError("device")
    return signer


def _receive_all(
    counter: Counter, file: BinaryIO, index: ParcelIndex, signer: VerifyKey
) -> tuple[Accepted | Declined, ...]:
    done: list[Accepted | Declined] = []
    envelope, verdict = b"", None
    for piece in read_pieces(file, index):
        if piece.file is None:
            envelope, verdict = piece.data, _look(counter, piece.dossier)
        elif verdict is None:
            verdict = _shelve(counter, index.device, piece.dossier, piece.file, piece.data)
        if piece.is_last:
            done.append(verdict or _receive(counter, piece.dossier, envelope, signer))
    return tuple(done)


def _look(counter: Counter, dossier: ParcelDossier) -> Accepted | Declined | None:
    """What is known before its files are looked at; None when it is new."""
    held = find_held(counter.connection, dossier.id)
    if held is not None:
        return _told(held, dossier)
    return None if counter.has_room() else Declined(dossier.id, "no-room")


def _shelve(counter: Counter, device: str, dossier: ParcelDossier, file: ParcelFile, sealed: bytes) -> Declined | None:
    """Put a file on the shelf, where an upload may have begun it; None when it is there."""
    announced = Announced(file.id, file.size, file.sha256)
    moment = counter.clock.now().isoformat(timespec="seconds")
    kept = transact(counter.connection, lambda connection: announce(connection, announced, device, moment))
    if kept != announced:
        return Declined(dossier.id, "conflict")
    if counter.shelf.holds(announced.file_id):
        return None
    try:
        with counter.shelf.open(announced) as incoming:
            incoming.cut_back(0)
            incoming.write(sealed)
            return None if incoming.keep() else Declined(dossier.id, "checksum")
    except Locked:
        return None if counter.shelf.holds(announced.file_id) else Declined(dossier.id, "locked")


def _receive(counter: Counter, dossier: ParcelDossier, blob: bytes, signer: VerifyKey) -> Accepted | Declined:
    """Judge a dossier as ``PUT /v1/submissions`` does, and keep it."""
    try:
        envelope = parse(blob, limit=MAX_ENVELOPE)
    except EnvelopeError as error:
        return Declined(dossier.id, f"envelope: {error.reason}")
    finding = examine(envelope, counter.keyring.seal, lambda _: signer, counter.shelf)
    match finding:
        case Whole(contents):
            arrival = Arrival(contents, blob, hashlib.sha256(blob).hexdigest(), counter.clock.now())
            receiving = Receiving(counter.unit, lambda: counter.keyring)
            held = transact(counter.connection, lambda connection: receiving(connection, (arrival,))[0])
            return _told(held, dossier)
        case Missing():
            return Declined(dossier.id, "missing-files")
        case NotOpened(reason):
            return Declined(dossier.id, f"envelope: {reason}")
        case NotAsListed(file_id, reason):
            return Declined(dossier.id, f"manifest: {file_id}: {reason}")
    assert_never(finding)


def _told(held: Held, dossier: ParcelDossier) -> Accepted | Declined:
    if held.envelope_sha256 != dossier.sha256:
        return Declined(dossier.id, "conflict")
    return Accepted(decode(held.receipt, SignedReceipt), held.fresh)
