"""Whom this kiosk believes about the catalogue, what they signed last, and what the last question to them came to."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.catalogue.pack import CatalogueBusyError, CatalogueError
from offline_cache.files import HALF, write_durably

TRUST = "trust"
"""The folder of all this, below the catalogue folder."""
PINNED = "root.json"
CHILD = "embedded"
"""The note that a root was pinned by the demo itself, and by nobody's hand."""
ROLES = ("root", "timestamp", "snapshot", "targets")
_UNREADABLE = (OSError, msgspec.DecodeError, UnicodeDecodeError)


class Seen(msgspec.Struct, frozen=True):
    """What the last check came to, so that the next can be one short question."""

    tag: str = ""
    digest: str = ""
    until: datetime | None = None  # after this the gateway must have signed anew, and the question is asked in full


class Last(msgspec.Struct, frozen=True):
    """When somebody last asked for a newer catalogue, what it came to in a word, and why."""

    at: datetime
    outcome: str
    why: str = ""


class _Until(msgspec.Struct, frozen=True):
    expires: datetime


class _Signed(msgspec.Struct, frozen=True):
    signed: _Until


@dataclass(frozen=True)
class Trust:
    """``folder`` is below the catalogue folder. ``embedded``: the gateway is this kiosk's own child.

    A root that the demo pinned by itself counts only as long as the gateway is the kiosk's child: a kiosk that is
    turned to a real gateway believes nobody until somebody tells it.
    """

    folder: Path
    embedded: bool = False

    @property
    def tuf(self) -> Path:
        """What The Update Framework's client keeps."""
        return self.folder / "tuf"

    @property
    def incoming(self) -> Path:
        return self.folder / "incoming.xz"

    @property
    def pinned_file(self) -> Path:
        return self.folder / PINNED

    @property
    def is_pinned(self) -> bool:
        return self.pinned_file.exists() and (self.embedded or not (self.folder / CHILD).exists())

    def root(self) -> bytes | None:
        """The pinned root, None when there is none that counts."""
        try:
            return self.pinned_file.read_bytes() if self.is_pinned else None
        except OSError:
            return None

    def pin(self, root: bytes, *, by_hand: bool = True) -> None:
        """Believe the catalogue of this root from now on. Raises CatalogueError when it is none, or while one asks."""
        _check(root)
        with self.alone():
            for path in sorted(self.folder.rglob("*"), reverse=True):  # let go of what another root had signed
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
            self.folder.mkdir(parents=True, exist_ok=True)
            if not by_hand:
                write_durably(self.folder / CHILD, b"")
            write_durably(self.pinned_file, root)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time, command or kiosk, asks and takes. Raises CatalogueBusyError."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / ".update.lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise CatalogueBusyError("the catalogue is being updated elsewhere on this machine") from error
            yield

    def tidy(self) -> None:
        """Remove what a kill in the middle left behind."""
        self.incoming.unlink(missing_ok=True)
        for half in (*self.folder.glob(f"*{HALF}"), *self.tuf.glob("tmp*")):
            half.unlink(missing_ok=True)

    def known_tag(self, digest: str, now: datetime) -> str:
        """The tag of the last check, as long as it is about this catalogue and what was signed then still holds."""
        try:
            seen = msgspec.json.decode((self.folder / "seen.json").read_bytes(), type=Seen)
        except _UNREADABLE:
            return ""
        holds = seen.until is not None and now < seen.until
        return seen.tag if holds and seen.digest == digest else ""

    def note_seen(self, seen: Seen) -> None:
        write_durably(self.folder / "seen.json", msgspec.json.encode(seen))

    def last(self) -> Last | None:
        try:
            return msgspec.json.decode((self.folder / "last.json").read_bytes(), type=Last)
        except _UNREADABLE:
            return None

    def note_last(self, last: Last) -> None:
        write_durably(self.folder / "last.json", msgspec.json.encode(last))

    def expires(self, role: str) -> datetime | None:
        """Until when the word of a role holds, as far as it came here and can be read."""
        try:
            return msgspec.json.decode((self.tuf / f"{role}.json").read_bytes(), type=_Signed).signed.expires
        except _UNREADABLE:
            return None


def _check(root: bytes) -> None:
    from tuf.api.exceptions import RepositoryError  # noqa: PLC0415 - whoever only looks at trust needs no TUF
    from tuf.api.metadata import Metadata, Root  # noqa: PLC0415 - as above

    try:
        signed = Metadata[Root].from_bytes(root)
        signed.verify_delegate(Root.type, signed)
    except (RepositoryError, ValueError, TypeError) as error:
        raise CatalogueError(f"not the root of a catalogue: {error}") from error
