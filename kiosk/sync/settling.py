"""What becomes of a dossier after an attempt: pure, from item and outcome to settlement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from kiosk.sync.attempts import Arrived, Attempt, Replied, Stopped, Stuck
from kiosk.sync.backoff import wait_seconds
from kiosk.sync.budget import HELD
from kiosk.sync.protocol import encode
from kiosk.sync.states import RECEIVED_CODE, after_failure, after_receipt
from offline_cache.bookings import KeptAnswer
from offline_cache.outbox import Settlement

if TYPE_CHECKING:
    from random import Random

    from kiosk.sync.booking import SignedAnswer
    from kiosk.sync.receipt import SignedReceipt
    from offline_cache.items import Item

LATE = "late"
"""The reason of a dossier that waits for a human because it could not be sent for too long; it is still being sent."""


GONE = "gateway-lost"
"""The reason of a dossier that the gateway had receipted and lost; it is being sent again."""

GONE_AND_PURGED = "gateway-lost-purged"
"""The same, after its payload was purged here: what is left is the receipt, and the resident's own papers."""


@dataclass(frozen=True)
class Policy:
    """How long things may take."""

    keep_payload: timedelta = timedelta(days=14)  # after the receipt
    human_after: timedelta = timedelta(hours=72)  # without a receipt
    poll: timedelta = timedelta(seconds=30)  # for updates, while the line is up


def settle_attempt(item: Item, attempt: Attempt, now: datetime, policy: Policy, random: Random) -> Settlement:
    match attempt:
        case Arrived():
            return _arrived(item, attempt, now + policy.keep_payload)
        case Replied():
            return _replied(item, attempt, now + policy.keep_payload)
        case Stuck(reason=reason):
            return Settlement(
                item.id,
                "needs_human",
                reason,
                pending=False,
                reason=reason,
                last_error=reason,
                attempts=item.attempts + 1,
            )
        case Stopped(down=down, in_doubt=in_doubt, progressed=progressed):
            attempts = 1 if progressed else item.attempts + 1
            wait = wait_seconds(attempts, down.cause, down.retry_after, random)
            return Settlement(
                item.id,
                after_failure(item, in_doubt=in_doubt),
                down.cause,
                pending=True,
                next_at=now + timedelta(seconds=wait),
                attempts=attempts,
                last_error=down.cause,
            )
        case _:
            assert_never(attempt)


def settle_late(item: Item) -> Settlement:
    """A human is told; the line goes on trying."""
    return Settlement(item.id, "needs_human", LATE, pending=True, reason=LATE)


def settle_held(item: Item) -> Settlement:
    """Its files wait until the budget has room again; nothing was tried."""
    return Settlement(item.id, item.state, HELD, pending=True, last_error=HELD)


def settle_lost(item: Item) -> Settlement:
    """A sealed file of it is gone. It stays on the line, which asks the gateway first: that may hold it."""
    return Settlement(item.id, "needs_human", "lost", pending=True, reason="lost")


def settle_gone(item: Item, now: datetime, *, kept: bool, reason: str = "") -> Settlement | None:
    """The gateway had receipted it and does not hold it: sent again if it is ``kept``; a human is told either way."""
    reason = reason or (GONE if kept else GONE_AND_PURGED)
    if item.state == "needs_human" and item.reason == reason:
        return None
    return Settlement(
        item.id, "needs_human", reason, pending=kept, reason=reason, last_error=reason, attempts=0, next_at=now
    )


def settle_held_there(item: Item, receipt: SignedReceipt, purge_at: datetime) -> Settlement:
    """The gateway holds it, whatever was thought here."""
    return _arrived(item, Arrived(receipt), purge_at)


def settle_not_late(item: Item) -> Settlement:
    """The clock was wrong when the dossier was found late: it is not."""
    return Settlement(item.id, "in_doubt", "clock", pending=True)


def _arrived(item: Item, attempt: Arrived, purge_at: datetime) -> Settlement:
    receipt = attempt.receipt.receipt
    return Settlement(
        item_id=item.id,
        to=after_receipt(item),
        cause="receipt",
        pending=False,
        attempts=0,
        last_error="",
        official=item.official or str(RECEIVED_CODE),
        dossier_code=receipt.dossier_code,
        received_at=datetime.fromisoformat(receipt.received_at),
        receipt=encode(attempt.receipt),
        purge_at=purge_at,
    )


def kept_answer(signed: SignedAnswer) -> KeptAnswer:
    """An answer as the store keeps it."""
    answer = signed.answer
    return KeptAnswer(answer.number, answer.lookup_code, answer.request, encode(signed))


def _replied(item: Item, attempt: Replied, purge_at: datetime) -> Settlement:
    kept = kept_answer(attempt.answer)
    return Settlement(
        item_id=item.id,
        to="received",
        cause=attempt.answer.answer.outcome,
        pending=False,
        attempts=0,
        last_error="",
        received_at=datetime.fromisoformat(attempt.answer.answer.at),
        receipt=kept.body,
        purge_at=purge_at,
        answers=(kept,),
    )
