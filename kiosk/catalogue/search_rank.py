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


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a text fits a query, each figure from 0 to 1; ``places`` gives each slot's word in the text, or -1."""

    asked: float  # of the query's weight, what the text holds
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
        held, places, said = self._held(query, document)
        asked = 0.0
        for slot, grade in zip(query.slots, held, strict=True):
            asked += slot.weight * grade
        total = self._corpus.totals[document]
        told = [places[place] for place in query.telling]
        nearness, met = _nearness(told)
        return Fit(
            asked=asked / query.weight if query.weight else 0.0,
            said=said / total if total else 0.0,
            order=nearness / (len(told) - 1) if len(told) > 1 else float(met > 0),
            together=nearness / (met - 1) if met > 1 else float(met),
            places=tuple(places),
        )

    def _held(self, query: Query, document: int) -> tuple[list[float], list[int], float]:
        """How surely the text holds each slot, and where; and how much of the text the query says."""
        held = [0.0] * len(query.slots)
        places = [-1] * len(query.slots)
        said, spoken = 0.0, list[int]()
        for place, form in enumerate(self._corpus.forms(document)):
            word = self._folded[form]
            if word not in query.meaning:
                continue
            surest = 0.0
            for slot, meant in query.meaning[word]:
                alike = not query.accents or self._same_accents(query.slots[slot], form)
                grade = (
                    meant if alike else meant * (_OTHER_ACCENT if query.slots[slot].word.has_accents else _LEFT_PLAIN)
                )
                surest = max(surest, grade)
                follows = slot > 0 and place > 0 and places[slot - 1] == place - 1
                if grade > held[slot] or (follows and grade >= held[slot] - _AS_SURE):
                    held[slot], places[slot] = grade, place
            if spoken.count(word) < len(query.meaning[word]):  # «nuôi» said once is not «nuôi con nuôi»
                said += self._telling[word] * surest
                spoken.append(word)
        return held, places, said

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
