"""Taking a newer catalogue: checked by The Update Framework's rules, and switched to whole, or nothing at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from tuf.api import exceptions as tuf
from tuf.api.metadata import Metadata, TargetFile, Timestamp
from tuf.ngclient import Updater

from kiosk.catalogue.outcomes import (
    Held,
    LineDown,
    NoTrust,
    Reason,
    Refused,
    Unchanged,
    Updated,
    UpdateOutcome,
    why,
)
from kiosk.catalogue.pack import CatalogueBusyError, CatalogueError
from kiosk.catalogue.sources import METADATA, TARGETS, LineError, Source
from kiosk.catalogue.trust import TRUST, Last, Seen, Trust
from kiosk.catalogue.versions import Stamp, Versions
from kiosk.catalogue.view import Catalogue, open_catalogue
from kiosk.errors import ProtocolError
from kiosk.sync.bundle import FULL, About, Bundle, apply, since, unpack_bundle
from offline_cache.errors import StoreError


@dataclass(frozen=True)
class CatalogueUpdater:
    """``versions`` is the catalogue folder; what is trusted is below it. ``embedded``: see `Trust`."""

    versions: Versions
    embedded: bool = False

    @property
    def trust(self) -> Trust:
        return Trust(self.versions.folder / TRUST, self.embedded)

    def pin(self, root: bytes) -> None:
        """Believe the catalogue of this root from now on. Raises CatalogueError when it is none."""
        self.trust.pin(root)

    def update(self, source: Source, now: datetime) -> UpdateOutcome:
        """Take what the source offers, if it is newer and in order. Blocks; changes nothing unless it says Updated."""
        root = self.trust.root()
        if root is None:
            return NoTrust()
        try:
            with self.trust.alone():
                outcome = self._try(source, root, now)
                with contextlib.suppress(StoreError):
                    self.trust.note_last(Last(now, type(outcome).__name__.lower(), why(outcome)))
        except (CatalogueBusyError, OSError) as error:
            return Refused("busy" if isinstance(error, CatalogueBusyError) else "no_room", str(error))
        return outcome

    def _try(self, source: Source, root: bytes, now: datetime) -> UpdateOutcome:
        try:
            self.trust.tidy()
            stamp = self.versions.stamp()
            with contextlib.closing(self._current()) as current:
                return self._update(source, root, current, stamp, now)
        except LineError as fault:
            return LineDown(fault.cause)
        except CatalogueBusyError as error:
            return Refused("busy", str(error))
        except (tuf.RepositoryError, tuf.DownloadError, ProtocolError, CatalogueError) as error:
            return Refused(_reason(error), str(error))
        except (StoreError, OSError) as error:
            return Refused("no_room", str(error))

    def _update(self, source: Source, root: bytes, current: Catalogue, stamp: Stamp, now: datetime) -> UpdateOutcome:
        tag = source.tag(self.trust.known_tag(current.digest, now))
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
            version = self.versions.install(rows, now, about.version, bundle.imported_at, stamp)
            outcome = Updated(version, current.version, len(bundle.rows))
        if not isinstance(outcome, Held):
            self.trust.note_seen(Seen(tag, about.digest, self._trusted_until()))
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
        self.trust.tuf.mkdir(parents=True, exist_ok=True)
        base = source.base
        return Updater(
            str(self.trust.tuf), base + METADATA, target_base_url=base + TARGETS, fetcher=source.fetcher, bootstrap=root
        )

    @contextlib.contextmanager
    def _room(self) -> Iterator[Path]:
        path = self.trust.incoming
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

    def _trusted_until(self) -> datetime:
        return Metadata[Timestamp].from_file(str(self.trust.tuf / "timestamp.json")).signed.expires


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
