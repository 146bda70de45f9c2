"""What to know before one begins, each line from the procedure's own row; and the way out of one that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.catalogue.generic_money import fee_facts
from kiosk.catalogue.generic_times import time_facts
from kiosk.catalogue.generic_words import cut, paragraphs, plain
from kiosk.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.catalogue.model import Procedure

MOST_CARDS = 3
"""As many cards as one subject may take; the rest is said to be at the desk."""

_ENDED = {"expired", "replaced"}
_WARNED = {*_ENDED, "suspended"}
_ELSEWHERE = {"province", "ministry"}


def before(procedure: Procedure, name: str) -> Iterable[dict[str, Any]]:
    """The facts in the order in which they decide whether to begin; ``name`` is what the kiosk calls the procedure."""
    if procedure.state in _WARNED:
        yield _fact("state", " ".join(_state(procedure)), "warning")
    if procedure.internal:
        yield _fact("internal", say("generic.internal"), "warning")
    if procedure.in_person or procedure.offline_only:
        yield _fact("prepare", say(f"generic.{'in_person' if procedure.in_person else 'at_desk'}"), "user")
    notice = say("generic.no_guide") if procedure.detailed else say("generic.row_only", code=procedure.code)
    yield _fact("notice", notice, "info")
    if procedure.subjects:
        yield from _facts("who", "; ".join(procedure.subjects), "users", most=1)
    yield from _where(procedure)
    for text in time_facts(procedure):
        yield _fact("time", text, "clock", unsure=True)
    for text in fee_facts(procedure):
        yield _fact("fee", text, "money", unsure=True)
    yield from _texts(procedure, name)


def _state(procedure: Procedure) -> Iterable[str]:
    yield say(f"generic.{procedure.state}")
    if procedure.expires_on is not None:
        yield say("generic.since", day=f"{procedure.expires_on:%d/%m/%Y}")
    if procedure.successor:
        yield say("generic.successor", code=procedure.successor)


def _where(procedure: Procedure) -> Iterable[dict[str, Any]]:
    told = [say(f"generic.level.{procedure.level}")] if procedure.level in _ELSEWHERE else []
    agencies = "; ".join(dict.fromkeys(map(plain, procedure.agencies)))
    if agencies:
        told.append(cut(agencies, 200))
    if told:
        yield _fact("where", ". ".join(told), "buildings")
    if procedure.receives:
        yield from _facts("receives", procedure.receives, "map-pin", most=1)


def _texts(procedure: Procedure, name: str) -> Iterable[dict[str, Any]]:
    """What is long comes last."""
    yield from _facts("conditions", procedure.requirements, "checks")
    notes = dict.fromkeys(note for case in procedure.cases for note in case.notes)
    yield from _facts("notes", "\n".join(notes), "note")
    yield from _facts("note", procedure.note, "note", most=1)
    yield from _facts("corrected", "; ".join(procedure.corrections), "pencil-simple")
    if plain(procedure.official_name) not in {name, plain(procedure.name)} or name != plain(procedure.name):
        yield from _facts("official", procedure.official_name, "text-aa", most=5)
    told = [say("generic.source", code=procedure.code)]
    if procedure.decision:
        told.append(say("generic.decision", decision=cut(procedure.decision, 60)))
    if procedure.updated_at is not None:
        told.append(say("generic.updated", day=f"{procedure.updated_at:%d/%m/%Y}"))
    yield _fact("source", " ".join(told), "file-text")


def _facts(key: str, text: str, icon: str, most: int = MOST_CARDS) -> Iterable[dict[str, Any]]:
    for piece in paragraphs(text, most, say("generic.rest")):
        yield _fact(key, piece, icon)


def _fact(key: str, text: str, icon: str, *, unsure: bool = False) -> dict[str, Any]:
    return {"title": say(f"generic.title.{key}"), "text": text, "icon": icon, "source": "C", "unsure": unsure}


def ended(procedure: Procedure) -> dict[str, Any] | None:
    """The part that comes first where a procedure has ended: to its successor, to an officer, or on all the same.

    The portal's word alone shuts nobody out: whoever goes on is told that an officer decides.
    """
    if procedure.state not in _ENDED:
        return None
    ways = (["successor"] if procedure.successor else []) + ["ask", "go_on"]
    question = {
        "key": "state.way",
        "kind": "one_of",
        "label": say(f"generic.{procedure.state}_question"),
        "help": " ".join(_state(procedure)),
        "options": [{"key": way, "label": say(f"generic.way.{way}", code=procedure.successor)} for way in ways],
        "source": "C",
        "example": "go_on",
    }
    leave: dict[str, Any] = {"kind": "exit", "source": "C"}
    exits = [
        leave
        | {
            "key": f"state.exit_{way}",
            "when": {"fact": "state.way", "is": way},
            "label": say(f"generic.exit.{way}"),
            "text": say(f"generic.exit_text.{way}", code=procedure.successor),
            "exit": {"procedure": procedure.successor if way == "successor" else "", "officer": True},
        }
        for way in ways[:-1]
    ]
    return {"title": say("generic.title.state"), "steps": [question, *exits]}
