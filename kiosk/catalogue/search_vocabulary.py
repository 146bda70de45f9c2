"""The folded words of all names and sayings, and which of them a typed word may mean, each with how surely."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeAlias

from kiosk.catalogue.search_slips import heard_alike, one_slip, typed_raw

Grades: TypeAlias = dict[int, float]
"""By word number, how surely a typed word means it: 1 is the word itself."""

_RAW, _HEARD, _LIKELY_SLIP, _SLIP, _SLIP_BEGUN = 0.94, 0.84, 0.74, 0.6, 0.56
_ENDING = 0.15  # what a half word is worth less than a whole one
_BEGUN, _BEGUN_INSIDE, _BEGUN_WHOLE = 0.82, 0.7, 0.55  # the last word; one before it; one that is a word by itself
_MOST_ENDINGS = 400
_SHORTEST_SLIPPED_BEGINNING = 3


class Words:
    """Words being numbered, as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The number of ``word``, a new one when it is new."""
        return self.numbers.setdefault(word, len(self.numbers))


class Vocabulary:
    """Words by their numbers; none may be added."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self.numbers = {word: number for number, word in enumerate(self.words)}
        self._sorted = sorted(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self.numbers

    def begins(self, beginning: str) -> list[str]:
        """The words that begin with ``beginning``, itself included."""
        low = bisect_left(self._sorted, beginning)
        high = bisect_left(self._sorted, beginning + "\uffff", low)
        return self._sorted[low : min(high, low + _MOST_ENDINGS)]

    def meant(self, word: str, *, last: bool) -> Grades:
        """What ``word`` may mean with no slip: itself, its raw keys, its sound, its ending still to come.

        The last word of a query is probably still being typed; an earlier one may have been left short.
        """
        grades: Grades = {}
        self._grade(grades, (word,), 1.0)
        self._grade(grades, typed_raw(word), _RAW)
        worth = _BEGUN if last else _BEGUN_WHOLE if word in self.numbers else _BEGUN_INSIDE
        for longer in self.begins(word):
            self._grade(grades, (longer,), worth + _ENDING * len(word) / len(longer))
        self._grade(grades, heard_alike(word), _HEARD)
        return grades

    def slipped(self, word: str, *, last: bool) -> Grades:
        """What ``word`` may mean with one slip of the finger in it."""
        grades: Grades = {}
        likely, others = one_slip(word)
        self._grade(grades, likely, _LIKELY_SLIP)
        self._grade(grades, others, _SLIP)
        if last and len(word) >= _SHORTEST_SLIPPED_BEGINNING:
            for beginning in likely:
                self._grade(grades, self.begins(beginning), _SLIP_BEGUN)
        return grades

    def _grade(self, grades: Grades, words: Iterable[str], grade: float) -> None:
        for word in words:
            number = self.numbers.get(word)
            if number is not None and grades.get(number, 0.0) < grade:
                grades[number] = grade

    def parted(self, glued: str) -> tuple[str, ...]:
        """The fewest known words that ``glued`` is made of without spaces; empty when it is not."""
        best: list[tuple[str, ...] | None] = [(), *([None] * len(glued))]
        for end in range(2, len(glued) + 1):
            for start in range(max(0, end - 7), end - 1):
                before, word = best[start], glued[start:end]
                if before is None or word not in self.numbers:
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = (*before, word)
        found = best[-1]
        return found if found and len(found) > 1 else ()
