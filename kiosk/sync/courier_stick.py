"""Writing to a stick: a file gets its name only when all of it is on the medium and was read back from there."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, Literal

from kiosk.sync.courier_file import CourierError

_HALF = ".half"
_SLACK = 4 * 1024 * 1024
"""What an index and a file system take beside the bodies, at most."""

Fault = Literal[
    "no_folder",  # nothing is there to write on
    "many",  # more than one file is needed: a folder is wanted
    "exists",  # another file has the name already
    "full",
    "read_only",
    "gone",  # pulled out in the middle, or broken
    "not_kept",  # what was read back is not what was written
]

_FAULTS: dict[int, Fault] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOTDIR: "no_folder",
}


class NotWritten(Exception):  # noqa: N818 - an outcome of writing, told to whoever holds the stick
    """Nothing was left on the stick under the file's name; ``needed`` are the bytes it takes."""

    def __init__(self, reason: Fault, needed: int = 0) -> None:
        super().__init__(reason)
        self.reason: Fault = reason
        self.needed = needed


def write_whole(path: Path, size: int, fill: Callable[[BinaryIO], None], check: Callable[[BinaryIO], object]) -> None:
    """Write bodies of ``size`` bytes by ``fill``, and give the file its name when ``check`` has read it back.

    Durable when it returns. Raises NotWritten; what ``fill`` raises besides OSError passes, and nothing is left either.
    """
    if not path.parent.is_dir():
        raise NotWritten("no_folder")
    if path.exists():
        raise NotWritten("exists")
    size += _SLACK
    half = path.with_name(f".{path.name}{_HALF}")
    try:
        _check_room(path.parent, size)
        _write(half, fill)
        _read_back(half, check)
        half.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        _drop(half)
        raise NotWritten(_FAULTS.get(error.errno or 0, "gone"), size) from error
    except BaseException:
        _drop(half)
        raise


def drop_halves(folder: Path, stem: str) -> None:
    """Take away what earlier tries under this stem left on the stick."""
    with suppress(OSError):
        for half in folder.glob(f".{stem}*{_HALF}"):
            half.unlink()


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """A name that no file has yet."""
    paths = (folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}" for number in count(1))
    return next(path for path in paths if not path.exists())


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, "not enough room")


def _write(half: Path, fill: Callable[[BinaryIO], None]) -> None:
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with os.fdopen(descriptor, "wb") as out:
        fill(out)
        out.flush()
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)  # so that it is read from the stick, not from memory


def _read_back(half: Path, check: Callable[[BinaryIO], object]) -> None:
    try:
        with half.open("rb") as file:
            check(file)
    except CourierError as error:
        raise NotWritten("gone" if error.reason == "unreadable" else "not_kept") from error


def _drop(half: Path) -> None:
    with suppress(OSError):
        half.unlink()
