"""Carrying for others: a parcel of another kiosk is taken in, checked, and kept until the gateway has it.

This machine opens nothing of it, and answers for nothing but what it saw: that the parcel is whole, that one device
signed it and every envelope in it, and that it is sealed to the gateway that this kiosk delivers to.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, TypeAlias

from msgspec import Meta

from kiosk.sync.courier_file import (
    MAX_RECEIPT,
    CourierError,
    ParcelDossier,
    ParcelFile,
    ParcelIndex,
    Refusal,
    check_audience,
    read_parcel_index,
    rewind,
)
from kiosk.sync.courier_parcel import check_piece, check_recipient, read_pieces, signer_of
from kiosk.sync.keys import Audience, DeviceId, KeyText
from kiosk.sync.protocol import MAX_FILES, Moment, Sha256, Wire, decode, encode
from offline_cache.space import FLOOR

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kiosk.sync.keys import GatewayKeys
    from offline_cache.carried import Carried, Intake


class Facts(Wire, frozen=True, kw_only=True):
    """What is known of a carried dossier: enough to deliver it and to seal its receipt to where it comes from."""

    audience: Audience
    device: DeviceId
    reply: KeyText
    taken_at: Moment
    envelope_sha256: Sha256
    files: Annotated[tuple[ParcelFile, ...], Meta(max_length=MAX_FILES)]


class SealedAnswer(Wire, frozen=True, kw_only=True):
    """The gateway's receipt of a carried dossier, sealed to the device that it comes from."""

    device: DeviceId
    envelope_sha256: Sha256
    at: Moment
    sealed: Annotated[bytes, Meta(max_length=MAX_RECEIPT)]


@dataclass(frozen=True)
class Taken:
    """The parcel was whole. ``known`` were here before, ``answered`` are at the gateway already, and the rest is new.

    ``conflicts``: other bytes were taken under that id before; these are not kept.
    """

    device: str
    new: tuple[str, ...]
    known: tuple[str, ...]
    answered: tuple[str, ...]
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class Own:
    """The parcel was written by this kiosk itself: what is in it lies in its outbox."""


@dataclass(frozen=True)
class NotTaken:
    """Nothing of the parcel was kept. ``no_room``: ``needed`` bytes would leave this kiosk too little for its own."""

    reason: Refusal | Literal["no_room"]
    needed: int = 0


@dataclass(frozen=True)
class Place:
    """Where carried dossiers are kept, and for which device and gateway."""

    carried: Carried
    store_folder: Path
    device: str
    keys: GatewayKeys
    floor: int = FLOOR


def take_parcel(place: Place, file: BinaryIO, now: datetime) -> Taken | Own | NotTaken:
    """Check all of a parcel, then keep each dossier of it, whole or not at all. Raises StoreError."""
    try:
        index = read_parcel_index(file)
        check_audience(index, place.keys)
        signer = signer_of(index)
        if index.device == place.device:
            return Own()
        start = file.tell()
        for piece in read_pieces(file, index):
            check_recipient(check_piece(piece, index, signer), place.keys)
        if shutil.disk_usage(place.store_folder).free < place.floor + index.total:
            return NotTaken("no_room", index.total)
        rewind(file, start)
        with place.carried.taking():
            return _keep(place.carried, file, index, now)
    except CourierError as error:
        return NotTaken(error.reason)


def read_facts(data: bytes) -> Facts:
    """Raises ProtocolError."""
    return decode(data, Facts)


def read_answer(data: bytes) -> SealedAnswer:
    """Raises ProtocolError."""
    return decode(data, SealedAnswer)


_Fate: TypeAlias = Literal["new", "known", "answered", "conflict"]


def _keep(carried: Carried, file: BinaryIO, index: ParcelIndex, now: datetime) -> Taken:
    fates: dict[str, _Fate] = {}
    intake: Intake | None = None
    for piece in read_pieces(file, index):
        dossier = piece.dossier
        if piece.file is None:
            fate = fates[dossier.id] = _fate(carried, dossier)
            intake = carried.begin(dossier.id) if fate == "new" else None
            if intake:
                intake.write_envelope(piece.data)
        elif intake:
            intake.write_file(piece.file.id, piece.data)
        if intake and piece.is_last:
            intake.keep(encode(_facts(index, dossier, now)))

    def those(fate: _Fate) -> tuple[str, ...]:
        return tuple(item_id for item_id, found in fates.items() if found == fate)

    return Taken(index.device, those("new"), those("known"), those("answered"), those("conflict"))


def _fate(carried: Carried, dossier: ParcelDossier) -> _Fate:
    """One that the gateway refused is tried again when somebody brings it again."""
    if carried.is_answered(dossier.id):
        held = read_answer(carried.answer(dossier.id)).envelope_sha256
        return "answered" if held == dossier.sha256 else "conflict"
    if carried.is_waiting(dossier.id):
        try:
            held = read_facts(carried.facts(dossier.id)).envelope_sha256
        except FileNotFoundError:  # the network's thread brought it over this very moment
            return "answered"
        carried.retry(dossier.id)
        return "known" if held == dossier.sha256 else "conflict"
    return "new"


def _facts(index: ParcelIndex, dossier: ParcelDossier, now: datetime) -> Facts:
    return Facts(
        audience=index.audience,
        device=index.device,
        reply=index.reply,
        taken_at=now.isoformat(timespec="seconds"),
        envelope_sha256=dossier.sha256,
        files=dossier.files,
    )
