"""The table of provinces and communes: lists in Vietnamese order, and search that needs no accents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from types import MappingProxyType

from kiosk.places.dataset import dataset_version, read_units
from kiosk.places.hits import ProvinceHit
from kiosk.places.units import Commune, Province
from kiosk.text import clean, collation_key, comparable, fold

_EVERYDAY = {"01": ("HN",), "46": ("Thừa Thiên Huế",), "79": ("HCM", "TPHCM", "Sài Gòn")}
_SHORT_KINDS = {"tp": ("thanh", "pho"), "t": ("tinh",), "p": ("phuong",), "x": ("xa",), "dk": ("dac", "khu")}
_WHOLE, _BEGINNING, _WORD, _PART, _KIND, _BEHIND = range(1, 7)
_JOINED = str.maketrans({"'": "", "-": " ", ",": " ", ".": " "})


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name made ready for search."""

    text: str  # the words of the full name, folded
    short: str  # the same of the short name
    accented: str  # the full name with its accents
    accented_short: str


class Places:
    """All units of one dataset; addresses carry its ``version``."""

    def __init__(self, version: str, provinces: tuple[Province, ...], communes: tuple[Commune, ...]) -> None:
        self.version = version
        self.provinces = tuple(sorted(provinces, key=lambda province: collation_key(province.short_name)))
        self._provinces = MappingProxyType({province.code: province for province in provinces})
        self._communes = MappingProxyType({commune.code: commune for commune in communes})
        self._lists: dict[str, tuple[Commune, ...]] = {}

    def province(self, code: str) -> Province | None:
        return self._provinces.get(code)

    def commune(self, code: str) -> Commune | None:
        return self._communes.get(code)

    def communes(self, province: str) -> tuple[Commune, ...]:
        """Return the communes of a province in Vietnamese order; none when there is no such province."""
        if province not in self._lists:
            found = [commune for commune in self._communes.values() if commune.province == province]
            self._lists[province] = tuple(sorted(found, key=_order))
        return self._lists[province]

    def full_name(self, code: str) -> str:
        """Return «Phường Lê Chân, Thành phố Hải Phòng» for a commune's code."""
        commune = self._communes[code]
        return f"{commune.name}, {self._provinces[commune.province].name}"

    def address(self, code: str, details: str = "") -> dict[str, str]:
        """Return the answer of an address question: codes, names and dataset, so that it can be read years later."""
        commune = self._communes[code]
        return {
            "province": commune.province,
            "province_name": self._provinces[commune.province].name,
            "commune": commune.code,
            "commune_name": commune.name,
            "details": clean(details),
            "dataset": self.version,
        }

    def search_provinces(self, typed: str) -> tuple[ProvinceHit, ...]:
        """Find provinces by their own names or those they took in; all of them when nothing is typed."""
        words = _wanted(typed)
        found: list[tuple[tuple[int, int], int, ProvinceHit]] = []
        for place, province in enumerate(self.provinces):
            ranks = [
                (rank, former)
                for former, entry in self._province_entries[province.code]
                if (rank := _rank(entry, words, typed))
            ]
            if ranks:
                rank, former = min(ranks, key=lambda ranked: (ranked[0], ranked[1] != ""))
                found.append((rank, place, ProvinceHit(province, former)))
        return tuple(hit for _, _, hit in sorted(found, key=lambda ranked: ranked[:2]))

    def search(self, typed: str, province: str | None = None, limit: int = 50) -> tuple[Commune, ...]:
        """Find communes by name, in one province or in all; the province's name may be typed behind it."""
        words = _wanted(typed)
        if not words:
            return self.communes(province)[:limit] if province else ()
        splits = self._splits(words)
        found: list[tuple[tuple[int, int], Commune]] = []
        for commune, entry in self._commune_entries:
            if province and commune.province != province:
                continue
            rank = _rank(entry, words, typed)
            if rank is None and any(
                commune.province in provinces and _begins(entry, head) for head, provinces in splits
            ):
                rank = (_BEHIND, _misses_accents(entry, typed))
            if rank:
                found.append((rank, commune))
        found.sort(key=lambda ranked: ranked[0])  # stable: equals stay in Vietnamese order
        return tuple(commune for _, commune in found[:limit])

    def _splits(self, words: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
        """Read «lê chân hải phòng» as a commune and the provinces, new or former, that the rest begins."""
        found = []
        for at in range(len(words) - 1, 0, -1):
            rest = " ".join(words[at:])
            provinces = frozenset(
                code
                for code, entries in self._province_entries.items()
                if any(entry.short.startswith(rest) or entry.text.startswith(rest) for _, entry in entries)
            )
            if provinces:
                found.append((words[:at], provinces))
        return tuple(found)

    @cached_property
    def _commune_entries(self) -> tuple[tuple[Commune, _Entry], ...]:
        ordered = sorted(self._communes.values(), key=_order)
        return tuple((commune, _entry(commune.name, commune.short_name)) for commune in ordered)

    @cached_property
    def _province_entries(self) -> dict[str, tuple[tuple[str, _Entry], ...]]:
        return {
            province.code: (
                ("", _entry(province.name, province.short_name)),
                *(("", _entry(f"{province.kind} {name}", name)) for name in _EVERYDAY.get(province.code, ())),
                *((former, _entry(f"tỉnh {former}", former)) for former in province.former),
            )
            for province in self.provinces
        }


@lru_cache(maxsize=1)
def open_places() -> Places:
    """Return the installed dataset, read at the first call."""
    provinces, communes = read_units()
    return Places(dataset_version(), provinces, communes)


def _order(commune: Commune) -> tuple[object, ...]:
    return (collation_key(commune.short_name), commune.code)


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).translate(_JOINED).split())


def _wanted(typed: str) -> tuple[str, ...]:
    """Return the words that are looked for: «p. Lê Chân» means «phường Lê Chân», "tp" is always a city."""
    first, *rest = _words(typed) or [""]
    if not rest:
        return (first,) if first else ()
    spread = (_SHORT_KINDS["tp"] if word == "tp" else (word,) for word in rest)
    return (*_SHORT_KINDS.get(first, (first,)), *chain.from_iterable(spread))


def _entry(name: str, short_name: str) -> _Entry:
    return _Entry(" ".join(_words(name)), " ".join(_words(short_name)), comparable(name), comparable(short_name))


def _begins(entry: _Entry, words: tuple[str, ...]) -> bool:
    rank = _rank(entry, words, "")
    return rank is not None and rank[0] <= _WORD


def _rank(entry: _Entry, words: tuple[str, ...], typed: str) -> tuple[int, int] | None:
    """Rank a match, least first: the whole name, its beginning, a word's beginning, part of a word, the kind alone.

    "phu" begins «Phú Hòa», not every «Phường …». Among equals those come first that have the accents as typed.
    """
    wanted = " ".join(words)
    if wanted in {entry.short, entry.text}:
        rank = _WHOLE
    elif entry.short.startswith(wanted) or (len(words) > 1 and entry.text.startswith(wanted)):
        rank = _BEGINNING
    elif f" {wanted}" in entry.short:
        rank = _WORD
    elif wanted in entry.short:
        rank = _PART
    elif entry.text.startswith(f"{wanted} "):
        rank = _KIND
    else:
        return None
    return rank, _misses_accents(entry, typed)


def _misses_accents(entry: _Entry, typed: str) -> int:
    asked = _comparable(typed)
    return 0 if asked in entry.accented or entry.accented_short in asked else 1


_comparable = lru_cache(maxsize=1)(comparable)
"""What is typed is compared with thousands of names."""
