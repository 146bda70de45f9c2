"""A query taken apart: its words, what each may mean, and what it weighs."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_readings import readings
from kiosk.catalogue.search_vocabulary import Grades, Vocabulary
from kiosk.catalogue.search_words import Word, words_of
from kiosk.catalogue.synonyms import Synonyms

LONGEST = 200  # characters; what is longer is cut
MOST_WORDS = 24
FILLER, _UNKNOWN = 0.25, 2.5  # what a word weighs that only fills, and one that no name holds
_SURE_ENOUGH = 0.7
_SHORT = 2  # letters of a word so short that a slip is only thought of when it means nothing as it stands


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a query: what it may mean, and how much it tells."""

    word: Word
    last: bool
    filler: bool
    grades: Grades
    weight: float
    slips: bool  # whether slips of the finger gave it more meanings


@dataclass(frozen=True, slots=True)
class Query:
    """One reading of what was typed. ``meaning`` gives, by word number, the slots it fills and how surely.

    ``telling`` are the places of the slots that are no fillers.
    """

    slots: tuple[Slot, ...]
    accents: bool
    meaning: Mapping[int, tuple[tuple[int, float], ...]]
    weight: float
    telling: tuple[int, ...]

    @property
    def slips(self) -> bool:
        """Whether slips of the finger gave a word of it more meanings."""
        return any(slot.slips for slot in self.slots)


class Reader:
    """Reads what was typed, against the words of one catalogue."""

    def __init__(self, vocabulary: Vocabulary, names: Corpus, synonyms: Synonyms) -> None:
        self._vocabulary, self._names, self._synonyms = vocabulary, names, synonyms
        self._meant = lru_cache(maxsize=2048)(vocabulary.meant)
        self._slipped = lru_cache(maxsize=512)(vocabulary.slipped)

    def readings(self, text: str) -> list[tuple[Word, ...]]:
        """The ways to read the text, each as words; none when it holds no word."""
        words = words_of(unicodedata.normalize("NFC", text[:LONGEST]))[:MOST_WORDS]
        return readings(words, self._vocabulary, self._synonyms) if words else []

    def query(self, words: tuple[Word, ...], *, slips: bool) -> Query:
        """The query of a reading; with ``slips``, its words may have one slip of the finger each."""
        filling = self._synonyms.filling(words)
        if len(filling) == len(words):
            filling = frozenset()
        slots = tuple(
            self._slot(word, last=place == len(words) - 1, filler=place in filling, slips=slips)
            for place, word in enumerate(words)
        )
        meaning: dict[int, list[tuple[int, float]]] = {}
        for place, slot in enumerate(slots):
            for number, grade in slot.grades.items():
                meaning.setdefault(number, []).append((place, grade))
        return Query(
            slots=slots,
            accents=any(word.has_accents for word in words),
            meaning={number: tuple(found) for number, found in meaning.items()},
            weight=sum(slot.weight for slot in slots),
            telling=tuple(place for place, slot in enumerate(slots) if not slot.filler),
        )

    def _slot(self, word: Word, *, last: bool, filler: bool, slips: bool) -> Slot:
        grades = self._meant(word.folded, last=last)
        widened = False
        if slips and not filler and (len(word.folded) > _SHORT or not grades):
            more = {**self._slipped(word.folded, last=last), **grades}
            grades, widened = more, len(more) > len(grades)
        return Slot(word, last, filler, grades, self._weight(grades, filler=filler), widened)

    def _weight(self, grades: Grades, *, filler: bool) -> float:
        """The rarer the words that are meant, the more a slot tells."""
        if filler:
            return FILLER
        if not grades:
            return _UNKNOWN
        sure = [number for number, grade in grades.items() if grade >= _SURE_ENOUGH] or list(grades)
        held = sum(self._names.frequency(number) for number in sure)
        names = len(self._names)
        return 1.0 + math.log((names + 1) / (min(held, names) + 1)) * (1.0 if held else 0.75)
