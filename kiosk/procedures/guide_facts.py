"""What a guide's conditions and checks may ask about: every fact with its kind, its options and when it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from kiosk.procedures.answers import SILENT
from kiosk.procedures.conditions import AllOf, Always, Answered, AnyOf, Condition, Has, Holds, Is, Lacks, Not, facts_of
from kiosk.procedures.lists import LISTS
from kiosk.procedures.rules import REGISTRY, Shape

if TYPE_CHECKING:
    from kiosk.procedures.guide_yaml import Faults, Path
    from kiosk.procedures.model import Check, Guide, Kind, Step

_SHAPES: Mapping[Shape, frozenset[Kind]] = {
    "date": frozenset({"date"}),
    "text": frozenset({"text", "name", "national_number", "phone", "email"}),
    "number": frozenset({"number", "money"}),
    "list": frozenset({"several", "pages", "group"}),
    "place": frozenset({"address"}),
}
_CHOICE: frozenset[Kind] = frozenset({"one_of", "search_one"})


@dataclass(frozen=True)
class Placed:
    """A step with its path in the file, its place in the order of asking, and the group whose item it belongs to."""

    step: Step
    path: Path
    order: int
    group: str = ""

    @property
    def key(self) -> str:
        """Return the key by which the whole guide knows the step: "<group>.<field>" for one of a group's item."""
        return f"{self.group}.{self.step.key}" if self.group else self.step.key


def placed_steps(guide: Guide) -> tuple[Placed, ...]:
    """Return every step in the order of asking; a group's item steps come before its list."""
    placed: list[Placed] = []
    for part, chapter in enumerate(guide.parts):
        for index, step in enumerate(chapter.steps):
            path: Path = ("parts", part, "steps", index)
            for inner, item_step in enumerate(step.item_steps):
                placed.append(Placed(item_step, (*path, "item_steps", inner), len(placed), step.key))
            placed.append(Placed(step, path, len(placed)))
    return tuple(placed)


class FactBook:
    """Every fact of a guide by the key that conditions use."""

    def __init__(self, guide: Guide, faults: Faults) -> None:
        self.steps = placed_steps(guide)
        self._faults = faults
        self._facts = {placed.key: placed for placed in self.steps if not placed.group}
        self._derived = {derivation.key for derivation in guide.derivations}
        for derivation in guide.derivations:
            copied = self._facts.get(derivation.copy)
            if copied is not None:
                self._facts.setdefault(derivation.key, copied)

    def get(self, key: str) -> Placed | None:
        return self._facts.get(key)

    def is_derived(self, key: str) -> bool:
        return key in self._derived

    def groups(self) -> tuple[str, ...]:
        return tuple(placed.key for placed in self.steps if placed.step.kind == "group")

    def of_item(self, group: str) -> Mapping[str, Placed]:
        """Return the facts that steps of a group's item may ask about by their own keys."""
        return {placed.step.key: placed for placed in self.steps if placed.group == group} if group else {}

    def check_condition(self, condition: Condition, path: Path, asked_at: Placed | None = None) -> None:
        """Note every fault of a condition; ``asked_at`` is the step that hangs on it, which must come later."""
        for part in _leaves(condition):
            known = True
            for key in facts_of(part):
                known = self.check_key(key, path, asked_at) and known
            if known:
                self._check_leaf(part, path, asked_at)

    def check_key(self, key: str, path: Path, asked_at: Placed | None = None) -> bool:
        """Note a key that names no fact, or one that isn't known yet. Return whether it can be used."""
        fact = self._find(key, asked_at)
        if fact is None:
            self._faults.add(path, f"«{key}» is no field of this guide")
        elif fact.step.kind in SILENT:
            self._faults.add(path, f"«{key}» has no answer to ask about (kind {fact.step.kind})")
        elif asked_at is not None and fact.order >= asked_at.order:
            self._faults.add(path, f"«{key}» is asked only later")
        else:
            return True
        return False

    def _find(self, key: str, asked_at: Placed | None) -> Placed | None:
        own = self.of_item(asked_at.group) if asked_at is not None else {}
        return own.get(key) or self._facts.get(key)

    def _check_leaf(self, leaf: Condition, path: Path, asked_at: Placed | None) -> None:
        match leaf:
            case Is(fact, values):
                for value in values:
                    self._check_value(fact, value, path, asked_at)
            case Has(fact, option):
                step = self._step(fact, asked_at)
                if step.kind not in {"several", "notice"}:
                    self._faults.add(path, f"«has» is for questions of kind several, «{fact}» is {step.kind}")
                elif step.kind == "several" and option not in _option_keys(step):
                    self._faults.add(path, f"«{option}» is no option of «{fact}»")
            case Lacks(fact, missing):
                if missing not in self._step(fact, asked_at).missing:
                    self._faults.add(path, f"«{fact}» does not offer «{missing}» as an answer")
            case Holds(rule, of, params):
                self.check_rule(rule, of, params, path, asked_at)
            case Always() | Answered() | AllOf() | AnyOf() | Not():
                return
            case _:
                assert_never(leaf)

    def _step(self, key: str, asked_at: Placed | None) -> Step:
        found = self._find(key, asked_at)
        assert found is not None  # noqa: S101 - check_key has looked
        return found.step

    def _check_value(self, fact: str, value: str | int | bool, path: Path, asked_at: Placed | None) -> None:
        step = self._step(fact, asked_at)
        if step.kind in _CHOICE:
            if value not in _option_keys(step):
                self._faults.add(path, f"«{value}» is no option of «{fact}»")
        elif step.kind in {"yes_no", "declaration"}:
            if not isinstance(value, bool):
                self._faults.add(path, f"«{fact}» is true or false")
        elif step.kind in _SHAPES["number"]:
            if isinstance(value, bool) or not isinstance(value, int):
                self._faults.add(path, f"«{fact}» is a whole number")
        else:
            self._faults.add(path, f"«{fact}» of kind {step.kind} cannot be compared with a value; use has or a rule")

    def check_rule(
        self, rule: str, of: tuple[str, ...], params: Mapping[str, str | int], path: Path, asked_at: Placed | None
    ) -> None:
        """Note what is wrong with the use of a named rule; the keys themselves have been looked at."""
        known = REGISTRY.get(rule)
        if known is None:
            self._faults.add(path, f"«{rule}» is no rule of the registry")
            return
        least, most = known.others
        if not least <= len(of) - 1 <= most:
            self._faults.add(path, f"rule {rule} compares with {least} to {most} other fields, here {len(of) - 1}")
        for index, key in enumerate(of):
            shape, found = known.shapes[min(index, 1)], self._find(key, asked_at)
            if found and shape != "any" and found.step.kind not in _SHAPES[shape]:
                self._faults.add(path, f"rule {rule} wants a {shape}, «{key}» is {found.step.kind}")
        kinds = {**known.required, **known.optional}
        for name in known.required.keys() - params.keys():
            self._faults.add(path, f"rule {rule} needs «{name}»")
        for name, value in params.items():
            if name not in kinds:
                self._faults.add(path, f"rule {rule} has no «{name}»")
            elif not isinstance(value, kinds[name]):
                self._faults.add(path, f"«{name}» of rule {rule} must be {_IN_WORDS[kinds[name]]}")

    def check_check(self, check: Check, path: Path, placed: Placed) -> None:
        """Note what is wrong with a check of a step. It may compare with a later field: then it waits for it."""
        later = Placed(placed.step, placed.path, len(self.steps), placed.group)
        unknown = [key for key in check.others if not self.check_key(key, path, later)]
        if not unknown:
            self.check_rule(check.rule, (placed.step.key, *check.others), check.params, path, later)
        rule = REGISTRY.get(check.rule)
        if rule is not None and rule.reminds and check.level != "warn":
            self._faults.add(path, f"rule {check.rule} may only remind: give it «level: warn»")


_IN_WORDS = {int: "a whole number", str: "text"}


def _option_keys(step: Step) -> set[str]:
    return {option.key for option in step.options + LISTS.get(step.list_name, ())}


def _leaves(condition: Condition) -> Iterator[Condition]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield condition
