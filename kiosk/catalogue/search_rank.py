"""How well one text answers a query: how much of the query it holds, how much of it was said, in what order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_query import Query, Slot

_OTHER_ACCENT, _LEFT_PLAIN = 0.8, 0.9
_REVERSED, _NEAR, _FAR = 0.45, 0.6, 0.15
_NEAR_BY = 4
_AS_SURE = 0.1  # how much less sure a word may be and still be taken for standing beside the one before
_CLEAR = 0.95  # the grade of a word that stands as it was typed: no half word, no other sound, no slip


class Fit(NamedTuple):
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
        for slot, grade in enumerate(held):
            if grade:
                part = query.slots[slot].weight * grade
                asked += part
                if typed[slot]:
                    clear += part
        weight, total = query.weight or 1.0, self._corpus.totals[document] or 1.0
        told = [places[place] for place in query.telling]
        nearness, met = _nearness(told)
        return Fit(
            asked / weight,
            clear / weight,
            said / total,
            nearness / (len(told) - 1) if len(told) > 1 else float(met > 0),
            nearness / (met - 1) if met > 1 else float(met),
            tuple(places),
        )

    def _held(self, query: Query, document: int) -> tuple[list[float], list[bool], list[int], float]:
        """How surely the text holds each slot, whether as it was typed, and where; how much of it the query says."""
        slots, meaning, folded, accents = query.slots, query.meaning, self._folded, query.accents
        held, typed, places = [0.0] * len(slots), [False] * len(slots), [-1] * len(slots)
        said, spoken = 0.0, list[int]()
        for place, form in enumerate(self._corpus.forms(document)):
            word = folded[form]
            meanings = meaning.get(word)
            if meanings is None:
                continue
            surest = 0.0
            for slot, meant in meanings:
                grade, other = meant, False
                if accents and not self._same_accents(slots[slot], form):
                    other = slots[slot].word.has_accents
                    grade *= _OTHER_ACCENT if other else _LEFT_PLAIN
                surest = max(surest, grade)
                best = held[slot]
                if grade > best or (
                    grade >= best - _AS_SURE and slot > 0 and place > 0 and places[slot - 1] == place - 1
                ):
                    held[slot], places[slot], typed[slot] = grade, place, meant >= _CLEAR and not other
            if spoken.count(word) < len(meanings):  # «nuôi» said once is not «nuôi con nuôi»
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
