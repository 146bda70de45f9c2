"""At start: files without a row and rows without a file are found, mended where that loses nothing, and told."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from offline_cache.files import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.database import Database


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a start found. Ids only; empty tuples are the normal case.

    ``dropped_files``: files no row names (a crash while writing or erasing); removed.
    ``lost_pages``: pages of drafts whose file is gone; the resident photographs them again.
    ``lost_files``: sealed attachments whose file is gone or has another size; the dossier needs a human.
    ``in_doubt``: items that were being sent when the machine stopped.
    """

    dropped_files: tuple[str, ...]
    lost_pages: tuple[str, ...]
    lost_files: tuple[str, ...]
    in_doubt: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return not (self.dropped_files or self.lost_pages or self.lost_files or self.in_doubt)


def reconcile_files(database: Database, pages: Path, sealed: Path, safe_age: float = 0.0) -> Reconciled:
    """Compare rows and files; files that no row names go once they are ``safe_age`` seconds old."""
    page_rows = {row["id"] for row in database.rows("SELECT id FROM page")}
    sealed_rows = {row["id"]: row["size"] for row in database.rows("SELECT id, size FROM payload WHERE place > 0")}
    return Reconciled(
        dropped_files=_drop_strangers(pages, page_rows, safe_age) + _drop_strangers(sealed, set(sealed_rows), safe_age),
        lost_pages=tuple(sorted(page for page in page_rows if not (pages / page).is_file())),
        lost_files=tuple(sorted(name for name, size in sealed_rows.items() if not _whole(sealed / name, size))),
    )


def _whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _drop_strangers(folder: Path, named: set[str], safe_age: float) -> tuple[str, ...]:
    latest = time.time() - safe_age
    strangers = sorted(path for path in folder.iterdir() if path.name not in named)
    if safe_age:
        strangers = [path for path in strangers if path.stat().st_mtime <= latest]
    for stranger in strangers:
        stranger.unlink()
    if strangers:
        sync_folder(folder)
    return tuple(stranger.name for stranger in strangers)
