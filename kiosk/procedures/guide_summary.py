"""The header of a guide's file: all that search and Home need, without reading the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.procedures import guide_yaml
from kiosk.procedures.guide_entry import Entry
from kiosk.procedures.guide_yaml import GuideError

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class GuideSummary:
    """What search and the home screen need to know of a guide."""

    code: str
    version: str
    name: str
    official_name: str
    result: str
    group: str
    minutes: int
    search: tuple[str, ...]
    effective_from: date | None
    effective_to: date | None
    checked_on: date | None
    kind: str = "dossier"


_HEADER = frozenset(
    {
        "code",
        "version",
        "name",
        "official_name",
        "result",
        "group",
        "minutes",
        "search",
        "effective",
        "checked_on",
        "kind",
    }
)


def summary(data: bytes, source_name: str) -> GuideSummary:
    """Read the header alone, without validating the rest. Raises GuideError when the header is faulty."""
    plain, faults = guide_yaml.read(data, _HEADER)
    top = Entry(plain, (), faults)
    effective = top.entry("effective")
    found = GuideSummary(
        top.text("code", needed=True),
        top.text("version", needed=True),
        top.text("name", needed=True),
        top.text("official_name", needed=True),
        top.text("result"),
        top.text("group"),
        top.whole("minutes"),
        top.texts("search"),
        effective.day("from") if effective else None,
        effective.day("to") if effective else None,
        top.day("checked_on"),
        top.text("kind") or "dossier",
    )
    if faults.found:
        raise GuideError(source_name, faults.sorted())
    return found
