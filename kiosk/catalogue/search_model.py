"""What search takes in beside the catalogue, and the hits it gives back, with what matched and who handles them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from kiosk.catalogue.model import Level

Span: TypeAlias = tuple[int, int]
"""Start and end of a matched part of a name, in characters of that name."""

Outcome: TypeAlias = Literal["found", "nearest", "common"]


@dataclass(frozen=True, slots=True)
class Here:
    """Where the kiosk stands; ``province`` is a name, with or without «tỉnh» or «thành phố» before it."""

    level: Level = "commune"
    province: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """The everyday words by which a hit was found, and the official term they lead to; only on the likeliest hit."""

    said: str
    official: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who handles a procedure that this kiosk's office does not: the level, and the agencies the portal names."""

    level: Level
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One procedure found, with the parts of its name that matched.

    ``province`` is set when the procedure is one province's own, ``elsewhere`` when another level handles it.
    """

    code: str
    name: str
    marks: tuple[Span, ...]
    level: Level
    score: float
    saying: Saying | None = None
    elsewhere: Elsewhere | None = None
    province: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query, never empty while the catalogue holds anything.

    ``outcome`` says what the hits are: what was asked for, the nearest names, or only the procedures asked for most.
    ``life_events`` are keys of assets/life_events.yaml, the likeliest first; given unless the outcome is "found".
    """

    query: str
    outcome: Outcome
    hits: tuple[Hit, ...]
    life_events: tuple[str, ...] = ()


Counts: TypeAlias = Mapping[str, int]
"""How often each procedure was begun at this kiosk, by code."""

NO_COUNTS: Counts = MappingProxyType({})
