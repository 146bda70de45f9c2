"""Files of the portal read into procedures: lists and details merged by code, the newest of each kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kiosk.catalogue.model import Procedure
from kiosk.catalogue.portal.details import is_detail, read_detail
from kiosk.catalogue.portal.fields import Fields
from kiosk.catalogue.portal.files import Row, read_rows
from kiosk.catalogue.portal.pages import is_page, page_as_detail
from kiosk.catalogue.portal.report import Report
from kiosk.catalogue.portal.rows import read_code, read_row
from kiosk.text import fold

_BEGINNING = datetime.fromtimestamp(0, UTC)
_SECOND = "-2"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one object says. ``rank``: a row of the list 0, a page 1, a detail 2; ``report`` is of this object alone."""

    procedure: Procedure
    rank: int
    mended: bool  # its code had spaces around it
    report: Report

    @property
    def age(self) -> tuple[int, datetime]:
        return self.rank, self.procedure.updated_at or _BEGINNING


def read_portal(paths: Iterable[Path], report: Report) -> dict[str, Procedure]:
    """Every procedure of the files by its code, in the order of the codes."""
    readings = [reading for path in paths for row in read_rows(path, report) if (reading := _read(row, report))]
    found: dict[str, list[_Reading]] = {}
    for reading in _apart(readings):
        found.setdefault(reading.procedure.code, []).append(reading)
    return {code: _newest(found[code], report) for code in sorted(found)}


def _read(row: Row, report: Report) -> _Reading | None:
    raw = page_as_detail(row.raw) if is_page(row.raw) else row.raw
    code = read_code(Fields(raw, Report(), ""))
    if not code:
        report.note("no_code", "", row.place)
        return None
    fields = Fields(raw, Report(), code)
    detailed = is_detail(fields)
    procedure = read_detail(fields) if detailed else read_row(fields)
    if procedure is None:
        report.add(fields.report)
        return None
    rank = 0 if not detailed else 1 if raw is not row.raw else 2
    return _Reading(procedure, rank, raw["code"] != code, fields.report)


def _apart(readings: list[_Reading]) -> Iterator[_Reading]:
    """A code with spaces around it may be another procedure than the same code without: it gets a code of its own."""
    plain = {reading.procedure.code: reading.procedure for reading in readings if not reading.mended}
    for reading in readings:
        other = plain.get(reading.procedure.code)
        if reading.mended and other is not None and fold(other.name) != fold(reading.procedure.name):
            reading.report.note("code_clash", reading.procedure.code, "code")
            yield replace(reading, procedure=replace(reading.procedure, code=f"{reading.procedure.code}{_SECOND}"))
        else:
            yield reading


def _newest(readings: list[_Reading], report: Report) -> Procedure:
    """One procedure of all that was read of it: the newest row, and the newest of the best details."""
    rows = [reading for reading in readings if reading.rank == 0]
    details = [reading for reading in readings if reading.rank > 0]
    best = [max(reversed(kind), key=lambda reading: reading.age) for kind in (rows, details) if kind]
    code = best[0].procedure.code
    for _ in range(len(readings) - len(best)):
        report.note("duplicate", code, "code")
    for reading in best:
        report.add(reading.report)
    if len(best) == 1:
        return best[0].procedure
    return merge(best[0].procedure, best[1].procedure, report)


def merge(listed: Procedure, detail: Procedure, report: Report) -> Procedure:
    """One procedure of its row and its detail; the row fills what the detail leaves open."""
    if fold(listed.official_name) != fold(detail.official_name):
        report.note("name_differs", detail.code, "name")
    ended = listed.state in {"suspended", "expired", "replaced"}
    return replace(
        detail,
        field=detail.field or listed.field,
        level=listed.level if detail.level == "unknown" else detail.level,
        agencies=detail.agencies or listed.agencies,
        promulgator=listed.promulgator or detail.promulgator,
        subjects=detail.subjects or listed.subjects,
        state=listed.state if ended else detail.state,
        internal=listed.internal or detail.internal,
    )
