"""A session begun, and its draft's bytes: what is kept of it, and how it is taken up again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, get_args

from kiosk.errors import ProtocolError
from kiosk.procedures.submission import Identified
from kiosk.procedures.wizard import Context, restore, start
from kiosk.session import Session, WhoFor

if TYPE_CHECKING:
    from kiosk.procedures.model import Guide


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
        "identified": {key: {"number": card.number, **card.record} for key, card in session.identified.items()},
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
            {key: _identified(card) for key, card in body.get("identified", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise ProtocolError("a draft that cannot be read") from None  # the cause would carry what was typed


def _identified(kept: dict[str, str]) -> Identified:
    if not all(isinstance(text, str) for text in kept.values()):
        raise ProtocolError("a draft with parts of the wrong type")
    return Identified(kept["number"], {name: text for name, text in kept.items() if name != "number"})
