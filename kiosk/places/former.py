"""Where an address from before 1 July 2025 lies now: certain, a few candidates, or unknown. For showing only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.places.dataset import FormerUnit, read_former_units, read_moves
from kiosk.text import collation_key, comparable, fold

if TYPE_CHECKING:
    from kiosk.places.gazetteer import Places
    from kiosk.places.units import Commune

_KINDS = re.compile(
    r"^(thanh pho|tp|tinh|t|quan|q|huyen|h|thi xa|tx|thi tran|tt|phuong|p|xa|x|dac khu)(?:\. ?| )(?=\S)|[^a-z0-9]"
)
_EVERYDAY = {"hcm": "hochiminh", "tphcm": "hochiminh", "saigon": "hochiminh", "hn": "hanoi", "thuathienhue": "hue"}
_LONGEST = 500


@dataclass(frozen=True)
class Certain:
    """The whole former unit went to this commune."""

    commune: Commune


@dataclass(frozen=True)
class Candidates:
    """The former unit was divided, or its name fits several: the hamlet decides, so ask."""

    communes: tuple[Commune, ...]


@dataclass(frozen=True)
class Unknown:
    """No former unit reads like this."""


@dataclass(frozen=True)
class FormerHit:
    """A former commune that was found by name, and what it became."""

    unit: FormerUnit
    communes: tuple[Commune, ...]


class FormerPlaces:
    """The units of 30 June 2025 and where they went; takes a moment to build, so build it when it is wanted."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._moves = read_moves()
        self._by_name: dict[tuple[str, str, str], list[FormerUnit]] = {}
        self._by_ward: dict[str, list[FormerUnit]] = {}
        for unit in read_former_units():
            names = (bare_name(unit.province), bare_name(unit.district), bare_name(unit.name))
            self._by_name.setdefault(names, []).append(unit)
            self._by_ward.setdefault(names[2], []).append(unit)

    def convert(self, address: str) -> Certain | Candidates | Unknown:
        """Say where the address of a card lies now; its last three parts are ward, district and province."""
        parts = [part.strip() for part in address[:_LONGEST].split(",")]
        if len(parts) < 3:  # noqa: PLR2004 - ward, district, province
            return Unknown()
        ward, district, province = parts[-3:]
        units = self._by_name.get((bare_name(province), bare_name(district), bare_name(ward)), [])
        return self._outcome(_closest(units, ward))

    def search(self, typed: str, province: str | None = None, limit: int = 20) -> tuple[FormerHit, ...]:
        """Find former communes of this name, for a resident who knows only the old one."""
        hits = [FormerHit(unit, self._communes(unit)) for unit in self._by_ward.get(bare_name(typed), []) if unit.name]
        if province:
            hits = [hit for hit in hits if any(commune.province == province for commune in hit.communes)]
        hits.sort(key=lambda hit: (collation_key(hit.unit.province), collation_key(hit.unit.district)))
        return tuple(hits[:limit])

    def _outcome(self, units: list[FormerUnit]) -> Certain | Candidates | Unknown:
        communes = {commune.code: commune for unit in units for commune in self._communes(unit)}
        if not communes:
            return Unknown()
        if len(communes) == 1:
            return Certain(next(iter(communes.values())))
        return Candidates(tuple(sorted(communes.values(), key=lambda commune: collation_key(commune.short_name))))

    def _communes(self, unit: FormerUnit) -> tuple[Commune, ...]:
        found = (self._places.commune(code) for code in self._moves.get(unit.key, ()))
        return tuple(commune for commune in found if commune)


def _closest(units: list[FormerUnit], ward: str) -> list[FormerUnit]:
    """Keep the units that agree with what was written: with accents and kind, else with accents, else with kind."""
    written = comparable(ward)
    return (
        [unit for unit in units if comparable(unit.name) == written]
        or [unit for unit in units if comparable(unit.name).endswith(f" {written}")]
        or [unit for unit in units if fold(unit.name) == fold(ward)]
        or units
    )


@lru_cache(maxsize=1024)
def bare_name(name: str) -> str:
    """Return a name folded, without its kind and without spaces: «Tp. Hồ Chí Minh» gives "hochiminh"."""
    bare = _KINDS.sub("", fold(name))
    return _EVERYDAY.get(bare, bare)
