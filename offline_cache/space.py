"""Room on the disk: a floor below which no new dossier is begun, and a ballast file that lets the outbox finish."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from offline_cache.errors import StoreFull
from offline_cache.files import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FLOOR = 256 * 1024 * 1024
BALLAST = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Space:
    """Bytes free for us; ``enough`` says whether a new dossier may be begun."""

    free: int
    floor: int
    ballast: bool

    @property
    def enough(self) -> bool:
        return self.free >= self.floor


class Room:
    """Looks at the free space, keeps the ballast and gives it away."""

    def __init__(self, folder: Path, floor: int = FLOOR, ballast: int = BALLAST) -> None:
        self._folder = folder
        self._floor = floor
        self._size = ballast
        self._ballast = folder / "ballast"

    def look(self) -> Space:
        return Space(shutil.disk_usage(self._folder).free, self._floor, self._ballast.exists())

    def keep_ballast(self) -> None:
        """Make the ballast when it is missing and there is room for it above the floor."""
        if self._ballast.exists() or self.look().free < self._floor + self._size:
            return
        descriptor = os.open(self._ballast, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, self._size)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def try_with_ballast(self, write: Callable[[], None]) -> None:
        """Do a write that the outbox must finish; on a full disk once more, with the ballast's room."""
        try:
            write()
        except StoreFull:
            if not self.release_ballast():
                raise
            write()

    def release_ballast(self) -> bool:
        """Give the ballast's room away; False when it was given away before."""
        if not self._ballast.exists():
            return False
        self._ballast.unlink()
        sync_folder(self._folder)
        return True
