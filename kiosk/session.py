"""A resident's session: its lookup code, and where the wizard stands. Frozen; every change is a new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kiosk.procedures.submission import Identified
    from kiosk.procedures.wizard import Wizard

WhoFor = Literal["", "me", "child", "other", "together"]
MAX_PENDING = 2_000
DIGITS = 4


@dataclass(frozen=True)
class Session:
    """``pending`` holds what is in a field and not yet an answer (a half-typed name): it too is kept."""

    draft_id: str
    lookup_code: str
    wizard: Wizard
    started_at: datetime
    who_for: WhoFor = ""
    pending: Mapping[str, str] = field(default_factory=dict, repr=False)
    declared_at: datetime | None = None
    identified: Mapping[str, Identified] = field(default_factory=dict, repr=False)  # cards taken over, by person

    def typing(self, key: str, text: str) -> Session:
        """What stands in the field now."""
        return replace(self, pending={**self.pending, key: text[:MAX_PENDING]})

    def without_pending(self, key: str) -> Session:
        """The field was emptied."""
        return replace(self, pending={each: text for each, text in self.pending.items() if each != key})

    def with_card(self, person: str, card: Identified) -> Session:
        """A card was taken over for one of the people."""
        return replace(self, identified={**self.identified, person: card})

    def standing(self, wizard: Wizard) -> Session:
        """The session with the wizard moved on."""
        return replace(self, wizard=wizard)


def applicant_number(session: Session) -> str:
    """The national number of the first person of the guide, "" while it is not known."""
    number = session.wizard.facts().get(session.wizard.guide.people[0].number) if session.wizard.guide.people else None
    return number if isinstance(number, str) else ""


def proof_digits(session: Session) -> str:
    """The four digits that prove whose dossier this is: the last of the applicant's number, else of the phone."""
    facts = session.wizard.facts()
    phones = (facts.get(shown.key) for shown in session.wizard.steps() if shown.step.kind == "phone")
    known = (value for value in (applicant_number(session), *phones) if isinstance(value, str))
    return next((value[-DIGITS:] for value in known if len(value) >= DIGITS), "")
