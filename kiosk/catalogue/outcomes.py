"""What asking for a newer catalogue came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiosk.catalogue.schedule import Came
from kiosk.sync.outcomes import LineCause

Reason = Literal["foreign", "expired", "older", "damaged", "too_large", "incomplete", "no_room", "busy"]


@dataclass(frozen=True)
class Unchanged:
    version: str


@dataclass(frozen=True)
class Updated:
    """``rows`` is how many procedures the bundle brought: all, or those that changed."""

    version: str
    before: str
    rows: int


@dataclass(frozen=True)
class Held:
    """There is another version, and it is not taken: it was rolled back here, or what is here is newer."""

    version: str
    why: Literal["rolled_back", "newer_here"]


@dataclass(frozen=True)
class Refused:
    """What was offered is not taken, and nothing has changed."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class LineDown:
    cause: LineCause


@dataclass(frozen=True)
class NoTrust:
    """Nobody told whose catalogue to believe: `kiosk catalogue trust FILE`."""


UpdateOutcome: TypeAlias = Unchanged | Updated | Held | Refused | LineDown | NoTrust


def why(outcome: UpdateOutcome) -> str:
    """The word for why nothing came of it, "" when there is none."""
    match outcome:
        case Refused(reason):
            return reason
        case LineDown(cause):
            return cause
        case Held(_, why):
            return why
        case _:
            return ""


def came(outcome: UpdateOutcome) -> Came:
    """The outcome as far as the time of the next question depends on it."""
    match outcome:
        case Refused("busy"):
            return "busy"
        case Refused():
            return "refused"
        case LineDown():
            return "line"
        case NoTrust():
            return "untrusted"
        case Unchanged() | Updated() | Held():
            return "answered"
