"""What is wrong with the answers of a flow: what is missing, and which checks of the guide do not hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.errors import Fault
from kiosk.procedures import answers as reading
from kiosk.procedures import rules
from kiosk.procedures.conditions import Gap, missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kiosk.procedures.flow import Flow, ShownStep
    from kiosk.procedures.model import Check
    from kiosk.procedures.rules import Truth


def of_answer(flow: Flow, key: str) -> tuple[Fault, ...]:
    """Return what a new answer fails, and, as reminders only, what it makes other answers fail."""
    own = list(_failed(flow, flow.by_key[key])) if key in flow.by_key else []
    for shown in flow.shown:
        if shown.key != key:
            own += [replace(fault, level="warn") for fault in _failed(flow, shown, about=key)]
    return tuple(own)


def of_step(flow: Flow, shown: ShownStep) -> tuple[Fault, ...]:
    """Return everything that is wrong with one step."""
    return tuple(_of_shown(flow, shown))


def of_steps(flow: Flow, steps: Iterable[ShownStep]) -> tuple[Fault, ...]:
    """Return everything that is wrong with these steps, in their order."""
    return tuple(fault for shown in steps for fault in _of_shown(flow, shown))


def _of_shown(flow: Flow, shown: ShownStep) -> Iterator[Fault]:
    if shown.step.kind == "exit":
        yield Fault("exit", shown.key, {"label": shown.label})
    if shown.step.kind in reading.SILENT:
        return
    if shown.key not in flow.values:
        yield Fault("unanswered", shown.key, {"label": shown.label})
        return
    few = reading.too_few(shown.step, flow.values[shown.key])
    if few:
        yield few
    yield from _failed(flow, shown)


def _failed(flow: Flow, shown: ShownStep, about: str = "") -> Iterator[Fault]:
    """Yield the checks of a step that do not hold; with ``about`` only those that compare with that key."""
    answer = flow.values.get(shown.key)
    if answer is None or missing(answer):
        return
    for check in shown.step.checks:
        if about and about not in {flow.origin(other) for other in check.others}:
            continue
        others = {key: flow.look(key) for key in check.others}
        there = [key for key, other in others.items() if other is not Gap.ABSENT]
        if check.others and not there:
            continue  # nobody there to compare with
        if _holds(flow, check, answer, [others[key] for key in there]) is False:
            guilty = [key for key in there if _holds(flow, check, answer, [others[key]]) is False]
            yield Fault(check.rule, shown.key, _params(flow, shown, check, guilty), check.level)


def _holds(flow: Flow, check: Check, answer: object, others: list[object]) -> Truth:
    return rules.holds(check.rule, _case(flow, check, answer, others))


def _case(flow: Flow, check: Check, answer: object, others: list[object]) -> rules.Case:
    return rules.Case((answer, *(_comparable(other) for other in others)), check.params, flow.context)


def _comparable(answer: object) -> object:
    return None if isinstance(answer, Gap) or missing(answer) else answer


def _params(flow: Flow, shown: ShownStep, check: Check, guilty: list[str]) -> dict[str, str]:
    """Return the check's own parameters, the question's label, and in "other" the labels of those it disagrees with.

    A rule that knows what would be right tells it too.
    """
    labels = [flow.by_key[key].label for key in map(flow.origin, guilty) if key in flow.by_key]
    own = {name: str(value) for name, value in check.params.items()}
    told = rules.tells(check.rule, _case(flow, check, flow.values.get(shown.key), []))
    return {**own, **told, "label": shown.label, "other": ", ".join(labels)}
