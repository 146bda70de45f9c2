"""Notes to the owner of the store from a process that may only read: each whole and durable, taken up in order."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError
from offline_cache.files import HALF, make_private, sync_folder, write_durably

if TYPE_CHECKING:
    from pathlib import Path


class Spool:
    """The folder of notes; made when it is first written to."""

    def __init__(self, store_folder: Path) -> None:
        self._folder = store_folder / "spool"

    def put(self, note: bytes) -> None:
        """Durable when it returns. Raises StoreError."""
        try:
            make_private(self._folder)
        except OSError as error:
            raise StoreError(f"the store's folder cannot be used: {error.strerror}") from error
        write_durably(self._folder / f"{time.time_ns():020}-{uuid.uuid4().hex}", note)

    def names(self) -> tuple[str, ...]:
        """What waits, the oldest first."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self._folder.iterdir() if path.suffix != HALF))

    def read(self, name: str) -> bytes:
        """Raises OSError."""
        return (self._folder / name).read_bytes()

    def drop(self, name: str) -> None:
        """After what it says is durable elsewhere: taken up twice, a note changes nothing the second time."""
        (self._folder / name).unlink(missing_ok=True)
        sync_folder(self._folder)
