"""Guides from the bytes of their files: whole and validated, or only the header that search needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from kiosk.procedures import guide_yaml
from kiosk.procedures.guide_checks import check_guide
from kiosk.procedures.guide_entry import Entry
from kiosk.procedures.guide_schema import read_guide
from kiosk.procedures.guide_yaml import GuideFault

if TYPE_CHECKING:
    from datetime import date

    from kiosk.procedures.model import Guide

__all__ = ["GuideError", "GuideFault", "GuideSummary", "load_guide", "summary"]


class GuideError(KioskError):
    """A guide does not validate; ``faults`` holds everything that is wrong with it, in the order of its lines."""

    def __init__(self, source_name: str, faults: tuple[GuideFault, ...]) -> None:
        super().__init__("\n".join(f"{source_name}: {fault}" for fault in faults))
        self.source_name = source_name
        self.faults = faults


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


_HEADER = frozenset(
    {"code", "version", "name", "official_name", "result", "group", "minutes", "search", "effective", "checked_on"}
)


def load_guide(data: bytes, source_name: str) -> Guide:
    """Read and validate a whole guide. Raises GuideError that names every fault at once."""
    plain, faults = guide_yaml.read(data)
    if plain:
        guide = read_guide(plain, faults)
        check_guide(guide, faults)
        if not faults.found:
            return guide
    raise GuideError(source_name, faults.sorted())


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
    )
    if faults.found:
        raise GuideError(source_name, faults.sorted())
    return found
