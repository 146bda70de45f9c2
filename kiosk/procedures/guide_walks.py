"""What a walk-through may hold: things to read and the few questions that find the way, and nothing of a dossier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.procedures.guide_facts import FactBook, Placed
    from kiosk.procedures.guide_yaml import Faults
    from kiosk.procedures.model import Guide, Kind

MAX_POINTS = 5
"""As many things to do as one screen holds."""

MAX_DRAWN = 3
"""As many icons as one picture is drawn of."""

STATE_PAGE = re.compile(r"https://(?:[a-z0-9-]+\.)+gov\.vn(?:/[A-Za-z0-9/_.-]*)?")
"""A page whose name only a State body can hold; what a resident photographs leads nowhere else."""

_KINDS: frozenset[Kind] = frozenset({"info", "one_of", "yes_no", "exit"})
_OF_A_DOSSIER = {
    "form": "form",
    "channel": "channel",
    "people": "people",
    "derivations": "derive",
    "documents": "documents",
    "fees": "fees",
    "fee_note": "fee_note",
    "deadlines": "deadlines",
    "receivers": "receivers",
    "review_title": "review_title",
    "review": "review",
    "declaration": "declaration",
    "notice": "notice",
    "choices": "choices",
    "next_steps": "next_steps",
}
"""The guide's fields by their keys in the file."""

_DRAWN = ("points", "picture", "link")


def check_walk(guide: Guide, book: FactBook, faults: Faults) -> None:
    """Note what a walk-through must not have, and what only a walk-through may have."""
    for placed in book.steps:
        _check_drawn(guide, placed, faults)
    if guide.kind != "walkthrough":
        return
    for name, key in _OF_A_DOSSIER.items():
        if getattr(guide, name):
            faults.add((key,), "is not for a walk-through: it makes no dossier")
    for placed in book.steps:
        if placed.step.kind not in _KINDS:
            faults.add(placed.path, f"a walk-through has no step of kind {placed.step.kind}")
        if placed.step.missing:
            faults.add((*placed.path, "missing"), "a walk-through has no other answers")
    if book.steps and book.steps[-1].step.kind != "info":
        faults.add(book.steps[-1].path, "the last step of a walk-through is read: its button ends it")


def _check_drawn(guide: Guide, placed: Placed, faults: Faults) -> None:
    step, path = placed.step, placed.path
    for name in _DRAWN:
        if getattr(step, name) and (guide.kind != "walkthrough" or step.kind != "info"):
            faults.add((*path, name), "is only for a step of kind info of a walk-through")
    if len(step.points) > MAX_POINTS:
        faults.add((*path, "points"), f"more than {MAX_POINTS} things to do: make it two steps")
    if len(step.picture) > MAX_DRAWN:
        faults.add((*path, "picture"), f"is drawn of no more than {MAX_DRAWN} icons")
    if step.link is not None and not STATE_PAGE.fullmatch(step.link.url):
        faults.add((*path, "link", "url"), "is no page of the State (https://….gov.vn)")
