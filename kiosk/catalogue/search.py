"""Every procedure of the catalogue, found as it is typed, from any thread; the first query builds the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock

from kiosk.catalogue.life_events import LifeEvent, life_events
from kiosk.catalogue.model import Summary
from kiosk.catalogue.search_candidates import Candidate, Weighing
from kiosk.catalogue.search_index import Index, Place, Words, build_index
from kiosk.catalogue.search_model import NO_COUNTS, Counts, Elsewhere, Found, Here, Hit, Saying, Span
from kiosk.catalogue.search_query import Query, Reader
from kiosk.catalogue.search_rank import Fit
from kiosk.catalogue.search_words import spans_of
from kiosk.catalogue.synonyms import Synonyms, synonyms

LIMIT = 20
_FOUND = 0.6
_SHOWN = 0.6


class Search:
    """``load`` gives the summaries of a catalogue, ``words`` the everyday words of authored guides by code.

    Nothing is loaded before the first query, or ``warm``; a new version of the catalogue takes a new Search.
    """

    def __init__(
        self,
        load: Callable[[], Iterable[Summary]],
        here: Here,
        words: Callable[[], Words] = dict,
        *,
        synonyms: Callable[[], Synonyms] = synonyms,
        events: Callable[[], tuple[LifeEvent, ...]] = life_events,
    ) -> None:
        self._load, self._here, self._words, self._synonyms, self._events = load, here, words, synonyms, events
        self._lock = Lock()
        self._asker: Asker | None = None

    def warm(self) -> Asker:
        """Build the index unless it stands."""
        with self._lock:
            if self._asker is None:
                index = build_index(self._load(), self._words(), self._synonyms(), self._here)
                self._asker = Asker(index, self._events())
            return self._asker

    def find(self, text: str, *, limit: int = LIMIT, counts: Counts = NO_COUNTS) -> Found:
        """Answer a query, however far it is typed."""
        return self.warm().find(text, limit=limit, counts=counts)

    def under(self, event: LifeEvent) -> tuple[Hit, ...]:
        """Every procedure of a life situation: the everyday ones in their order, then the likeliest here."""
        return self.warm().under(event)


class Asker:
    """Asks one index; any thread may."""

    def __init__(self, index: Index, events: tuple[LifeEvent, ...] = ()) -> None:
        self._index, self._events = index, events
        self._reader = Reader(index.vocabulary, index.names, index.synonyms)

    def find(self, text: str, *, limit: int = LIMIT, counts: Counts = NO_COUNTS) -> Found:
        """Answer a query, however far it is typed."""
        by_code = self._index.codes.find(text)
        if by_code:
            return Found(text, "found", tuple(_plain_hit(self._index.places[one], 1.0) for one in by_code[:limit]))
        weighing = Weighing(self._index, counts)
        best = weighing.weigh(self._reader, self._reader.readings(text))
        if not best:
            return self._common(text, limit, counts)
        hits = tuple(self._hit(candidate, weighing.queries) for candidate in best[:limit])
        if max(candidate.score for candidate in best) >= _FOUND:
            return Found(text, "found", hits)
        return Found(text, "nearest", hits, self._events_near(best))

    def under(self, event: LifeEvent) -> tuple[Hit, ...]:
        """Every procedure of a life situation: the everyday ones in their order, then the likeliest here."""
        rank = {code: number for number, code in enumerate(event.first)}
        places = [place for place in self._index.places if event.key in place.summary.life_events]
        named = [place for place in self._index.places if place.summary.code in rank and place not in places]
        last = len(rank)
        return tuple(map(_plain_hit, sorted(places + named, key=lambda place: rank.get(place.summary.code, last))))

    def _hit(self, candidate: Candidate, readings: list[Query]) -> Hit:
        document, lead = candidate.document, candidate.lead
        if candidate.fit:
            marks = self._marks(document, candidate.query, candidate.fit)
        else:
            marks = self._marks_beside_saying(document, [*readings, candidate.query])
        saying = Saying(lead.said, lead.official) if lead and lead.documents[0] == document else None
        return _plain_hit(self._index.places[document], candidate.score, marks, saying)

    def _marks_beside_saying(self, document: int, queries: list[Query]) -> tuple[Span, ...]:
        """Marks in the name of what a saying led to, where the query's words stand there together too."""
        fits = [(self._index.name_ranker.fit(query, document), query) for query in queries]
        fit, query = max(fits, key=lambda pair: pair[0].asked * pair[0].together)
        return self._marks(document, query, fit) if min(fit.asked, fit.together) >= _SHOWN else ()

    def _marks(self, document: int, query: Query, fit: Fit) -> tuple[Span, ...]:
        """The words of a name that matched, those side by side as one; of a half word, the half that was typed."""
        name, names = self._index.places[document].name, self._index.names
        spans = spans_of(name)
        marks: list[Span] = []
        for place, slot in sorted((fit.places[told], told) for told in query.telling):
            if place < 0:
                continue
            start, end = spans[place]
            typed = query.slots[slot].word.folded
            if self._index.vocabulary.words[names.words[document][place]].startswith(typed):
                end = min(end, start + len(typed))
            if marks and marks[-1][1] < start and name[marks[-1][1] : start].isspace():
                marks[-1] = (marks[-1][0], end)
            elif not marks or marks[-1][1] <= start:
                marks.append((start, end))
        return tuple(marks)

    def _common(self, text: str, limit: int, counts: Counts) -> Found:
        """What is asked for most here, then what the life situations name first, then the likeliest."""
        places = {place.summary.code: place for place in self._index.places}
        asked = sorted((code for code in counts if code in places), key=lambda code: -counts[code])
        first = [code for event in self._events for code in event.first if code in places]
        chosen = list(dict.fromkeys([*asked, *first]))[:limit] or list(places)[:limit]
        hits = tuple(_plain_hit(places[code]) for code in chosen)
        return Found(text, "common", hits, tuple(event.key for event in self._events))

    def _events_near(self, best: Iterable[Candidate]) -> tuple[str, ...]:
        """All life situations, first those under which the nearest procedures stand."""
        near = [key for one in best for key in self._index.places[one.document].summary.life_events]
        known = [event.key for event in self._events]
        return tuple(key for key in dict.fromkeys([*near, *known]) if key in known)


def _plain_hit(place: Place, score: float = 0.0, marks: tuple[Span, ...] = (), saying: Saying | None = None) -> Hit:
    summary = place.summary
    far = place.distance > 0 and summary.level != "unknown"
    elsewhere = Elsewhere(summary.level, summary.agencies) if far else None
    return Hit(summary.code, place.name, marks, summary.level, score, saying, elsewhere, place.province)
