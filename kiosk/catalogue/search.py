"""Every procedure of the catalogue, found as it is typed, from any thread; the first query builds the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import TypeVar

import msgspec

from kiosk.catalogue.life_events import LifeEvent, life_events
from kiosk.catalogue.model import Summary
from kiosk.catalogue.search_building import index_parts
from kiosk.catalogue.search_candidates import Candidate, Weighing
from kiosk.catalogue.search_index import Index, Words
from kiosk.catalogue.search_kept import Kept
from kiosk.catalogue.search_model import NO_COUNTS, Counts, Elsewhere, Found, Here, Hit, Saying, Span
from kiosk.catalogue.search_query import Query, Reader
from kiosk.catalogue.search_rank import Fit
from kiosk.catalogue.search_words import spans_of
from kiosk.catalogue.synonyms import Synonyms, synonyms

LIMIT = 20
_FOUND = 0.6
_SHOWN = 0.6
_DAMAGED = (LookupError, ValueError, OverflowError, msgspec.MsgspecError)  # what a forged file may make of reading it


T = TypeVar("T")


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
        kept: Kept | None = None,
    ) -> None:
        self._load, self._here, self._words, self._synonyms, self._events = load, here, words, synonyms, events
        self._kept = kept
        self._lock = Lock()
        self._asker: Asker | None = None

    @property
    def names(self) -> Mapping[str, str]:
        """The name of every procedure by its code, read one at a time; none before the index stands."""
        return Names(self)

    @property
    def standing(self) -> Asker | None:
        """The index, unless it is still to be built; never waits."""
        return self._asker

    def warm(self) -> Asker:
        """Open the index that is kept, or build it, unless it stands."""
        with self._lock:
            if self._asker is None:
                self._asker = self._opened() or self._built()
            return self._asker

    def find(self, text: str, *, limit: int = LIMIT, counts: Counts = NO_COUNTS) -> Found:
        """Answer a query, however far it is typed."""
        return self._asked(lambda asker: asker.find(text, limit=limit, counts=counts))

    def under(self, event: LifeEvent) -> tuple[Hit, ...]:
        """Every procedure of a life situation: the everyday ones in their order, then the likeliest here."""
        return self._asked(lambda asker: asker.under(event))

    def _asked(self, ask: Callable[[Asker], T]) -> T:
        """The answer; when what was kept turns out to be no index within, that of one built anew."""
        asker = self.warm()
        try:
            return ask(asker)
        except _DAMAGED:
            if not asker.kept:
                raise
        with self._lock:
            if self._asker is asker:
                self._asker = self._built(anew=True)
            again = self._asker or asker
        return ask(again)

    def _opened(self) -> Asker | None:
        parts = self._kept.open(self._made_of(self._kept)) if self._kept else None
        try:
            return Asker(Index(parts), self._events(), kept=True) if parts else None
        except _DAMAGED:
            return None

    def _built(self, *, anew: bool = False) -> Asker:
        """Kept for the next start where it can be; what is built ``anew`` is not trusted to a file again."""
        parts = index_parts(self._load(), self._words(), self._synonyms(), self._here)
        if self._kept and anew:
            self._kept.forget(self._made_of(self._kept))
        elif self._kept:
            written = self._kept.keep(parts, self._made_of(self._kept))
            if written:
                return Asker(Index(written), self._events(), kept=True)
        return Asker(Index({name: memoryview(part) for name, part in parts.items()}), self._events())

    def _made_of(self, kept: Kept) -> str:
        return kept.made_of(self._here, self._words())


class Asker:
    """Asks one index; any thread may."""

    def __init__(self, index: Index, events: tuple[LifeEvent, ...] = (), *, kept: bool = False) -> None:
        self._index, self._events, self.kept = index, events, kept
        self._reader = Reader(index.vocabulary, index.names, index.synonyms)

    def find(self, text: str, *, limit: int = LIMIT, counts: Counts = NO_COUNTS) -> Found:
        """Answer a query, however far it is typed."""
        by_code = self._index.codes.find(text)
        if by_code:
            return Found(text, "found", tuple(self._plain_hit(one, 1.0) for one in by_code[:limit]))
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
        named = [document for code in event.first if (document := self._index.document(code)) is not None]
        return tuple(map(self._plain_hit, dict.fromkeys([*named, *self._index.under(event.key)])))

    def name(self, code: str) -> str | None:
        """The name of a procedure; None when there is none of this code."""
        document = self._index.document(code)
        return None if document is None else self._index.place(document).name

    def codes(self) -> Iterator[str]:
        """The code of every procedure, the likeliest here first."""
        return (self._index.place(document).code for document in range(len(self._index)))

    def __len__(self) -> int:
        return len(self._index)

    def _hit(self, candidate: Candidate, readings: list[Query]) -> Hit:
        document, lead = candidate.document, candidate.lead
        if candidate.fit:
            marks = self._marks(document, candidate.query, candidate.fit)
        else:
            marks = self._marks_beside_saying(document, [*readings, candidate.query])
        saying = Saying(lead.said, lead.official) if lead and lead.documents[0] == document else None
        return self._plain_hit(document, candidate.score, marks, saying)

    def _marks_beside_saying(self, document: int, queries: list[Query]) -> tuple[Span, ...]:
        """Marks in the name of what a saying led to, where the query's words stand there together too."""
        fits = [(self._index.name_ranker.fit(query, document), query) for query in queries]
        fit, query = max(fits, key=lambda pair: pair[0].asked * pair[0].together)
        return self._marks(document, query, fit) if min(fit.asked, fit.together) >= _SHOWN else ()

    def _marks(self, document: int, query: Query, fit: Fit) -> tuple[Span, ...]:
        """The words of a name that matched, those side by side as one; of a half word, the half that was typed."""
        name, words = self._index.place(document).name, self._index.names.words(document)
        spans = spans_of(name)
        marks: list[Span] = []
        for place, slot in sorted((fit.places[told], told) for told in query.telling):
            if place < 0:
                continue
            start, end = spans[place]
            typed = query.slots[slot].word.folded
            if self._index.vocabulary.words[words[place]].startswith(typed):
                end = min(end, start + len(typed))
            if marks and marks[-1][1] < start and name[marks[-1][1] : start].isspace():
                marks[-1] = (marks[-1][0], end)
            elif not marks or marks[-1][1] <= start:
                marks.append((start, end))
        return tuple(marks)

    def _common(self, text: str, limit: int, counts: Counts) -> Found:
        """What is asked for most here, then what the life situations name first, then the likeliest."""
        asked = sorted(counts, key=lambda code: -counts[code])
        first = [code for event in self._events for code in event.first]
        known = [document for code in dict.fromkeys([*asked, *first]) for document in self._documents(code)]
        hits = tuple(map(self._plain_hit, (known or range(len(self._index)))[:limit]))
        return Found(text, "common", hits, tuple(event.key for event in self._events))

    def _events_near(self, best: Iterable[Candidate]) -> tuple[str, ...]:
        """All life situations, first those under which the nearest procedures stand."""
        near = [key for one in best for key in self._index.place(one.document).life_events]
        known = [event.key for event in self._events]
        return tuple(key for key in dict.fromkeys([*near, *known]) if key in known)

    def _documents(self, code: str) -> tuple[int, ...]:
        document = self._index.document(code)
        return () if document is None else (document,)

    def _plain_hit(
        self, document: int, score: float = 0.0, marks: tuple[Span, ...] = (), saying: Saying | None = None
    ) -> Hit:
        place = self._index.place(document)
        far = place.distance > 0 and place.level != "unknown"
        elsewhere = Elsewhere(place.level, self._index.agencies(place)) if far else None
        return Hit(place.code, place.name, marks, place.level, score, saying, elsewhere, place.province)


class Names(Mapping[str, str]):
    """The names of all procedures by their codes."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def __getitem__(self, code: str) -> str:
        standing = self._search.standing
        name = standing.name(code) if standing else None
        if name is None:
            raise KeyError(code)
        return name

    def __iter__(self) -> Iterator[str]:
        return standing.codes() if (standing := self._search.standing) else iter(())

    def __len__(self) -> int:
        return len(self._search.standing or ())
