"""Texts to be found, as the numbers of their words, with the set of texts that hold each word."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.catalogue.search_bits import bits_of
from kiosk.catalogue.search_vocabulary import Vocabulary
from kiosk.catalogue.search_words import keys_of


class Corpus:
    """Texts are numbered as they come: ``words`` of each, and beside them the numbers of their ``accented`` forms."""

    def __init__(self, vocabulary: Vocabulary, accents: Vocabulary) -> None:
        self._vocabulary, self._accents = vocabulary, accents
        self.words: list[tuple[int, ...]] = []
        self.accented: list[tuple[int, ...]] = []
        self._holding: dict[int, list[int]] = {}
        self._about: dict[int, list[int]] = {}
        self._known: dict[str, tuple[int, int]] = {}
        self._sets: dict[int, int] = {}
        self._about_sets: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.words)

    def add(self, words: Iterable[str], about: Iterable[str] = ()) -> None:
        """Add a text by its words as they are written; words it is ``about`` (its field) find it too, weakly."""
        document = len(self)
        numbers = [self._numbers(word) for word in words]
        self.words.append(tuple(number for number, _ in numbers))
        self.accented.append(tuple(accented for _, accented in numbers))
        for number, _ in numbers:
            _note(self._holding, number, document)
        for word in about:
            _note(self._about, self._numbers(word)[0], document)

    def _numbers(self, word: str) -> tuple[int, int]:
        known = self._known.get(word)
        if known is None:
            folded, accented = keys_of(word)
            known = self._known[word] = self._vocabulary.number(folded), self._accents.number(accented)
        return known

    def close(self) -> None:
        """Make the sets; the lists they came from are let go."""
        self._sets = {number: bits_of(documents) for number, documents in self._holding.items()}
        self._about_sets = {number: bits_of(documents) for number, documents in self._about.items()}
        self._holding, self._about, self._known = {}, {}, {}

    @property
    def every(self) -> int:
        """The set of all texts."""
        return (1 << len(self)) - 1

    def holding(self, numbers: Iterable[int]) -> int:
        """The set of the texts that hold one of the words."""
        found = 0
        for number in numbers:
            found |= self._sets.get(number, 0)
        return found

    def about(self, numbers: Iterable[int]) -> int:
        """The set of the texts that are about one of the words."""
        found = 0
        for number in numbers:
            found |= self._about_sets.get(number, 0)
        return found

    def frequency(self, number: int) -> int:
        """How many texts hold the word."""
        return self._sets.get(number, 0).bit_count()


def _note(holding: dict[int, list[int]], number: int, document: int) -> None:
    documents = holding.setdefault(number, [])
    if not documents or documents[-1] != document:
        documents.append(document)
