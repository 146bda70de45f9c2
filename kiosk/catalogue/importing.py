"""An import: files of the portal laid over what the catalogue holds, corrected, and sorted by life situation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from kiosk.catalogue.corrections import Correction, correct, corrections
from kiosk.catalogue.life_events import LifeEvent, events_of, life_events
from kiosk.catalogue.model import Procedure
from kiosk.catalogue.portal.reading import merge, read_portal
from kiosk.catalogue.portal.report import Report
from kiosk.catalogue.portal.rows import note_gaps


@dataclass(frozen=True)
class Reviewed:
    """What people of ours decided about the portal's data."""

    corrections: tuple[Correction, ...] = field(default_factory=corrections)
    life_events: tuple[LifeEvent, ...] = field(default_factory=life_events)


@dataclass(frozen=True)
class Imported:
    """The whole catalogue after an import, and what the import did to it."""

    procedures: tuple[Procedure, ...]
    read: int
    added: int
    changed: int
    report: Report

    @property
    def usable(self) -> bool:
        return self.read > 0

    @property
    def differs(self) -> bool:
        return self.added + self.changed > 0


def import_files(
    paths: Iterable[Path], known: Mapping[str, Procedure], now: datetime, reviewed: Reviewed | None = None
) -> Imported:
    """Read the files over what is known; what the files do not name stays."""
    rules = reviewed or Reviewed()
    report = Report()
    fresh = read_portal(paths, report)
    correct(fresh, rules.corrections, report)
    whole = dict(known)
    added = changed = 0
    for code, procedure in fresh.items():
        before = known.get(code)
        after = procedure if before is None else _over(before, procedure, report)
        after = replace(after, life_events=events_of(after, rules.life_events), imported_at=now)
        note_gaps(report, after)
        if before is not None and after == replace(before, imported_at=now):
            continue
        added += before is None
        changed += before is not None
        whole[code] = after
    return Imported(tuple(whole[code] for code in sorted(whole)), len(fresh), added, changed, report)


def _over(before: Procedure, fresh: Procedure, report: Report) -> Procedure:
    """What is fresh, laid over what was known: a row never takes a detail away, nor an older detail a newer one."""
    if not fresh.detailed and not before.detailed:
        return fresh
    if fresh.detailed and before.detailed and _older(fresh, before):
        report.note("older", fresh.code, "updatedAt")
        return before
    listed, detail = (before, fresh) if fresh.detailed else (fresh, before)
    return replace(merge(listed, detail, report), state=fresh.state)


def _older(fresh: Procedure, before: Procedure) -> bool:
    if before.updated_at is None:
        return False
    return fresh.updated_at is None or fresh.updated_at < before.updated_at
