"""Sealed attachments: files of ciphertext that the kiosk itself cannot open, named by the attachment's id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from offline_cache.files import checked_id, make_private, unlink_durably, write_durably

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from offline_cache.space import Room


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One attachment as it lies on the disk and goes over the wire; size and sha256 are of the sealed bytes."""

    id: str
    size: int
    sha256: str
    path: Path


class SealedFiles:
    """The folder of sealed attachments."""

    def __init__(self, folder: Path, room: Room) -> None:
        make_private(folder)
        self.folder = folder
        self._room = room

    def write(self, file_id: str, envelope: bytes) -> SealedFile:
        """Keep a sealed attachment durably, before any row names it."""
        path = self.path(file_id)
        self._room.try_with_ballast(lambda: write_durably(path, envelope))
        return SealedFile(file_id, len(envelope), hashlib.sha256(envelope).hexdigest(), path)

    def path(self, file_id: str) -> Path:
        return self.folder / checked_id(file_id)

    def drop(self, file_ids: Iterable[str]) -> None:
        """Unlink files that no row names any more."""
        unlink_durably(self.folder, file_ids)
