"""The courier's share of a syncer's run: notes are taken up, and other kiosks' dossiers carried; network thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.sync.courier_delivery import CarriedDelivery
from kiosk.sync.courier_notes import take_up

if TYPE_CHECKING:
    from threading import Event

    from kiosk.clock import Clock
    from kiosk.sync.budget import Budget
    from kiosk.sync.outcomes import Gateway
    from kiosk.sync.report import Tally
    from kiosk.sync.sending import Submit
    from kiosk.sync.settling import Policy
    from offline_cache.store import Store


class CourierRounds:
    """Keeps to itself what a syncer need not know."""

    def __init__(self, store: Store, gateway: Gateway, clock: Clock, submit: Submit, policy: Policy) -> None:
        self._store = store
        self._clock = clock
        self._submit = submit
        self._policy = policy
        self._delivery = CarriedDelivery(store.folder, gateway, clock)

    def take_up(self, busy: frozenset[str]) -> tuple[str, ...]:
        """What commands beside this process noted; the dossiers that a receipt by stick settled."""
        return self._submit(lambda: take_up(self._store, self._policy, self._clock.now(), busy))

    def carry(self, tally: Tally, budget: Budget, stopping: Event) -> None:
        """Dossiers of other kiosks, for a while; a line that fails them is found to be down by the next question."""
        report = self._delivery.run(lambda: not stopping.is_set() and budget.has_room(small=False))
        tally.carried += report.delivered
        tally.more_to_carry = report.more
