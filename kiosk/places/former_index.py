"""Former communes and districts found as they are typed: a name, and behind it the district or province if wanted."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING

from kiosk.places.hits import FormerHit
from kiosk.text import comparable, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.places.dataset import FormerUnit
    from kiosk.places.former import FormerPlaces
    from kiosk.places.units import Commune

_JOINED = str.maketrans({"'": "", "-": " ", ",": " ", ".": " "})
_SHORT = {"tp": "thanh pho", "tx": "thi xa", "tt": "thi tran", "q": "quan", "h": "huyen", "p": "phuong", "x": "xa"}
_EVERYDAY = {"hcm": "ho chi minh", "tphcm": "ho chi minh", "hn": "ha noi"}
_KINDS = ("thanh pho ", "thi xa ", "thi tran ", "quan ", "huyen ", "phuong ", "xa ", "tinh ")
_NUMBERED = re.compile(r"\b([pq])([0-9])")
_LEAST = 2
_MOST_HEADS = 400


@dataclass(frozen=True, eq=False)
class _Known:
    """A former commune, or a district with all of its communes."""

    name: str
    behind: str
    units: tuple[FormerUnit, ...]

    @cached_property
    def accented(self) -> str:
        return comparable(f"{self.name} {self.behind}".replace(",", ""))

    def trails(self) -> tuple[str, ...]:
        """What may be typed behind the name, folded: district and province with and without their kinds."""
        *district, province = (_plain(part) for part in self.behind.split(","))
        provinces = (province, f"tinh {province}", f"thanh pho {province}")
        districts = [spoken for part in district for spoken in (_bare(part), part)]
        return (*(f"{each} {last}" for each in districts for last in provinces), *provinces)


class FormerIndex:
    """All former communes and districts by their names without accents."""

    def __init__(self, former: FormerPlaces) -> None:
        self._communes = cache(lambda known: former.communes(known.units))
        self._by_head: dict[str, list[_Known]] = {}
        districts: dict[tuple[str, str], list[FormerUnit]] = {}
        for unit in former.units:
            districts.setdefault((unit.province, unit.district), []).append(unit)
            if unit.name:
                self._add(_Known(unit.name, f"{unit.district}, {unit.province}", (unit,)))
        for (province, district), units in districts.items():
            self._add(_Known(district, province, tuple(units)))
        self._heads = sorted(self._by_head)

    def search(self, typed: str, province: str = "", near: str = "", limit: int = 20) -> tuple[FormerHit, ...]:
        """Find former units; with ``province`` only what went there, and those in province ``near`` come first."""
        words = _words(typed)
        if len(" ".join(words)) < _LEAST:
            return ()
        wanted = comparable(typed).translate(_JOINED)
        ranked: dict[_Known, tuple[int, int, int, str, str]] = {}
        for rank, known in self._found(words):
            communes: tuple[Commune, ...] = self._communes(known)
            if known in ranked or not communes or (province and all(each.province != province for each in communes)):
                continue
            misses = 0 if " ".join(wanted.split()) in known.accented else 1
            away = 0 if communes[0].province == near else 1
            ranked[known] = (rank, misses, away, _plain(known.behind), _plain(known.name))
        best = sorted(ranked, key=ranked.__getitem__)[:limit]
        return tuple(FormerHit(known.name, known.behind, self._communes(known)) for known in best)

    def _found(self, words: tuple[str, ...]) -> Iterator[tuple[int, _Known]]:
        """Yield the exact name, then one with its district or province behind it, then names that begin so."""
        for at in range(len(words), 0, -1):
            trail = " ".join(words[at:])
            for known in self._by_head.get(" ".join(words[:at]), ()):
                if not trail or any(each.startswith(trail) for each in known.trails()):
                    yield 0 if not trail else 1, known
        beginning = " ".join(words)
        start = bisect_left(self._heads, beginning)
        for head in islice(self._heads, start, start + _MOST_HEADS):
            if not head.startswith(beginning):
                return
            for known in self._by_head[head]:
                yield 2, known

    def _add(self, known: _Known) -> None:
        full = _plain(known.name)
        for head in {full, _bare(full)}:
            self._by_head.setdefault(head, []).append(known)


def _words(typed: str) -> tuple[str, ...]:
    """Split what was typed into folded words: «q. Lê Chân» means «quận Lê Chân», «P1» is «phường 1»."""
    words = _NUMBERED.sub(r"\1 \2", fold(typed)).translate(_JOINED).split()
    last = len(words) - 1
    spread = [_EVERYDAY.get(word) or (_SHORT.get(word, word) if at < last else word) for at, word in enumerate(words)]
    return tuple(" ".join(spread).split())


@cache
def _plain(name: str) -> str:
    return " ".join(fold(name).translate(_JOINED).split())


def _bare(plain: str) -> str:
    """Leave out the kind: "quan le chan" is "le chan"; «Phường 1» stays a number."""
    return next((plain[len(kind) :] for kind in _KINDS if plain.startswith(kind)), plain)
