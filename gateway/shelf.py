"""Sealed files on disk: written piece by piece, durable before they are acknowledged, whole and checked before used."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gateway.folder import Folder

_READ = 1024 * 1024


class Locked(Exception):  # noqa: N818 - an outcome of opening, told to the one who asked
    """Another request writes to this upload."""


@dataclass(frozen=True)
class Announced:
    """What the kiosk said of a file before it sent it."""

    file_id: str
    size: int
    sha256: str


class Incoming:
    """An upload that is open for writing, held alone among all processes. Raises OSError as files do.

    The work is done in threads, and a request may be ended in its middle: then the thread finishes before the file
    is closed, for a closed descriptor's number may be another file's by then.
    """

    def __init__(self, announced: Announced, descriptor: int, part: Path, whole: Path) -> None:
        self.announced = announced
        self.offset = 0
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._part = part
        self._whole = whole
        self._busy = threading.Lock()

    def lock(self) -> None:
        """Raises Locked."""
        try:
            fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked from error
        if not _is_still(self._part, self._file.fileno()):
            raise Locked  # finished and put on the shelf since we opened it
        self.offset = os.fstat(self._file.fileno()).st_size

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        with self._busy:
            while view:
                written = os.pwrite(self._file.fileno(), view, self.offset)
                self.offset += written
                view = view[written:]

    def cut_back(self, offset: int) -> None:
        """Forget what was written after ``offset``."""
        with self._busy:
            self._cut_back(offset)

    def close(self) -> None:
        """Also lets go of the lock on the file."""
        with self._busy:
            self._file.close()

    def keep(self) -> bool:
        """Make durable what was written. A whole file is put on the shelf; False when its bytes are not as announced.

        Then nothing of it is kept, and the upload begins anew.
        """
        with self._busy:
            return self._keep()

    def _keep(self) -> bool:
        if self.offset < self.announced.size:
            os.fsync(self._file.fileno())
            return True
        if _sha256(self._part) != self.announced.sha256:
            self._cut_back(0)
            return False
        os.fsync(self._file.fileno())
        self._part.rename(self._whole)
        _sync_folder(self._whole.parent)
        _sync_folder(self._part.parent)
        return True

    def _cut_back(self, offset: int) -> None:
        os.ftruncate(self._file.fileno(), offset)
        self.offset = offset
        os.fsync(self._file.fileno())


class Shelf:
    """Reads may come from any process; writing holds a lock on the file. ``file_id`` is always a checked UUID."""

    def __init__(self, folder: Folder) -> None:
        self._incoming = folder.incoming
        self._files = folder.files

    def offset(self, announced: Announced) -> int:
        """How many bytes are here. A file that lacks nothing but its check gets it now."""
        if self.holds(announced.file_id):
            return announced.size
        with contextlib.suppress(FileNotFoundError):
            length = (self._incoming / announced.file_id).stat().st_size
            if length < announced.size:
                return length
            with contextlib.suppress(Locked), self.open(announced) as incoming:
                return announced.size if incoming.keep() else 0
            return 0
        return 0

    def holds(self, file_id: str) -> bool:
        return (self._files / file_id).exists()

    def read(self, file_id: str, limit: int) -> bytes:
        """The whole file, or a little more than ``limit`` bytes of it. Raises OSError."""
        with (self._files / file_id).open("rb") as file:
            return file.read(limit + 1)

    def sweep(self, before: float) -> tuple[str, ...]:
        """Take away what is unfinished and was not touched since that time; the ids. Raises OSError."""
        gone = []
        for part in self._incoming.iterdir():
            with contextlib.suppress(FileNotFoundError, Locked):
                if part.stat().st_mtime >= before:
                    continue
                with contextlib.closing(Incoming(Announced(part.name, 0, ""), _open(part), part, part)) as incoming:
                    incoming.lock()
                    part.unlink()
                gone.append(part.name)
        return tuple(gone)

    @contextlib.contextmanager
    def open(self, announced: Announced) -> Iterator[Incoming]:
        """Raises Locked when somebody else writes to it."""
        part = self._incoming / announced.file_id
        fresh = not part.exists()
        incoming = Incoming(announced, _open(part), part, self._files / announced.file_id)
        with contextlib.closing(incoming):
            incoming.lock()
            if fresh:
                _sync_folder(self._incoming)
            yield incoming


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)


def _is_still(path: Path, descriptor: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_READ):
            digest.update(piece)
    return digest.hexdigest()


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
