"""What the outbox holds: items with their states, events and messages, and how they may be read from any thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from offline_cache.moments import from_ms, from_ms_or_none
from offline_cache.sealed import SealedFile

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from pathlib import Path

    from offline_cache.database import Database

State = Literal[
    "sealed",  # waiting to be sent
    "in_doubt",  # sent, the answer was lost: asked for before anything is sent again
    "needs_human",  # with a reason
    "received",  # the gateway's signed receipt is here
    "accepted",
    "supplement_requested",
    "payment_due",
    "refused",
    "processing",
    "done",
    "collected",
    "withdrawn",
    "stopped",
]
"""Durable states; "draft" is a draft's, "sending" lives in the syncer's memory."""


EXPORTED = "exported"
"""The cause of an event: the dossier was written to a stick, whole."""

Kind = Literal["dossier", "booking"]


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is sealed and about to enter the outbox; ``payload`` is its envelope, a submission's or a request's."""

    id: str
    lookup_code: str
    procedure: str
    version: str
    audience: str
    manifest_sha256: str
    payload: bytes = field(repr=False)
    proof: bytes | None = field(default=None, repr=False)
    likeness: bytes | None = field(default=None, repr=False)
    kind: Kind = "dossier"


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a dossier's or a booking request's. ``official`` is the gateway's code as it came."""

    id: str
    lookup_code: str
    procedure: str
    version: str
    audience: str
    manifest_sha256: str
    state: State
    official: str | None
    reason: str
    dossier_code: str
    sealed_at: datetime
    changed_at: datetime
    received_at: datetime | None
    due_on: str | None
    pending: bool
    next_at: datetime
    attempts: int
    last_error: str
    in_flight: bool  # an attempt began whose end was never written down
    purge_at: datetime | None
    kind: Kind = "dossier"


@dataclass(frozen=True, slots=True)
class Event:
    """One change of an item: wall time, monotonic milliseconds, from, to, cause."""

    at: datetime
    mono: int
    from_state: str
    to_state: str
    cause: str


@dataclass(frozen=True, slots=True)
class Payload:
    """What is sent for an item: the submission's envelope and the files it names."""

    envelope: bytes = field(repr=False)
    files: tuple[SealedFile, ...]


_WAITING = "FROM item WHERE kind = 'dossier' AND (pending = 1 OR state = 'needs_human')"


class OutboxView:
    """The outbox for reading, from the thread that owns the given `Database`.

    `get`, `events`, `payload` and `receipt` know every item; what lists, counts and finds, dossiers alone.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._db = database
        self._folder = folder

    def get(self, item_id: str) -> Item | None:
        row = self._db.row("SELECT * FROM item WHERE id = ?", item_id)
        return None if row is None else read_item(row)

    def find(self, lookup_code: str) -> Item | None:
        row = self._db.row("SELECT * FROM item WHERE lookup_code = ? AND kind = 'dossier'", lookup_code)
        return None if row is None else read_item(row)

    def alike(self, likeness: bytes) -> Item | None:
        """Find the last dossier with this likeness (see `Proofs.likeness`)."""
        row = self._db.row("SELECT * FROM item WHERE likeness = ? ORDER BY id DESC", likeness)
        return None if row is None else read_item(row)

    def all(self, limit: int = -1) -> tuple[Item, ...]:
        """Return the items, the last sealed first; ``limit`` -1 is all of them."""
        rows = self._db.rows("SELECT * FROM item WHERE kind = 'dossier' ORDER BY id DESC LIMIT ?", limit)
        return tuple(read_item(row) for row in rows)

    def waiting(self, limit: int) -> tuple[Item, ...]:
        """Return what is still to be sent or waits for a human, the longest waiting first."""
        rows = self._db.rows(f"SELECT * {_WAITING} ORDER BY id LIMIT ?", limit)
        return tuple(read_item(row) for row in rows)

    def count_waiting(self) -> int:
        row = self._db.row(f"SELECT count(*) AS n {_WAITING}")
        return 0 if row is None else int(row["n"])

    def count(self) -> dict[State, int]:
        """Count the items in each state."""
        rows = self._db.rows("SELECT state, count(*) AS n FROM item WHERE kind = 'dossier' GROUP BY state")
        return {cast("State", row["state"]): row["n"] for row in rows}

    def count_by_procedure(self) -> dict[str, int]:
        """How many dossiers of each procedure were sealed here."""
        rows = self._db.rows("SELECT procedure, count(*) AS n FROM item WHERE kind = 'dossier' GROUP BY procedure")
        return {row["procedure"]: row["n"] for row in rows}

    def events(self, item_id: str) -> tuple[Event, ...]:
        """Return everything that happened to an item, in order."""
        rows = self._db.rows("SELECT * FROM event WHERE item_id = ? ORDER BY id", item_id)
        return tuple(
            Event(from_ms(row["at"]), row["mono"], row["from_state"], row["to_state"], row["cause"]) for row in rows
        )

    def exported(self) -> dict[str, datetime]:
        """When each dossier was last written to a stick; those that never were are not in it."""
        rows = self._db.rows("SELECT item_id, max(at) AS at FROM event WHERE cause = ? GROUP BY item_id", EXPORTED)
        return {row["item_id"]: from_ms(row["at"]) for row in rows}

    def payload(self, item_id: str) -> Payload | None:
        """Return what is to be sent; None once it was purged."""
        rows = self._db.rows("SELECT * FROM payload WHERE item_id = ? ORDER BY place", item_id)
        if not rows:
            return None
        files = tuple(
            SealedFile(row["id"], row["size"], row["sha256"], self._folder / str(row["id"])) for row in rows[1:]
        )
        return Payload(rows[0]["body"], files)

    def names_file(self, file_id: str) -> bool:
        """Whether an item names this sealed file, which must then never be written again."""
        return self._db.row("SELECT 1 FROM payload WHERE id = ?", file_id) is not None

    def receipt(self, item_id: str) -> bytes | None:
        """Return the gateway's signed receipt, as it came."""
        row = self._db.row("SELECT receipt FROM item WHERE id = ?", item_id)
        return None if row is None else row["receipt"]


def read_item(row: sqlite3.Row) -> Item:
    return Item(
        id=row["id"],
        lookup_code=row["lookup_code"],
        procedure=row["procedure"],
        version=row["version"],
        audience=row["audience"],
        manifest_sha256=row["manifest_sha256"],
        state=row["state"],
        official=row["official"],
        reason=row["reason"],
        dossier_code=row["dossier_code"],
        sealed_at=from_ms(row["sealed_at"]),
        changed_at=from_ms(row["changed_at"]),
        received_at=from_ms_or_none(row["received_at"]),
        due_on=row["due_on"],
        pending=bool(row["pending"]),
        next_at=from_ms(row["next_at"]),
        attempts=row["attempts"],
        last_error=row["last_error"],
        in_flight=row["in_flight"] is not None,
        purge_at=from_ms_or_none(row["purge_at"]),
        kind=row["kind"],
    )
