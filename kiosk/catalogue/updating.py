"""Taking a newer catalogue: checked by The Update Framework's rules, and switched to whole, or nothing at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec
from tuf.api import exceptions as tuf
from tuf.api.metadata import Metadata, Root, TargetFile, Timestamp
from tuf.ngclient import Updater

from kiosk.catalogue.pack import CatalogueError
from kiosk.catalogue.sources import METADATA, TARGETS, LineError, Source
from kiosk.catalogue.versions import Versions
from kiosk.catalogue.view import Catalogue, open_catalogue
from kiosk.errors import ProtocolError
from kiosk.sync.bundle import FULL, About, Bundle, apply, since, unpack_bundle
from kiosk.sync.outcomes import LineCause
from offline_cache.errors import StoreError
from offline_cache.files import write_durably

Reason = Literal["foreign", "expired", "older", "damaged", "too_large", "incomplete", "no_room"]
PINNED = "root.json"


@dataclass(frozen=True)
class Unchanged:
    version: str


@dataclass(frozen=True)
class Updated:
    """``rows`` is how many procedures the bundle brought: all, or those that changed."""

    version: str
    before: str
    rows: int


@dataclass(frozen=True)
class Held:
    """There is another version, and it is not taken: it was rolled back here, or what is here is newer."""

    version: str
    why: Literal["rolled_back", "newer_here"]


@dataclass(frozen=True)
class Refused:
    """What was offered is not taken, and nothing has changed."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class LineDown:
    cause: LineCause


@dataclass(frozen=True)
class NoTrust:
    """Nobody told whose catalogue to believe: `kiosk catalogue trust FILE`."""


UpdateOutcome: TypeAlias = Unchanged | Updated | Held | Refused | LineDown | NoTrust


class _Seen(msgspec.Struct, frozen=True):
    """What the last check came to, so that the next can be one short question."""

    tag: str = ""
    digest: str = ""
    until: datetime | None = None  # after this the gateway must have signed anew, and the question is asked in full


@dataclass(frozen=True)
class CatalogueUpdater:
    """``versions`` is the catalogue folder; the pinned root and what TUF trusts are in ``trust`` below it."""

    versions: Versions

    @property
    def trust(self) -> Path:
        return self.versions.folder / "trust"

    @property
    def _tuf(self) -> Path:
        return self.trust / "tuf"

    def pin(self, root: bytes) -> None:
        """Believe the catalogue of this root from now on. Raises CatalogueError when it is none."""
        try:
            signed = Metadata[Root].from_bytes(root)
            signed.verify_delegate(Root.type, signed)
        except (tuf.RepositoryError, ValueError, TypeError) as error:
            raise CatalogueError(f"not the root of a catalogue: {error}") from error
        self._forget()
        self.trust.mkdir(parents=True, exist_ok=True)
        write_durably(self.trust / PINNED, root)

    def update(self, source: Source, now: datetime) -> UpdateOutcome:
        """Take what the source offers, if it is newer and in order. Blocks; changes nothing unless it says Updated."""
        try:
            root = (self.trust / PINNED).read_bytes()
        except OSError:
            return NoTrust()
        try:
            with contextlib.closing(self._current()) as current:
                return self._update(source, root, current, now)
        except LineError as fault:
            return LineDown(fault.cause)
        except (tuf.RepositoryError, tuf.DownloadError, ProtocolError, CatalogueError) as error:
            return Refused(_reason(error), str(error))
        except (StoreError, OSError) as error:
            return Refused("no_room", str(error))

    def _update(self, source: Source, root: bytes, current: Catalogue, now: datetime) -> UpdateOutcome:
        tag = source.tag(self._known_tag(current, now))
        if tag is None:
            return Unchanged(current.version)
        updater = self._updater(source, root)
        updater.refresh()
        full = updater.get_targetinfo(FULL)
        if full is None:
            return Refused("incomplete", "nothing is published there yet")
        about = _about(full)
        outcome = self._without_download(about, current)
        if outcome is None:
            bundle, rows = self._fetch(updater, full, about, current)
            version = self.versions.install(rows, now, about.version, bundle.imported_at)
            outcome = Updated(version, current.version, len(bundle.rows))
        if not isinstance(outcome, Held):
            self._note(_Seen(tag, about.digest, self._trusted_until()))
        return outcome

    def _without_download(self, about: About, current: Catalogue) -> UpdateOutcome | None:
        """What needs no download: the same as here, turned away from by a person, or not newer."""
        if about.digest == current.digest:
            return Unchanged(current.version)
        if self._turned_away() == about.digest:
            return Held(about.version, "rolled_back")
        if current.imported_at is not None and about.imported_at <= current.imported_at:
            return Held(about.version, "newer_here")
        return None

    def _turned_away(self) -> str:
        """The digest of the version that a person went back from."""
        with contextlib.suppress(CatalogueError):
            pack = self.versions.open(self.versions.pointer().rolled_back or "-")
            if pack is not None:
                with contextlib.closing(pack):
                    return pack.header.digest
        return ""

    def _fetch(
        self, updater: Updater, full: TargetFile, about: About, current: Catalogue
    ) -> tuple[Bundle, dict[str, bytes]]:
        """What changed when that is offered, else everything; the rows that come out are those that are signed."""
        changes = updater.get_targetinfo(since(current.digest)) if current.digest else None
        if changes is not None:
            with contextlib.suppress(ProtocolError, CatalogueError, tuf.DownloadHTTPError):
                return self._take(updater, changes, about, current.rows())
        return self._take(updater, full, about, {})

    def _take(
        self, updater: Updater, target: TargetFile, about: About, known: dict[str, bytes]
    ) -> tuple[Bundle, dict[str, bytes]]:
        with self._room() as path:
            updater.download_target(target, str(path))
            bundle = unpack_bundle(path.read_bytes())
        if (bundle.digest, bundle.version) != (about.digest, about.version):
            raise ProtocolError("the bundle is not the one that is signed")
        return bundle, apply(known, bundle)

    def _updater(self, source: Source, root: bytes) -> Updater:
        self._tuf.mkdir(parents=True, exist_ok=True)
        base = source.base
        return Updater(
            str(self._tuf), base + METADATA, target_base_url=base + TARGETS, fetcher=source.fetcher, bootstrap=root
        )

    @contextlib.contextmanager
    def _room(self) -> Iterator[Path]:
        path = self.trust / "incoming.xz"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _current(self) -> Catalogue:
        """What is here; a damaged catalogue counts as none, so that it can be replaced."""
        try:
            return open_catalogue(self.versions.folder)
        except CatalogueError:
            return Catalogue(None)

    def _known_tag(self, current: Catalogue, now: datetime) -> str:
        """The tag of the last check, as long as it is about what is here, and what was signed then still holds."""
        try:
            seen = msgspec.json.decode((self.trust / "seen.json").read_bytes(), type=_Seen)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return ""
        holds = seen.until is not None and now < seen.until
        return seen.tag if holds and seen.digest == current.digest else ""

    def _trusted_until(self) -> datetime:
        return Metadata[Timestamp].from_file(str(self._tuf / "timestamp.json")).signed.expires

    def _note(self, seen: _Seen) -> None:
        write_durably(self.trust / "seen.json", msgspec.json.encode(seen))

    def _forget(self) -> None:
        """Let go of what another root had signed."""
        for path in sorted(self.trust.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def _about(target: TargetFile) -> About:
    try:
        return msgspec.convert(target.custom, About)
    except msgspec.ValidationError as error:
        raise ProtocolError(f"the catalogue does not say what it is: {error}") from error


def _reason(error: Exception) -> Reason:
    """The word for why something was refused."""
    match error:
        case tuf.ExpiredMetadataError():
            return "expired"
        case tuf.BadVersionNumberError():
            return "older"
        case tuf.UnsignedMetadataError():
            return "foreign"
        case tuf.DownloadLengthMismatchError():
            return "too_large"
        case tuf.DownloadHTTPError():
            return "incomplete"
        case _:
            return "damaged"
