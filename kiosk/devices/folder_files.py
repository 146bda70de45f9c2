"""USB sticks where the system mounts them. The resident's is read: nothing is written, no link is followed."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from kiosk.devices.file_kinds import LARGEST_FILE, entry_of
from kiosk.devices.ports import DeviceStatus, FileEntry, Ready, Sticks, Unplugged
from kiosk.errors import DeviceError
from kiosk.text import collation_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEEPEST = 4
_DEEPEST_MOUNT = 2
"""/media/USER/LABEL"""
_MOST_FILES = 500
_MOST_SEEN = 20_000
_SKIPPED = frozenset({"System Volume Information", "$RECYCLE.BIN", "LOST.DIR", "Android"})


class FolderFiles:
    """The files below a mount folder such as /media; a stick is in while that folder holds anything."""

    def __init__(self, mount: Path) -> None:
        self._mount = mount

    def status(self) -> DeviceStatus:
        try:
            with os.scandir(self._mount) as inside:
                return Ready() if any(inside) else Unplugged()
        except OSError:
            return Unplugged()

    def list(self) -> tuple[FileEntry, ...]:
        found: list[FileEntry] = []
        for seen, (path, name, size) in enumerate(self._walk(self._mount, "", _DEEPEST)):
            entry = entry_of(path, name, size)
            if entry:
                found.append(entry)
            if len(found) == _MOST_FILES or seen == _MOST_SEEN:
                break
        return tuple(sorted(found, key=lambda entry: (collation_key(entry.label), entry.id)))

    def read(self, entry: FileEntry) -> bytes:
        try:
            file = self._open(entry.id)
        except OSError:
            raise DeviceError("the file is not there any more") from None  # the cause would name the file
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise DeviceError("this is no file")
        with os.fdopen(file, "rb") as opened:
            try:
                data = opened.read(LARGEST_FILE + 1)
            except OSError:
                raise DeviceError("the stick was taken out") from None
        if len(data) > LARGEST_FILE:
            raise DeviceError("the file is too large")
        return data

    def sticks(self, data: Path) -> Sticks:
        try:
            own = data.stat().st_dev
        except OSError:
            return Sticks()
        writable, locked = [], 0
        for place in _mounted(self._mount, _DEEPEST_MOUNT):
            try:
                if place.stat().st_dev == own:
                    continue
                read_only = bool(os.statvfs(place).f_flag & os.ST_RDONLY)
            except OSError:  # pulled out this moment
                continue
            if read_only or not os.access(place, os.W_OK | os.X_OK):
                locked += 1
            else:
                writable.append(place)
        return Sticks(tuple(writable), locked)

    def _walk(self, folder: Path, below: str, depth: int) -> Iterator[tuple[str, str, int]]:
        """Yield path, name and size of each regular file; what cannot be read is passed over."""
        try:
            with os.scandir(folder) as inside:
                children = sorted(inside, key=lambda child: child.name)
        except OSError:
            return
        for child in children:
            if child.name.startswith(".") or child.name in _SKIPPED or not _is_text(child.name):
                continue
            path = f"{below}/{child.name}" if below else child.name
            if child.is_dir(follow_symlinks=False):
                if depth:
                    yield from self._walk(folder / child.name, path, depth - 1)
            elif child.is_file(follow_symlinks=False):
                yield path, child.name, child.stat(follow_symlinks=False).st_size

    def _open(self, path: str) -> int:
        """Open a path below the mount folder component by component, so that no link leads out of it."""
        folders, name = path.split("/")[:-1], path.rsplit("/", 1)[-1]
        if not name or any(part in {"", ".", ".."} for part in [*folders, name]):
            raise FileNotFoundError
        held = os.open(self._mount, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in folders:
                inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=held)
                os.close(held)
                held = inner
            return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=held)
        finally:
            os.close(held)


def _mounted(folder: Path, depth: int) -> Iterator[Path]:
    """Yield what is mounted at a folder or below; nothing is looked for on what is mounted."""
    if os.path.ismount(folder):
        yield folder
    elif depth:
        try:
            children = sorted(folder.iterdir())
        except OSError:  # no folder, or not for us
            return
        for child in children:
            yield from _mounted(child, depth - 1)


def _is_text(name: str) -> bool:
    """Say whether a file name can be shown; names that are no text come as lone surrogates."""
    return name.isprintable()
