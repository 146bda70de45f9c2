"""Which steps of a guide nobody can ever reach: their conditions contradict themselves, each other or an exit before.

Every condition becomes alternatives of what each question would have to be answered. It is a bound, not a proof: named
rules and derived facts are taken as possible, and where the alternatives grow too many all are.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from kiosk.procedures.conditions import AllOf, Always, Answered, AnyOf, Condition, Has, Holds, Is, Lacks, Not
from kiosk.procedures.lists import LISTS

if TYPE_CHECKING:
    from kiosk.procedures.guide_facts import FactBook, Placed
    from kiosk.procedures.guide_yaml import Faults
    from kiosk.procedures.model import Kind

Case = dict[str, frozenset[object]]
"""For each question (or tick of a question) the answers it may have, all at once."""

MAX_CASES = 48
_ABSENT = object()
_OTHER = object()  # any real answer, of a question whose answers are not counted
_COUNTED: frozenset[Kind] = frozenset({"one_of", "search_one", "yes_no"})
_DOUBTFUL = frozenset({"unknown", "skipped"})
_ANYTHING: list[Case] = [{}]


def check_reach(book: FactBook, faults: Faults) -> None:
    """Note every step that cannot come up whatever is answered."""
    reach = _Reach(book)
    for placed in book.steps:
        if not placed.group and not reach.cases(placed):
            faults.add(placed.path, "nobody can reach this step: its condition contradicts itself or an exit before it")


class _Reach:
    def __init__(self, book: FactBook) -> None:
        self._book = book
        self._shown: dict[str, list[Case]] = {}
        self._past_exits: Case = {}

    def cases(self, placed: Placed) -> list[Case]:
        """Return the cases in which a step comes up; steps are asked for in their order."""
        step = placed.step
        own = self._of(step.when, wanted=True, for_sure=step.kind == "exit")
        shown = [both for case in own for both in self._with_questions(case)]
        reached = [both for case in shown if (both := _join(case, self._past_exits)) is not None]
        self._shown[step.key] = shown if len(shown) <= MAX_CASES else _ANYTHING
        if step.kind == "exit":
            self._pass(step.when)
        return reached

    def _pass(self, condition: Condition) -> None:
        """Whoever gets past an exit has not the one answer that leads out there."""
        staying = self._of(condition, wanted=False, for_sure=False)
        if len(staying) == 1 and (joined := _join(self._past_exits, staying[0])) is not None:
            self._past_exits = joined

    def _with_questions(self, case: Case) -> list[Case]:
        """Return the case together with those in which the questions that it hangs on are asked at all."""
        cases = [case]
        for name, answers in case.items():
            question = name.partition("\n")[0]
            if _ABSENT not in answers:
                cases = _joined(cases, self._shown.get(question, _ANYTHING))
        return cases

    def _of(self, condition: Condition, *, wanted: bool, for_sure: bool) -> list[Case]:
        match condition:
            case Always():
                return _ANYTHING if wanted else []
            case Not(part):
                return self._of(part, wanted=not wanted, for_sure=for_sure)
            case AllOf(parts) | AnyOf(parts):
                each = [self._of(part, wanted=wanted, for_sure=for_sure) for part in parts]
                if isinstance(condition, AllOf) is not wanted:
                    return [case for cases in each for case in cases]
                return _all_of(each)
            case Holds():
                return _ANYTHING
            case Is() | Has() | Answered() | Lacks():
                return self._of_fact(condition, wanted=wanted, for_sure=for_sure)

    def _of_fact(self, leaf: Is | Has | Answered | Lacks, *, wanted: bool, for_sure: bool) -> list[Case]:
        placed = self._book.get(leaf.fact)
        if placed is None or self._book.is_derived(leaf.fact):
            return _ANYTHING
        if isinstance(leaf, Is) and placed.step.kind not in _COUNTED:
            return _ANYTHING
        name, domain, true = _answers(placed, leaf)
        allowed = true if wanted else domain - true
        if isinstance(leaf, Is | Has) and not for_sure:
            allowed |= domain & _DOUBTFUL
        return [{name: allowed}] if allowed else []


def _answers(placed: Placed, leaf: Is | Has | Answered | Lacks) -> tuple[str, frozenset[object], frozenset[object]]:
    """Return the question's name, everything it may be answered, and what makes the leaf true."""
    step = placed.step
    lacks: frozenset[object] = frozenset(step.missing)
    if not isinstance(step.when, Always):
        lacks |= {_ABSENT}
    if isinstance(leaf, Has):
        return f"{leaf.fact}\n{leaf.option}", lacks | {True, False}, frozenset({True})
    options: frozenset[object] = frozenset(option.key for option in step.options + LISTS.get(step.list_name, ()))
    if step.kind == "yes_no":
        options = frozenset({True, False})
    real = options if step.kind in _COUNTED else frozenset({_OTHER})
    domain = real | lacks
    match leaf:
        case Is(_, values):
            return leaf.fact, domain, real & frozenset(values)
        case Lacks(_, missing):
            return leaf.fact, domain, frozenset({missing})
        case Answered(_, yes):
            return leaf.fact, domain, real if yes else domain - real


def _join(one: Case, other: Case) -> Case | None:
    """Return the case in which both are, None when they contradict each other."""
    joined = dict(one)
    for name, answers in other.items():
        joined[name] = joined[name] & answers if name in joined else answers
        if not joined[name]:
            return None
    return joined


def _joined(some: list[Case], others: list[Case]) -> list[Case]:
    if len(some) * len(others) > MAX_CASES:
        return some
    return [both for one, other in product(some, others) if (both := _join(one, other)) is not None]


def _all_of(each: list[list[Case]]) -> list[Case]:
    cases = _ANYTHING
    for more in each:
        cases = _joined(cases, more)
    return cases
