"""The catalogue folder of a kiosk: versions side by side, one of them current, switched atomically and back again."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import msgspec

from kiosk.catalogue.pack import CatalogueBusyError, CatalogueError, Pack, write_pack
from offline_cache.files import HALF, write_durably

KEPT_FOR = timedelta(days=8)  # a draft lives 7 days and goes on with the version it began with
MOST_KEPT = 12
Stamp: TypeAlias = tuple[int, ...]
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}\.\d{1,4}")


class Pointer(msgspec.Struct, frozen=True):
    """Which version serves. ``superseded`` says since when a version no longer does."""

    current: str = ""
    previous: str = ""
    rolled_back: str = ""  # the version that a person turned away from: an update does not bring it back
    superseded: dict[str, datetime] = {}


@dataclass(frozen=True)
class Versions:
    """``folder`` is the kiosk's catalogue folder; it need not exist yet.

    ``prepare`` is done with a version before it is switched to, so that whoever opens it then need not wait. It raises
    nothing: a version serves without it too.
    """

    folder: Path
    prepare: Callable[[Pack], None] = lambda _: None

    def pointer(self) -> Pointer:
        """Raises CatalogueError when the pointer file is damaged."""
        try:
            return msgspec.json.decode(self._pointer_file.read_bytes(), type=Pointer)
        except FileNotFoundError:
            return Pointer()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CatalogueError(f"{self._pointer_file.name} cannot be read: {error}") from error

    def open(self, version: str = "") -> Pack | None:
        """The current version, or the one named; None when there is none. Raises CatalogueError when it is damaged."""
        wanted = version or self.pointer().current
        if not wanted or not _NAME.fullmatch(wanted):
            return None
        path = self._path(wanted)
        return Pack(path) if path.exists() else None

    def open_best(self) -> Pack | None:
        """The current version; when it is damaged, the previous one. Raises CatalogueError when neither can be read."""
        pointer = self.pointer()
        try:
            return self.open(pointer.current)
        except CatalogueError:
            earlier = self.open(pointer.previous)
            if earlier is None:
                raise
            return earlier

    def install(
        self,
        rows: Mapping[str, bytes],
        now: datetime,
        version: str = "",
        imported_at: datetime | None = None,
        since: Stamp | None = None,
    ) -> str:
        """Write a new version and make it current; the one before stays. Its name is returned.

        ``version`` is the name that it came with, and ``imported_at`` when it was made elsewhere; without a name, or
        when that is taken, one of the day is made. ``since`` is the stamp of what the rows were made from.
        Raises CatalogueError when a row is no procedure, CatalogueBusyError when another is or was at it meanwhile, and
        StoreError when the disk does not take it.
        """
        with self._only_writer():
            if since is not None and since != self.stamp():
                raise CatalogueBusyError("another version came meanwhile")
            if not _NAME.fullmatch(version) or self._is_taken(version):
                version = self._next_name(now.date())
            write_durably(self._path(version), write_pack(rows, version, imported_at or now))
            with closing(Pack(self._path(version))) as pack:  # what cannot be read again is not switched to
                self.prepare(pack)
            self._switch(version, now)
        return version

    def rollback(self, now: datetime) -> str:
        """Make the previous version current; doing it again goes forward. Raises CatalogueError when there is none."""
        with self._only_writer():
            pointer = self.pointer()
            earlier = self.open(pointer.previous)
            if earlier is None:
                raise CatalogueError("there is no previous version to go back to")
            with closing(earlier):
                self.prepare(earlier)
            again = pointer.previous == pointer.rolled_back
            superseded = {**pointer.superseded, pointer.current: now}
            superseded.pop(pointer.previous, None)
            back = "" if again else pointer.current
            self._point(Pointer(pointer.previous, pointer.current, back, superseded))
            return pointer.previous

    def stamp(self) -> Stamp:
        """Another one whenever the pointer was written; one stat, for whoever looks every few seconds."""
        try:
            found = self._pointer_file.stat()
        except OSError:
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def names(self) -> list[str]:
        """Every version on the disk, the newest first."""
        found = (path.stem for path in self.folder.glob("*.pack"))
        return sorted((name for name in found if _NAME.fullmatch(name)), key=_order, reverse=True)

    def _switch(self, version: str, now: datetime) -> None:
        pointer = self.pointer()
        superseded = {**pointer.superseded, pointer.current: now} if pointer.current else dict(pointer.superseded)
        kept = self._kept(version, pointer.current, superseded, now)
        superseded = {name: since for name, since in superseded.items() if name in kept}
        self._point(Pointer(version, pointer.current, "", superseded))
        for name in self.names():
            if name not in kept:
                self._path(name).unlink(missing_ok=True)
        for half in self.folder.glob(f"*{HALF}"):  # what a power cut left
            half.unlink(missing_ok=True)

    @staticmethod
    def _kept(current: str, previous: str, superseded: dict[str, datetime], now: datetime) -> set[str]:
        """The current, the previous, and those that a draft may still need."""
        recent = [name for name, since in superseded.items() if abs(now - since) < KEPT_FOR]
        return {current, previous, *sorted(recent, key=_order)[-MOST_KEPT:]}

    def _is_taken(self, version: str) -> bool:
        """Whether a version has the name; a file that no pointer came to name is what a kill left, and is replaced."""
        pointer = self.pointer()
        named = {pointer.current, pointer.previous, pointer.rolled_back, *pointer.superseded}
        return version in named and self._path(version).exists()

    def _next_name(self, today: date) -> str:
        taken = [_order(name)[1] for name in self.names() if name.startswith(f"{today}.")]
        return f"{today}.{max(taken, default=0) + 1}"

    def _point(self, pointer: Pointer) -> None:
        write_durably(self._pointer_file, msgspec.json.encode(pointer))

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise CatalogueBusyError("another import is running") from error
            yield

    @property
    def _pointer_file(self) -> Path:
        return self.folder / "current.json"

    def _path(self, version: str) -> Path:
        return self.folder / f"{version}.pack"


def _order(version: str) -> tuple[str, int]:
    day, _, number = version.partition(".")
    return day, int(number or 0)
