"""Reviewed corrections of the portal's data, each with its reason: assets/catalogue_corrections.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from kiosk.assets import ASSETS
from kiosk.catalogue.model import Case, Component, Procedure
from kiosk.catalogue.portal.report import Report
from kiosk.errors import KioskError
from kiosk.text import fold

_ALIKE = 40
SETTABLE = frozenset({"level", "state", "successor", "in_person"})


@dataclass(frozen=True, slots=True)
class Correction:
    """The texts are folded; ``add_documents`` are shown and so are not."""

    code: str
    why: str
    drop_documents: tuple[str, ...] = ()
    as_notes: tuple[str, ...] = ()
    in_every_case: tuple[str, ...] = ()
    add_documents: tuple[str, ...] = ()
    drop_methods: tuple[str, ...] = ()
    changes: Mapping[str, Any] | None = None


@lru_cache(maxsize=2)
def corrections(path: Path = ASSETS / "catalogue_corrections.yaml") -> tuple[Correction, ...]:
    """Raises KioskError when the file is not a list of corrections."""
    raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    try:
        levels = raw["commune_level"]["codes"]
        own = [_read(entry) for entry in raw["corrections"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise KioskError(f"{path.name} is not a list of corrections") from error
    return (*own, *(Correction(code, "", changes={"level": "commune"}) for code in levels))


def _read(entry: Mapping[str, Any]) -> Correction:
    changes = entry.get("set")
    if changes is not None and not SETTABLE.issuperset(changes):
        raise KeyError(entry["code"])
    folded = {
        key: tuple(map(fold, entry.get(key, ())))
        for key in ("drop_documents", "as_notes", "in_every_case", "drop_methods")
    }
    added = tuple(entry.get("add_documents", ()))
    return Correction(entry["code"], entry["why"], add_documents=added, changes=changes, **folded)


def correct(procedures: dict[str, Procedure], reviewed: Iterable[Correction], report: Report) -> None:
    """Apply what is reviewed; a correction that changes nothing in a detail is noted, as it may have had its day."""
    for correction in reviewed:
        before = procedures.get(correction.code)
        if before is None:
            continue
        after = _apply(before, correction)
        if after != before:
            report.note("corrected", correction.code, "corrections")
            told = (*before.corrections, correction.why) if correction.why else before.corrections
            procedures[correction.code] = replace(after, corrections=told)
        elif before.detailed and correction.why:
            report.note("correction_idle", correction.code, "corrections")


def _apply(procedure: Procedure, correction: Correction) -> Procedure:
    changes = dict(correction.changes or {})
    if changes.get("level") and procedure.detailed:
        del changes["level"]  # a detail says its own level
    if not procedure.detailed:
        return replace(procedure, **changes)
    cases = tuple(_case(case, correction) for case in procedure.cases)
    return replace(
        procedure,
        cases=_filled(cases, correction),
        methods=tuple(method for method in procedure.methods if not _among(method.text, correction.drop_methods)),
        **changes,
    )


def _case(case: Case, correction: Correction) -> Case:
    unwanted = (*correction.drop_documents, *correction.as_notes)
    notes = (one.name for one in case.components if _among(one.name, correction.as_notes))
    return replace(
        case,
        components=tuple(one for one in case.components if not _among(one.name, unwanted)),
        notes=tuple(dict.fromkeys((*case.notes, *notes))),
    )


def _filled(cases: tuple[Case, ...], correction: Correction) -> tuple[Case, ...]:
    """The cases with what each of them needs, before their own documents."""
    added = tuple(Component(name, "", 1, 0) for name in correction.add_documents)
    missing = (_first(cases, words) for words in correction.in_every_case)
    return _with(cases, (*added, *(component for component in missing if component is not None)))


def _with(cases: tuple[Case, ...], wanted: tuple[Component, ...]) -> tuple[Case, ...]:
    return tuple(replace(case, components=(*_lacking(case, wanted), *case.components)) for case in cases)


def _lacking(case: Case, wanted: Iterable[Component]) -> Iterable[Component]:
    """What the case has not under nearly the same name: the portal spells one form in several ways."""
    known = {fold(one.name)[:_ALIKE] for one in case.components}
    return (one for one in wanted if fold(one.name)[:_ALIKE] not in known)


def _first(cases: Iterable[Case], words: str) -> Component | None:
    return next((one for case in cases for one in case.components if words in fold(one.name)), None)


def _among(text: str, words: tuple[str, ...]) -> bool:
    folded = fold(text)
    return any(word in folded for word in words)
