"""What the data budget holds back, and how much went out, kept durably: for the network thread of the syncer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.sync import budget
from kiosk.sync.budget import Allowance, Budget
from kiosk.sync.settling import settle_held

if TYPE_CHECKING:
    from collections.abc import KeysView
    from datetime import datetime

    from kiosk.clock import Clock
    from kiosk.sync.outcomes import Gateway
    from kiosk.sync.sending import Submit
    from kiosk.sync.uploads import Uploads
    from offline_cache.store import Store


class Volume:
    """``budget`` counts by the gateway's time, as far as it is known."""

    def __init__(
        self, store: Store, gateway: Gateway, clock: Clock, submit: Submit, allowance: Allowance | None
    ) -> None:
        self._outbox = store.outbox
        self._notes = store.notes
        self._gateway = gateway
        self._clock = clock
        self._submit = submit
        self._note = submit(lambda: store.notes.get(budget.NOTE))
        self._held: dict[str, bool] = {}  # items that wait for room, and whether they are small
        self.budget = Budget(allowance or Allowance(), self._true_now, gateway.sent, self._note)

    @property
    def held(self) -> KeysView[str]:
        return self._held.keys()

    def frees_at(self) -> datetime | None:
        """When the first of what is held may go; None where nothing is."""
        moments = [self.budget.frees_at(small=small) for small in set(self._held.values())]
        return min((moment for moment in moments if moment), default=None)

    def let_go(self, item_id: str) -> None:
        """It need not be sent any more."""
        self._held.pop(item_id, None)

    def free(self) -> None:
        """Let go what there is room for again."""
        if self._held:
            room = {small: self.budget.has_room(small=small) for small in (False, True)}
            self._held = {item_id: small for item_id, small in self._held.items() if not room[small]}

    def hold(self, uploads: Uploads) -> bool:
        """Hold back what there is no room for, and note why it waits; whether there was such."""
        held = dict(uploads.hold_back())
        if not held:
            return False
        self._held |= held
        self._submit(
            lambda: self._outbox.settle(
                settle_held(item)
                for item in map(self._outbox.get, held)
                if item is not None and item.last_error != budget.HELD
            )
        )
        return True

    def keep(self) -> None:
        """Keep durably what went out, where it is limited."""
        note = self.budget.used().format() if self.budget.limited else self._note
        if note != self._note:
            self._note = note
            self._submit(lambda: self._notes.put(budget.NOTE, note))

    def _true_now(self) -> datetime:
        skew = self._gateway.skew()
        return self._clock.now() + (skew.ahead if skew else timedelta())
