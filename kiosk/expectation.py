"""When a result can be had, in a resident's words: a day with its weekday where it can be known, else who tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.clock import HANOI
from kiosk.phrases import say
from kiosk.procedures.deadline import in_a_sentence

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.procedures.wizard import Expected


def when_due(expected: Expected, now: datetime, language: str = "vi") -> str:
    """The day and what it hangs on: an officer accepts, not the machine."""
    if expected.due is None:
        return say("due.at_desk", language)
    accepted, hour = expected.accepted_at.astimezone(HANOI), expected.deadline.same_day_before
    key = "today" if accepted.date() == now.astimezone(HANOI).date() else "later"
    return say(
        f"due.{key}_before" if accepted.hour < hour else f"due.{key}",
        language,
        day=in_a_sentence(expected.due),
        accepted=in_a_sentence(accepted.date()),
        hour=str(hour),
    )


def in_full(expected: Expected, now: datetime, language: str = "vi") -> str:
    """The same with the time limit itself, and what is not sure of it."""
    day, limit = when_due(expected, now, language), expected.deadline.text.strip()
    limit = limit if limit.endswith(".") else f"{limit}."
    if expected.due is None:
        return limit if day in limit else f"{day} {limit[:1].upper()}{limit[1:]}"
    told = f"{day} {limit}"
    return f"{told} {say('ui.unsure', language)}" if expected.deadline.unsure else told
