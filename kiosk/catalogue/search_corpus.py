"""Texts to be found, as the numbers of their words' forms, with the set of texts that hold each word."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from kiosk.catalogue.search_bits import bytes_of
from kiosk.catalogue.search_parts import Parts, numbers, texts_as_parts
from kiosk.catalogue.search_vocabulary import Words
from kiosk.catalogue.search_words import keys_of

_SHORT = 1 << 16


class Forms:
    """The forms in which words are written, accents and all, each with the folded word that it is a form of."""

    def __init__(self) -> None:
        self.folded = Words()
        self._numbers: dict[tuple[str, str], int] = {}
        self._known: dict[str, tuple[int, int]] = {}

    def number(self, word: str) -> tuple[int, int]:
        """The numbers of a word as it is written: of its form, and of the folded word."""
        known = self._known.get(word)
        if known is None:
            keys = keys_of(word)
            form = self._numbers.setdefault(keys, len(self._numbers))
            known = self._known[word] = form, self.folded.number(keys[0])
        return known

    def parts(self) -> dict[str, bytes]:
        """Each form as it is compared, and the number of its folded word."""
        folded = array("I", (self.folded.number(word) for word, _ in self._numbers))
        accented = msgspec.msgpack.encode([form for _, form in self._numbers])
        return {"forms": accented, "forms.folded": folded.tobytes()}

    def __len__(self) -> int:
        return len(self._numbers)


class Writer:
    """Texts are numbered as they come."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._ends = array("I")
        self._words, self._written = array("I"), array("I")
        self._holding: dict[int, list[int]] = {}
        self._about: dict[int, list[int]] = {}

    def add(self, words: Iterable[str], about: Iterable[str] = ()) -> None:
        """Add a text by its words as they are written; words it is ``about`` (its field) find it too, weakly."""
        document = len(self._ends)
        for word in words:
            form, number = self._forms.number(word)
            self._written.append(form)
            self._words.append(number)
            _note(self._holding, number, document)
        for word in about:
            _note(self._about, self._forms.number(word)[1], document)
        self._ends.append(len(self._words))

    def frequency(self, number: int) -> int:
        """How many texts hold the word."""
        return len(self._holding.get(number, ()))

    def parts(self, name: str, telling: list[float]) -> dict[str, bytes]:
        """The corpus as parts, once every word has its number and what it tells."""
        totals = array("d")
        start = 0
        for end in self._ends:
            totals.append(sum(telling[word] for word in self._words[start:end]))
            start = end
        every = range(len(telling))
        return {
            f"{name}.ends": self._ends.tobytes(),
            f"{name}.words": array(_kind(len(self._forms)), self._written).tobytes(),
            f"{name}.totals": totals.tobytes(),
            f"{name}.frequency": array("I", map(self.frequency, every)).tobytes(),
            **texts_as_parts(f"{name}.holding", (bytes_of(self._holding.get(word, ())) for word in every)),
            **texts_as_parts(f"{name}.about", (bytes_of(self._about.get(word, ())) for word in every)),
        }


class Corpus:
    """A corpus read out of its parts."""

    def __init__(self, parts: Parts, name: str, folded: Sequence[int]) -> None:
        self._folded = folded
        self._ends = numbers(parts[f"{name}.ends"])
        self._words = numbers(parts[f"{name}.words"], _kind(len(folded)))
        self._frequency = numbers(parts[f"{name}.frequency"]).tolist()
        self.totals = numbers(parts[f"{name}.totals"], "d")
        self._holding, self._about = Sets(parts, f"{name}.holding"), Sets(parts, f"{name}.about")
        self.every = (1 << len(self)) - 1
        """The set of all texts."""

    def __len__(self) -> int:
        return len(self._ends)

    def up_to(self, words: int) -> int:
        """How many texts have at most so many words, of a corpus in which the shortest come first."""
        return bisect_right(range(len(self)), words, key=self._length)

    def _length(self, document: int) -> int:
        return self._ends[document] - (self._ends[document - 1] if document else 0)

    def forms(self, document: int) -> list[int]:
        """The numbers of the forms in which a text's words are written, in their order."""
        start = self._ends[document - 1] if document else 0
        return self._words[start : self._ends[document]].tolist()

    def words(self, document: int) -> list[int]:
        """The numbers of a text's words, in their order."""
        return [self._folded[form] for form in self.forms(document)]

    def holding(self, words: Iterable[int]) -> int:
        """The set of the texts that hold one of the words."""
        return self._holding.together(words)

    def about(self, words: Iterable[int]) -> int:
        """The set of the texts that are about one of the words."""
        return self._about.together(words)

    def frequency(self, number: int) -> int:
        """How many texts hold the word."""
        return self._frequency[number]


def _kind(forms: int) -> Literal["H", "I"]:
    """The shortest kind of number that holds them."""
    return "H" if forms <= _SHORT else "I"


class Sets:
    """A set of documents for each word."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._ends, self._whole = [0, *numbers(parts[f"{name}.ends"])], parts[name]

    def together(self, words: Iterable[int]) -> int:
        """The documents of any of the words."""
        ends, whole, read = self._ends, self._whole, int.from_bytes
        found = 0
        for word in words:
            start, end = ends[word], ends[word + 1]
            if start < end:
                found |= read(whole[start:end], "little")
        return found


def _note(holding: dict[int, list[int]], number: int, document: int) -> None:
    documents = holding.setdefault(number, [])
    if not documents or documents[-1] != document:
        documents.append(document)
