"""The life situations of Home, and which procedures stand under each: reviewed data in assets/life_events.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kiosk.assets import ASSETS
from kiosk.errors import KioskError
from kiosk.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kiosk.catalogue.model import Procedure

_PEOPLE = ("cong dan", "nguoi", "can bo", "dang vien")


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """``named`` gives, by field, the folded words of which a name must hold one."""

    key: str
    name: str
    icon: str
    first: tuple[str, ...]
    codes: frozenset[str]
    groups: frozenset[str]
    fields: frozenset[str]
    named: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]

    def holds(self, procedure: Procedure) -> bool:
        """Whether a resident in this situation may need the procedure."""
        if procedure.code in self.codes:
            return True
        if procedure.internal or not _for_people(procedure.subjects):
            return False
        name = fold(procedure.name)
        if any(words in name for words in self.without):
            return False
        if not self.groups.isdisjoint(map(fold, procedure.groups)):
            return True
        fields = {fold(field) for field in procedure.field.split("; ")}
        if not self.fields.isdisjoint(fields):
            return True
        return any(words in name for field in fields for words in self.named.get(field, ()))


@lru_cache(maxsize=2)
def life_events(path: Path = ASSETS / "life_events.yaml") -> tuple[LifeEvent, ...]:
    """The situations in the order of Home. Raises KioskError when the file is not such a list."""
    raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    try:
        return tuple(_read(entry) for entry in raw["events"])
    except (KeyError, TypeError, AttributeError) as error:
        raise KioskError(f"{path.name} is not a list of life events") from error


def events_of(procedure: Procedure, events: Iterable[LifeEvent]) -> tuple[str, ...]:
    """The keys of the situations that lead to the procedure."""
    return tuple(event.key for event in events if event.holds(procedure))


def _read(entry: Mapping[str, Any]) -> LifeEvent:
    return LifeEvent(
        key=entry["key"],
        name=entry["name"],
        icon=entry["icon"],
        first=tuple(entry["first"]),
        codes=frozenset((*entry["first"], *entry["codes"])),
        groups=frozenset(map(fold, entry["groups"])),
        fields=frozenset(map(fold, entry["fields"])),
        named={fold(field): tuple(map(fold, words)) for field, words in entry["named"].items()},
        without=tuple(map(fold, entry["without"])),
    )


def _for_people(subjects: tuple[str, ...]) -> bool:
    return not subjects or any(word in fold(subject) for subject in subjects for word in _PEOPLE)
