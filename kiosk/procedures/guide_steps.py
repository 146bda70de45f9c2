"""What one step of a guide must have, and must not have, for its kind; and that its example is a good answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from kiosk.errors import Fault
from kiosk.procedures import answers as reading
from kiosk.procedures import rules
from kiosk.procedures.conditions import Always
from kiosk.procedures.context import Context, Office
from kiosk.procedures.lists import LISTS
from kiosk.procedures.model import Kind, Option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.procedures.guide_facts import FactBook, Placed
    from kiosk.procedures.guide_yaml import Faults, Path
    from kiosk.procedures.model import Guide, Step

MAX_ON_SCREEN = 8
"""As many options as one screen holds; more need a search_one."""

_CHOICE: frozenset[Kind] = frozenset({"one_of", "search_one", "several"})
_LIMITED: frozenset[Kind] = frozenset({"number", "money", "group", "pages"})
_NEVER_MISSING: frozenset[Kind] = reading.SILENT | {"declaration", "notice", "group"}
_NO_EXAMPLE: frozenset[Kind] = reading.SILENT | {"declaration", "notice", "group"}
_NOT_IN_ITEM: frozenset[Kind] = reading.SILENT - {"info"} | {"declaration", "notice", "group", "pages"}
_MUST: Mapping[Kind, tuple[str, ...]] = {
    "one_of": ("options",),
    "several": ("options",),
    "group": ("item_steps", "item_label"),
    "pages": ("document",),
    "exit": ("exit", "text"),
    "info": ("text",),
}
_ONLY: Mapping[str, frozenset[Kind]] = {
    "options": _CHOICE,
    "list_name": frozenset({"search_one"}),
    "item_steps": frozenset({"group"}),
    "item_label": frozenset({"group"}),
    "document": frozenset({"pages"}),
    "exit": frozenset({"exit"}),
    "partial": frozenset({"date"}),
    "person": frozenset({"national_number"}),
    "same_as": frozenset({"address"}),
    "minimum": _LIMITED,
    "maximum": _LIMITED | {"text", "name"},
}


def check_step(guide: Guide, book: FactBook, placed: Placed, faults: Faults) -> None:
    """Note every fault of one step."""
    step, path = placed.step, placed.path
    if step.kind not in get_args(Kind):
        return  # noted by the schema
    _check_shape(step, path, faults)
    _check_way(step, path, faults)
    _check_options(step, path, faults)
    _check_references(guide, book, placed, faults)
    book.check_condition(step.when, (*path, "when"), placed)
    for index, option in enumerate(step.options):
        book.check_condition(option.when, (*path, "options", index, "when"), placed)
    for index, check in enumerate(step.checks):
        book.check_check(check, (*path, "checks", index), placed)
    _check_example(guide, book, placed, faults)


def _check_shape(step: Step, path: Path, faults: Faults) -> None:
    for name in _MUST.get(step.kind, ()):
        if not getattr(step, name):
            faults.add(path, f"a step of kind {step.kind} needs «{name}»")
    for name, kinds in _ONLY.items():
        if getattr(step, name) and step.kind not in kinds:
            faults.add((*path, name), f"is not for a step of kind {step.kind}")
    if step.missing and step.kind in _NEVER_MISSING:
        faults.add((*path, "missing"), f"a step of kind {step.kind} has no other answers")
    if step.checks and step.kind in reading.SILENT:
        faults.add((*path, "checks"), f"a step of kind {step.kind} has nothing to check")
    if step.maximum and step.minimum > step.maximum:
        faults.add((*path, "minimum"), "is greater than the maximum")
    for inner in step.item_steps:
        if inner.kind in _NOT_IN_ITEM:
            faults.add(path, f"a group's item cannot have a step of kind {inner.kind}")


def _check_way(step: Step, path: Path, faults: Faults) -> None:
    """Exits hang on a condition, the last steps on none."""
    if step.kind == "exit":
        if step.exit and not step.exit.procedure and not step.exit.officer:
            faults.add((*path, "exit"), "says neither which procedure nor that an officer helps")
        if isinstance(step.when, Always):
            faults.add(path, "an exit needs «when»: without it nobody gets past")
    if step.kind in {"review", "declaration", "notice"} and not isinstance(step.when, Always):
        faults.add((*path, "when"), f"a step of kind {step.kind} is always shown")


def _check_options(step: Step, path: Path, faults: Faults) -> None:
    seen: set[str] = set()
    for index, option in enumerate(step.options):
        where = (*path, "options", index)
        if option.key in seen:
            faults.add((*where, "key"), f"«{option.key}» is here twice")
        seen.add(option.key)
        if option.exclusive and step.kind != "several":
            faults.add((*where, "exclusive"), "is only for questions of kind several")
    if step.kind in {"one_of", "several"} and len(step.options) > MAX_ON_SCREEN:
        faults.add((*path, "options"), f"more than {MAX_ON_SCREEN} options: make it a search_one")
    if step.kind == "one_of" and len(step.options) == 1:
        faults.add((*path, "options"), "one option is no choice")
    if step.kind == "search_one":
        if not step.options and not step.list_name:
            faults.add(path, "a step of kind search_one needs «options» or «list_name»")
        if step.list_name and step.list_name not in LISTS:
            faults.add((*path, "list_name"), f"is not one of: {', '.join(sorted(LISTS))}")


def _check_references(guide: Guide, book: FactBook, placed: Placed, faults: Faults) -> None:
    step, path = placed.step, placed.path
    if step.source and step.source not in guide.sources:
        faults.add((*path, "source"), f"«{step.source}» is none of the guide's sources")
    if step.person and step.person not in {person.key for person in guide.people}:
        faults.add((*path, "person"), f"«{step.person}» is none of the guide's people")
    if step.document and step.document not in {document.key for document in guide.documents}:
        faults.add((*path, "document"), f"«{step.document}» is none of the guide's documents")
    for key in step.same_as:
        found = book.of_item(placed.group).get(key) or book.get(key)
        if found is None or found.step.kind != "address":
            faults.add((*path, "same_as"), f"«{key}» is no address of this guide")
        elif found.order >= placed.order:
            faults.add((*path, "same_as"), f"«{key}» is asked only later")


def _check_example(guide: Guide, book: FactBook, placed: Placed, faults: Faults) -> None:
    """Note an example that a resident could not give. Today is the day on which the guide was checked."""
    step, path = placed.step, (*placed.path, "example")
    if step.kind in reading.SILENT:
        if step.example is not None:
            faults.add(path, f"a step of kind {step.kind} has no answer")
        return
    if step.example is None:
        if step.kind not in _NO_EXAMPLE:
            faults.add(placed.path, "«example» is missing: an answer that passes")
        return
    answer = _read_example(guide, step)
    if isinstance(answer, Fault):
        faults.add(path, f"is refused as an answer ({answer.key})")
        return
    context = Context(guide.checked_on, Office(""))
    own = book.of_item(placed.group)
    for check in step.checks:
        if check.level == "warn" or check.rule not in rules.REGISTRY:
            continue
        others = [own.get(key) or book.get(key) for key in check.others]
        values = (answer, *(_read_example(guide, other.step) if other else None for other in others))
        plain = tuple(None if isinstance(value, Fault) else value for value in values)
        if rules.holds(check.rule, rules.Case(plain, check.params, context)) is False:
            faults.add(path, f"does not pass the step's own check «{check.rule}»")


def _read_example(guide: Guide, step: Step) -> object:
    options = step.options + LISTS.get(step.list_name, ())
    if step.kind == "notice":
        options = tuple(Option(choice.key, choice.label) for choice in guide.choices)
    return reading.read(step, step.example, options)
