"""A guide as a list of its questions in order, for whoever writes journeys, translations or tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.procedures.conditions import in_words
from kiosk.procedures.flow import flattened
from kiosk.procedures.lists import LISTS
from kiosk.procedures.model import Option

if TYPE_CHECKING:
    from kiosk.procedures.model import Guide, Step


@dataclass(frozen=True)
class Outlined:
    """One question. ``when`` is its condition in words, "" when it is always asked.

    Questions about a group's item come as the first item's ("members.1.full_name") and name their ``group``.
    """

    key: str
    part: str
    kind: str
    label: str
    help: str
    choices: tuple[Option, ...]
    other_answers: tuple[str, ...]
    when: str
    group: str
    example: object


def outline(guide: Guide) -> tuple[Outlined, ...]:
    """Return every step in order, with what may be answered and an example that passes."""
    groups = {step.key: ["1"] for part in guide.parts for step in part.steps if step.kind == "group"}
    found = []
    for shown in flattened(guide, groups):
        step = shown.step
        found.append(
            Outlined(
                shown.key,
                guide.parts[shown.part].title,
                step.kind,
                shown.label,
                step.help,
                _choices(guide, step),
                step.missing,
                in_words(step.when),
                shown.group,
                _example(step),
            )
        )
    return tuple(found)


def _choices(guide: Guide, step: Step) -> tuple[Option, ...]:
    if step.kind == "notice":
        return tuple(Option(choice.key, choice.label, choice.help) for choice in guide.choices)
    return step.options + LISTS.get(step.list_name, ())


def _example(step: Step) -> object:
    match step.kind:
        case "declaration":
            return True
        case "notice":
            return []
        case "group":
            return [str(number) for number in range(1, step.minimum + 1)]
        case _:
            return step.example
