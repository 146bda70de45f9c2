"""A day on which the disk is full when the dossier is finished. Runs in a child of `tests.faults.forks`."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError
from tests.faults.life import opened, seal, send, syncer_of, take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.place import Order, Place

BLOCK = 4096


def finish_on_full_disk(place: Place, order: Order, tell: Callable[[str], None], *, keep_ballast: bool) -> None:
    """Fill in a dossier, let others fill the disk but for ``blocks``, then touch «Nộp hồ sơ», and send."""
    filler = place.store.parent / "filler"
    with opened(place, order.url) as kiosk:
        syncer, client = syncer_of(kiosk)
        send(kiosk, syncer)
        session = take(kiosk, tell)
        if not keep_ballast:
            (place.store / "store" / "ballast").unlink()
        try:
            fill(filler, order.blocks)
            seal(kiosk, session, tell)
            send(kiosk, syncer)
        except (StoreError, OSError) as error:
            tell(f"stopped:{type(error).__name__}")
        finally:
            filler.unlink()
            client.close()


def fill(filler: Path, blocks: int) -> None:
    """Take all the room of the disk, then give so many blocks back."""
    descriptor = os.open(filler, os.O_RDWR | os.O_CREAT)
    size, more = 0, shutil.disk_usage(filler.parent).free // BLOCK * BLOCK
    try:
        while more >= BLOCK:
            try:
                os.posix_fallocate(descriptor, size, more)
                size += more
            except OSError:  # the file system needs some of it to keep the file's own map
                more = more // 2 // BLOCK * BLOCK
        os.ftruncate(descriptor, size - blocks * BLOCK)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
