"""How a dossier's state follows from what the gateway says; the ten official codes beside our own states."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from offline_cache.items import Item, State

OFFICIAL: Mapping[int, State] = {
    1: "received",
    2: "accepted",
    3: "refused",
    4: "processing",
    5: "supplement_requested",
    6: "payment_due",
    7: "withdrawn",
    8: "stopped",
    9: "done",
    10: "collected",
}

UNSENT: frozenset[State] = frozenset({"sealed", "in_doubt", "needs_human"})
"""States of our own making; all others came from the gateway and are changed by it alone."""

RECEIVED_CODE = 1


def after_receipt(item: Item) -> State:
    """A receipt says that the dossier arrived; when an update came first, it says more."""
    return "received" if item.state in UNSENT else item.state


def after_update(state: State, code: int) -> State:
    """The gateway's word stands, whatever ours was; a code we don't know is kept beside and changes nothing."""
    return OFFICIAL.get(code, state)


def after_failure(item: Item, *, in_doubt: bool) -> State:
    """Doubt is kept until it is answered; a state that the gateway gave is not taken back."""
    return "in_doubt" if item.state == "sealed" and in_doubt else item.state
