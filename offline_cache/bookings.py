"""Bookings on this machine: what was asked for, what the gateway answered, and which times it offered last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from offline_cache.items import read_item
from offline_cache.moments import Clock, from_ms, to_ms
from offline_cache.notes import write_notes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from offline_cache.database import Database
    from offline_cache.items import Item

Asked = Literal["book", "move", "cancel"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for, in the clear: codes and times. ``first`` and ``second`` are RFC 3339, "" for none."""

    asked: Asked
    turn: int
    desk: str = ""
    name: str = ""
    place: str = ""
    minutes: int = 0
    first: str = ""
    second: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(slot for slot in (self.first, self.second) if slot)


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its item of the outbox, which says how far it came."""

    item: Item
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One answer of the gateway; ``body`` as it came, its signature verified."""

    number: int
    lookup_code: str
    item_id: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptSlots:
    """What was offered last; ``checked_at`` is when the gateway last said that it still holds, by our clock."""

    tag: str
    body: bytes = field(repr=False)
    changed_at: datetime
    checked_at: datetime


class BookingsView:
    """Bookings for reading, from the thread that owns the given `Database`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def requests(self, lookup_code: str) -> tuple[Request, ...]:
        """Return what was asked for under a code, in order."""
        rows = self._db.rows(
            "SELECT * FROM booking_request AS wanted JOIN item ON item.id = wanted.item_id"
            " WHERE wanted.lookup_code = ? ORDER BY turn",
            lookup_code,
        )
        return tuple(_read_request(row) for row in rows)

    def waiting(self) -> tuple[Request, ...]:
        """Return the requests without an answer, over all codes."""
        rows = self._db.rows(
            "SELECT * FROM item CROSS JOIN booking_request AS wanted ON wanted.item_id = item.id"
            " WHERE item.kind = 'booking' AND item.receipt IS NULL ORDER BY item.id"
        )
        return tuple(_read_request(row) for row in rows)

    def answers(self, lookup_code: str) -> tuple[KeptAnswer, ...]:
        """Return what the gateway said under a code; the last one holds."""
        rows = self._db.rows("SELECT * FROM booking_answer WHERE lookup_code = ? ORDER BY number, rowid", lookup_code)
        return tuple(KeptAnswer(row["number"], row["lookup_code"], row["item_id"], row["body"]) for row in rows)

    def has_any(self) -> bool:
        """Whether anything was ever asked for here."""
        return self._db.row("SELECT 1 FROM booking_request LIMIT 1") is not None

    def codes(self) -> tuple[str, ...]:
        """Return the codes under which anything was asked for, the latest first."""
        rows = self._db.rows("SELECT lookup_code FROM booking_request GROUP BY lookup_code ORDER BY max(item_id) DESC")
        return tuple(row["lookup_code"] for row in rows)

    def slots(self) -> KeptSlots | None:
        """Return the page that was offered last; None when none ever was."""
        row = self._db.row("SELECT * FROM slot_page")
        if row is None:
            return None
        return KeptSlots(row["tag"], row["body"], from_ms(row["changed_at"]), from_ms(row["checked_at"]))


class Bookings(BookingsView):
    """Bookings, for the store-writer thread. Requests come in through the outbox, as dossiers do."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(database)
        self._clock = clock

    def keep(self, answers: Iterable[KeptAnswer], notes: Mapping[str, str]) -> int:
        """Keep answers and notes (the cursor behind them) in one transaction; how many were new."""
        with self._db.transaction():
            fresh = sum(self.write_answer(answer) for answer in answers)
            write_notes(self._db, notes)
        return fresh

    def keep_slots(self, tag: str, body: bytes) -> None:
        """Put a page in the place of the one before."""
        now = to_ms(self._clock.now())
        with self._db.transaction():
            self._db.write("INSERT OR REPLACE INTO slot_page VALUES (1, ?, ?, ?, ?)", tag, body, now, now)

    def confirm_slots(self) -> None:
        """Note that the gateway said that the page still holds."""
        with self._db.transaction():
            self._db.write("UPDATE slot_page SET checked_at = ?", to_ms(self._clock.now()))

    def write_request(self, item_id: str, lookup_code: str, wanted: Wanted) -> None:
        """Inside a transaction: keep what a request that is just put into the outbox asks for."""
        self._db.write(
            "INSERT INTO booking_request VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(item_id, lookup_code, wanted.turn, wanted.asked, wanted.desk, wanted.name, wanted.place, wanted.minutes),
            *(wanted.first, wanted.second),
        )

    def write_answer(self, answer: KeptAnswer) -> int:
        """Inside a transaction: keep an answer, once; 1 when it was new."""
        return self._db.write(
            "INSERT OR IGNORE INTO booking_answer VALUES (?, ?, ?, ?, ?)",
            *(answer.number, answer.lookup_code, answer.item_id, to_ms(self._clock.now()), answer.body),
        )


def _read_request(row: sqlite3.Row) -> Request:
    wanted = Wanted(
        row["asked"],
        row["turn"],
        row["desk"],
        row["name"],
        row["place"],
        row["minutes"],
        row["first"],
        row["second"],
    )
    return Request(read_item(row), wanted)
