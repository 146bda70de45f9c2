"""Where an address from before 1 July 2025 lies now: certain, a few candidates, or unknown. For showing only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.places.dataset import FormerUnit, read_former_units, read_moves
from kiosk.places.hits import Candidates, Certain, Unknown, Whereabouts
from kiosk.text import collation_key, comparable, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.places.gazetteer import Places
    from kiosk.places.units import Commune

_KINDS = re.compile(
    r"^(thanh pho|tp|tinh|t|quan|q|huyen|h|thi xa|tx|thi tran|tt|phuong|p|xa|x|dac khu)(?:\. ?| )(?=\S)|[^a-z0-9]"
)
_EVERYDAY = {"hcm": "hochiminh", "tphcm": "hochiminh", "saigon": "hochiminh", "hn": "hanoi", "thuathienhue": "hue"}
_LONGEST = 500


class FormerPlaces:
    """The units of 30 June 2025 and where they went; takes a moment to build, so build it when it is wanted."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._moves = read_moves()
        self.units = read_former_units()
        self._by_name: dict[tuple[str, str, str], list[FormerUnit]] = {}
        self._by_district: dict[tuple[str, str], list[FormerUnit]] = {}
        for unit in self.units:
            district = (bare_name(unit.province), bare_name(unit.district))
            self._by_district.setdefault(district, []).append(unit)
            self._by_name.setdefault((*district, bare_name(unit.name)), []).append(unit)

    def convert(self, address: str) -> Whereabouts:
        """Say where the address of a card lies now; its last parts are ward, district and province, or the new two."""
        parts = [part.strip() for part in address[:_LONGEST].split(",")]
        if len(parts) < 2:  # noqa: PLR2004 - a commune and a province
            return Unknown()
        province, district = bare_name(parts[-1]), bare_name(parts[-2])
        if len(parts) > 2:  # noqa: PLR2004 - a ward before them
            ward, details = parts[-3], ", ".join(filter(None, parts[:-3]))
            units = self._by_name.get((province, district, bare_name(ward)), [])
            if units:
                return _outcome(self.communes(_closest(units, ward)), details)
            earlier = self.communes(self._earlier(province, district, bare_name(ward)))
            if earlier:  # how whole it went into the unit of 2025 is not told: ask
                return Candidates(earlier, details)
        details = ", ".join(filter(None, parts[:-2]))
        island = self._by_name.get((province, district, ""), [])
        if island:
            return _outcome(self.communes(island), details)
        return self._by_new_name(province, parts[-2], details)

    def communes(self, units: Iterable[FormerUnit]) -> tuple[Commune, ...]:
        """Return the communes that these units became, in Vietnamese order."""
        found = {code: self._places.commune(code) for unit in units for code in self._moves.get(unit.key, ())}
        there = [commune for commune in found.values() if commune]
        return tuple(sorted(there, key=lambda commune: collation_key(commune.short_name)))

    def district(self, province: str, district: str) -> tuple[FormerUnit, ...]:
        """Return the units of a former district, both named in any way («Q. Lê Chân»)."""
        return tuple(self._by_district.get((bare_name(province), bare_name(district)), ()))

    def _earlier(self, province: str, district: str, ward: str) -> list[FormerUnit]:
        """The units that had taken in a ward of this name before 2025."""
        if not ward:
            return []
        return [unit for unit in self._by_district.get((province, district), ()) if ward in unit.known_as]

    def _by_new_name(self, province: str, name: str, details: str) -> Whereabouts:
        """Read «Bản Bo, Lai Châu»; a name that was a district's too («Lê Chân, Hải Phòng») decides nothing."""
        code = next((each.code for each in self._places.provinces if bare_name(each.short_name) == province), "")
        found = [commune for commune in self._places.communes(code) if bare_name(commune.name) == bare_name(name)]
        written = comparable(name)
        named = [commune for commune in found if comparable(commune.name) == written]
        if len(named) == 1:  # with its new kind: no district
            return Certain(named[0], details)
        found = [commune for commune in found if comparable(commune.short_name) == written] or found
        district = self.communes(self._by_district.get((province, bare_name(name)), ())) if found else ()
        return _outcome(tuple(dict.fromkeys((*found, *district))), details)


def _outcome(communes: tuple[Commune, ...], details: str) -> Whereabouts:
    if not communes:
        return Unknown()
    return Certain(communes[0], details) if len(communes) == 1 else Candidates(communes, details)


def _closest(units: list[FormerUnit], ward: str) -> list[FormerUnit]:
    """Keep the units that agree with what was written: with accents and kind, else with accents, else with kind."""
    written = comparable(ward)
    return (
        [unit for unit in units if comparable(unit.name) == written]
        or [unit for unit in units if comparable(unit.name).endswith(f" {written}")]
        or [unit for unit in units if fold(unit.name) == fold(ward)]
        or units
    )


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """Return a name folded, without its kind and without spaces: «Tp. Hồ Chí Minh» gives "hochiminh"."""
    bare = _KINDS.sub("", fold(name))
    return _EVERYDAY.get(bare, bare)
