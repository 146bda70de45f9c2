"""The gateway's words about an item, encrypted under the local key: an officer's reason can name people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from offline_cache.cipher import decrypt, encrypt
from offline_cache.moments import from_ms, to_ms

if TYPE_CHECKING:
    from datetime import datetime

    from offline_cache.database import Database


@dataclass(frozen=True, slots=True)
class Message:
    """``id`` is the gateway's: the same message twice is kept once. ``body`` is its JSON, as it came."""

    id: str
    item_id: str
    at: datetime
    kind: str
    body: bytes = field(repr=False)


class Messages:
    """The messages; reading needs the local key, so the resident must have proved who they are."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._db = database
        self._key = key

    def list(self, item_id: str) -> tuple[Message, ...]:
        """Return the messages of an item, in the order the gateway told them."""
        rows = self._db.rows("SELECT * FROM message WHERE item_id = ? ORDER BY rowid", item_id)
        return tuple(
            Message(
                row["id"], item_id, from_ms(row["at"]), row["kind"], decrypt(self._key, row["body"], _aad(row["id"]))
            )
            for row in rows
        )

    def write(self, message: Message) -> None:
        """Inside a transaction: keep a message, once."""
        body = encrypt(self._key, message.body, _aad(message.id))
        self._db.write(
            "INSERT OR IGNORE INTO message VALUES (?, ?, ?, ?, ?)",
            *(message.id, message.item_id, to_ms(message.at), message.kind, body),
        )


def _aad(message_id: str) -> str:
    return f"message {message_id}"
