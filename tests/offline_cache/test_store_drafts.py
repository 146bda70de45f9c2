"""Drafts and their pages: saved, opened, replaced, erased whole, kept for seven days on a clock that may be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from offline_cache.drafts import Draft
from offline_cache.errors import StoreError
from offline_cache.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock


def a_draft(code: str = "K7F329QD4M") -> Draft:
    return Draft(str(uuid4()), code, "1.001193", "2026-11-24.1")


def saved(store: Store, code: str = "K7F329QD4M", body: bytes = b"answers") -> Draft:
    draft = a_draft(code)
    store.drafts.save(draft, body)
    return draft


def test_the_last_body_is_opened_again_after_a_restart(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        draft = saved(store)
        store.drafts.save(draft, b"more answers")
    with open_store(folder, clock) as store:
        assert store.drafts.open(draft.id) == b"more answers"
        found = store.drafts.find(draft.lookup_code)
        assert found is not None
        assert (found.id, found.procedure, found.version) == (draft.id, draft.procedure, draft.version)


def test_saving_keeps_the_start_and_moves_the_end(store: Store, clock: VirtualClock) -> None:
    draft = saved(store)
    first = store.drafts.find(draft.lookup_code)
    clock.pass_time(3600)
    store.drafts.save(draft, b"later")
    then = store.drafts.find(draft.lookup_code)
    assert first is not None
    assert then is not None
    assert then.started_at == first.started_at
    assert first.saved_at is not None
    assert then.saved_at is not None
    assert then.saved_at - first.saved_at >= timedelta(hours=1)
    assert then.kept_until == then.saved_at + timedelta(days=7)


def test_a_proof_given_once_stays(store: Store) -> None:
    draft = a_draft()
    proof = store.proofs.make(draft.lookup_code, "1234")
    store.drafts.save(replace(draft, proof=proof), b"answers")
    store.drafts.save(draft, b"answers, and no proof this time")
    found = store.drafts.find(draft.lookup_code)
    assert found is not None
    assert found.proof == proof


def test_two_drafts_cannot_share_a_code(store: Store) -> None:
    saved(store, "AAAA")
    with pytest.raises(StoreError):
        saved(store, "AAAA")
    assert len(store.drafts.list()) == 1


def test_the_last_saved_is_listed_first(store: Store, clock: VirtualClock) -> None:
    first = saved(store, "AAAA")
    clock.pass_time(1)
    second = saved(store, "BBBB")
    assert [draft.id for draft in store.drafts.list()] == [second.id, first.id]


def test_what_is_not_there_is_an_error_to_open_and_fine_to_erase(store: Store) -> None:
    with pytest.raises(StoreError, match="no such draft"):
        store.drafts.open(str(uuid4()))
    store.drafts.erase(str(uuid4()))
    assert store.drafts.find("nothing") is None


def test_pages_are_kept_replaced_listed_and_erased(store: Store) -> None:
    draft = saved(store)
    first, second = uuid4().hex, uuid4().hex
    store.pages.put(draft.id, first, b"\xff\xd8 first")
    store.pages.put(draft.id, second, b"\xff\xd8 second")
    store.pages.put(draft.id, first, b"\xff\xd8 first, turned")
    assert store.pages.list(draft.id) == (first, second)
    assert store.pages.get(first) == b"\xff\xd8 first, turned"
    store.pages.erase(first)
    assert store.pages.get(first) is None
    assert store.pages.list(draft.id) == (second,)
    assert [path.name for path in store.pages.folder.iterdir()] == [second]


def test_erasing_a_draft_erases_its_pages_and_no_others(store: Store) -> None:
    mine, other = saved(store, "AAAA"), saved(store, "BBBB")
    my_page, other_page = uuid4().hex, uuid4().hex
    store.pages.put(mine.id, my_page, b"mine")
    store.pages.put(other.id, other_page, b"other")
    store.drafts.erase(mine.id)
    assert store.drafts.find("AAAA") is None
    assert store.pages.get(my_page) is None
    assert store.pages.get(other_page) == b"other"
    assert [path.name for path in store.pages.folder.iterdir()] == [other_page]


def test_a_page_needs_a_draft_an_id_and_one_owner(store: Store) -> None:
    with pytest.raises(StoreError, match="saved draft"):
        store.pages.put(str(uuid4()), uuid4().hex, b"jpeg")
    mine, other = saved(store, "AAAA"), saved(store, "BBBB")
    with pytest.raises(StoreError, match="not a UUID"):
        store.pages.put(mine.id, "../../../tmp/escape", b"jpeg")
    page = uuid4().hex
    store.pages.put(mine.id, page, b"mine")
    with pytest.raises(StoreError, match="another draft"):
        store.pages.put(other.id, page, b"other's")
    assert store.pages.get(page) == b"mine"


def test_swapped_or_damaged_page_files_do_not_open(store: Store) -> None:
    draft = saved(store)
    first, second = uuid4().hex, uuid4().hex
    store.pages.put(draft.id, first, b"first")
    store.pages.put(draft.id, second, b"second")
    (store.pages.folder / first).write_bytes((store.pages.folder / second).read_bytes())
    with pytest.raises(StoreError, match="does not open"):
        store.pages.get(first)
    (store.pages.folder / first).write_bytes(b"short")
    with pytest.raises(StoreError, match="cut short"):
        store.pages.get(first)


def test_seven_days_then_erased(store: Store, clock: VirtualClock) -> None:
    old = saved(store, "AAAA")
    for _ in range(6):
        clock.pass_time(86_400)
        assert store.drafts.erase_expired(clock.now()) == ()
    young = saved(store, "BBBB")
    clock.pass_time(86_400)
    assert store.drafts.erase_expired(clock.now()) == (old.id,)
    assert [draft.id for draft in store.drafts.list()] == [young.id]


def test_a_clock_that_leaps_forward_kills_no_draft_and_ages_none(store: Store, clock: VirtualClock) -> None:
    draft = saved(store)
    clock.pass_time(5 * 86_400)
    clock.shift_wall(timedelta(days=3 * 365))
    assert store.drafts.erase_expired(clock.now()) == ()
    clock.pass_time(86_400)
    assert store.drafts.erase_expired(clock.now()) == ()
    clock.pass_time(86_400)
    assert store.drafts.erase_expired(clock.now()) == (draft.id,)


def test_a_clock_that_was_wrong_before_a_restart_kills_no_draft(folder: Path, clock: VirtualClock) -> None:
    clock.shift_wall(timedelta(days=-3 * 365))
    with open_store(folder, clock) as store:
        draft = saved(store)
    clock.shift_wall(timedelta(days=3 * 365))
    with open_store(folder, clock) as store:
        assert store.drafts.erase_expired(clock.now()) == ()
        clock.pass_time(7 * 86_400)
        assert store.drafts.erase_expired(clock.now()) == (draft.id,)


def test_a_machine_that_was_off_for_a_week_erases_at_once(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        draft = saved(store)
    clock.pass_time(8 * 86_400)
    with open_store(folder, clock) as store:
        assert store.drafts.erase_expired(clock.now()) == (draft.id,)


def test_a_draft_saved_in_the_future_does_not_live_for_ever(store: Store, clock: VirtualClock) -> None:
    clock.shift_wall(timedelta(days=400))
    draft = saved(store)
    clock.shift_wall(timedelta(days=-400))
    assert store.drafts.erase_expired(clock.now()) == ()
    clock.pass_time(7 * 86_400)
    assert store.drafts.erase_expired(clock.now()) == (draft.id,)
