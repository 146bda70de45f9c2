"""Files that are either whole and on the disk, or not there at all."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

HALF = ".half"
"""The suffix of a file that is still being written; one found at start is what a crash left."""

_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def checked_id(name: str) -> str:
    """Return the name when it is a UUID: nothing else may become part of a path."""
    if not _ID.fullmatch(name):
        raise StoreError("an id is not a UUID")
    return name


def sync_folder(folder: Path) -> None:
    """Make the folder's entries durable: a file that was fsynced can still lose its name without this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Write beside, fsync, give the name, fsync the folder; mode 0600."""
    half = path.with_name(path.name + HALF)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    half.replace(path)
    sync_folder(path.parent)


def make_private(folder: Path) -> None:
    """Make the folder (durably) for this user alone."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)
        sync_folder(folder.parent)
    folder.chmod(0o700)
