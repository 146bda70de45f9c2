"""Bugs planted on purpose, one at a time: a proof that does not find them proves nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from kiosk.sync import sending, syncer, upkeep
from kiosk.sync.attempts import Attempt, Stopped
from kiosk.sync.settling import settle_attempt
from kiosk.sync.updates import CURSOR, settle_updates
from offline_cache.database import Database
from offline_cache.items import Item, read_item
from offline_cache.moments import to_ms
from offline_cache.outbox import Outbox, Settlement


@dataclass(frozen=True)
class Planted:
    """``what`` the kiosk then does wrong; ``plant`` makes it so for as long as its block lasts."""

    what: str
    plant: Callable[[], AbstractContextManager[None]]


@contextmanager
def replaced(*parts: tuple[Any, str, Any]) -> Iterator[None]:
    """Each (owner, name, other part), put back afterwards."""
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in parts]
    for owner, name, other in parts:
        setattr(owner, name, other)
    try:
        yield
    finally:
        for owner, name, real in kept:
            setattr(owner, name, real)


def _purge_early(self: Outbox, now: datetime, longest: timedelta) -> tuple[str, ...]:
    with self._db.transaction():
        self._db.write(
            "DELETE FROM payload WHERE item_id IN (SELECT id FROM item WHERE sealed_at <= ?)", to_ms(now - longest)
        )
    return ()


def _believe_silence(item: Item, attempt: Attempt, *more: Any) -> Settlement:
    settled = settle_attempt(item, attempt, *more)
    if isinstance(attempt, Stopped) and attempt.in_doubt:
        return replace(settled, to="received", pending=False)
    return settled


def _give_up(item: Item, attempt: Attempt, *more: Any) -> Settlement:
    return replace(settle_attempt(item, attempt, *more), pending=False)


@contextmanager
def _commit_later(self: Database) -> Iterator[None]:
    connection = self._connection
    if connection.in_transaction:
        connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _hand_over_as_another(real: Callable[..., Any]) -> Callable[..., Any]:
    def hand_over(self: sending.Sending, item: Item, payload: Any) -> Any:
        return real(self, replace(item, id=str(uuid.uuid4())) if item.attempts else item, payload)

    return hand_over


def _keep_the_first(self: syncer.Syncer, page: Any, tally: Any) -> None:
    settlements, _ = settle_updates(page.updates, self._outbox.get)
    self._outbox.settle(settlements[:1], {CURSOR: page.cursor})


def _due_by_the_clock(self: Outbox, now: datetime, limit: int = 20, besides: Any = (), **_: Any) -> tuple[Item, ...]:
    rows = self._db.rows(
        "SELECT * FROM item WHERE pending = 1 AND next_at <= ? ORDER BY next_at LIMIT ?", to_ms(now), limit
    )
    return tuple(read_item(row) for row in rows)


def _nothing(*_: Any, **__: Any) -> None:
    pass


PLANTED = (
    Planted(
        "sends again without asking what became of the first time",
        partial(replaced, (sending.Sending, "_ask", _nothing)),
    ),
    Planted(
        "shows the success screen before the commit",
        partial(replaced, (Database, "transaction", _commit_later), (Database, "scrub", lambda _: True)),
    ),
    Planted(
        "purges a payload by its age, without a receipt",
        partial(replaced, (Outbox, "purge", _purge_early)),
    ),
    Planted(
        "takes an answer that got lost for a receipt",
        partial(replaced, (syncer, "settle_attempt", _believe_silence)),
    ),
    Planted(
        "gives a dossier up after one failure",
        partial(replaced, (syncer, "settle_attempt", _give_up)),
    ),
    Planted(
        "hands a dossier over under a new id at the second try",
        partial(replaced, (sending.Sending, "_hand_over", _hand_over_as_another(sending.Sending._hand_over))),
    ),
    Planted(
        "moves the cursor past news it did not keep",
        partial(replaced, (syncer.Syncer, "_keep", _keep_the_first)),
    ),
    Planted(
        "forgets over a power cut what was on its way",
        partial(replaced, (Outbox, "begin", _nothing)),
    ),
    Planted(
        "believes the clock when it was stepped back",
        partial(replaced, (Outbox, "due", _due_by_the_clock), (upkeep.Upkeep, "follow_clock", _nothing)),
    ),
)
