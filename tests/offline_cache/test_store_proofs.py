"""Five tries, then a minute: durable, and never for days when the clock is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from kiosk.sync.ids import IdMaker
from offline_cache.drafts import Draft
from offline_cache.items import NewItem
from offline_cache.proofs import NoProof, Proved, Wait, Wrong
from offline_cache.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.clock import VirtualClock

CODE = "K7F329QD4M"


def with_proof(store: Store, code: str = CODE) -> None:
    store.drafts.save(Draft(str(uuid4()), code, "1.001193", "v", store.proofs.make(code, "2345")), b"answers")


def lock_out(store: Store) -> None:
    assert [store.proofs.check(CODE, "0000") for _ in range(5)] == [Wrong(4), Wrong(3), Wrong(2), Wrong(1), Wrong(0)]


def test_right_digits_are_a_proof_of_a_draft_and_of_an_item(store: Store, clock: VirtualClock) -> None:
    with_proof(store)
    proof = store.proofs.make("SEALED", "6789")
    new = NewItem(IdMaker(clock).new(), "SEALED", "1.001193", "v", "demo", "aa", b"envelope", proof)
    store.outbox.append(new, (), None)
    assert store.proofs.check(CODE, "2345") == Proved()
    assert store.proofs.check("SEALED", "6789") == Proved()
    assert store.proofs.check("SEALED", "2345") == Wrong(4)


def test_without_a_proof_there_is_nothing_to_guess(store: Store) -> None:
    store.drafts.save(Draft(str(uuid4()), CODE, "1.001193", "v"), b"answers")
    assert store.proofs.check(CODE, "0000") == NoProof()
    assert store.proofs.check("UNKNOWN", "0000") == NoProof()


def test_five_tries_then_a_minute_even_for_the_right_digits(store: Store, clock: VirtualClock) -> None:
    with_proof(store)
    lock_out(store)
    assert store.proofs.check(CODE, "2345") == Wait(60)
    clock.pass_time(45)
    assert store.proofs.check(CODE, "2345") == Wait(15)
    clock.pass_time(16)
    assert store.proofs.check(CODE, "0000") == Wrong(4)
    assert store.proofs.check(CODE, "2345") == Proved()
    assert store.proofs.check(CODE, "0000") == Wrong(4)


def test_a_restart_gives_no_new_tries(folder: Path, clock: VirtualClock) -> None:
    with open_store(folder, clock) as store:
        with_proof(store)
        lock_out(store)
    with open_store(folder, clock) as store:
        assert isinstance(store.proofs.check(CODE, "2345"), Wait)


def test_tries_are_counted_for_each_code(store: Store) -> None:
    with_proof(store)
    with_proof(store, "OTHER")
    lock_out(store)
    assert store.proofs.check("OTHER", "2345") == Proved()


def test_a_clock_stepped_back_makes_the_minute_no_longer(store: Store, clock: VirtualClock) -> None:
    with_proof(store)
    lock_out(store)
    clock.shift_wall(timedelta(days=-30))
    assert store.proofs.check(CODE, "2345") == Wait(60)
    clock.pass_time(61)
    assert store.proofs.check(CODE, "2345") == Proved()
