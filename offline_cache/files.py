"""Files that are either whole and on the disk, or not there at all."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError, StoreFull

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    """Write beside, fsync, give the name, fsync the folder; mode 0600. StoreFull when the disk is full."""
    half = path.with_name(path.name + HALF)
    try:
        _write_and_sync(half, data)
        half.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreFull("the disk is full") from error
        raise StoreError(f"a file of the store cannot be written: {error.strerror}") from error


def unlink_durably(folder: Path, ids: Iterable[str]) -> None:
    """Remove files by their ids; those that are not there are fine."""
    try:
        for name in ids:
            (folder / checked_id(name)).unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise StoreError(f"a file of the store cannot be removed: {error.strerror}") from error


def _write_and_sync(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private(folder: Path) -> None:
    """Make the folder (durably) for this user alone."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True)
        sync_folder(folder.parent)
    folder.chmod(0o700)
