"""The catalogue as the kiosk reads it: light summaries of all, and one procedure whole when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kiosk.catalogue.model import Procedure, Summary
from kiosk.catalogue.pack import Pack
from kiosk.catalogue.search_kept import Kept, digest_with
from kiosk.catalogue.versions import Versions

FOLDER = "catalogue"


class Catalogue:
    """One version, for as long as it is held, whatever is installed meanwhile. Any thread may read it."""

    def __init__(self, pack: Pack | None) -> None:
        self._pack = pack

    @property
    def version(self) -> str:
        """Empty when no catalogue was ever imported."""
        return "" if self._pack is None else self._pack.version

    @property
    def imported_at(self) -> datetime | None:
        return None if self._pack is None else self._pack.header.imported_at

    @property
    def digest(self) -> str:
        """The same for the same procedures, whatever the version is called."""
        return "" if self._pack is None else self._pack.header.digest

    def __len__(self) -> int:
        return 0 if self._pack is None else self._pack.header.count

    def summaries(self) -> tuple[Summary, ...]:
        """All summaries in the order of the codes; read anew at each call. Raises CatalogueError when damaged."""
        return () if self._pack is None else self._pack.summaries()

    def get(self, code: str) -> Procedure | None:
        """The procedure of a code, whole. Raises CatalogueError when the place it stands in is damaged."""
        return None if self._pack is None else self._pack.get(code)

    def kept_search(self, beside: Iterable[Summary] = ()) -> Kept | None:
        """Where the index of search over this version, and over what stands beside it, is kept; None without one."""
        if self._pack is None:
            return None
        return Kept(self._pack.path.parent, digest_with(self.digest, beside))

    def procedures(self) -> dict[str, Procedure]:
        """Every procedure by its code: for an import, not for a screen."""
        return {} if self._pack is None else {one.code: one for one in self._pack.procedures()}

    def rows(self) -> dict[str, bytes]:
        """The bytes of every procedure by its code, alike ones together: for a bundle."""
        return {} if self._pack is None else dict(self._pack.rows())

    def close(self) -> None:
        if self._pack is not None:
            self._pack.close()


def open_catalogue(folder: Path, version: str = "") -> Catalogue:
    """The current version, or the one named while it is still kept; an empty catalogue when there is none.

    Of a damaged current version the previous one is opened. Raises CatalogueError when neither can be read.
    """
    versions = Versions(folder)
    named = versions.open(version) if version else None
    return Catalogue(named or versions.open_best())
