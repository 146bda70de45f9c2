"""The closed condition language of guides: three-valued, parsed to frozen dataclasses, evaluated purely."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, assert_never

from kiosk.procedures import rules

if TYPE_CHECKING:
    from kiosk.procedures.context import Context
    from kiosk.procedures.rules import Truth


class Gap(Enum):
    """Why a fact has no answer."""

    UNASKED = "unasked"  # its step is still ahead: unknown
    ABSENT = "absent"  # its step is not shown: there is nothing to know


Look = Callable[[str], object]
"""The answer of a field key, or a Gap."""


@dataclass(frozen=True)
class Always:
    """The condition of what has none."""


@dataclass(frozen=True)
class Is:
    """The answer is one of ``values``."""

    fact: str
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True)
class Has:
    """``option`` is among what was ticked."""

    fact: str
    option: str


@dataclass(frozen=True)
class Answered:
    """There is a real answer («Chưa biết» is none)."""

    fact: str
    yes: bool = True


@dataclass(frozen=True)
class Lacks:
    """The answer is «Chưa biết», «Không có» or «Bỏ qua»."""

    fact: str
    missing: str


@dataclass(frozen=True)
class Holds:
    """A named rule holds of these facts."""

    rule: str
    of: tuple[str, ...]
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    part: Condition


Condition = Always | Is | Has | Answered | Lacks | Holds | AllOf | AnyOf | Not


def evaluate(condition: Condition, look: Look, context: Context) -> Truth:
    """Judge by Kleene's three values: None is unknown, and what hangs on it is shown."""
    match condition:
        case Always():
            return True
        case Is() | Has() | Answered() | Lacks():
            return _of_fact(condition, look(condition.fact))
        case Holds():
            return _of_rule(condition, look, context)
        case AllOf(parts):
            truths = [evaluate(part, look, context) for part in parts]
            return False if False in truths else None if None in truths else True
        case AnyOf(parts):
            truths = [evaluate(part, look, context) for part in parts]
            return True if True in truths else None if None in truths else False
        case Not(part):
            truth = evaluate(part, look, context)
            return None if truth is None else not truth
    assert_never(condition)


def _of_fact(condition: Is | Has | Answered | Lacks, answer: object) -> Truth:
    if answer is Gap.UNASKED:
        return None
    lack = missing(answer)
    match condition:
        case Answered(_, yes):
            return (answer is not Gap.ABSENT and not lack) is yes
        case Lacks(_, wanted):
            return lack == wanted
        case _ if lack in {"unknown", "skipped"}:
            return None
        case Is(_, values):
            return any(answer == value and type(answer) is type(value) for value in values)
        case Has(_, option):
            return isinstance(answer, list) and option in answer


def missing(answer: object) -> str:
    """Return which of the three other answers this is (none, unknown, skipped), or "" for a real one."""
    lack = answer.get("missing", "") if isinstance(answer, Mapping) else ""
    return lack if isinstance(lack, str) else ""


def _of_rule(condition: Holds, look: Look, context: Context) -> Truth:
    answers = [look(key) for key in condition.of]
    if answers and answers[0] is Gap.ABSENT:
        return False
    values = tuple(None if isinstance(answer, Gap) or missing(answer) else answer for answer in answers)
    return rules.holds(condition.rule, rules.Case(values, condition.params, context))


def both(one: Condition, other: Condition) -> Condition:
    """Return the condition that holds where both do."""
    if isinstance(one, Always):
        return other
    return one if isinstance(other, Always) else AllOf((one, other))


def facts_of(condition: Condition) -> Iterator[str]:
    """List the field keys that a condition asks about."""
    match condition:
        case Always():
            return
        case Is(fact) | Has(fact) | Answered(fact) | Lacks(fact):
            yield fact
        case Holds(_, of):
            yield from of
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from facts_of(part)
        case Not(part):
            yield from facts_of(part)
        case _:
            assert_never(condition)


def renamed(condition: Condition, name: Callable[[str], str]) -> Condition:
    """Return the same condition about other keys: a group's item asks about its own fields."""
    match condition:
        case Always():
            return condition
        case Is() | Has() | Answered() | Lacks():
            return replace(condition, fact=name(condition.fact))
        case Holds():
            return replace(condition, of=tuple(name(key) for key in condition.of))
        case AllOf() | AnyOf():
            return replace(condition, parts=tuple(renamed(part, name) for part in condition.parts))
        case Not():
            return replace(condition, part=renamed(condition.part, name))
    assert_never(condition)


def in_words(condition: Condition) -> str:
    """Write a condition as authors read it: «case.kind is copy»; "" for the condition of what has none."""
    match condition:
        case Always():
            return ""
        case Is(fact, values):
            return f"{fact} is {' or '.join(_plain(value) for value in values)}"
        case Has(fact, option):
            return f"{fact} has {option}"
        case Answered(fact, yes):
            return f"{fact} is {'answered' if yes else 'not answered'}"
        case Lacks(fact, lack):
            return f"{fact} is missing ({lack})"
        case Holds(rule, of, params):
            return f"{rule}({', '.join([*of, *(f'{name} {value}' for name, value in params.items())])})"
        case AllOf(parts):
            return " and ".join(_nested(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_nested(part) for part in parts)
        case Not(part):
            return f"not {_nested(part)}"
    assert_never(condition)


def _plain(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _nested(condition: Condition) -> str:
    text = in_words(condition)
    return f"({text})" if isinstance(condition, AllOf | AnyOf) else text
