"""Which procedures answer a query, and how well: by their names, by sayings that lead to them, by their standing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.catalogue.search_bits import Sums
from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_index import Index, Lead
from kiosk.catalogue.search_model import Counts
from kiosk.catalogue.search_query import Query, Reader
from kiosk.catalogue.search_rank import Fit
from kiosk.catalogue.search_words import Word

_NAMES, _SAYINGS, _SAYINGS_OF_ONE = 100, 400, 10  # how many are weighed by their words, not by their sums alone
_SHARE = 0.4  # what holds less of the query than this share of the best is not weighed
_RAREST, _RAREST_SAID = 15, 3  # the most that a word may weigh; sayings are short, each word of one counts
_SURE = 0.86
_NEAREST = 0.2
_TAIL = 0.5  # a candidate this much worse than the best is none
_WHOLE, _CLOSE = 0.9, 0.7  # grades of a word that count as itself, and as nearly itself
_BY_DISTANCE = (0.0, 0.02, 0.12, 0.14)
_ALL_SAID = 0.9
_INTERNAL, _ENDED = 0.3, 0.1
_COMMON = 0.08
_LATER, _LATER_PARTLY = 0.012, 0.05  # a saying's next procedure; of one that the query only holds among others


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure with its best fit to one reading of the query; ``lead`` is the saying that led there, if one did."""

    document: int
    score: float
    sure: bool  # it answers the whole query, with no slip to be thought of
    query: Query
    fit: Fit | None
    lead: Lead | None


class Weighing:
    """One query being weighed: every reading of it, the best candidate of each procedure."""

    def __init__(self, index: Index, counts: Counts) -> None:
        self._index, self._counts = index, counts
        self._most = max(counts.values(), default=0)
        self._standings: dict[int, float] = {}
        self._best: dict[int, Candidate] = {}
        self.queries: list[Query] = []  # the readings as they stand, without slips

    def weigh(self, reader: Reader, readings: Iterable[tuple[Word, ...]]) -> list[Candidate]:
        """The candidates, the best first; slips are thought of only when nothing fits as it stands."""
        readings = list(readings)
        for words in readings:
            query = reader.query(words, slips=False)
            self.queries.append(query)
            self._add(query)
        if not any(candidate.sure for candidate in self._best.values()):
            for words in readings:
                query = reader.query(words, slips=True)
                if query.slips:
                    self._add(query)
        return self._ranked()

    def _ranked(self) -> list[Candidate]:
        """Those of other provinces come last, however well they fit."""
        best = self._best.values()
        floor = max(_NEAREST, max((candidate.score for candidate in best), default=0.0) * _TAIL)
        kept = [candidate for candidate in best if candidate.score >= floor]
        foreign = self._index.foreign
        return sorted(kept, key=lambda one: (foreign(one.document), -one.score, one.document))

    def _add(self, query: Query) -> None:
        index = self._index
        for document in _sums(index.names, query, _RAREST).best(index.names.every, _NAMES, _SHARE):
            fit = index.name_ranker.fit(query, document)
            score = max(fit.asked * (0.55 + 0.2 * fit.said + 0.25 * fit.order), _within(fit))
            sure = fit.asked >= _SURE and fit.order >= _SURE
            self._offer(Candidate(document, score + self._standing(document), sure, query, fit, None))
        for score, sure, lead in self._sayings(query):
            step = _LATER if sure else _LATER_PARTLY
            for place, document in enumerate(lead.documents):
                standing = self._standing(document) - place * step
                self._offer(Candidate(document, score + standing, sure, query, None, lead))

    def _sayings(self, query: Query) -> list[tuple[float, bool, Lead]]:
        """For each meaning the saying that fits best, with its score and whether it is sure."""
        index = self._index
        met: Counter[int] = Counter()
        best: dict[int, tuple[float, bool, int]] = {}
        for number in _sums(index.sayings, query, _RAREST_SAID).best(index.sayings.every, _SAYINGS, _SHARE):
            meaning = index.meaning(number)
            met[meaning] += 1
            if met[meaning] > _SAYINGS_OF_ONE:
                continue
            fit = index.saying_ranker.fit(query, number)
            score = max(fit.asked * (0.3 + 0.55 * fit.said + 0.15 * fit.order), _within(fit))
            if meaning not in best or best[meaning][0] < score:
                best[meaning] = score, fit.asked * fit.said >= _SURE, number
        return [(score, sure, index.lead(number)) for score, sure, number in best.values()]

    def _offer(self, candidate: Candidate) -> None:
        known = self._best.get(candidate.document)
        if known is None or known.score < candidate.score:
            self._best[candidate.document] = candidate

    def _standing(self, document: int) -> float:
        """What a procedure gains or loses by who handles it and how often it is asked for here."""
        known = self._standings.get(document)
        if known is not None:
            return known
        standing = -_BY_DISTANCE[self._index.distance(document)]
        if self._index.internal(document):
            standing -= _INTERNAL
        if self._index.ended(document):
            standing -= _ENDED
        count = self._counts.get(self._index.place(document).code, 0) if self._counts else 0
        if count > 0:
            standing += _COMMON * math.log1p(count) / math.log1p(self._most)
        self._standings[document] = standing
        return standing


def _within(fit: Fit) -> float:
    """How well a text fits that the query holds whole, among other words."""
    return fit.said * fit.together * (0.48 + 0.5 * fit.asked) if fit.said >= _ALL_SAID else 0.0


def _sums(corpus: Corpus, query: Query, rarest: int) -> Sums:
    """What each text holds of the query, roughly: a filler decides only between texts that hold the same otherwise."""
    sums = Sums()
    for slot in query.slots:
        whole = corpus.holding(number for number, grade in slot.grades.items() if grade >= _WHOLE)
        if slot.filler:
            sums.add([(1, whole)])
            continue
        weight = min(rarest, max(1, round(slot.weight)))
        close = corpus.holding(number for number, grade in slot.grades.items() if _CLOSE <= grade < _WHOLE)
        slipped = corpus.holding(number for number, grade in slot.grades.items() if grade < _CLOSE)
        about = corpus.about(number for number, grade in slot.grades.items() if grade >= _WHOLE)
        sums.add([(weight * 4, whole), (weight * 3, close), (weight * 2, slipped), (weight, about)])
    return sums
