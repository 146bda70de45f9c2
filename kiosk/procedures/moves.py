"""What a resident can do in a wizard: answer, go on, go back, mend, add and remove; each gives a new wizard."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.errors import Fault
from kiosk.procedures import answers as reading
from kiosk.procedures import checking

if TYPE_CHECKING:
    from kiosk.procedures.flow import ShownStep
    from kiosk.procedures.wizard import Wizard


@dataclass(frozen=True)
class Answered:
    """``faults`` of level "fault" mean that the answer was refused and the wizard is unchanged; warnings come along.

    ``appeared`` are the questions that newly need an answer because of this one.
    """

    wizard: Wizard
    faults: tuple[Fault, ...] = ()
    appeared: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return any(fault.level == "fault" for fault in self.faults)


@dataclass(frozen=True)
class Advanced:
    """``faults`` say why the wizard stays where it is; empty when it went on."""

    wizard: Wizard
    faults: tuple[Fault, ...] = ()


def answer(wizard: Wizard, key: str, value: object) -> Answered:
    """Give an answer, raw or in the agreed shape; None or an empty list of pages takes it back."""
    shown = wizard.flow.by_key.get(key)
    if shown is None or shown.step.kind == "group" or shown.step.kind in reading.SILENT:
        return Answered(wizard, (Fault("not_asked", key),))
    if value is None or (shown.step.kind == "pages" and value in ([], ())):
        return _answered(wizard, key, {each: kept for each, kept in wizard.answers.items() if each != key})
    read = reading.read(shown.step, value, wizard.flow.options(shown.step))
    if isinstance(read, Fault):
        return Answered(wizard, (read,))
    answered = _answered(wizard, key, {**wizard.answers, key: read})
    faults = checking.of_answer(answered.wizard.flow, key)
    if any(fault.level == "fault" for fault in faults):
        return Answered(wizard, faults)
    return replace(answered, faults=faults)


def _answered(before: Wizard, changed: str, answers: dict[str, object]) -> Answered:
    after = replace(before, answers=MappingProxyType(answers), at_end=False)
    open_before = {shown.key for shown in before.pending()}
    asked = [shown.key for shown in after.pending() if shown.step.kind not in reading.SILENT]
    appeared = tuple(key for key in asked if key not in open_before and key != changed)
    return Answered(standing(after), (), appeared)


def standing(wizard: Wizard) -> Wizard:
    """Return a wizard that stands on a shown step: when its own went away, on the next one that is there."""
    if wizard.position in wizard.flow.by_key:
        return wizard
    keys = wizard.flow.keys
    later = keys[keys.index(wizard.position) :] if wizard.position in keys else keys
    ahead = next((key for key in later if key in wizard.flow.by_key), wizard.steps()[-1].key)
    return replace(wizard, position=ahead)


def reopened(wizard: Wizard) -> Wizard:
    """Return a wizard restored under another version: at the first step that lacks something, or before it."""
    stood = standing(replace(wizard, editing=wizard.editing if wizard.editing in wizard.flow.by_key else ""))
    keys = _keys(stood)
    lacking = [shown.key for shown in stood.pending()]
    first = min([stood.position, *lacking[:1]], key=keys.index)
    return replace(stood, position=first, editing="" if first != stood.position else stood.editing)


def advance(wizard: Wizard) -> Advanced:
    """Go on to the next step, or, when mending, to the next that lacks something and then back to the review."""
    here = wizard.current()
    ready = _with_nothing_chosen(wizard, here)
    faults = tuple(fault for fault in checking.of_step(ready.flow, here) if fault.level == "fault")
    if here.step.kind == "review":
        faults = tuple(fault for fault in wizard.faults() if fault.level == "fault")
    if faults:
        return Advanced(wizard, faults)
    passed = replace(ready, passed=ready.passed | {here.key}, at_end=False)
    gone = _after_mending(passed, here) if passed.returning else _after(passed, here)
    return replace(gone, wizard=wizard) if gone.faults else gone


def _with_nothing_chosen(wizard: Wizard, here: ShownStep) -> Wizard:
    """Leaving an empty list of items or choices says «none»."""
    if here.step.kind not in {"group", "notice"} or here.key in wizard.answers:
        return wizard
    return replace(wizard, answers=MappingProxyType({**wizard.answers, here.key: []}))


def _after(wizard: Wizard, here: ShownStep) -> Advanced:
    keys = _keys(wizard)
    index = keys.index(here.key) + 1
    if index < len(keys):
        return Advanced(replace(wizard, position=keys[index]))
    faults = tuple(fault for fault in checking.of_steps(wizard.flow, wizard.steps()) if fault.level == "fault")
    if faults:
        return Advanced(wizard, faults)
    unseen = [shown.key for shown in wizard.pending()]  # a fee that came up when the way had been gone before
    return Advanced(replace(wizard, position=unseen[0]) if unseen else replace(wizard, at_end=True))


def _after_mending(wizard: Wizard, here: ShownStep) -> Advanced:
    lacking = [shown.key for shown in wizard.before_review() if not wizard.done(shown)]
    if lacking:
        return Advanced(replace(wizard, position=lacking[0]))
    stop = wizard.review_key()
    return Advanced(replace(wizard, position=stop, editing="")) if stop else _after(replace(wizard, editing=""), here)


def back(wizard: Wizard) -> Wizard:
    """Go to the step before; from where «Sửa» led, back to the review. Nothing is lost."""
    stop = wizard.review_key()
    if stop and wizard.position == wizard.editing:
        return replace(wizard, position=stop, editing="", at_end=False)
    keys = _keys(wizard)
    return replace(wizard, position=keys[max(keys.index(wizard.position) - 1, 0)], at_end=False)


def goto(wizard: Wizard, key: str) -> Wizard:
    """Go to a shown step. From the review or after it this is mending: the way leads back to the review."""
    if key not in wizard.flow.by_key:
        return wizard
    keys, stop = _keys(wizard), wizard.review_key()
    from_review = bool(stop) and keys.index(key) < keys.index(stop) <= keys.index(wizard.position)
    editing = key if wizard.returning or from_review else ""
    return replace(wizard, position=key, editing=editing, at_end=False)


def _keys(wizard: Wizard) -> list[str]:
    return [shown.key for shown in wizard.steps()]


def add_item(wizard: Wizard, group: str) -> Wizard:
    """Add an item to a repeated group and go to its first step; unchanged when there can be no more."""
    shown = wizard.flow.by_key.get(group)
    items = _items(wizard, group)
    if shown is None or shown.step.kind != "group" or len(items) >= (shown.step.maximum or reading.MAX_ITEMS):
        return wizard
    item = str(wizard.counters.get(group, 0) + 1)
    grown = replace(
        wizard,
        answers=MappingProxyType({**wizard.answers, group: [*items, item]}),
        counters=MappingProxyType({**wizard.counters, group: int(item)}),
        at_end=False,
    )
    first = next((each.key for each in grown.steps() if (each.group, each.item) == (group, item)), group)
    return replace(grown, position=first)


def remove_item(wizard: Wizard, group: str, item: str) -> Wizard:
    """Take an item and its answers away; the resident has confirmed it."""
    items = _items(wizard, group)
    if item not in items:
        return wizard
    own = f"{group}.{item}."
    kept = {key: value for key, value in wizard.answers.items() if not key.startswith(own)}
    fewer = replace(
        wizard,
        answers=MappingProxyType({**kept, group: [each for each in items if each != item]}),
        passed=frozenset(key for key in wizard.passed if not key.startswith(own)),
        position=group if wizard.position.startswith(own) else wizard.position,
        editing=group if wizard.editing.startswith(own) else wizard.editing,
        at_end=False,
    )
    return standing(fewer)


def _items(wizard: Wizard, group: str) -> list[str]:
    items = wizard.answers.get(group)
    return items if isinstance(items, list) else []
