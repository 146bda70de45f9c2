"""The outbox: what is sealed and on its way to the gateway, each change one durable transaction with its event."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from offline_cache.drafts import erase_draft_rows
from offline_cache.errors import StoreError
from offline_cache.items import Item, NewItem, OutboxView, State, read_item
from offline_cache.moments import Clock, to_ms
from offline_cache.notes import write_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from offline_cache.bookings import Bookings, KeptAnswer, Wanted
    from offline_cache.database import Database
    from offline_cache.messages import Message, Messages
    from offline_cache.pages import Pages
    from offline_cache.sealed import SealedFile, SealedFiles
    from offline_cache.space import Room

LONGEST_WAIT = timedelta(hours=1)
"""Nothing is ever scheduled later than this: an item that claims to be was scheduled before the clock stepped back."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of one item after an attempt or an update; None leaves a column as it is.

    A reason stays while the state stays.
    """

    item_id: str
    to: State
    cause: str
    pending: bool
    next_at: datetime | None = None
    attempts: int | None = None
    last_error: str | None = None
    reason: str | None = None
    official: str | None = None
    dossier_code: str | None = None
    received_at: datetime | None = None
    due_on: str | None = None
    receipt: bytes | None = field(default=None, repr=False)
    purge_at: datetime | None = None
    messages: tuple[Message, ...] = ()
    answers: tuple[KeptAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A booking request about to enter the outbox: its sealed item, and what it asks for."""

    item: NewItem
    wanted: Wanted


_DUE = """
SELECT * FROM item
WHERE pending = 1 AND {when} AND id NOT IN (SELECT value FROM json_each(?1)) AND NOT (kind = 'booking' AND EXISTS (
  SELECT 1 FROM booking_request AS later
  JOIN booking_request AS earlier ON earlier.lookup_code = later.lookup_code AND earlier.turn < later.turn
  JOIN item AS waiting ON waiting.id = earlier.item_id AND waiting.pending = 1
  WHERE later.item_id = item.id))
"""
"""What may be tried but for the items named: a request does not overtake one before it under the same code."""


class Outbox(OutboxView):
    """The outbox, for the store-writer thread."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sealed: SealedFiles,
        pages: Pages,
        messages: Messages,
        bookings: Bookings,
        room: Room,
    ) -> None:
        super().__init__(database, sealed.folder)
        self._clock = clock
        self._sealed = sealed
        self._pages = pages
        self._messages = messages
        self._bookings = bookings
        self._room = room

    def append(
        self,
        item: NewItem,
        files: tuple[SealedFile, ...],
        erase_draft: str | None,
        request: NewRequest | None = None,
    ) -> Item:
        """Put the dossier in and the booking asked for with it, its draft and pages out, in one transaction.

        Durable when this returns.
        """
        dropped: tuple[str, ...] = ()

        def write() -> None:
            nonlocal dropped
            self._insert(item, files)
            if request is not None:
                self._insert_request(request)
            dropped = () if erase_draft is None else erase_draft_rows(self._db, erase_draft)

        self._durably(write)
        # It is durable: nothing after this may claim that it failed. The next start makes up for what is left undone.
        if erase_draft is not None:
            with suppress(StoreError, OSError):
                self._pages.drop_files(dropped)
                self._db.scrub()
        appended = self.get(item.id)
        if appended is None:
            raise StoreError("an item that was just appended is not there")
        return appended

    def append_request(self, request: NewRequest) -> Item:
        """Put a booking request in; durable when this returns."""
        self._durably(lambda: self._insert_request(request))
        appended = self.get(request.item.id)
        if appended is None:
            raise StoreError("a request that was just appended is not there")
        return appended

    def due(
        self, now: datetime, limit: int = 20, besides: Collection[str] = (), *, newest: bool = False
    ) -> tuple[Item, ...]:
        """Return what may be sent now, the longest waiting first (or last); what claims to be due in hours is due too.

        ``besides`` are ids of items that are not wanted.
        """
        due, unlikely = _DUE.format(when="next_at <= ?2"), _DUE.format(when="next_at > ?3")
        order = "next_at DESC, id DESC" if newest else "next_at, id"
        rows = self._db.rows(
            f"{due} UNION ALL {unlikely} ORDER BY {order} LIMIT ?4",
            *(json.dumps([*besides]), to_ms(now), to_ms(now + LONGEST_WAIT), limit),
        )
        return tuple(read_item(row) for row in rows)

    def waiting_since(self, moment: datetime) -> tuple[Item, ...]:
        """Items still to be sent that were sealed at ``moment`` or before and that no human was told of."""
        rows = self._db.rows(
            "SELECT * FROM item WHERE pending = 1 AND sealed_at <= ? AND state IN ('sealed', 'in_doubt') ORDER BY id",
            to_ms(moment),
        )
        return tuple(read_item(row) for row in rows)

    def waiting_after(self, moment: datetime, reason: str) -> tuple[Item, ...]:
        """Items still to be sent that a human was told of for ``reason`` although they were sealed after ``moment``."""
        rows = self._db.rows(
            "SELECT * FROM item WHERE pending = 1 AND sealed_at > ? AND state = 'needs_human' AND reason = ?",
            *(to_ms(moment), reason),
        )
        return tuple(read_item(row) for row in rows)

    def to_compare(self, after: str, since: datetime, before: datetime, limit: int) -> tuple[Item, ...]:
        """Dossiers to ask the gateway about, in the order of their ids: what it receipted, what waits for a human.

        What changed after ``before`` is too fresh to be asked about; what was purged, and sealed before ``since``, too
        old.
        """
        rows = self._db.rows(
            "SELECT * FROM item WHERE kind = 'dossier' AND pending = 0 AND id > ?"
            " AND changed_at <= ? AND (purge_at IS NOT NULL OR receipt IS NULL OR sealed_at >= ?) ORDER BY id LIMIT ?",
            *(after, to_ms(before), to_ms(since), limit),
        )
        return tuple(read_item(row) for row in rows)

    def with_file(self, file_ids: Collection[str]) -> tuple[Item, ...]:
        """Items still to be sent that name one of these sealed files."""
        rows = self._db.rows(
            "SELECT * FROM item WHERE pending = 1 AND id IN"
            " (SELECT item_id FROM payload WHERE id IN (SELECT value FROM json_each(?)))",
            json.dumps([*file_ids]),
        )
        return tuple(read_item(row) for row in rows)

    def next_due(self, besides: Collection[str] = ()) -> datetime | None:
        """Tell when the next item wants to be tried, but for those ``besides``; None when nothing waits."""
        row = self._db.row(f"{_DUE.format(when='TRUE')} ORDER BY next_at, id LIMIT 1", json.dumps([*besides]))
        return None if row is None else read_item(row).next_at

    def begin(self, item_id: str) -> None:
        """Note durably that bytes of the submission are about to leave: if we die, the next start is in doubt."""
        self._durably(lambda: self._db.write("UPDATE item SET in_flight = ? WHERE id = ?", self._now(), item_id))

    def settle(self, settlements: Iterable[Settlement], notes: Mapping[str, str] | None = None) -> None:
        """Write outcomes, their events, messages and notes (the updates cursor) in one transaction."""

        def write() -> None:
            for settlement in settled:
                self._settle(settlement)
            write_notes(self._db, notes or {})

        settled = tuple(settlements)
        self._durably(write)

    def tell(self, item_ids: Iterable[str], cause: str, at: datetime) -> None:
        """Note that something happened to items which leaves their state as it is; told twice, it is noted once."""

        def write() -> None:
            for item_id in ids:
                item = self.get(item_id)
                told = "SELECT 1 FROM event WHERE item_id = ? AND cause = ? AND at = ?"
                if item is not None and self._db.row(told, item_id, cause, to_ms(at)) is None:
                    self._event(item_id, item.state, item.state, cause, to_ms(at))

        ids = tuple(item_ids)
        self._durably(write)

    def recover(self) -> tuple[str, ...]:
        """Mark attempts that were in flight when the machine stopped as in doubt; return their ids."""
        lost = tuple(read_item(row) for row in self._db.rows("SELECT * FROM item WHERE in_flight IS NOT NULL"))
        self.settle(
            Settlement(item.id, "in_doubt" if item.state == "sealed" else item.state, "restart", pending=item.pending)
            for item in lost
        )
        return tuple(item.id for item in lost)

    def wake(self) -> int:
        """Make everything that waits due now (network came up, somebody pressed "send"); how many."""
        now = self._now()
        with self._db.transaction():
            return self._db.write("UPDATE item SET next_at = ?1 WHERE pending = 1 AND next_at > ?1", now)

    def retry(self, item_id: str, cause: str = "by_hand") -> bool:
        """Send an item again by a human's hand; False when it is not waiting for one, or its payload was purged."""
        item = self.get(item_id)
        if item is None or item.state != "needs_human" or self.payload(item_id) is None:
            return False
        again = Settlement(item_id, "in_doubt", cause, pending=True, next_at=self._clock.now(), attempts=0)
        self.settle((again,))
        return True

    def purge(self, now: datetime, longest: timedelta) -> tuple[str, ...]:
        """Erase payloads whose receipt was verified and whose retention time is over; the items' ids.

        No payload is kept longer than ``longest`` from now: one that claims to be met a clock that stepped back.
        """
        latest = to_ms(now + longest)
        if self._db.row("SELECT 1 FROM item WHERE purge_at > ?", latest) is not None:
            with self._db.transaction():
                self._db.write("UPDATE item SET purge_at = ?1 WHERE purge_at > ?1", latest)
        rows = self._db.rows(
            "SELECT id, state FROM item WHERE purge_at <= ? AND receipt IS NOT NULL AND pending = 0", to_ms(now)
        )
        ids = tuple(row["id"] for row in rows)
        if not ids:
            return ()
        files: list[str] = []
        with self._db.transaction():
            for row in rows:
                named = self._db.rows("SELECT id FROM payload WHERE item_id = ? AND place > 0", row["id"])
                files.extend(payload["id"] for payload in named)
                self._db.write("DELETE FROM payload WHERE item_id = ?", row["id"])
                self._db.write("UPDATE item SET purge_at = NULL WHERE id = ?", row["id"])
                self._event(row["id"], row["state"], row["state"], "purged")
        self._sealed.drop(files)
        self._db.scrub()
        return ids

    def _insert_request(self, request: NewRequest) -> None:
        self._insert(request.item, ())
        self._bookings.write_request(request.item.id, request.item.lookup_code, request.wanted)

    def _insert(self, item: NewItem, files: tuple[SealedFile, ...]) -> None:
        now = self._now()
        self._db.write(
            "INSERT INTO item (id, kind, lookup_code, procedure, version, audience, manifest_sha256, proof, likeness,"
            " state, sealed_at, changed_at, pending, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'sealed', ?, ?, 1, ?)",
            *(item.id, item.kind, item.lookup_code, item.procedure, item.version, item.audience),
            *(item.manifest_sha256, item.proof, item.likeness, now, now, now),
        )
        insert = "INSERT INTO payload VALUES (?, ?, ?, ?, ?, ?)"
        sha256 = hashlib.sha256(item.payload).hexdigest()
        self._db.write(insert, item.id, item.id, 0, len(item.payload), sha256, item.payload)
        for place, file in enumerate(files, start=1):
            self._db.write(insert, file.id, item.id, place, file.size, file.sha256, None)
        self._event(item.id, "draft", "sealed", "sealed")

    def _settle(self, settlement: Settlement) -> None:
        before = self._db.row("SELECT state, last_error FROM item WHERE id = ?", settlement.item_id)
        if before is None:
            raise StoreError("an outcome for an item that is not in the outbox")
        self._db.write(
            "UPDATE item SET state = ?1, pending = ?2, in_flight = NULL,"
            " reason = coalesce(?3, iif(state = ?1, reason, '')), changed_at = iif(state = ?1, changed_at, ?4),"
            " next_at = coalesce(?, next_at), attempts = coalesce(?, attempts), last_error = coalesce(?, last_error),"
            " official = coalesce(?, official), dossier_code = coalesce(?, dossier_code),"
            " received_at = coalesce(?, received_at), due_on = coalesce(?, due_on), receipt = coalesce(?, receipt),"
            " purge_at = coalesce(?, purge_at) WHERE id = ?",
            *(settlement.to, int(settlement.pending), settlement.reason, self._now()),
            *(_ms(settlement.next_at), settlement.attempts, settlement.last_error),
            *(settlement.official, settlement.dossier_code),
            *(_ms(settlement.received_at), settlement.due_on, settlement.receipt),
            *(_ms(settlement.purge_at), settlement.item_id),
        )
        # The same failure again changes nothing: a long outage must not fill the disk with events.
        if (settlement.to, settlement.last_error or None) != (before["state"], before["last_error"]):
            self._event(settlement.item_id, before["state"], settlement.to, settlement.cause)
        for message in settlement.messages:
            self._messages.write(message)
        for answer in settlement.answers:
            self._bookings.write_answer(answer)

    def _event(self, item_id: str, from_state: str, to_state: str, cause: str, at: int | None = None) -> None:
        mono = int(self._clock.monotonic() * 1000)
        self._db.write(
            "INSERT INTO event (item_id, at, mono, from_state, to_state, cause) VALUES (?, ?, ?, ?, ?, ?)",
            *(item_id, self._now() if at is None else at, mono, from_state, to_state, cause),
        )

    def _durably(self, write: Callable[[], object]) -> None:
        """Write in one transaction, with the ballast's room if it must be."""

        def write_all() -> None:
            with self._db.transaction():
                write()

        self._room.try_with_ballast(write_all)

    def _now(self) -> int:
        return to_ms(self._clock.now())


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else to_ms(moment)
