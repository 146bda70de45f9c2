"""What a dossier of the outbox waits for, why, and what comes next: plain words that name nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.outcomes import PREPARED
from kiosk.phrases import say

if TYPE_CHECKING:
    from datetime import timedelta

    from offline_cache.items import Item

LINE_CAUSES = frozenset(
    {
        *("offline", "refused", "timeout", "captive", "tls", "tls_authority", "tls_name", "tls_expired", "tls_clock"),
        *("auth", "server", "too_many", "unproven"),
    }
)
_OF_THE_ITEM = frozenset({"budget", "late", "lost", "conflict", "missing-files", "gateway-lost", "gateway-lost-purged"})
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True)
class QueueWords:
    """``cause`` and ``then`` are sentences without and with their full stop; both "" for what the gateway holds."""

    title: str
    cause: str = ""
    then: str = ""

    @property
    def waits(self) -> bool:
        return self.cause != ""


def queue_words(item: Item, *, sending: bool = False, prepared: bool = False, language: str = "vi") -> QueueWords:
    """``sending``: it is on its way now; ``prepared``: it is no dossier but what was prepared for a visit."""
    title = state_title("sending" if sending and item.state == "sealed" else item.state, prepared=prepared)
    key = _why(item, sending=sending)
    if not key:
        return QueueWords(title)
    if key in LINE_CAUSES and item.pending:
        return QueueWords(title, say(f"line.cause.{key}", language), say(f"line.next.{key}", language))
    if key not in _OF_THE_ITEM | {"none", "sending", "in_doubt"}:
        return QueueWords(title, say("queue.cause.refused", language, reason=key), say("queue.next.refused", language))
    return QueueWords(title, say(f"queue.cause.{key}", language), say(f"queue.next.{key}", language))


def state_title(state: str, *, prepared: bool = False, language: str = "vi") -> str:
    return say(f"prepared.{state}.title" if prepared and state in PREPARED else f"state.{state}.title", language)


def _why(item: Item, *, sending: bool) -> str:
    """The word for why it waits; "" when it does not."""
    if item.state == "needs_human":
        return item.reason or item.last_error or "none"
    if not item.pending:
        return ""
    if sending:
        return "sending"
    return item.last_error or ("in_doubt" if item.state == "in_doubt" else "none")


def shortened(lookup_code: str) -> str:
    """Enough of a code to compare it with a slip, too little to look the dossier up: K7F3····4M."""
    return f"{lookup_code[:4]}····{lookup_code[-2:]}"


def age_words(age: timedelta, language: str = "vi") -> str:
    """How long something has waited, in the largest unit that fits."""
    seconds = int(age.total_seconds())
    for unit, length in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE)):
        if seconds >= length:
            return say(f"queue.age.{unit}", language, count=str(seconds // length))
    return say("queue.age.now", language)
