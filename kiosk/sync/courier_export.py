"""Sealed dossiers on a stick, from whatever state they are in: exactly when there is no line they have to travel.

Reads the store beside the kiosk that runs. An exported dossier is sent over the line all the same, whichever comes
first: the gateway holds it once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, TypeAlias

from kiosk.errors import KioskError
from kiosk.sync.courier_carrying import read_answer
from kiosk.sync.courier_file import (
    MAX_DOSSIERS,
    MAX_PARCEL,
    ParcelDossier,
    ParcelFile,
    ParcelIndex,
    read_parcel_index,
    write_index,
)
from kiosk.sync.courier_notes import ExportedNote, leave_note
from kiosk.sync.courier_parcel import read_pieces
from kiosk.sync.courier_receipts import SUFFIX as RECEIPTS_SUFFIX
from kiosk.sync.courier_receipts import Courier, write_receipts
from kiosk.sync.courier_stick import Fault, NotWritten, drop_halves, free_path, write_whole
from kiosk.sync.key_files import encode_bytes
from offline_cache.carried import Carried

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.courier_reply import ReplyKey
    from kiosk.sync.keys import DeviceKey
    from offline_cache.items import Item, OutboxView

PARCEL_SUFFIX = ".parcel"


@dataclass(frozen=True)
class Sender:
    """Who exports: the outbox as it may be read here, and the keys of this device."""

    outbox: OutboxView
    store_folder: Path
    device: DeviceKey
    reply: ReplyKey
    clock: Clock


@dataclass(frozen=True)
class LeftOut:
    """A dossier that is not on the stick.

    ``gone``: its sealed bytes were erased, as the gateway has held it for long. ``lost``: a sealed attachment is not on
    the disk as it was written. ``audience``: sealed in another world, demo or production.
    """

    item_id: str
    reason: Literal["gone", "lost", "audience"]


@dataclass(frozen=True)
class Exported:
    """It is on the stick, whole, and was read back from it: the stick may be pulled out once it is unmounted.

    ``own_disk``: the folder is on the kiosk's own disk; perhaps the stick is not mounted. ``receipts`` are for the
    kiosks whose dossiers were carried here.
    """

    files: tuple[Path, ...]
    dossiers: tuple[str, ...]
    receipts: int
    left_out: tuple[LeftOut, ...]
    own_disk: bool


@dataclass(frozen=True)
class NothingToExport:
    """Every dossier asked for has its receipt, or was left out."""

    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class NotExported:
    """The stick did not take it; ``files`` were written whole before, ``needed`` bytes is what the next one takes.

    ``changed``: a dossier was being erased in the middle; trying again helps.
    """

    reason: Fault | Literal["changed"]
    needed: int = 0
    files: tuple[Path, ...] = ()


ExportOutcome: TypeAlias = Exported | NothingToExport | NotExported


class _Changed(KioskError):  # noqa: N818 - what happened to the store meanwhile
    """What was listed a moment ago is not there any more."""


@dataclass
class _Stick:
    """Where files go, and which are there by now."""

    folder: Path
    name: str
    stem: str
    files: list[Path] = field(default_factory=list)

    def free_path(self, suffix: str) -> Path:
        """The name that was asked for, or one that no file has yet."""
        return self.folder / self.name if self.name else free_path(self.folder, self.stem, suffix)


def export(sender: Sender, target: Path, items: Iterable[Item] | None = None) -> ExportOutcome:
    """Write sealed dossiers to ``target``, a folder or a new file: those without a receipt, or exactly ``items``.

    Into a folder go also the receipts of what was carried here for others. Blocks as long as the stick takes: for a
    thread that owns ``sender.outbox``. Raises StoreError.
    """
    try:
        return _export(sender, target, items)
    except OSError:  # a stick that was pulled out answers not even what it is
        return NotExported("gone")


def _export(sender: Sender, target: Path, items: Iterable[Item] | None) -> ExportOutcome:
    chosen = (
        tuple(item for item in sender.outbox.all() if item.pending or not item.received_at)
        if items is None
        else tuple(items)
    )
    listed, left_out = _list(sender, chosen)
    answers = () if items is not None or not target.is_dir() else Carried(sender.store_folder).answered(MAX_DOSSIERS)
    if not listed and not answers:
        return NothingToExport(left_out)
    stick = _stick(sender, target)
    try:
        _write_all(sender, stick, listed, answers)
    except NotWritten as fault:
        return NotExported(fault.reason, fault.needed, tuple(stick.files))
    except _Changed:
        return NotExported("changed", 0, tuple(stick.files))
    own_disk = stick.folder.stat().st_dev == sender.store_folder.stat().st_dev
    return Exported(tuple(stick.files), tuple(entry.id for entry in listed), len(answers), left_out, own_disk)


def _stick(sender: Sender, target: Path) -> _Stick:
    """File names tell the device and the time, never a person."""
    stem = f"motcham-{sender.device.device_id}-"
    folder = target if target.is_dir() else target.parent
    drop_halves(folder, stem)
    return _Stick(folder, "" if target.is_dir() else target.name, f"{stem}{sender.clock.now():%Y%m%dT%H%M%S}")


def _write_all(sender: Sender, stick: _Stick, listed: tuple[ParcelDossier, ...], answers: tuple[str, ...]) -> None:
    parts = _parts(listed)
    if stick.name and len(parts) > 1:
        raise NotWritten("many")
    for part in parts:
        path = stick.free_path(PARCEL_SUFFIX)
        _write_parcel(sender, path, part)
        stick.files.append(path)
    if answers:
        path = stick.free_path(RECEIPTS_SUFFIX)
        _write_answers(sender, path, answers)
        stick.files.append(path)


def _parts(listed: tuple[ParcelDossier, ...]) -> list[tuple[ParcelDossier, ...]]:
    """As many files as the limits of one ask for."""
    parts: list[list[ParcelDossier]] = []
    room = 0
    for entry in listed:
        if not parts or entry.total > room or len(parts[-1]) == MAX_DOSSIERS:
            parts.append([])
            room = MAX_PARCEL
        parts[-1].append(entry)
        room -= entry.total
    return [tuple(part) for part in parts]


def _write_parcel(sender: Sender, path: Path, dossiers: tuple[ParcelDossier, ...]) -> None:
    """Write one parcel, and tell the store's owner once it is on the stick."""
    now = sender.clock.now().isoformat(timespec="seconds")
    index = ParcelIndex(
        audience=sender.device.audience,
        device=sender.device.device_id,
        key=encode_bytes(sender.device.public.key.raw),
        reply=sender.reply.public,
        made_at=now,
        dossiers=dossiers,
    )

    def fill(out: BinaryIO) -> None:
        write_index(out, index, sender.device.sign)
        for entry in dossiers:
            out.writelines(_bodies(sender, entry))

    def check(file: BinaryIO) -> None:
        for _ in read_pieces(file, read_parcel_index(file)):
            pass

    write_whole(path, index.total, fill, check)
    leave_note(sender.store_folder, ExportedNote(at=now, ids=tuple(entry.id for entry in dossiers)))


def _bodies(sender: Sender, entry: ParcelDossier) -> Iterator[bytes]:
    """Envelope and files, each read only when it is written. Raises _Changed."""
    payload = sender.outbox.payload(entry.id)
    if payload is None or [file.id for file in payload.files] != [file.id for file in entry.files]:
        raise _Changed
    yield payload.envelope
    for file in payload.files:
        yield _read(file.path)


def _read(path: Path) -> bytes:
    """A fault of our own disk is not the stick's."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _Changed from error


def _write_answers(sender: Sender, path: Path, ids: tuple[str, ...]) -> None:
    carried = Carried(sender.store_folder)
    sealed = [(item_id, read_answer(carried.answer(item_id))) for item_id in ids]
    write_receipts(
        path,
        [(item_id, answer.sealed) for item_id, answer in sealed],
        Courier(sender.device.audience, sender.device.device_id, sender.device.public.key.raw, sender.device.sign),
        sender.clock.now().isoformat(timespec="seconds"),
    )


def _list(sender: Sender, items: tuple[Item, ...]) -> tuple[tuple[ParcelDossier, ...], tuple[LeftOut, ...]]:
    """What goes along, the first sealed first, and what cannot."""
    listed, left_out = [], []
    for item in sorted(items, key=lambda item: item.id):
        entry = _entry(sender, item)
        if isinstance(entry, LeftOut):
            left_out.append(entry)
        else:
            listed.append(entry)
    return tuple(listed), tuple(left_out)


def _entry(sender: Sender, item: Item) -> ParcelDossier | LeftOut:
    if item.audience != sender.device.audience:
        return LeftOut(item.id, "audience")
    payload = sender.outbox.payload(item.id)
    if payload is None:
        return LeftOut(item.id, "gone")
    for file in payload.files:
        try:
            if hashlib.sha256(_read(file.path)).hexdigest() != file.sha256:
                return LeftOut(item.id, "lost")
        except _Changed:
            return LeftOut(item.id, "lost")
    return ParcelDossier(
        id=item.id,
        size=len(payload.envelope),
        sha256=hashlib.sha256(payload.envelope).hexdigest(),
        files=tuple(ParcelFile(id=file.id, size=file.size, sha256=file.sha256) for file in payload.files),
    )
