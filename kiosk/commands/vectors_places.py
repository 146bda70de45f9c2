"""Place cases for ``kiosk vectors``: an address of before 1 July 2025, or what a resident types, and what it is now.

A case starts from one of «text» (also «old», «address», «card»: an address), «query» (what is typed in the search),
«former» (also «old_province»: a province that was) or «code». Everything else in it is expected::

    {"text": "Nà Tăm, Tam Đường, Lai Châu", "certain": true, "commune": "Xã Bản Bo", "province": "Lai Châu"}
    {"text": "Quang Trung, Hà Đông, Hà Nội", "certain": false, "candidates": ["Phường Hà Đông", "09552"]}
    {"query": "xa na tam", "commune": "03424"}
    {"former": "Hải Dương", "province": "Hải Phòng"}
    {"code": "00070", "name": "Phường Hoàn Kiếm", "province": "01"}

Units are named by code or by name, with or without their kind; a query is met by one of the first three that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from kiosk.places.finding import PlaceFinder, open_finder
from kiosk.places.hits import Candidates, Certain, CommuneHit, FormerHit, ProvinceHit
from kiosk.places.units import Commune, Province
from kiosk.text import comparable

Case: TypeAlias = Mapping[str, Any]

ADDRESS = frozenset({"text", "old", "address", "old_address", "card", "input"})
QUERY = frozenset({"query", "typed", "search"})
FORMER = frozenset({"former", "old_province", "former_province"})
GIVEN = ADDRESS | QUERY | FORMER
_COMMUNE = frozenset({"commune", "ward", "new", "now", "to", "code", "commune_code", "ward_code", "new_code"})
_COMMUNE |= {"name", "commune_name", "ward_name"}
_SEVERAL = frozenset({"candidates", "communes", "codes", "wards", "any_of", "options", "new_codes"})
_PROVINCE = frozenset({"province", "province_code", "province_name", "new_province"})
_OUTCOME = frozenset({"outcome", "kind", "result", "status"})
_WORDS = {
    "certain": {"certain", "exact", "one", "whole"},
    "candidates": {"candidates", "split", "divided", "ask", "ambiguous", "several", "uncertain"},
    "unknown": {"unknown", "none", "not_found"},
}
_YES_NO = {"certain": "certain", "split": "candidates", "divided": "candidates", "ask": "candidates"}
_YES_NO |= {"ambiguous": "candidates", "unknown": "unknown"}
_FIRST = 3


@dataclass(frozen=True)
class _Answer:
    """What the kiosk says: how sure it is, and the units it names."""

    outcome: str
    communes: tuple[Commune, ...]
    provinces: tuple[Province, ...]
    searched: bool = False  # one of what was found is enough; an address is answered once or not at all


def placing() -> Callable[[Case], Case]:
    """Ask the table of places that residents search; what is as expected is answered as it was expected."""
    finder = open_finder()

    def answer(case: Case) -> Case:
        told = _told(finder, case)
        return {key: _check(finder, told, key, value) for key, value in case.items() if key not in GIVEN}

    return answer


def _told(finder: PlaceFinder, case: Case) -> _Answer:
    given = [key for key in case if key in GIVEN]
    if len(given) > 1 or (not given and "code" not in case):
        raise ValueError("it starts from one of text, query, former or code")
    if not given:
        return _by_code(finder, str(case["code"]))
    value = case[given[0]]
    if not isinstance(value, str):
        raise TypeError(f"{given[0]} is no text")
    if given[0] in FORMER or (given[0] in ADDRESS and "," not in value):
        return _typed(finder, value, 1)
    return _typed(finder, value, _FIRST) if given[0] in QUERY else _converted(finder, value)


def _converted(finder: PlaceFinder, address: str) -> _Answer:
    match finder.former.convert(address):
        case Certain(commune):
            communes: tuple[Commune, ...] = (commune,)
            outcome = "certain"
        case Candidates(communes):
            outcome = "candidates"
        case _:
            communes, outcome = (), "unknown"
    return _Answer(outcome, communes, _provinces(finder, communes))


def _typed(finder: PlaceFinder, typed: str, first: int) -> _Answer:
    communes: list[Commune] = []
    provinces: list[Province] = []
    found = finder.find(typed)[:first]
    for hit in found:
        match hit:
            case ProvinceHit(province):
                provinces.append(province)
            case CommuneHit(commune):
                communes.append(commune)
            case FormerHit(_, _, became):
                communes += became
    outcome = "unknown" if not found else "candidates" if len(communes) > 1 else "certain"
    return _Answer(outcome, tuple(communes), (*provinces, *_provinces(finder, communes)), searched=True)


def _by_code(finder: PlaceFinder, code: str) -> _Answer:
    commune = finder.places.commune(code)
    province = finder.places.province(code)
    communes = (commune,) if commune else ()
    provinces = (province,) if province else _provinces(finder, communes)
    return _Answer("certain" if provinces else "unknown", communes, provinces)


def _provinces(finder: PlaceFinder, communes: Iterable[Commune]) -> tuple[Province, ...]:
    codes = dict.fromkeys(commune.province for commune in communes)
    return tuple(province for code in codes if (province := finder.places.province(code)))


def _check(finder: PlaceFinder, told: _Answer, key: str, value: Any) -> Any:
    """Return ``value`` when the answer is that, else what the answer is."""
    units = tuple(finder.places.full_name(commune.code) for commune in told.communes)
    if key in _YES_NO and isinstance(value, bool):
        return told.outcome == _YES_NO[key]
    if key in _OUTCOME:
        return value if str(value) in _WORDS[told.outcome] else told.outcome
    if key in _PROVINCE:
        return value if any(_is_province(each, value) for each in told.provinces) else _names(told.provinces)
    if key in _SEVERAL or (key in _COMMUNE and isinstance(value, list)):
        return value if _are(finder, told.communes, value) else list(units)
    if key in _COMMUNE:
        if value in (None, ""):
            return value if told.outcome != "certain" or not told.communes else list(units)
        if told.outcome != "certain" and not told.searched:
            return list(units)
        named = told.communes or told.provinces
        return value if any(_is(finder, each, value) for each in named) else list(units)
    if key not in {"about", "note"}:
        raise ValueError(f"«{key}» is nothing that is told of a place")
    return value


def _are(finder: PlaceFinder, communes: tuple[Commune, ...], expected: Any) -> bool:
    """Whether these are the communes that are expected, all of them and in any order."""
    if not isinstance(expected, list):
        raise TypeError("the candidates are no list")
    return len(expected) == len(communes) and all(
        any(_is(finder, commune, each) for each in expected) for commune in communes
    )


def _is(finder: PlaceFinder, unit: Commune | Province, expected: Any) -> bool:
    if isinstance(expected, Mapping):
        named = [expected[key] for key in ("code", "commune", "ward", "name") if key in expected]
        return bool(named) and all(_is(finder, unit, each) for each in named)
    if isinstance(unit, Province):
        return _is_province(unit, expected)
    name, _, behind = str(expected).rpartition(",") if "," in str(expected) else (str(expected), "", "")
    province = finder.places.province(unit.province)
    if behind and (province is None or not _is_province(province, behind)):
        return False
    return name.zfill(5) == unit.code or comparable(name) in {comparable(unit.name), comparable(unit.short_name)}


def _is_province(province: Province, expected: Any) -> bool:
    if isinstance(expected, Mapping):
        return _is_province(province, expected.get("code", expected.get("name")))
    name = str(expected).strip()
    return name.zfill(2) == province.code or comparable(name) in {
        comparable(province.name),
        comparable(province.short_name),
    }


def _names(provinces: tuple[Province, ...]) -> list[str]:
    return [province.name for province in provinces]
