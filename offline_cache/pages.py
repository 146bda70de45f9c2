"""Photographed pages of drafts: one encrypted file each, under the draft's own key, bound to draft and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from offline_cache.cipher import decrypt, encrypt
from offline_cache.draft_keys import draft_key
from offline_cache.errors import StoreError
from offline_cache.files import checked_id, make_private, unlink_durably, write_durably
from offline_cache.moments import Clock, to_ms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from offline_cache.database import Database


class Pages:
    """The pages, for the store-writer thread. File first, row second; row first, file second when erasing."""

    def __init__(self, folder: Path, database: Database, clock: Clock, key: bytes) -> None:
        make_private(folder)
        self.folder = folder
        self._db = database
        self._clock = clock
        self._key = key

    def put(self, draft_id: str, page_id: str, jpeg: bytes) -> None:
        """Keep a page durably; the same id again replaces it (turned, straightened). The draft must have been saved."""
        key = draft_key(self._db, self._key, draft_id)
        if key is None:
            raise StoreError("a page needs a saved draft")
        owner = self._db.row("SELECT draft_id FROM page WHERE id = ?", page_id)
        if owner is not None and owner["draft_id"] != draft_id:
            raise StoreError("a page belongs to another draft")
        write_durably(self.folder / checked_id(page_id), encrypt(key, jpeg, _aad(draft_id, page_id)))
        with self._db.transaction():
            self._db.write(
                "INSERT INTO page VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET size = excluded.size",
                *(page_id, draft_id, len(jpeg), to_ms(self._clock.now())),
            )

    def get(self, page_id: str) -> bytes | None:
        """Decrypt the JPEG; None when there is no such page, or its file is gone."""
        row = self._db.row("SELECT draft_id FROM page WHERE id = ?", page_id)
        key = None if row is None else draft_key(self._db, self._key, row["draft_id"])
        if row is None or key is None:
            return None
        try:
            box = (self.folder / checked_id(page_id)).read_bytes()
        except FileNotFoundError:
            return None
        return decrypt(key, box, _aad(row["draft_id"], page_id))

    def list(self, draft_id: str) -> tuple[str, ...]:
        """Return the ids of a draft's pages, in the order they were first put."""
        rows = self._db.rows("SELECT id FROM page WHERE draft_id = ? ORDER BY added_at, rowid", draft_id)
        return tuple(row["id"] for row in rows)

    def erase(self, page_id: str) -> None:
        """Erase one page. Erasing what is not there is fine."""
        with self._db.transaction():
            self._db.write("DELETE FROM page WHERE id = ?", checked_id(page_id))
        self.drop_files((page_id,))

    def drop_files(self, page_ids: Iterable[str]) -> None:
        """Unlink the files of pages whose rows are gone; what a crash leaves here is found at the next start."""
        unlink_durably(self.folder, page_ids)


def _aad(draft_id: str, page_id: str) -> str:
    return f"page {page_id} of draft {draft_id}"
