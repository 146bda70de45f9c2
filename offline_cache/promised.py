"""What every release promises the ones before and after it: the tables and columns that no change takes away.

Three things stand on the promise: an update is proved by comparing these columns before and after, an earlier release
goes on with a newer store, and the rescue sends dossiers out of a store whose release it does not know.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

ITEM = (
    *("id", "lookup_code", "procedure", "version", "audience", "manifest_sha256", "proof", "likeness", "state"),
    *("official", "reason", "dossier_code", "sealed_at", "changed_at", "received_at", "due_on", "pending", "next_at"),
    *("attempts", "last_error", "in_flight", "receipt", "purge_at"),
)
PAYLOAD = ("id", "item_id", "place", "size", "sha256", "body")
REQUEST = ("item_id", "lookup_code", "turn", "asked", "desk", "name", "place", "minutes", "first", "second")

PROMISED: dict[str, tuple[str, ...]] = {
    "item": ITEM,
    "payload": PAYLOAD,
    "event": ("id", "item_id", "at", "mono", "from_state", "to_state", "cause"),
    "message": ("id", "item_id", "at", "kind", "body"),
    "draft": ("id", "lookup_code", "procedure", "version", "started_at", "saved_at", "proof", "key", "body"),
    "page": ("id", "draft_id", "size", "added_at"),
    "proof_try": ("lookup_code", "tries", "last_at"),
    "booking_request": REQUEST,
    "booking_answer": ("number", "lookup_code", "item_id", "at", "body"),
}
"""The columns in the order in which they are compared; the first one orders the rows.

Beside them stands ``note (key, value)``: its values are a release's own business, its shape is not.
"""


def tables_of(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the promised tables that a store has: the first release knew no bookings."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return tuple(table for table in PROMISED if table in there)


def portrait(connection: sqlite3.Connection, tables: tuple[str, ...]) -> dict[str, tuple[int, str]]:
    """Count and hash the rows of each table, every byte of every promised column."""
    return {table: _portray(connection, table) for table in tables}


def _portray(connection: sqlite3.Connection, table: str) -> tuple[int, str]:
    columns = PROMISED[table]
    total, count = hashlib.sha256(), 0
    order = ", ".join(columns[:3])  # no key of ours has more columns
    for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"):  # noqa: S608 - ours
        count += 1
        for value in row:
            data = value if isinstance(value, bytes) else str(value).encode()
            total.update(f"{type(value).__name__} {len(data)} ".encode() + data)
    return count, total.hexdigest()
