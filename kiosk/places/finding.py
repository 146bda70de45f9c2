"""Finding a place by any of its names: provinces and communes of today, and what they were before."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.places.former import FormerPlaces, bare_name
from kiosk.places.former_index import FormerIndex
from kiosk.places.gazetteer import open_places
from kiosk.places.hits import CommuneHit, Finding, FormerHit, Merged, NoDistricts, ProvinceHit
from kiosk.text import comparable, fold

if TYPE_CHECKING:
    from kiosk.places.gazetteer import Places
    from kiosk.places.units import Commune

_DISTRICTS = ("huyen ", "quan ", "thi xa ", "q.", "h.", "tx.")
_MOST_ELSEWHERE = 20
_MOST_FORMER = 12
_LEAST = 2


class PlaceFinder:
    """What the address question looks through. Takes a third of a second to build; a search takes milliseconds."""

    def __init__(self, places: Places, former: FormerPlaces) -> None:
        self.places = places
        self.former = former
        self._index = FormerIndex(former)

    def find(self, typed: str, near: str = "") -> tuple[Finding, ...]:
        """Look through the whole country: provinces first, then communes, then former ones («Hà Đông»)."""
        provinces = self.places.search_provinces(typed)
        if len(fold(typed)) < _LEAST:
            return provinces
        communes = self.places.search(typed, None, _MOST_ELSEWHERE)
        former = self._former(typed, communes, "", near)
        here = sorted(communes, key=lambda commune: commune.province != near)
        hits = [CommuneHit(commune, elsewhere=True) for commune in here]
        close = [hit for hit in hits if _is_named(hit.commune, typed)]
        rest = [hit for hit in hits if hit not in close]
        return (*provinces, *close, *former, *rest)

    def find_in(self, province: str, typed: str, limit: int = 200) -> tuple[Finding, ...]:
        """Look through one province; when nothing there is called so, through the country."""
        communes = self.places.search(typed, province, limit)
        hits = [CommuneHit(commune) for commune in communes]
        former = self._former(typed, communes, province, province)
        if hits or former or len(fold(typed)) < _LEAST:
            return (*hits, *former)
        return tuple(hit for hit in self.find(typed, province) if not isinstance(hit, ProvinceHit))

    def took_in(self, province: str, former: str) -> tuple[Commune, ...]:
        """Return the communes of a province, those of what was the province ``former`` first."""
        units = (unit for unit in self.former.units if unit.province == former)
        first = {commune.code for commune in self.former.communes(units)}
        return tuple(sorted(self.places.communes(province), key=lambda commune: commune.code not in first))

    def remark(self, details: str) -> Merged | NoDistricts | None:
        """Say what in a typed address is of before 1 July 2025: a merged province, a district."""
        parts = [part.strip() for part in details.split(",") if part.strip()]
        for at, part in enumerate(parts):
            plain = fold(part)
            if at == len(parts) - 1 or plain.startswith("tinh "):
                merged = self._merged(part)
                if merged:
                    return merged
            if plain.startswith(_DISTRICTS) and bare_name(part) in self._districts:
                return NoDistricts(part)
        return None

    def _merged(self, part: str) -> Merged | None:
        for province in self.places.provinces:
            for former in province.former:
                if bare_name(former) == bare_name(part):
                    return Merged(former, province.short_name)
        return None

    @property
    def _districts(self) -> frozenset[str]:
        return _district_names(self.former)

    def _former(self, typed: str, communes: tuple[Commune, ...], province: str, near: str) -> tuple[FormerHit, ...]:
        """The former units of that name, but for those that kept name and place and are listed already."""
        listed = {(commune.code, comparable(commune.name)) for commune in communes}
        hits = self._index.search(typed, province, near, _MOST_FORMER)
        return tuple(
            hit for hit in hits if len(hit.communes) > 1 or (hit.communes[0].code, comparable(hit.name)) not in listed
        )


def _is_named(commune: Commune, typed: str) -> bool:
    """Whether a commune is called so, not only has these letters somewhere."""
    name, asked = fold(commune.short_name), fold(typed)
    return name in asked or asked in fold(commune.name)


@lru_cache(maxsize=1)
def _district_names(former: FormerPlaces) -> frozenset[str]:
    return frozenset(bare_name(unit.district) for unit in former.units)


@lru_cache(maxsize=1)
def open_finder() -> PlaceFinder:
    """Return the finder over the installed dataset, built at the first call and warm."""
    places = open_places()
    finder = PlaceFinder(places, FormerPlaces(places))
    finder.find("h\u00e0 \u0111\u00f4ng")
    return finder
