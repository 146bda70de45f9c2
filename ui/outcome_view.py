"""The state of a dossier as the resident sees it: the table of interface.md, derived purely."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk.catalogue.generic_words import everyday
from kiosk.clock import HANOI
from kiosk.outcomes import PREPARED
from kiosk.phrases import say
from kiosk.procedures.deadline import in_a_sentence
from ui.viewmodels.outcome import OutcomeProps
from ui.viewmodels.rows import EventRow, FactRow, PlainRow

if TYPE_CHECKING:
    from kiosk.outcomes import Found
    from kiosk.procedures.receipt import LookupSlip
    from offline_cache.messages import Message

TONES = {
    "sealed": ("waiting", "clock"),
    "sending": ("waiting", "clock"),
    "in_doubt": ("waiting", "question"),
    "received": ("info", "tray"),
    "accepted": ("accepted", "circle-wavy-check"),
    "processing": ("processing", "gear-six"),
    "supplement_requested": ("plum", "hand-palm"),
    "payment_due": ("plum", "hand-palm"),
    "refused": ("plain", "x-circle"),
    "withdrawn": ("mute", "arrow-u-up-left"),
    "stopped": ("mute", "stop-circle"),
    "done": ("accepted", "envelope-open"),
    "collected": ("accepted", "check-circle"),
    "needs_human": ("plum", "user"),
}

UNDECIDED = frozenset({"sealed", "sending", "in_doubt", "received"})
"""No officer has taken it yet: what is said of the day is our reckoning."""


@dataclass(frozen=True)
class OutcomeScene:
    """A dossier, and the slip when it was sealed a moment ago. ``name`` is the procedure's everyday name.

    ``booked``: a time at the desk is asked for or kept, and told beside it.
    """

    found: Found
    name: str
    sending: bool = False
    slip: LookupSlip | None = None
    qr: str = ""
    booked: bool = False


def derive(scene: OutcomeScene) -> tuple[OutcomeProps, tuple[PlainRow, ...], tuple[FactRow, ...], tuple[EventRow, ...]]:
    """Props, what to do next, an officer's words, and the way so far."""
    item, slip = scene.found.item, scene.slip
    state = "sending" if scene.sending and item.state == "sealed" else str(item.state)
    tone, icon = TONES[state]
    office = slip.receiver if slip else say("receipt.agency")
    due = say("state.accepted.no_due")
    if item.due_on:
        due = say("state.accepted.due", date=in_a_sentence(date.fromisoformat(item.due_on)))
    words = _words(state, prepared=scene.found.prepared)
    changed = item.changed_at.astimezone(HANOI)
    props = OutcomeProps(
        just_sealed=slip is not None,
        tone=tone,
        icon=icon,
        title=say(f"{words}.title"),
        text=say(
            "booking.visit.received" if scene.booked and words == "prepared.received" else f"{words}.text",
            office=office,
            Office=office[:1].upper() + office[1:],
            dossier_code=item.dossier_code,
            due=due,
            time=f"{changed:%H:%M}",
        ),
        strong=say(f"{words}.strong"),
        code=item.lookup_code,
        dossier_code=item.dossier_code if state not in {"sealed", "sending", "in_doubt", "received"} else "",
        qr=scene.qr,
        procedure=slip.procedure if slip else everyday(scene.name),
        sealed_at=_moment(item.sealed_at),
        heading=say("prepared.heading" if scene.found.prepared else "receipt.heading"),
        can_prove=scene.found.provable and not scene.found.proved,
    )
    if slip is not None:
        props = replace(props, documents=_documents(slip), receiver=slip.receiver)
    return props, _numbered(_next_steps(slip, state)), _reasons(scene.found.messages), _events(scene.found)


def _next_steps(slip: LookupSlip | None, state: str) -> tuple[str, ...]:
    """When to expect the result, until an officer has said so or decided; then what the guide says."""
    if slip is None:
        return ()
    if not slip.due or state not in UNDECIDED:
        return slip.next_steps
    return (say("receipt.due", due=f"{slip.due[:1].lower()}{slip.due[1:]}"), *slip.next_steps)


def _words(state: str, *, prepared: bool) -> str:
    """Where the words for a state are."""
    return f"prepared.{state}" if prepared and state in PREPARED else f"state.{state}"


def _documents(slip: LookupSlip) -> str:
    if not slip.documents:
        return say("ui.no_documents")
    pages = sum(document.pages for document in slip.documents)
    return say("ui.documents_count", documents=str(len(slip.documents)), pages=str(pages))


def _numbered(texts: tuple[str, ...]) -> tuple[PlainRow, ...]:
    return tuple(PlainRow(str(number), text, "") for number, text in enumerate(texts, 1))


def _reasons(messages: tuple[Message, ...]) -> tuple[FactRow, ...]:
    """An officer's words, the newest first; all reasons of one message at once."""
    from kiosk.sync.updates import read_update  # noqa: PLC0415 - the first frame need not wait for it

    rows: list[FactRow] = []
    for message in reversed(messages):
        update = read_update(message)
        rows += [FactRow(_moment(message.at), text, "chat-text") for text in (update.message, *update.reasons) if text]
    return tuple(rows)


def _events(found: Found) -> tuple[EventRow, ...]:
    """The states a resident cares about, the newest first; retries are not among them."""
    seen: list[EventRow] = []
    last = ""
    for event in found.events:
        if event.to_state != last and event.to_state in TONES:
            title = say(f"{_words(event.to_state, prepared=found.prepared)}.title")
            seen.append(EventRow(title, _moment(event.at), current=False))
            last = event.to_state
    rows = list(reversed(seen))
    return (replace(rows[0], current=True), *rows[1:]) if rows else ()


def _moment(when: datetime) -> str:
    return f"{when.astimezone(HANOI):%H:%M, %d/%m/%Y}"
