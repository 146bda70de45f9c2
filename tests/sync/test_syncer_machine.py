"""The outbox and the syncer against a model: whatever is lost, doubled, cut or late, nothing is lost and nothing twice.

The model is what the kiosk acknowledged (sealed ids with their bytes) and what the officers set (the last code).
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from kiosk.sync.sealing import SealingKeys
from kiosk.sync.states import OFFICIAL
from kiosk.sync.syncer import Syncer
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk, paper
from tests.sync.fake_gateway import Cuts, Doubles, Fails, FakeGateway, KeySet, LosesPower, PowerCut, Refuses, Trouble
from tests.sync.still_clock import StillClock

if TYPE_CHECKING:
    from offline_cache.items import Item

KEYS = KeySet("demo")
PAPERS = [paper(pages=pages) for pages in (1, 2, 3)]

causes = st.sampled_from(["offline", "refused", "timeout", "captive", "server", "too_many", "unproven", "auth"])
retry_after = st.none() | st.floats(0, 4000)
failures = st.builds(Fails, cause=causes, after=st.booleans(), retry_after=retry_after)
power_cuts = st.builds(LosesPower, after=st.booleans())
troubles: dict[str, st.SearchStrategy[Trouble]] = {
    "pull": failures | power_cuts,
    "ask": failures | power_cuts,
    "upload": failures | power_cuts | st.builds(Cuts, bytes=st.integers(1, 900)),
    "deliver": failures | power_cuts | st.just(Doubles()) | st.just(Refuses()),
}
waits = st.sampled_from([0, 6, 60, 900, 4000])
planned = st.sampled_from(sorted(troubles)).flatmap(lambda call: st.tuples(st.just(call), troubles[call]))


class Delivery(RuleBasedStateMachine):
    """One kiosk, one gateway, bad days."""

    sealed = Bundle("sealed")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = StillClock()
        self.random = Random(0)  # noqa: S311 - jitter, the same each time a day is played
        self.gateway = FakeGateway(KEYS, self.clock)
        self.envelopes: dict[str, bytes] = {}
        self.last_code: dict[str, int] = {}
        self.store = self.open()
        self.syncer = Syncer(self.store, self.gateway, self.clock, random=self.random)
        self.desk = Desk(self.store, SealingKeys(KEYS.public, KEYS.device), self.clock)

    def open(self) -> Store:
        folder = Path(self.folder.name) / "store"
        return open_store(folder, self.clock, room=Room(folder, ballast=4096))

    @rule(target=sealed, papers=st.integers(0, 2))
    def seal(self, papers: int) -> str:
        item_id = self.desk.seal_new(*(paper() for _ in range(papers)))
        payload = self.store.outbox.payload(item_id)
        assert payload is not None
        self.envelopes[item_id] = payload.envelope
        return item_id

    @rule(seconds=waits)
    def good_run(self, seconds: int) -> None:
        self.clock.pass_time(seconds)
        self.run_or_lose_power()

    @rule(seconds=waits, bad=st.lists(planned, min_size=1, max_size=3))
    def bad_run(self, seconds: int, bad: list[tuple[str, Trouble]]) -> None:
        for call, trouble in bad:
            self.gateway.plan(call, trouble)
        self.clock.pass_time(seconds)
        self.run_or_lose_power()

    @precondition(lambda self: self.waiting())
    @rule(codes=st.lists(st.sampled_from(sorted(OFFICIAL)), max_size=2))
    def an_answer_is_lost_and_officers_are_quick(self, codes: list[int]) -> None:
        before = set(self.gateway.received)
        self.bad_delivery(Fails("timeout", after=True))
        for item_id in set(self.gateway.received) - before:
            for code in codes:
                self.gateway.tell(item_id, code)
                self.last_code[item_id] = code

    @precondition(lambda self: self.waiting())
    @rule(trouble=troubles["deliver"])
    def bad_delivery(self, trouble: Trouble) -> None:
        self.gateway.heal()
        self.gateway.plan("deliver", trouble)
        self.syncer.wake("hand")
        self.run_or_lose_power()

    @rule(days=st.sampled_from([-400, -1, 1, 400]))
    def move_clock(self, days: int) -> None:
        self.clock.shift_wall(timedelta(days=days))

    @rule(by=st.sampled_from(["network", "hand"]))
    def wake(self, by: str) -> None:
        self.syncer.wake("network" if by == "network" else "hand")

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = self.open()
        self.syncer = Syncer(self.store, self.gateway, self.clock, random=self.random)
        self.desk.store = self.store

    @precondition(lambda self: self.gateway.received)
    @rule(data=st.data(), codes=st.lists(st.sampled_from(sorted(OFFICIAL)), min_size=1, max_size=4))
    def officers(self, data: st.DataObject, codes: list[int]) -> None:
        for code in codes:
            item_id = data.draw(st.sampled_from(sorted(self.gateway.received)))
            self.gateway.tell(item_id, code)
            self.last_code[item_id] = code

    @rule(item_id=sealed)
    def retry(self, item_id: str) -> None:
        human = self.item(item_id).state == "needs_human"
        assert self.store.outbox.retry(item_id) == human

    @rule()
    def gateway_loses_unfinished_files(self) -> None:
        named = {file.id for _, contents, _ in self.gateway.received.values() for file in contents.manifest.files}
        for file_id in set(self.gateway.files) - named:
            del self.gateway.files[file_id]
            self.gateway.offsets.pop(file_id)

    @rule()
    def a_month_passes(self) -> None:
        self.clock.pass_time(31 * 86_400)
        self.run_or_lose_power()

    @invariant()
    def nothing_is_lost(self) -> None:
        assert {item.id for item in self.store.outbox.all()} == set(self.envelopes)
        for item_id, envelope in self.envelopes.items():
            payload = self.store.outbox.payload(item_id)
            if payload is None:
                assert self.store.outbox.receipt(item_id) is not None
                assert item_id in self.gateway.received
            else:
                assert payload.envelope == envelope
                assert all(file.path.stat().st_size == file.size for file in payload.files)

    @invariant()
    def nothing_is_twice_or_other(self) -> None:
        for item_id, (envelope, contents, _) in self.gateway.received.items():
            assert envelope == self.envelopes[item_id]
            assert contents.id == item_id
        assert self.gateway.sent_unasked == []

    @invariant()
    def no_state_claims_more_than_is_true(self) -> None:
        for item_id in self.envelopes:
            item = self.item(item_id)
            if item.state not in {"sealed", "in_doubt", "needs_human"}:
                assert item_id in self.gateway.received
            if not item.pending and item.state != "needs_human":
                assert self.store.outbox.receipt(item_id) is not None or item.official is not None
            assert (item.purge_at is None) or self.store.outbox.receipt(item_id) is not None

    @invariant()
    def events_are_a_chain(self) -> None:
        for item_id in self.envelopes:
            events = self.store.outbox.events(item_id)
            states = ["draft", *(event.to_state for event in events)]
            assert [event.from_state for event in events] == states[:-1]
            assert states[-1] == self.item(item_id).state

    def teardown(self) -> None:
        """All troubles end, though the clock is put back once more: everything arrives, all is told."""
        self.gateway.heal()
        self.clock.shift_wall(timedelta(days=-1))
        for _ in range(4):
            self.clock.pass_time(4000)
            for item_id in self.envelopes:
                self.store.outbox.retry(item_id)
            self.syncer.run_once()
        assert set(self.gateway.received) == set(self.envelopes)
        for item_id in self.envelopes:
            item = self.item(item_id)
            assert self.store.outbox.receipt(item_id) is not None
            assert not item.pending
            assert item.official == str(self.last_code.get(item_id, 1))
            assert item.state == OFFICIAL[int(item.official)]
        self.nothing_is_twice_or_other()
        self.clock.pass_time(15 * 86_400)
        self.syncer.run_once()
        assert all(self.store.outbox.payload(item_id) is None for item_id in self.envelopes)
        self.store.close()
        self.folder.cleanup()

    def item(self, item_id: str) -> Item:
        item = self.store.outbox.get(item_id)
        assert item is not None
        return item

    def waiting(self) -> bool:
        return any(self.item(item_id).pending for item_id in self.envelopes)

    def run_or_lose_power(self) -> None:
        try:
            self.syncer.run_once()
        except PowerCut:
            self.restart()


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
