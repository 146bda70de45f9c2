"""The outbox: one transaction in, every change an event, nothing out but after a receipt."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from kiosk.sync.ids import IdMaker
from offline_cache.drafts import Draft
from offline_cache.errors import StoreError
from offline_cache.items import Item, NewItem
from offline_cache.messages import Message
from offline_cache.outbox import Settlement
from offline_cache.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock


MONTH = timedelta(days=30)


_ids = lru_cache(maxsize=1)(IdMaker)
"""One maker for each test: ids rise though their items come within a millisecond."""


def new_item(clock: VirtualClock, code: str = "K7F329QD4M", likeness: bytes | None = None) -> NewItem:
    made = NewItem(_ids(clock).new(), code, "1.001193", "2026-11-24.1", "demo", "aa" * 32, b"envelope")
    return replace(made, likeness=likeness)


def append(store: Store, clock: VirtualClock, code: str = "K7F329QD4M", files: int = 0) -> Item:
    written = tuple(store.sealed.write(str(uuid4()), b"sealed %d" % number) for number in range(files))
    return store.outbox.append(new_item(clock, code), written, None)


def causes(store: Store, item: Item) -> list[tuple[str, str, str]]:
    return [(event.from_state, event.to_state, event.cause) for event in store.outbox.events(item.id)]


def test_sealing_moves_the_draft_into_the_outbox(store: Store, clock: VirtualClock) -> None:
    draft = Draft(str(uuid4()), "K7F329QD4M", "1.001193", "v")
    store.drafts.save(draft, b"answers")
    store.pages.put(draft.id, uuid4().hex, b"jpeg")
    file = store.sealed.write(str(uuid4()), b"sealed")
    item = store.outbox.append(new_item(clock), (file,), draft.id)
    assert store.drafts.list() == ()
    assert list(store.pages.folder.iterdir()) == []
    assert store.outbox.find("K7F329QD4M") == item
    assert (item.state, item.pending, item.attempts) == ("sealed", True, 0)
    payload = store.outbox.payload(item.id)
    assert payload is not None
    assert (payload.envelope, payload.files) == (b"envelope", (file,))
    assert causes(store, item) == [("draft", "sealed", "sealed")]


def test_an_append_that_fails_leaves_the_draft(store: Store, clock: VirtualClock) -> None:
    append(store, clock, "TAKEN")
    draft = Draft(str(uuid4()), "DRAFT", "1.001193", "v")
    store.drafts.save(draft, b"answers")
    page = uuid4().hex
    store.pages.put(draft.id, page, b"jpeg")
    with pytest.raises(StoreError):
        store.outbox.append(new_item(clock, "TAKEN"), (), draft.id)
    assert store.drafts.open(draft.id) == b"answers"
    assert store.pages.get(page) == b"jpeg"
    assert len(store.outbox.all()) == 1


def test_the_longest_waiting_is_due_first_and_what_is_scheduled_is_not(store: Store, clock: VirtualClock) -> None:
    first, second, third = (append(store, clock, code) for code in ("AAAA", "BBBB", "CCCC"))
    later = clock.now() + timedelta(minutes=5)
    store.outbox.settle([Settlement(second.id, "sealed", "gateway 503", pending=True, next_at=later, attempts=1)])
    store.outbox.settle([Settlement(third.id, "needs_human", "refused", pending=False, reason="refused")])
    assert [item.id for item in store.outbox.due(clock.now())] == [first.id]
    assert store.outbox.wake() == 1
    assert [item.id for item in store.outbox.due(clock.now())] == [first.id, second.id]
    assert [item.id for item in store.outbox.due(clock.now(), limit=1)] == [first.id]


def test_a_clock_stepped_back_does_not_freeze_the_queue(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    clock.shift_wall(timedelta(days=-30))
    assert [due.id for due in store.outbox.due(clock.now())] == [item.id]


def test_dues_are_read_from_the_index_alone(store: Store) -> None:
    plan = store._database.rows(
        "EXPLAIN QUERY PLAN SELECT * FROM item WHERE pending = 1 AND next_at <= 5"
        " UNION ALL SELECT * FROM item WHERE pending = 1 AND next_at > 9 ORDER BY next_at, id LIMIT 20"
    )
    steps = [row["detail"] for row in plan]
    assert sum("USING INDEX item_due" in step for step in steps) == 2
    assert not any("TEMP B-TREE" in step or step.startswith("SCAN item") for step in steps)


def test_every_change_is_an_event_with_both_clocks(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    clock.shift_wall(timedelta(days=-1))
    clock.pass_time(10)
    store.outbox.settle([Settlement(item.id, "received", "receipt", pending=False, official="1", receipt=b"{}")])
    sealed, received = store.outbox.events(item.id)
    assert received.at < sealed.at
    assert 10_000 <= received.mono - sealed.mono < 20_000
    assert (received.from_state, received.to_state, received.cause) == ("sealed", "received", "receipt")


def test_what_a_settlement_does_not_say_stays(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    moment = datetime.fromisoformat("2026-11-24T08:00:00+07:00")
    store.outbox.settle(
        [Settlement(item.id, "received", "receipt", pending=False, official="1", received_at=moment, receipt=b"{}")]
    )
    store.outbox.settle([Settlement(item.id, "accepted", "update", pending=False, official="2", dossier_code="H31-1")])
    store.outbox.settle([Settlement(item.id, "processing", "update", pending=False, official="4")])
    now = store.outbox.get(item.id)
    assert now is not None
    assert (now.state, now.official, now.dossier_code, now.received_at) == ("processing", "4", "H31-1", moment)
    assert store.outbox.receipt(item.id) == b"{}"


def test_a_reason_lives_as_long_as_its_state(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    human = Settlement(item.id, "needs_human", "refused", pending=False, reason="422")
    for settlement, reason in (
        (human, "422"),
        (Settlement(item.id, "needs_human", "message", pending=False), "422"),
        (Settlement(item.id, "received", "receipt", pending=False), ""),
    ):
        store.outbox.settle([settlement])
        now = store.outbox.get(item.id)
        assert now is not None
        assert now.reason == reason


def test_outcomes_and_the_cursor_are_one_transaction(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    good = Settlement(item.id, "received", "receipt", pending=False)
    foreign = Settlement(IdMaker(clock).new(), "received", "receipt", pending=False)
    with pytest.raises(StoreError):
        store.outbox.settle([good, foreign], {"updates.cursor": "7"})
    now = store.outbox.get(item.id)
    assert now is not None
    assert now.state == "sealed"
    assert store.notes.get("updates.cursor") == ""
    store.outbox.settle([good], {"updates.cursor": "7"})
    assert store.notes.get("updates.cursor") == "7"


def test_messages_are_kept_once_and_encrypted(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    message = Message(
        "m-1", item.id, clock.now().replace(microsecond=0), "supplement", "Thiếu giấy của bà Mai".encode()
    )
    update = Settlement(item.id, "supplement_requested", "update", pending=False, messages=(message, message))
    store.outbox.settle([update])
    store.outbox.settle([update])
    assert store.messages.list(item.id) == (message,)
    kept = store._database.row("SELECT body FROM message")
    assert kept is not None
    assert message.body not in kept["body"]


def test_a_send_that_died_is_in_doubt_at_the_next_start(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        sent, waiting = append(store, clock, "AAAA"), append(store, clock, "BBBB")
        store.outbox.begin(sent.id)
    with open_store(folder, clock) as store:
        assert store.reconciled.in_doubt == (sent.id,)
        assert {item.id: item.state for item in store.outbox.all()} == {sent.id: "in_doubt", waiting.id: "sealed"}
        assert store.outbox.events(sent.id)[-1].cause == "restart"
    with open_store(folder, clock) as store:
        assert store.reconciled.clean


def test_only_what_waits_for_a_human_is_retried_by_hand(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    assert not store.outbox.retry(item.id)
    assert not store.outbox.retry(IdMaker(clock).new())
    store.outbox.settle([Settlement(item.id, "needs_human", "refused", pending=False, reason="422", attempts=3)])
    assert store.outbox.retry(item.id)
    again = store.outbox.get(item.id)
    assert again is not None
    assert (again.state, again.pending, again.attempts) == ("in_doubt", True, 0)
    assert [due.id for due in store.outbox.due(clock.now())] == [item.id]


def test_a_payload_goes_only_after_receipt_and_retention(store: Store, clock: VirtualClock) -> None:
    item, other = append(store, clock, "AAAA", files=2), append(store, clock, "BBBB", files=1)
    purge_at = clock.now() + timedelta(days=30)
    store.outbox.settle([Settlement(other.id, "needs_human", "lost", pending=False, purge_at=purge_at)])
    store.outbox.settle([Settlement(item.id, "received", "receipt", pending=False, receipt=b"{}", purge_at=purge_at)])
    assert store.outbox.purge(clock.now(), MONTH) == ()
    clock.pass_time(31 * 86_400)
    assert store.outbox.purge(clock.now(), MONTH) == (item.id,)
    assert store.outbox.payload(item.id) is None
    kept = store.outbox.payload(other.id)
    assert kept is not None
    assert [path.name for path in store.sealed.folder.iterdir()] == [file.id for file in kept.files]
    assert causes(store, item)[-1] == ("received", "received", "purged")
    assert store.outbox.get(item.id) is not None
    assert store.outbox.purge(clock.now(), MONTH) == ()


def test_a_clock_that_steps_back_does_not_keep_a_payload_for_longer(store: Store, clock: VirtualClock) -> None:
    item = append(store, clock)
    purge_at = clock.now() + timedelta(days=400)
    store.outbox.settle([Settlement(item.id, "received", "receipt", pending=False, receipt=b"{}", purge_at=purge_at)])
    assert store.outbox.purge(clock.now(), MONTH) == ()
    clock.pass_time(31 * 86_400)
    assert store.outbox.purge(clock.now(), MONTH) == (item.id,)


def test_the_same_dossier_filed_twice_is_noticed(store: Store, clock: VirtualClock) -> None:
    likeness = store.proofs.likeness("1.001193", "001099012345", "2026-11-20")
    assert store.outbox.alike(likeness) is None
    item = store.outbox.append(new_item(clock, likeness=likeness), (), None)
    assert store.outbox.alike(likeness) == item
    assert store.outbox.alike(store.proofs.likeness("1.001193", "001099012345", "2026-11-21")) is None


def test_lists_and_counts_are_the_same_for_a_reader(store: Store, clock: VirtualClock) -> None:
    items = [append(store, clock, f"CODE{number}") for number in range(3)]
    store.outbox.settle([Settlement(items[0].id, "received", "receipt", pending=False)])
    with closing(store.reader()) as reader:
        assert reader.outbox.all() == store.outbox.all()
        assert [item.id for item in reader.outbox.all(limit=2)] == [items[2].id, items[1].id]
        assert reader.outbox.count() == {"sealed": 2, "received": 1}
        assert store.outbox.next_due() == items[1].next_at


def test_what_waits_is_told_the_longest_waiting_first_with_what_needs_a_human(
    store: Store, clock: VirtualClock
) -> None:
    items = [append(store, clock, f"K7F3-29QD-{number}M") for number in range(4)]
    stuck = Settlement(items[1].id, "needs_human", "conflict", pending=False, reason="conflict")
    store.outbox.settle([stuck, Settlement(items[2].id, "received", "receipt", pending=False)])
    assert [item.id for item in store.outbox.waiting(9)] == [items[0].id, items[1].id, items[3].id]
    assert len(store.outbox.waiting(2)) == 2
    assert store.outbox.count_waiting() == 3
