"""Which procedures answer a query, and how well: by their names, by sayings that lead to them, by their standing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kiosk.catalogue.search_bits import Sums
from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_index import Index, Lead
from kiosk.catalogue.search_model import Counts
from kiosk.catalogue.search_query import Query, Reader
from kiosk.catalogue.search_rank import Fit
from kiosk.catalogue.search_words import Word

_NAMES, _SAYINGS, _SAYINGS_OF_ONE = 90, 200, 16  # how many are weighed by their words, not by their sums alone
_SHORT_SAYINGS = 80  # of those of a word or two, which a long query may hold whole while longer ones hold more of it
_SHARE = 0.4  # what holds less of the query than this share of the best is not weighed
_RAREST, _RAREST_SAID = 15, 3  # the most that a word may weigh; sayings are short, each word of one counts
_SURE = 0.86
_NEAREST = 0.2
_TAIL = 0.5  # a candidate this much worse than the best is none
_CERTAIN, _TAIL_OF_CERTAIN = 0.86, 0.6  # what is surely meant, and how much worse than that a candidate may be
_GOOD, _TAIL_UNCLEAR = 0.7, 0.8  # beside a good and clear one, how much worse one may be that is not clear
_UNCLEAR = 0.12  # of the query's weight, what may be held otherwise than it was typed, and the candidate be clear
_SCATTERED = 0.7  # how far words stand side by side that are not scattered over a long name
_WHOLE, _CLOSE = 0.9, 0.7  # grades of a word that count as itself, and as nearly itself
_BY_DISTANCE = (0.0, 0.02, 0.12, 0.14)
_ALL_SAID = 0.9
_ALONE, _ASKED_ALONE = 0.75, 0.4  # what a text of one word counts that is less than this share of the query
_INTERNAL, _ENDED = 0.3, 0.1
_COMMON = 0.08
_LATER, _LATER_PARTLY = 0.012, 0.05  # a saying's next procedure; of one that the query only holds among others


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure with its best fit to one reading of the query; ``lead`` is the saying that led there, if one did."""

    document: int
    score: float
    sure: bool  # it answers the whole query, with no slip to be thought of
    clear: bool  # what it holds of the query stands there as it was typed, and not scattered
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
        kept = _without_tail(self._best.values())
        foreign = self._index.foreign
        return sorted(kept, key=lambda one: (foreign(one.document), -one.score, one.document))

    def _add(self, query: Query) -> None:
        index = self._index
        for document in _sums(index.names, query, _RAREST).best(index.names.every, _NAMES, _SHARE):
            fit = index.name_ranker.fit(query, document)
            score = max(fit.asked * (0.55 + 0.2 * fit.said + 0.25 * fit.order), _within(fit))
            sure = fit.asked >= _SURE and fit.order >= _SURE
            self._offer(Candidate(document, score + self._standing(document), sure, _clear(fit), query, fit, None))
        for score, sure, clear, lead in self._sayings(query):
            step = _LATER if sure else _LATER_PARTLY
            for place, document in enumerate(lead.documents):
                standing = self._standing(document) - place * step
                self._offer(Candidate(document, score + standing, sure, clear, query, None, lead))

    def _sayings(self, query: Query) -> list[tuple[float, bool, bool, Lead]]:
        """For each meaning the saying that fits best, with its score and whether it is sure, and clear."""
        index = self._index
        met: Counter[int] = Counter()
        best: dict[int, tuple[float, bool, bool, int]] = {}
        sums = _sums(index.sayings, query, _RAREST_SAID)
        longest = sums.best(index.sayings.every, _SAYINGS, _SHARE)
        for number in dict.fromkeys(longest + sums.best(index.short_sayings, _SHORT_SAYINGS, _SHARE)):
            meaning = index.meaning(number)
            met[meaning] += 1
            if met[meaning] > _SAYINGS_OF_ONE:
                continue
            fit = index.saying_ranker.fit(query, number)
            score = max(fit.asked * (0.3 + 0.55 * fit.said + 0.15 * fit.order), _within(fit))
            if meaning not in best or best[meaning][0] < score:
                best[meaning] = score, fit.asked * fit.said >= _SURE, _clear(fit), number
        return [(score, sure, clear, index.lead(number)) for score, sure, clear, number in best.values()]

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


def _without_tail(candidates: Collection[Candidate]) -> list[Candidate]:
    """Those near enough to the best. Beside one that is surely meant, half words and scattered ones are only noise."""
    best = max(candidates, key=lambda one: one.score, default=None)
    if best is None:
        return []
    certain = best.sure and best.clear and best.score >= _CERTAIN
    good = best.clear and best.score >= _GOOD
    floor = max(_NEAREST, best.score * (_TAIL_OF_CERTAIN if certain else _TAIL))
    unclear = best.score * _TAIL_UNCLEAR if good else floor
    return [one for one in candidates if one.score >= (floor if one.clear else unclear) and (one.clear or not certain)]


def _clear(fit: Fit) -> bool:
    return fit.asked - fit.clear <= _UNCLEAR and fit.together >= _SCATTERED


def _within(fit: Fit) -> float:
    """How well a text fits that the query holds whole, among other words; one word alone says little among many."""
    if fit.said < _ALL_SAID:
        return 0.0
    alone = fit.asked < _ASKED_ALONE and sum(place >= 0 for place in fit.places) == 1
    return fit.said * fit.together * (0.48 + 0.5 * fit.asked) * (_ALONE if alone else 1.0)


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
