"""Residents' own words for official ones: reviewed data in assets/search/synonyms.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from kiosk.assets import ASSETS
from kiosk.catalogue.search_words import Word, folded_words, keys_of, words_of, written_words
from kiosk.errors import KioskError

Phrase: TypeAlias = tuple[str, ...]
"""Folded words in their order."""

Said: TypeAlias = tuple[str, ...]
"""Words as they are written."""

LONGEST_PHRASE = 4
SYNONYMS = ASSETS / "search" / "synonyms.yaml"
_CHOICE = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Everyday phrases, the official term they lead to, and the procedures meant, the likeliest first."""

    said: tuple[Said, ...]
    official: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """``same`` gives, for a phrase within a query, what it may stand for.

    ``fillers`` say nothing about what is meant: by the folded phrase, how it is spelled. A word typed with accents of
    its own is none: «mấy» says nothing, «máy» does. ``accented_fillers`` only in a phrase typed with accents.
    """

    meanings: tuple[Meaning, ...] = ()
    same: Mapping[Phrase, tuple[tuple[Word, ...], ...]] = field(default_factory=dict)
    fillers: Mapping[Phrase, tuple[tuple[Word, ...], ...]] = field(default_factory=dict)
    accented_fillers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, same: Mapping[Phrase, Sequence[str]], fillers: Iterable[str], accented: Iterable[str]) -> Synonyms:
        """Those that a query is read with, without the meanings; what may be meant is given as text."""
        spelled = {said: tuple(map(words_of, meant)) for said, meant in same.items()}
        return cls((), spelled, _by_phrase(fillers), frozenset(accented))

    def filling(self, words: Sequence[Word]) -> frozenset[int]:
        """The places of the words that only fill."""
        accents = any(word.has_accents for word in words)
        places: set[int] = set()
        for start, word in enumerate(words):
            if accents and word.accented in self.accented_fillers:
                places.add(start)
            for length in range(1, LONGEST_PHRASE + 1):
                phrase = words[start : start + length]
                spellings = self.fillers.get(tuple(one.folded for one in phrase), ())
                if any(all(map(_may_be, phrase, spelled)) for spelled in spellings):
                    places.update(range(start, start + len(phrase)))
        return frozenset(places)


NO_SYNONYMS = Synonyms()


def _may_be(typed: Word, spelled: Word) -> bool:
    return not typed.has_accents or typed.accented == spelled.accented


def _by_phrase(texts: Iterable[str]) -> dict[Phrase, tuple[tuple[Word, ...], ...]]:
    found: dict[Phrase, tuple[tuple[Word, ...], ...]] = {}
    for text in texts:
        words = words_of(text)
        phrase = tuple(word.folded for word in words)
        found[phrase] = (*found.get(phrase, ()), words)
    return found


@lru_cache(maxsize=2)
def synonyms(path: Path = SYNONYMS) -> Synonyms:
    """The reviewed words. Raises KioskError when the file is not what it should be."""
    raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    try:
        fillers = Synonyms(
            fillers=_by_phrase(raw["fillers"]),
            accented_fillers=frozenset(word.accented for word in words_of(raw["accented_fillers"])),
        )
        return replace(
            fillers,
            meanings=tuple(_meaning(entry, fillers) for entry in raw["meanings"]),
            same={folded_words(said): tuple(map(words_of, _listed(meant))) for said, meant in raw["same"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise KioskError(f"{path.name} is not a list of synonyms: {error}") from error


def _spelled_out(written: str) -> Iterator[Said]:
    """Each phrase that «(mất|làm lại) (thẻ|) căn cước» stands for."""
    parts = _CHOICE.split(written)
    choices = [
        [tuple(written_words(choice)) for choice in (part.split("|") if place % 2 else [part])]
        for place, part in enumerate(parts)
    ]
    return (tuple(chain.from_iterable(chosen)) for chosen in product(*choices))


def _meaning(entry: Mapping[str, Any], fillers: Synonyms) -> Meaning:
    """Of phrases that differ in fillers alone, the shortest is kept."""
    said: dict[Phrase, Said] = {}
    for phrase in chain.from_iterable(map(_spelled_out, entry["say"])):
        folded = tuple(keys_of(word)[0] for word in phrase)
        telling = tuple(word for word in folded if (word,) not in fillers.fillers)
        key = telling if len(telling) > 1 else folded
        if key not in said or len(phrase) < len(said[key]):
            said[key] = phrase
    return Meaning(tuple(said.values()), entry["means"], tuple(_listed(entry["codes"])))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value
