"""Bookings in the store: in with the dossier or not at all, in order, answers once; and older stores."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from kiosk.sync.ids import IdMaker
from offline_cache.bookings import KeptAnswer, Wanted
from offline_cache.database import open_database, open_read_only
from offline_cache.drafts import Draft
from offline_cache.errors import StoreError
from offline_cache.items import NewItem
from offline_cache.migrations import load_changes
from offline_cache.outbox import NewRequest, Settlement
from offline_cache.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock

CODE = "K7F3-29QD-4M"
SLOT = "2026-11-26T08:10:00+07:00"


def dossier(clock: VirtualClock, code: str = CODE) -> NewItem:
    return NewItem(IdMaker(clock).new(), code, "3.000228", "v", "demo", "aa" * 32, b"envelope")


def request(clock: VirtualClock, turn: int = 1, code: str = CODE) -> NewRequest:
    item = NewItem(IdMaker(clock).new(), code, "3.000228", "booking-1", "demo", "", b"request", kind="booking")
    return NewRequest(item, Wanted("book", turn, "cong-an", "Công an", "Tầng 1", 20, SLOT))


def answered(item_id: str, number: int = 1) -> Settlement:
    kept = KeptAnswer(number, CODE, item_id, b"answer %d" % number)
    return Settlement(item_id, "received", "confirmed", pending=False, receipt=kept.body, answers=(kept,))


def test_dossier_and_booking_go_in_together_and_the_draft_goes_out(store: Store, clock: VirtualClock) -> None:
    draft = Draft(str(uuid4()), CODE, "3.000228", "v")
    store.drafts.save(draft, b"answers")
    item = store.outbox.append(dossier(clock), (), draft.id, request(clock))
    assert store.drafts.list() == ()
    assert store.outbox.find(CODE) == item
    (kept,) = store.bookings.requests(CODE)
    assert (kept.item.kind, kept.item.state, kept.item.pending) == ("booking", "sealed", True)
    assert kept.wanted.choices == (SLOT,)
    assert {one.kind for one in store.outbox.due(clock.now())} == {"dossier", "booking"}


def test_neither_goes_in_when_one_cannot(store: Store, clock: VirtualClock) -> None:
    store.outbox.append_request(request(clock))
    draft = Draft(str(uuid4()), CODE, "3.000228", "v")
    store.drafts.save(draft, b"answers")
    with pytest.raises(StoreError):
        store.outbox.append(dossier(clock), (), draft.id, request(clock))
    assert store.outbox.find(CODE) is None
    assert store.drafts.open(draft.id) == b"answers"
    assert len(store.bookings.requests(CODE)) == 1


def test_lists_of_dossiers_know_nothing_of_bookings(store: Store, clock: VirtualClock) -> None:
    asked = store.outbox.append_request(request(clock))
    assert store.outbox.all() == ()
    assert store.outbox.count() == {}
    assert store.outbox.count_by_procedure() == {}
    assert store.outbox.find(CODE) is None
    assert store.outbox.get(asked.id) == asked
    store.outbox.append(dossier(clock), (), None)
    assert [item.kind for item in store.outbox.all()] == ["dossier"]


def test_a_later_request_waits_for_the_one_before_it_under_its_code_alone(store: Store, clock: VirtualClock) -> None:
    first, second = store.outbox.append_request(request(clock)), store.outbox.append_request(request(clock, 2))
    other = store.outbox.append_request(request(clock, code="K000-0000-00"))
    later = clock.now() + timedelta(minutes=5)
    store.outbox.settle([Settlement(first.id, "in_doubt", "timeout", pending=True, next_at=later)])
    assert [item.id for item in store.outbox.due(clock.now())] == [other.id]
    store.outbox.settle([Settlement(other.id, "received", "confirmed", pending=False)])
    due = store.outbox.next_due()
    assert due is not None
    assert abs(due - later) < timedelta(seconds=1)  # not now: nothing could be sent
    store.outbox.settle([answered(first.id)])
    assert [item.id for item in store.outbox.due(clock.now())] == [second.id]


def test_one_that_waits_for_a_human_holds_nothing_up(store: Store, clock: VirtualClock) -> None:
    first, second = store.outbox.append_request(request(clock)), store.outbox.append_request(request(clock, 2))
    store.outbox.settle([Settlement(first.id, "needs_human", "envelope", pending=False, reason="envelope")])
    assert [item.id for item in store.outbox.due(clock.now())] == [second.id]


def test_an_answer_is_kept_once_with_the_state_that_follows(store: Store, clock: VirtualClock) -> None:
    asked = store.outbox.append_request(request(clock))
    assert [one.item.id for one in store.bookings.waiting()] == [asked.id]
    store.outbox.settle([answered(asked.id)])
    again = KeptAnswer(1, CODE, asked.id, b"answer 1")
    later = KeptAnswer(7, CODE, asked.id, b"answer 7")
    assert store.bookings.keep([again, later], {"bookings.cursor": "7"}) == 1
    assert [kept.body for kept in store.bookings.answers(CODE)] == [b"answer 1", b"answer 7"]
    assert store.notes.get("bookings.cursor") == "7"
    assert store.bookings.waiting() == ()
    assert store.bookings.codes() == (CODE,)


def test_offered_times_are_one_page_with_its_age(store: Store, clock: VirtualClock) -> None:
    assert store.bookings.slots() is None
    store.bookings.confirm_slots()
    store.bookings.keep_slots('"aa"', b"first")
    store.bookings.keep_slots('"bb"', b"second")
    clock.pass_time(600)
    store.bookings.confirm_slots()
    kept = store.bookings.slots()
    assert kept is not None
    assert (kept.tag, kept.body) == ('"bb"', b"second")
    assert timedelta(seconds=599) < kept.checked_at - kept.changed_at < timedelta(seconds=602)


def test_a_request_in_flight_when_the_power_went_is_in_doubt(clock: VirtualClock, folder: Path) -> None:
    with open_store(folder, clock) as store:
        asked = store.outbox.append_request(request(clock))
        store.outbox.begin(asked.id)
    with open_store(folder, clock) as opened:
        assert opened.reconciled.in_doubt == (asked.id,)
        with closing(opened.reader()) as reader:
            assert [one.item.state for one in reader.bookings.requests(CODE)] == ["in_doubt"]


def test_a_store_of_the_first_version_keeps_all_it_had(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_database(path, load_changes()[:1]).close()
    with pytest.raises(StoreError, match="next start"):
        open_read_only(path)
    with closing(sqlite3.connect(path)) as old:
        old.execute(
            "INSERT INTO item (id, lookup_code, procedure, version, audience, manifest_sha256, state, sealed_at,"
            " changed_at, pending, next_at, receipt) VALUES ('i', 'K', '1', 'v', 'demo', 'aa', 'received', 1, 2, 0, 3,"
            " x'01')"
        )
        old.execute("INSERT INTO payload VALUES ('i', 'i', 0, 3, 'bb', x'616263')")
        old.execute(
            "INSERT INTO event (item_id, at, mono, from_state, to_state, cause) VALUES ('i', 1, 1, 'a', 'b', 'c')"
        )
        old.execute("INSERT INTO message VALUES ('m', 'i', 1, '2', x'00')")
        old.commit()
    with closing(open_database(path)) as database:
        row = database.row("SELECT * FROM item")
        assert row is not None
        assert (row["kind"], row["lookup_code"], row["state"], row["receipt"]) == ("dossier", "K", "received", b"\1")
        kept = [database.rows("SELECT * FROM payload"), database.rows("SELECT * FROM event")]
        assert [len(rows) for rows in (*kept, database.rows("SELECT * FROM message"))] == [1, 1, 1]
        insert = "INSERT INTO payload VALUES ('p', 'nobody', 0, 0, '', x'')"
        with pytest.raises(StoreError), database.transaction():
            database.write(insert)
        again = (
            "INSERT INTO item (id, kind, lookup_code, procedure, version, audience, manifest_sha256, state, sealed_at,"
            " changed_at, pending, next_at) VALUES (?, ?, 'K', '1', 'v', 'demo', '', 'sealed', 1, 1, 1, 1)"
        )
        with database.transaction():
            database.write(again, "j", "booking")
        with pytest.raises(StoreError), database.transaction():
            database.write(again, "k", "dossier")
