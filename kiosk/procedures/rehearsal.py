"""Walks a guide by its own examples, as a resident would who gives just these answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.procedures.answers import SILENT
from kiosk.procedures.outline import outline
from kiosk.procedures.wizard import start

if TYPE_CHECKING:
    from kiosk.errors import Fault
    from kiosk.procedures.context import Context
    from kiosk.procedures.model import Guide
    from kiosk.procedures.wizard import Wizard

MAX_SCREENS = 1_000


@dataclass(frozen=True)
class Rehearsed:
    """``seen`` are the screens in order; ``faults`` say why the walk stopped before the end, empty at the end."""

    wizard: Wizard
    seen: tuple[str, ...]
    faults: tuple[Fault, ...] = ()


def rehearse(guide: Guide, context: Context) -> Rehearsed:
    """Answer every question that comes up with its example until the dossier could be handed in."""
    examples = {question.key: question.example for question in outline(guide)}
    wizard, seen = start(guide, context), list[str]()
    while not wizard.at_end and len(seen) < MAX_SCREENS:
        here = wizard.current()
        if here.step.kind == "group" and len(_items(wizard, here.key)) < here.step.minimum:
            wizard = wizard.add_item(here.key)
            continue
        seen.append(here.key)
        if here.step.kind not in SILENT | {"group"} and here.key not in wizard.facts():
            example = examples[f"{here.group}.1.{here.key.rpartition('.')[2]}" if here.group else here.key]
            answered = wizard.answer(here.key, example)
            if answered.refused:
                return Rehearsed(wizard, tuple(seen), answered.faults)
            wizard = answered.wizard
        advanced = wizard.advance()
        if advanced.faults:
            return Rehearsed(wizard, tuple(seen), advanced.faults)
        wizard = advanced.wizard
    return Rehearsed(wizard, tuple(seen))


def _items(wizard: Wizard, group: str) -> list[object]:
    items = wizard.answers.get(group)
    return items if isinstance(items, list) else []
