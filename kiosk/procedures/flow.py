"""One pass over a guide with the answers so far: which steps are shown now, and what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.procedures import answers as reading
from kiosk.procedures.conditions import Gap, both, evaluate, renamed
from kiosk.procedures.lists import LISTS
from kiosk.procedures.model import Option

if TYPE_CHECKING:
    from kiosk.procedures.conditions import Condition
    from kiosk.procedures.context import Context
    from kiosk.procedures.model import Document, Guide, Step
    from kiosk.procedures.rules import Truth

_VISIT = "visit."  # what the keys begin with that wish for a day at the desk, in every guide that prepares for one


@dataclass(frozen=True)
class ShownStep:
    """A step on the resident's path. ``part`` counts the guide's parts from 0; ``step`` speaks of flattened keys.

    ``sure`` is false while its condition is unknown: it is shown, and may yet disappear.
    """

    key: str
    step: Step
    part: int
    label: str
    sure: bool = True
    group: str = ""
    item: str = ""


class Flow:
    """What a resident's answers make of a guide. Immutable once built."""

    def __init__(self, guide: Guide, answers: Mapping[str, object], context: Context) -> None:
        self.guide = guide
        self.context = context
        self.values: dict[str, object] = {}
        self._hidden: set[str] = set()
        self._steps: dict[str, Step] = {}
        self.shown, self.keys = self._walk(answers)
        self.by_key = {each.key: each for each in self.shown}

    def _walk(self, answers: Mapping[str, object]) -> tuple[tuple[ShownStep, ...], tuple[str, ...]]:
        shown: list[ShownStep] = []
        for candidate in flattened(self.guide, answers):
            key, step = candidate.key, candidate.step
            self._steps[key] = step
            truth = False if self._chosen_later(key) else self.holds(step.when)
            if truth is False or (truth is None and step.kind == "exit"):
                self._hidden.add(key)
                continue
            shown.append(replace(candidate, sure=truth is True))
            value = self._effective(step, answers.get(key))
            if value is not None:
                self.values[key] = value
        return tuple(shown), tuple(self._steps)

    def _chosen_later(self, key: str) -> bool:
        """A day is wished for only where no time can be chosen afterwards: nobody is asked twice."""
        return self.context.times_known and key.startswith(_VISIT)

    def _effective(self, step: Step, answer: object) -> object:
        """Return the answer as far as it still applies: an option that is offered no more is no answer."""
        if answer is None or step.kind not in {"one_of", "search_one", "several"} or not step.options:
            return answer
        offered = {option.key for option in self.options(step)}
        if isinstance(answer, list):
            return [key for key in answer if key in offered] or None
        return answer if isinstance(answer, dict) or answer in offered else None

    def holds(self, condition: Condition) -> Truth:
        return evaluate(condition, self.look, self.context)

    def look(self, key: str) -> object:
        """Return the answer of ``key``, its own or derived, or the Gap there is."""
        return self._look(key, frozenset())

    def _look(self, key: str, seen: frozenset[str]) -> object:
        if key in self.values:
            return self.values[key]
        doubtful = False
        for derivation in self.guide.derivations:
            if derivation.key != key or key in seen:
                continue
            truth = self.holds(derivation.when)
            if truth is True:
                return self._look(derivation.copy, seen | {key})
            doubtful = doubtful or truth is None
        return Gap.ABSENT if key in self._hidden and not doubtful else Gap.UNASKED

    def origin(self, key: str) -> str:
        """Return the shown step that ``key`` has its answer from: itself, or the one it is derived from."""
        for derivation in self.guide.derivations:
            if derivation.key == key and key not in self.by_key and self.holds(derivation.when) is True:
                return derivation.copy
        return key

    def step_of(self, key: str) -> Step | None:
        """Return the step that asks for ``key``, also when it is hidden now and the answer derives from elsewhere."""
        return self._steps.get(key)

    def options(self, step: Step) -> tuple[Option, ...]:
        """Return what may be chosen now. Unknown conditions offer."""
        if step.kind == "notice":
            return tuple(Option(choice.key, choice.label, choice.help) for choice in self.guide.choices)
        offered = tuple(option for option in step.options if self.holds(option.when) is not False)
        return offered + LISTS.get(step.list_name, ())

    def facts(self) -> dict[str, object]:
        """Return what is known: the answers of shown steps, and what derives from them."""
        known = dict(self.values)
        for derivation in self.guide.derivations:
            value = self.look(derivation.key)
            if not isinstance(value, Gap):
                known.setdefault(derivation.key, value)
        return known

    def done(self, shown: ShownStep, passed: frozenset[str]) -> bool:
        """Say whether nothing more is needed on this step."""
        if shown.step.kind in reading.SILENT:
            return shown.step.kind != "exit" and shown.key in passed
        return shown.key in self.values and not reading.too_few(shown.step, self.values[shown.key])

    def documents(self) -> tuple[Document, ...]:
        return tuple(document for document in self.guide.documents if self.holds(document.when) is not False)


def flattened(guide: Guide, answers: Mapping[str, object]) -> Iterator[ShownStep]:
    """Yield every step in order, shown or not; a group's items come before its list."""
    for part, chapter in enumerate(guide.parts):
        for step in chapter.steps:
            if step.kind == "group":
                items = answers.get(step.key)
                for number, item in enumerate(items if isinstance(items, list) else (), start=1):
                    for inner in item_steps(step, item, number):
                        yield ShownStep(inner.key, inner, part, inner.label, group=step.key, item=item)
            yield ShownStep(step.key, step, part, step.label)


def item_steps(group: Step, item: str, number: int) -> tuple[Step, ...]:
    """Return the steps of one item, speaking of its own fields by their flattened keys; shown only with their group."""
    own = {step.key for step in group.item_steps}

    def name(key: str) -> str:
        return f"{group.key}.{item}.{key}" if key in own else key

    return tuple(
        replace(
            step,
            key=name(step.key),
            label=step.label.replace("{n}", str(number)),
            when=both(group.when, renamed(step.when, name)),
            options=tuple(replace(option, when=renamed(option.when, name)) for option in step.options),
            checks=tuple(replace(check, others=tuple(map(name, check.others))) for check in step.checks),
            same_as=tuple(map(name, step.same_as)),
        )
        for step in group.item_steps
    )
