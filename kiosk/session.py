"""A resident's session: its lookup code, and where the wizard stands. Frozen; every change is a new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, get_args

from kiosk.errors import ProtocolError
from kiosk.procedures.model import Guide
from kiosk.procedures.wizard import Context, Wizard, restore, start

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

    def typing(self, key: str, text: str) -> Session:
        """What stands in the field now."""
        return replace(self, pending={**self.pending, key: text[:MAX_PENDING]})

    def without_pending(self, key: str) -> Session:
        """The field was emptied."""
        return replace(self, pending={each: text for each, text in self.pending.items() if each != key})

    def standing(self, wizard: Wizard) -> Session:
        """The session with the wizard moved on."""
        return replace(self, wizard=wizard)


def begin(guide: Guide, context: Context, draft_id: str, lookup_code: str, now: datetime) -> Session:
    return Session(draft_id, lookup_code, start(guide, context), now)


def to_bytes(session: Session) -> bytes:
    """The draft's plain bytes, to be encrypted by the store."""
    body = {
        "format": 1,
        "who_for": session.who_for,
        "started_at": session.started_at.isoformat(),
        "pending": dict(session.pending),
        "declared_at": session.declared_at.isoformat() if session.declared_at else "",
        "wizard": session.wizard.serialise().decode("utf-8"),
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode("utf-8")


def from_bytes(data: bytes, guide: Guide, context: Context, draft_id: str, lookup_code: str) -> Session:
    """A draft opened again. Raises ProtocolError when the bytes are not a draft of ours."""
    try:
        body = json.loads(data)
        if body["format"] != 1:
            raise ProtocolError("a draft of an unknown format")
        if body["who_for"] not in get_args(WhoFor) or not all(
            isinstance(text, str) for text in body["pending"].values()
        ):
            raise ProtocolError("a draft with parts of the wrong type")
        return Session(
            draft_id,
            lookup_code,
            restore(guide, body["wizard"].encode("utf-8"), context),
            datetime.fromisoformat(body["started_at"]),
            body["who_for"],
            dict(body["pending"]),
            datetime.fromisoformat(body["declared_at"]) if body["declared_at"] else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise ProtocolError("a draft that cannot be read") from None  # the cause would carry what was typed


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
