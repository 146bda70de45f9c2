"""What makes two dossiers the same one filed twice: the same procedure, about the same people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.procedures.model import Kind
    from kiosk.procedures.wizard import Wizard

_WHO: frozenset[Kind] = frozenset({"name", "national_number", "date"})
"""Kinds whose answers say who somebody is; where and how is often told otherwise the second time."""

FEWEST = 2
"""A name alone is no person."""


def about_whom(wizard: Wizard) -> tuple[str, ...]:
    """The facts to compare, in the order of their keys; empty when they say too little. For a keyed hash, never kept.

    Only steps that ask are looked at: a wished day is a date about nobody, so dates count that belong to a person.
    """
    facts = wizard.facts()
    born = {person.born for person in wizard.people()}
    told = {
        shown.key: facts[shown.key]
        for shown in wizard.steps()
        if shown.step.kind in _WHO and isinstance(facts.get(shown.key), str)
        if shown.step.kind != "date" or shown.key in born or shown.key.endswith("born")
    }
    if len(told) < FEWEST:
        return ()
    return (wizard.guide.code, *(f"{key}={_plain(str(told[key]))}" for key in sorted(told)))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
