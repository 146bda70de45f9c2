"""What is believed after a card lay on the reader, as it is written into a submission and said to the resident.

It holds nothing of the person: which checks were made, what each found, when. The data a procedure takes over are
answers like others; what it does not ask for, and the photograph, are in ``ChipRead`` alone and go with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from kiosk.identity.chip.originality import Originality
from kiosk.identity.chip.outcomes import Checks, ChipOutcome, ChipRead, NotRead, Refusal, Refused
from kiosk.identity.chip.passive import Passive

if TYPE_CHECKING:
    from kiosk.identity.chip.stopped import ReadFault

METHOD: Final = "chip"


class Standing(Enum):
    """How far a card that was read may be believed."""

    GENUINE = "genuine"  # signed by an authority of the operator's list, and the card itself, not a copy
    DATA_ONLY = "data_only"  # signed by one, and whether the card is a copy cannot be told: it has no key for it
    UNCHECKED = "unchecked"  # read, and nobody vouches for who issued it


@dataclass(frozen=True)
class Belief:
    """Frozen beside the answers that were taken from the card. ``refused`` is None for a card that was read."""

    checks: Checks
    refused: Refusal | None = None

    @property
    def standing(self) -> Standing | None:
        """None for a refused card."""
        if self.refused is not None:
            return None
        if self.checks.passive.outcome is not Passive.GENUINE:
            return Standing.UNCHECKED
        proven = Originality.PROVEN in {self.checks.active, self.checks.chip}
        return Standing.GENUINE if proven else Standing.DATA_ONLY

    def record(self) -> Mapping[str, str]:
        """What a submission keeps: texts, every key there each time; ``at`` is RFC 3339 with offset, in seconds."""
        checks = self.checks
        return {
            "method": METHOD,
            "at": checks.at.isoformat(timespec="seconds"),
            "access": checks.access,
            "passive": checks.passive.outcome.value,
            "passive_reason": checks.passive.reason.value,
            "active": checks.active.value,
            "chip": checks.chip.value,
            "authorities": "" if checks.store_version is None else str(checks.store_version),
            "standing": self.standing.value if self.standing else "refused",
            "refused": self.refused.value if self.refused else "",
        }


def belief_of(outcome: ChipRead | Refused) -> Belief:
    """A refused card is worth a note, too: the officer sees that one lay there, and why it was not taken."""
    return Belief(outcome.checks, outcome.why if isinstance(outcome, Refused) else None)


def words_of(outcome: ChipOutcome) -> str:
    """The key of what is said to the resident, in assets/text: of a read, a refusal, or why nothing was read."""
    match outcome:
        case NotRead(fault):
            return words_of_fault(fault)
        case Refused(why):
            return f"chip.refused.{why.value}"
        case ChipRead():
            standing = belief_of(outcome).standing or Standing.UNCHECKED
            return f"chip.standing.{standing.value}"


def words_of_fault(fault: ReadFault) -> str:
    """The key of a cause and its next step."""
    return f"chip.fault.{fault.value}"
