"""Which of the files on a stick a resident may choose."""

from __future__ import annotations

from pathlib import PurePosixPath

from kiosk.devices.ports import FileEntry, MediaType

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; a phone's photographs and scans of a few pages stay well below."""

_MEDIA_TYPES: dict[str, MediaType] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".pdf": "application/pdf",
}


def entry_of(id_: str, name: str, size: int) -> FileEntry | None:
    """Return the entry of a file by its name, or None when it cannot be chosen.

    The name only says what to offer; what a file holds is checked when it is read.
    """
    media_type = _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    if media_type is None or name.startswith(".") or not 0 < size <= LARGEST_FILE:
        return None
    return FileEntry(id_, name, size, media_type)
