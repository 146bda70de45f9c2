"""Drafts: the answers of a form in progress, encrypted under a key of their own, erased after seven days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from offline_cache.cipher import decrypt, encrypt
from offline_cache.draft_ages import DraftAges
from offline_cache.draft_keys import draft_key, make_draft_key
from offline_cache.errors import StoreError
from offline_cache.moments import Clock, from_ms, to_ms

if TYPE_CHECKING:
    import sqlite3

    from offline_cache.database import Database
    from offline_cache.pages import Pages

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a draft without opening it. The store fills the times; ``proof`` comes from `Proofs.make`."""

    id: str
    lookup_code: str
    procedure: str
    version: str
    proof: bytes | None = None
    started_at: datetime | None = None
    saved_at: datetime | None = None
    kept_until: datetime | None = None


class DraftsView:
    """What may be read of drafts from any thread: the clear columns."""

    def __init__(self, database: Database, kept_for: timedelta = KEPT_FOR) -> None:
        self._db = database
        self._kept_for = kept_for

    def find(self, lookup_code: str) -> Draft | None:
        row = self._db.row("SELECT * FROM draft WHERE lookup_code = ?", lookup_code)
        return None if row is None else self._draft(row)

    def list(self) -> tuple[Draft, ...]:
        """Return all drafts, the last saved first."""
        return tuple(self._draft(row) for row in self._db.rows("SELECT * FROM draft ORDER BY saved_at DESC, id"))

    def _draft(self, row: sqlite3.Row) -> Draft:
        saved_at = from_ms(row["saved_at"])
        return Draft(
            id=row["id"],
            lookup_code=row["lookup_code"],
            procedure=row["procedure"],
            version=row["version"],
            proof=row["proof"],
            started_at=from_ms(row["started_at"]),
            saved_at=saved_at,
            kept_until=saved_at + self._kept_for,
        )


class Drafts(DraftsView):
    """The drafts, for the store-writer thread."""

    def __init__(
        self,
        database: Database,
        key: bytes,
        clock: Clock,
        kept_for: timedelta,
        pages: Pages,
    ) -> None:
        super().__init__(database, kept_for)
        self._key = key
        self._clock = clock
        self._pages = pages
        self._ages = DraftAges(database, clock)
        self._ages.look(clock.now())

    def save(self, draft: Draft, body: bytes) -> None:
        """Keep the draft durably: made at the first save, replaced at the next ones. ``proof=None`` keeps the old."""
        now = to_ms(self._clock.now())
        with self._db.transaction():
            key = draft_key(self._db, self._key, draft.id)
            if key is None:
                key, box = make_draft_key(self._key, draft.id)
                self._db.write(
                    "INSERT INTO draft (id, lookup_code, procedure, version, started_at, saved_at, proof, key, body)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, x'')",
                    *(draft.id, draft.lookup_code, draft.procedure, draft.version, now, now, draft.proof, box),
                )
            self._db.write(
                "UPDATE draft SET version = ?, saved_at = ?, proof = coalesce(?, proof), body = ? WHERE id = ?",
                *(draft.version, now, draft.proof, encrypt(key, body, f"draft {draft.id}"), draft.id),
            )

    def open(self, draft_id: str) -> bytes:
        """Decrypt the body as it was saved last; StoreError when there is no such draft."""
        row = self._db.row("SELECT body FROM draft WHERE id = ?", draft_id)
        key = draft_key(self._db, self._key, draft_id)
        if row is None or key is None:
            raise StoreError("there is no such draft")
        return decrypt(key, row["body"], f"draft {draft_id}")

    def erase(self, draft_id: str) -> None:
        """Erase the draft, its key and its pages. Erasing what is not there is fine."""
        with self._db.transaction():
            pages = erase_draft_rows(self._db, draft_id)
        self._pages.drop_files(pages)
        self._db.scrub()

    def erase_expired(self, now: datetime) -> tuple[str, ...]:
        """Erase drafts whose days are over; return their ids."""
        self._ages.look(now)
        limit = to_ms(now - self._kept_for)
        expired = tuple(row["id"] for row in self._db.rows("SELECT id FROM draft WHERE saved_at <= ?", limit))
        for draft_id in expired:
            self.erase(draft_id)
        return expired


def erase_draft_rows(database: Database, draft_id: str) -> tuple[str, ...]:
    """Inside a transaction: erase the draft's row and its pages' rows; the ids of the page files to unlink after it."""
    pages = tuple(row["id"] for row in database.rows("SELECT id FROM page WHERE draft_id = ?", draft_id))
    database.write("DELETE FROM draft WHERE id = ?", draft_id)
    return pages
