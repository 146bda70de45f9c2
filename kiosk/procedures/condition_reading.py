"""Conditions of a guide file, read into the closed language of conditions.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from kiosk.procedures.conditions import AllOf, Always, Answered, AnyOf, Condition, Has, Holds, Is, Lacks, Not
from kiosk.procedures.guide_entry import Entry
from kiosk.procedures.model import Missing

if TYPE_CHECKING:
    from kiosk.procedures.guide_yaml import Faults, Path

_MISSING: tuple[str, ...] = get_args(Missing)
_FORMS = ("fact", "rule", "all", "any", "not")


def read_condition(plain: object, path: Path, faults: Faults) -> Condition:
    """Read one condition; a faulty one is Always, with the fault noted."""
    entry = Entry(plain, path, faults)
    forms = [form for form in _FORMS if form in entry]
    if len(forms) != 1:
        if isinstance(plain, dict):
            entry.fault("", "a condition has exactly one of: fact, rule, all, any, not")
        return Always()
    condition = _read_form(entry, forms[0])
    entry.end()
    return condition


def _read_form(entry: Entry, form: str) -> Condition:
    match form:
        case "fact":
            return _read_fact(entry)
        case "rule":
            return _read_rule(entry)
        case "not":
            return Not(read_condition(entry.raw("not"), (*entry.path, "not"), entry.faults))
        case _:
            parts = tuple(_read_parts(entry, form))
            return AllOf(parts) if form == "all" else AnyOf(parts)


def _read_parts(entry: Entry, form: str) -> list[Condition]:
    plain = entry.raw(form)
    if not isinstance(plain, list) or not plain:
        entry.fault(form, "must be a list of conditions")
        return []
    return [read_condition(item, (*entry.path, form, index), entry.faults) for index, item in enumerate(plain)]


def _read_fact(entry: Entry) -> Condition:
    fact = entry.text("fact", needed=True)
    tests = [test for test in ("is", "in", "has", "answered", "missing") if test in entry]
    if len(tests) != 1:
        entry.fault("", "a fact has exactly one test of: is, in, has, answered, missing")
        return Always()
    match tests[0]:
        case "is":
            return Is(fact, _values(entry, "is", [entry.raw("is")]))
        case "in":
            plain = entry.raw("in")
            return Is(fact, _values(entry, "in", plain if isinstance(plain, list) else []))
        case "has":
            return Has(fact, entry.text("has", needed=True))
        case "answered":
            if not isinstance(entry.raw("answered"), bool):
                entry.fault("answered", "must be true or false")
            return Answered(fact, entry.raw("answered") is not False)
        case _:
            return Lacks(fact, entry.choice("missing", _MISSING, needed=True))


def _values(entry: Entry, test: str, plain: list[object]) -> tuple[str | int | bool, ...]:
    values = tuple(value for value in plain if isinstance(value, str | int | bool))
    if len(values) != len(plain) or not values:
        entry.fault(test, "must be a value (quote dates)" if test == "is" else "must be a list of values")
    return values


def _read_rule(entry: Entry) -> Condition:
    rule = entry.text("rule", needed=True)
    of = entry.texts("of", needed=True)
    params = read_params(entry, {"rule", "of"})
    return Holds(rule, of, params) if rule and of else Always()


def read_params(entry: Entry, taken: set[str]) -> dict[str, str | int]:
    """Read the further keys of a rule as its parameters; which of them it has is checked against the registry."""
    params: dict[str, str | int] = {}
    for key in entry:
        if key in taken:
            continue
        value = entry.raw(key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            entry.fault(key, "a rule's parameter is text or a whole number")
        else:
            params[key] = value
    return params
