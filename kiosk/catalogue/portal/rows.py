"""A row of the portal's list as a procedure, and what a row and a detail have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.catalogue.model import PORTAL, Procedure, State
from kiosk.catalogue.portal.fields import Fields
from kiosk.catalogue.portal.levels import level_of
from kiosk.catalogue.portal.names import in_capitals, lowered, short_name
from kiosk.catalogue.portal.report import Report

STATES: Mapping[str, State] = {
    "ACTIVE": "active",
    "UPDATED": "updated",
    "SUSPENDED": "suspended",
    "PAUSED": "suspended",
    "INACTIVE": "expired",
    "EXPIRED": "expired",
    "ABOLISHED": "expired",
    "CANCELLED": "expired",
    "DELETED": "expired",
    "REPLACED": "replaced",
    "": "active",
}
TYPES = ("STANDARD", "SPECIFIC", "STANDARD_INTERNAL", "SPECIFIC_INTERNAL", "INTERNAL", "")
LONGEST_CODE = 32
_CODE = re.compile(r"[\w.\-]+")
_USUAL = re.compile(r"[1-9]\.\d{6}")
_DISTRICT = re.compile(r"\b(?:cấp|công an|ủy ban nhân dân|ubnd) huyện\b", re.IGNORECASE)
_DELETED = re.compile(r"-xoa$", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """What stands at the head of a row and of a detail."""

    code: str
    official_name: str
    name: str
    state: State
    internal: bool


def read_code(raw: Fields) -> str:
    """The procedure's code without spaces around it, "" when there is none that can be used."""
    code = raw.line("code")
    if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        return ""
    return code


def read_title(raw: Fields) -> Title | None:
    """The head of a row, or None, noted, when it has no name."""
    if raw.raw["code"] != raw.code:
        raw.note("code_mended", "code")
    deleted = _DELETED.search(raw.code) is not None
    if deleted:
        raw.note("code_marked_deleted", "code")
    elif not _USUAL.fullmatch(raw.code):
        raw.note("code_unusual", "code")
    official = raw.line("name")
    if not official:
        raw.note("no_name", "name")
        return None
    name = short_name(official)
    if in_capitals(name):
        raw.note("capitals", "name")
        name = lowered(name)
    kind = raw.line("type")
    if kind not in TYPES:
        raw.note("unknown_word", "type")
    internal = kind.endswith("INTERNAL") or raw.flag("isInternal")
    return Title(raw.code, official, name, "expired" if deleted else _state(raw), internal)


def _state(raw: Fields) -> State:
    word = raw.line("state")
    if word not in STATES:
        raw.note("unknown_word", "state")
    return STATES.get(word, "active")


def read_row(raw: Fields) -> Procedure | None:
    """A row of the list, or None when it has no name."""
    title = read_title(raw)
    if title is None:
        return None
    agencies = raw.lines("departments")
    field = "; ".join(raw.lines("categories"))
    promulgator = raw.line("departmentPromulgate")
    return Procedure(
        code=title.code,
        name=title.name,
        official_name=title.official_name,
        field=field,
        level=level_of(agencies, title.official_name),
        agencies=agencies,
        promulgator=promulgator,
        subjects=raw.lines("formalityTargetType"),
        state=title.state,
        decision="",
        updated_at=raw.moment("updatedAt"),
        source=PORTAL,
        internal=title.internal,
    )


def note_gaps(report: Report, whole: Procedure) -> None:
    """Note what a procedure lacks, once it is whole."""
    gaps = {
        "no_agency": not whole.agencies,
        "no_level": whole.level == "unknown",
        "no_promulgator": not whole.promulgator,
        "no_field": not whole.field,
        "district_level": _DISTRICT.search(" ".join((whole.official_name, *whole.agencies))) is not None,
    }
    for kind in (kind for kind, missing in gaps.items() if missing):
        report.note(kind, whole.code, kind.removeprefix("no_"))
