"""What the gateway tells of dossiers it holds, turned into settlements; the officer's words are kept encrypted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.sync.protocol import Update, decode, encode
from kiosk.sync.states import after_update
from offline_cache.messages import Message
from offline_cache.outbox import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from offline_cache.items import Item

CURSOR = "updates.cursor"


def read_update(message: Message) -> Update:
    """What a kept message says: its official code, the officer's words and reasons, until when."""
    return decode(message.body, Update)


def settle_updates(updates: Iterable[Update], find: Callable[[str], Item | None]) -> tuple[tuple[Settlement, ...], int]:
    """The settlements of a page of updates, in order, and how many are about dossiers this store does not know.

    Several updates of one dossier follow each other: each starts from the state that the one before left.
    """
    settlements: list[Settlement] = []
    states: dict[str, Item] = {}
    strangers = 0
    for update in updates:
        item = states.get(update.id) or find(update.id)
        if item is None or item.kind != "dossier":
            strangers += 1
            continue
        settlement = _settlement(update, item)
        states[item.id] = replace(item, state=settlement.to)
        settlements.append(settlement)
    return tuple(settlements), strangers


def _settlement(update: Update, item: Item) -> Settlement:
    at = datetime.fromisoformat(update.at)
    message = Message(f"{update.id} {update.code} {update.at}", update.id, at, str(update.code), encode(update))
    return Settlement(
        item_id=item.id,
        to=after_update(item.state, update.code),
        cause=f"official {update.code}",
        pending=item.pending,  # A receipt is wanted still: only that lets the payload go.
        official=str(update.code),
        dossier_code=update.dossier_code,
        due_on=update.until or None,
        messages=(message,),
    )
