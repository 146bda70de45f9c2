"""What a whole guide must agree on with itself: keys, options, sources, documents, the paper and the way to the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiosk.procedures.answers import SILENT
from kiosk.procedures.guide_facts import FactBook, Placed
from kiosk.procedures.guide_reach import check_reach
from kiosk.procedures.guide_steps import check_step
from kiosk.procedures.guide_walks import check_walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.procedures.guide_yaml import Faults, Path
    from kiosk.procedures.model import Guide, Kind

_ITEM_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEY = re.compile(rf"{_ITEM_KEY.pattern}(?:\.[a-z0-9_]{{1,40}}){{0,3}}")
_COUNTABLE: frozenset[Kind] = frozenset({"number", "group", "pages", "several"})
_ENDING: tuple[Kind, ...] = ("review", "declaration", "notice")


def check_guide(guide: Guide, faults: Faults) -> None:
    """Note every disagreement of a guide with itself."""
    book = FactBook(guide, faults)
    _check_keys(guide, book, faults)
    for placed in book.steps:
        check_step(guide, book, placed, faults)
    _check_dates(guide, faults)
    _check_people(guide, book, faults)
    _check_derivations(guide, book, faults)
    _check_documents(guide, book, faults)
    _check_money_and_time(guide, book, faults)
    _check_receivers(guide, book, faults)
    _check_review(guide, book, faults)
    _check_choices(guide, faults)
    if guide.kind == "dossier":
        _check_ending(book, faults)
    check_walk(guide, book, faults)
    check_reach(book, faults)


def _twice(keys: Iterable[tuple[str, Path]], faults: Faults) -> None:
    seen: set[str] = set()
    for key, path in keys:
        if key and key in seen:
            faults.add(path, f"«{key}» is here twice")
        seen.add(key)


def _check_keys(guide: Guide, book: FactBook, faults: Faults) -> None:
    """Keys travel in drafts, dossiers and file manifests: small letters, digits and _, in parts joined by dots."""
    _twice(((placed.key, (*placed.path, "key")) for placed in book.steps), faults)
    for placed in book.steps:
        _check_key(placed.step.key, _ITEM_KEY if placed.group else _KEY, (*placed.path, "key"), faults)
        for index, option in enumerate(placed.step.options):
            _check_key(option.key, _ITEM_KEY, (*placed.path, "options", index, "key"), faults)
        inside = next((each for each in book.groups() if placed.step.key.startswith(f"{each}.")), "")
        if inside and not placed.group:
            faults.add((*placed.path, "key"), f"begins with «{inside}.», which belongs to the fields of that group")
    for index, choice in enumerate(guide.choices):
        _check_key(choice.key, _ITEM_KEY, ("choices", index, "key"), faults)
    for document in guide.documents:
        _check_key(document.key, _KEY, ("documents", document.key), faults)


def _check_key(key: str, pattern: re.Pattern[str], path: Path, faults: Faults) -> None:
    if key and not pattern.fullmatch(key):
        faults.add(path, f"«{key}» is no key: small letters, digits and _")


def _check_source(guide: Guide, source: str, path: Path, faults: Faults) -> None:
    if source and source not in guide.sources:
        faults.add((*path, "source"), f"«{source}» is none of the guide's sources")


def _check_dates(guide: Guide, faults: Faults) -> None:
    if guide.effective_from and guide.effective_to and guide.effective_from > guide.effective_to:
        faults.add(("effective",), "ends before it begins")
    for index, fact in enumerate(guide.before):
        _check_source(guide, fact.source, ("before", index), faults)


def _check_people(guide: Guide, book: FactBook, faults: Faults) -> None:
    kinds: dict[str, Kind] = {"number": "national_number", "name": "name", "born": "date"}
    for person in guide.people:
        path: Path = ("people", person.key)
        for field, kind in kinds.items():
            _check_field(book, getattr(person, field), frozenset({kind}), (*path, field), faults)
        if person.sex:
            _check_field(book, person.sex, frozenset({"one_of"}), (*path, "sex"), faults)
        book.check_condition(person.when, (*path, "when"))


def _check_field(book: FactBook, key: str, kinds: frozenset[Kind], path: Path, faults: Faults) -> None:
    found = book.get(key)
    if key and found is None:
        faults.add(path, f"«{key}» is no field of this guide")
    elif found is not None and found.step.kind not in kinds:
        faults.add(path, f"«{key}» must be of kind {' or '.join(sorted(kinds))}, it is {found.step.kind}")


def _check_derivations(guide: Guide, book: FactBook, faults: Faults) -> None:
    derived = {derivation.key for derivation in guide.derivations}
    for index, derivation in enumerate(guide.derivations):
        path: Path = ("derive", index)
        copied, own = book.get(derivation.copy), book.get(derivation.key)
        if derivation.copy and (copied is None or copied.step.kind in SILENT or derivation.copy in derived):
            faults.add((*path, "copy"), f"«{derivation.copy}» is no field that is asked")
        elif copied and own and own.step.kind != copied.step.kind:
            faults.add(path, f"«{derivation.key}» is {own.step.kind}, but copies {copied.step.kind}")
        book.check_condition(derivation.when, (*path, "when"))


def _check_documents(guide: Guide, book: FactBook, faults: Faults) -> None:
    photographed = {placed.step.document for placed in book.steps if placed.step.kind == "pages"}
    for document in guide.documents:
        path: Path = ("documents", document.key)
        _check_source(guide, document.source, path, faults)
        book.check_condition(document.when, (*path, "when"))
        if document.purpose == "submit" and document.key not in photographed:
            faults.add(path, "is to be handed in, but no step of kind pages takes it")
        if document.purpose == "show" and document.key in photographed:
            faults.add(path, "is only to be shown, but a step of kind pages takes it")


def _check_money_and_time(guide: Guide, book: FactBook, faults: Faults) -> None:
    for index, fee in enumerate(guide.fees):
        path: Path = ("fees", index)
        _check_source(guide, fee.source, path, faults)
        book.check_condition(fee.when, (*path, "when"))
        _check_field(book, fee.per, _COUNTABLE, (*path, "per"), faults)
    for index, deadline in enumerate(guide.deadlines):
        path = ("deadlines", index)
        _check_source(guide, deadline.source, path, faults)
        book.check_condition(deadline.when, (*path, "when"))
        if deadline.same_day_before > 23:  # noqa: PLR2004 - the last hour of a day
            faults.add((*path, "same_day_before"), "is an hour, 0 to 23")
        if deadline.same_day_before and deadline.unit != "working_day":
            faults.add((*path, "same_day_before"), "goes with working days alone")
        if deadline.same_day_before and deadline.amount is None:
            faults.add((*path, "same_day_before"), "reckons nothing where the desk tells the day")


def _check_receivers(guide: Guide, book: FactBook, faults: Faults) -> None:
    for index, receiver in enumerate(guide.receivers):
        path: Path = ("receivers", index)
        _check_field(book, receiver.address, frozenset({"address"}), (*path, "address"), faults)
        book.check_condition(receiver.when, (*path, "when"))
        if receiver.address and "{unit}" not in receiver.office:
            faults.add((*path, "office"), "has an address, but no {unit} to put its commune in")


def _check_review(guide: Guide, book: FactBook, faults: Faults) -> None:
    asked = {placed.key for placed in book.steps if placed.step.kind not in SILENT}
    for section, lines in enumerate(guide.review):
        for index, line in enumerate(lines.lines):
            path: Path = ("review", section, "lines", index)
            book.check_condition(line.when, (*path, "when"))
            for key in line.keys:
                if key not in asked and book.get(key) is None:
                    faults.add((*path, "keys"), f"«{key}» is no field of this guide")


def _check_choices(guide: Guide, faults: Faults) -> None:
    _twice(((choice.key, ("choices", index, "key")) for index, choice in enumerate(guide.choices)), faults)


def _check_ending(book: FactBook, faults: Faults) -> None:
    """A dossier ends with the review, the declaration and the notice, each once, whatever was answered."""
    ends: dict[Kind, list[Placed]] = {kind: [] for kind in _ENDING}
    for placed in book.steps:
        if placed.step.kind in ends:
            ends[placed.step.kind].append(placed)
    for kind, found in ends.items():
        if len(found) != 1:
            faults.add(("parts",), f"a guide has exactly one step of kind {kind}, here {len(found)}")
    orders = [found[0].order for found in ends.values() if found]
    if orders != sorted(orders):
        faults.add(("parts",), f"the last steps come in the order {', '.join(_ENDING)}")
    if ends["notice"] and ends["notice"][-1].order != len(book.steps) - 1:
        faults.add(ends["notice"][-1].path, "the notice is the last step: its button hands the dossier in")
