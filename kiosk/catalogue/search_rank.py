"""How well one text answers a query: how much of the query it holds, how much of it was said, in what order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_query import Query, Slot

_OTHER_ACCENT, _LEFT_PLAIN = 0.8, 0.9
_REVERSED, _NEAR, _FAR = 0.45, 0.6, 0.15
_NEAR_BY = 4
_AS_SURE = 0.1  # how much less sure a word may be and still be taken for standing beside the one before
_CLEAR = 0.95  # the grade of a word that stands as it was typed: no half word, no other sound, no slip


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a text fits a query, each figure from 0 to 1; ``places`` gives each slot's word in the text, or -1."""

    asked: float  # of the query's weight, what the text holds
    clear: float  # of that weight, what the text holds as it was typed
    said: float  # of the text's, what the query says
    order: float  # how far the query's words stand side by side in the text
    together: float  # how far those of them do that the text holds
    places: tuple[int, ...]


class Ranker:
    """Fits texts of one corpus to queries; ``telling`` is how much each word of the vocabulary tells.

    ``forms`` are the forms in which words are written, ``folded`` the number of the word that each is a form of.
    """

    def __init__(self, corpus: Corpus, forms: Sequence[str], folded: Sequence[int], telling: Sequence[float]) -> None:
        self._corpus, self._forms, self._folded, self._telling = corpus, forms, folded, telling

    def fit(self, query: Query, document: int) -> Fit:
        """How well the text fits."""
        held, typed, places, said = self._held(query, document)
        asked = clear = 0.0
        for slot, grade, whole in zip(query.slots, held, typed, strict=True):
            asked += slot.weight * grade
            clear += slot.weight * grade if whole else 0.0
        total = self._corpus.totals[document]
        told = [places[place] for place in query.telling]
        nearness, met = _nearness(told)
        return Fit(
            asked=asked / query.weight if query.weight else 0.0,
            clear=clear / query.weight if query.weight else 0.0,
            said=said / total if total else 0.0,
            order=nearness / (len(told) - 1) if len(told) > 1 else float(met > 0),
            together=nearness / (met - 1) if met > 1 else float(met),
            places=tuple(places),
        )

    def _held(self, query: Query, document: int) -> tuple[list[float], list[bool], list[int], float]:
        """How surely the text holds each slot, whether as it was typed, and where; how much of it the query says."""
        held, typed = [0.0] * len(query.slots), [False] * len(query.slots)
        places = [-1] * len(query.slots)
        said, spoken = 0.0, list[int]()
        for place, form in enumerate(self._corpus.forms(document)):
            word = self._folded[form]
            if word not in query.meaning:
                continue
            surest = 0.0
            for slot, meant in query.meaning[word]:
                alike = not query.accents or self._same_accents(query.slots[slot], form)
                other = not alike and query.slots[slot].word.has_accents
                grade = meant if alike else meant * (_OTHER_ACCENT if other else _LEFT_PLAIN)
                surest = max(surest, grade)
                follows = slot > 0 and place > 0 and places[slot - 1] == place - 1
                if grade > held[slot] or (follows and grade >= held[slot] - _AS_SURE):
                    held[slot], typed[slot], places[slot] = grade, meant >= _CLEAR and not other, place
            if spoken.count(word) < len(query.meaning[word]):  # «nuôi» said once is not «nuôi con nuôi»
                said += self._telling[word] * surest
                spoken.append(word)
        return held, typed, places, said

    def _same_accents(self, slot: Slot, form: int) -> bool:
        written = self._forms[form]
        return written.startswith(slot.word.accented) if slot.last else written == slot.word.accented


def _nearness(told: list[int]) -> tuple[float, int]:
    """How near each word found stands to the one found before it, summed; and how many were found."""
    nearness = 0.0
    met, before = 0, -1
    for after in told:
        if after < 0:
            continue
        met += 1
        if before >= 0:
            apart = after - before
            if apart == 1:
                nearness += 1.0
            elif apart == -1:
                nearness += _REVERSED
            else:
                nearness += _NEAR if 0 < apart <= _NEAR_BY else _FAR
        before = after
    return nearness, met
