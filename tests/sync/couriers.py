"""A kiosk that exports, one that carries, and how a stick is read and written by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from kiosk.clock import Clock
from kiosk.sync.courier_carrying import NotTaken, Own, Place, Taken, take_parcel
from kiosk.sync.courier_export import Exported, Sender, export
from kiosk.sync.courier_file import ParcelDossier, ParcelFile, ParcelIndex, write_index
from kiosk.sync.courier_notes import take_up
from kiosk.sync.courier_reply import ReplyKey, load_or_make_reply_key
from kiosk.sync.courier_return import NotReturned, Receiver, Returned, take_receipts
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.keys import DeviceKey, GatewayKeys
from kiosk.sync.sealing import SealingKeys
from kiosk.sync.settling import Policy
from offline_cache.carried import Carried
from offline_cache.store import Store
from tests.sync.dossiers import Desk


@dataclass
class Station:
    """One kiosk with its store and keys, as the commands see it."""

    store: Store
    keys: GatewayKeys
    device: DeviceKey
    clock: Clock
    reply: ReplyKey = field(init=False)

    def __post_init__(self) -> None:
        self.reply = load_or_make_reply_key(self.store.folder.parent / f"{self.device.device_id}.reply.key")
        self.desk = Desk(self.store, SealingKeys(self.keys, self.device), self.clock, self.keys.audience)
        self.carried = Carried(self.store.folder)

    @property
    def sender(self) -> Sender:
        return Sender(self.store.outbox, self.store.folder, self.device, self.reply, self.clock)

    def export(self, stick: Path) -> Exported:
        outcome = export(self.sender, stick)
        assert isinstance(outcome, Exported)
        self.take_up()
        return outcome

    def export_parcel(self, stick: Path) -> bytes:
        """Everything that waits, as the bytes of the one parcel it makes."""
        (path,) = self.export(stick).files
        return path.read_bytes()

    def carry(self, parcel: bytes, floor: int = 0) -> Taken | Own | NotTaken:
        place = Place(self.carried, self.store.folder, self.device.device_id, self.keys, floor)
        return take_parcel(place, BytesIO(parcel), self.clock.now())

    def come_back(self, receipts: bytes) -> Returned | NotReturned:
        receiver = Receiver(self.store.outbox, self.store.folder, self.keys, self.reply)
        outcome = take_receipts(receiver, BytesIO(receipts))
        self.take_up()
        return outcome

    def take_up(self) -> tuple[str, ...]:
        return take_up(self.store, Policy(), self.clock.now())


def forge_parcel(
    device: DeviceKey,
    dossiers: Sequence[ParcelDossier],
    bodies: Sequence[bytes],
    *,
    named: str = "",
    reply: str = "",
) -> bytes:
    """A parcel with these entries and bodies, its index signed with this key, whatever it says."""
    index = ParcelIndex(
        audience=device.audience,
        device=named or device.device_id,
        key=encode_bytes(device.public.key.raw),
        reply=reply or encode_bytes(bytes(31) + b"\x09"),
        made_at="2026-11-24T08:00:00+07:00",
        dossiers=tuple(dossiers),
    )
    out = BytesIO()
    write_index(out, index, device.sign)
    out.writelines(bodies)
    return out.getvalue()


def envelope_of(station: Station, item_id: str) -> bytes:
    payload = station.store.outbox.payload(item_id)
    assert payload is not None
    return payload.envelope


def listed_as(item_id: str, body: bytes, *files: ParcelFile) -> ParcelDossier:
    """How an index lists this body."""
    return ParcelDossier(id=item_id, size=len(body), sha256=hashlib.sha256(body).hexdigest(), files=files)
