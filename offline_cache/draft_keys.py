"""A draft's own key: made with the draft, kept in its row under the local key, gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from offline_cache.cipher import decrypt, encrypt, new_key
from offline_cache.files import checked_id

if TYPE_CHECKING:
    from offline_cache.database import Database


def make_draft_key(local: bytes, draft_id: str) -> tuple[bytes, bytes]:
    """Make a key; return it, and it encrypted for the row."""
    key = new_key()
    return key, encrypt(local, key, f"draft key {checked_id(draft_id)}")


def draft_key(database: Database, local: bytes, draft_id: str) -> bytes | None:
    """Unwrap the key of a draft; None when there is no such draft."""
    row = database.row("SELECT key FROM draft WHERE id = ?", draft_id)
    return None if row is None else decrypt(local, row["key"], f"draft key {draft_id}")
