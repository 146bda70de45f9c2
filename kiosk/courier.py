"""Sticks, for whoever holds one: what is exported and imported on this machine, beside the kiosk that runs or without.

Every call blocks as long as the stick takes and belongs to the thread that owns the reader. What changes the store is
left as a note, which its owner takes up at its next run: the running kiosk, or else `take_up_now`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from kiosk.sync.courier_carrying import NotTaken, Own, Place, Taken, take_parcel
from kiosk.sync.courier_export import PARCEL_SUFFIX, ExportOutcome, Sender, export
from kiosk.sync.courier_file import CourierError, is_receipts
from kiosk.sync.courier_notes import take_up
from kiosk.sync.courier_receipts import SUFFIX as RECEIPTS_SUFFIX
from kiosk.sync.courier_reply import load_or_make_reply_key
from kiosk.sync.courier_return import NotReturned, Receiver, Returned, take_receipts
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.keys import load_or_make_device_key
from kiosk.sync.settling import Policy
from offline_cache.carried import Carried
from offline_cache.errors import StoreBusy, StoreError
from offline_cache.spool import Spool
from offline_cache.store import DATABASE, RESCUE, open_reader, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import BinaryIO

    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.sync.courier_reply import ReplyKey
    from offline_cache.items import Item
    from offline_cache.store import Reader

ImportOutcome: TypeAlias = Taken | Own | NotTaken | Returned | NotReturned


def open_sending(config: Config) -> tuple[Reader, Path]:
    """A reader of what waits here, and its folder: the store, or the rescue's own while that does not open.

    Raises StoreError.
    """
    try:
        return open_reader(config.store_folder), config.store_folder
    except StoreError:
        beside = config.store_folder / RESCUE
        if not (beside / DATABASE).exists():
            raise
        return open_reader(beside), beside


def export_to(
    config: Config,
    reader: Reader,
    clock: Clock,
    target: Path,
    items: Iterable[Item] | None = None,
    folder: Path | None = None,
) -> ExportOutcome:
    """Write to a stick's folder what has no receipt yet, or exactly ``items``. Raises ConfigError, StoreError.

    ``folder`` is where the reader reads, when that is not the store (see `open_sending`).
    """
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    return export(
        Sender(reader.outbox, folder or config.store_folder, device, _reply_key(config), clock), target, items
    )


def import_from(config: Config, reader: Reader, clock: Clock, file: BinaryIO) -> ImportOutcome:
    """Take in a parcel of another kiosk, or receipts that came back. Raises ConfigError, StoreError."""
    try:
        way_back = is_receipts(file)
    except CourierError as error:
        return NotTaken(error.reason)
    keys = GatewayTrust.of(config).keys()
    if way_back:
        return take_receipts(Receiver(reader.outbox, config.store_folder, keys, _reply_key(config)), file)
    device = load_or_make_device_key(config.home / "device.key", config.audience)
    place = Place(Carried(config.store_folder), config.store_folder, device.device_id, keys)
    return take_parcel(place, file, clock.now())


def files_on(folder: Path) -> tuple[Path, ...]:
    """What on a stick is a courier's, by its name. Raises OSError."""
    suffixes = {PARCEL_SUFFIX, RECEIPTS_SUFFIX}
    paths = (path for path in folder.iterdir() if path.suffix in suffixes and not path.name.startswith("."))
    return tuple(sorted(paths))


def take_up_now(config: Config, clock: Clock) -> bool:
    """Take up notes here when no other process owns the store; False when the one that does will."""
    if not Spool(config.store_folder).names():
        return True
    try:
        with open_store(config.store_folder, clock) as store:
            take_up(store, Policy(), clock.now())
    except StoreBusy:
        return False
    return True


def _reply_key(config: Config) -> ReplyKey:
    return load_or_make_reply_key(config.home / "reply.key")
