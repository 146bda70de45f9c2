"""The question on the screen, and what its guide says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.procedures.lists import LISTS
from kiosk.procedures.model import Guide, Option, Step
from kiosk.robot.result import StepError
from kiosk.robot.screen import plain
from kiosk.shelf import GuideShelf

ASKING = frozenset({"step", "walk"})
"""The screens that show a step of a guide."""

Load = Callable[[str], Guide | None]
"""Finds the guide of a procedure code; the kiosk's own shelf where a journey brings no catalogue."""


@dataclass(frozen=True, slots=True)
class Question:
    """``key`` is the flattened one («members.2.born»), ``place`` its order in the guide."""

    key: str
    label: str
    step: Step
    place: int
    answered: bool
    options: tuple[Option, ...] = ()


class Questions:
    """Knows the guides of this kiosk, to answer from their examples and to translate labels."""

    def __init__(self, load: Load | None = None) -> None:
        self._load = load or GuideShelf().load

    def current(self, place: Mapping[str, Any]) -> Question | None:
        """Return the question that the application says it shows; None on any other screen."""
        if place.get("screen") not in ASKING:
            return None
        guide = self._guide(str(place["procedure"]))
        key = str(place["key"])
        for number, step in enumerate(_steps(guide)):
            asked = _asked(step, key)
            if asked is not None:
                answered = bool(place.get("answered"))
                return Question(key, str(place["label"]), asked, number, answered, _options(guide, asked))
        raise StepError(f"the guide {guide.code} has no question «{key}»")

    def key_of(self, place: Mapping[str, Any], label: str) -> str | None:
        """Return the key of the question with that label in the guide on the screen."""
        if place.get("screen") not in ASKING:
            return None
        wanted = plain(label)
        return next(
            (step.key for step in _steps(self._guide(str(place["procedure"]))) if plain(step.label) == wanted), None
        )

    def order(self, place: Mapping[str, Any]) -> Mapping[str, int]:
        """Return where each question stands in the guide; an item's questions stand where their group stands."""
        guide = self._guide(str(place["procedure"]))
        return {step.key: number for number, step in enumerate(_steps(guide))}

    def _guide(self, code: str) -> Guide:
        guide = self._load(code)
        if guide is None:
            raise StepError(f"there is no guide {code}")
        return guide


def _asked(step: Step, key: str) -> Step | None:
    """Return the step that asks ``key``: this one, or one of its items'."""
    if step.key == key:
        return step
    if step.kind != "group" or not key.startswith(f"{step.key}."):
        return None
    _, _, name = key[len(step.key) + 1 :].partition(".")
    return next((inner for inner in step.item_steps if inner.key == name), None)


def _options(guide: Guide, step: Step) -> tuple[Option, ...]:
    """Return what may be chosen, whether or not every choice is offered now."""
    if step.kind == "notice":
        return tuple(Option(choice.key, choice.label, choice.help) for choice in guide.choices)
    return step.options + LISTS.get(step.list_name, ())


def _steps(guide: Guide) -> list[Step]:
    return [step for part in guide.parts for step in part.steps]
