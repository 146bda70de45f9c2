"""The index that search asks: names in the order of how likely they are here, and the sayings that lead to them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kiosk.catalogue.model import Level, Summary
from kiosk.catalogue.search_codes import Codes
from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_model import Here
from kiosk.catalogue.search_provinces import own_province, same_province
from kiosk.catalogue.search_query import FILLER
from kiosk.catalogue.search_rank import Ranker
from kiosk.catalogue.search_vocabulary import Vocabulary
from kiosk.catalogue.search_words import written_words
from kiosk.catalogue.synonyms import Said, Synonyms
from kiosk.shelf import GuideShelf

_LEVELS: dict[Level, dict[Level, int]] = {
    "commune": {"commune": 0, "unknown": 1, "province": 2, "ministry": 3},
    "province": {"province": 0, "unknown": 1, "commune": 2, "ministry": 3},
    "ministry": {"ministry": 0, "unknown": 1, "province": 2, "commune": 3},
    "unknown": {"commune": 0, "province": 0, "ministry": 0, "unknown": 0},
}
Words = Mapping[str, Iterable[str]]
"""The everyday words of authored guides, by code."""


@dataclass(frozen=True, slots=True)
class Place:
    """A procedure as this kiosk sees it. ``distance`` is 0 when its own level handles it, 3 when the farthest does."""

    summary: Summary
    name: str
    distance: int
    province: str
    foreign: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a saying leads; ``said`` in its own spelling."""

    said: str
    official: str
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Never changes; any thread may read it."""

    here: Here
    places: tuple[Place, ...]
    leads: tuple[Lead, ...]
    vocabulary: Vocabulary
    names: Corpus
    sayings: Corpus
    name_ranker: Ranker
    saying_ranker: Ranker
    telling: list[float]
    codes: Codes
    synonyms: Synonyms


def build_index(summaries: Iterable[Summary], words: Words, synonyms: Synonyms, here: Here) -> Index:
    """Build the index; half a second for the national catalogue."""
    places = _in_order(summaries, here)
    documents = {place.summary.code: document for document, place in enumerate(places)}
    leads = sorted(_leads(places, documents, words, synonyms), key=lambda pair: len(pair[0]))  # the shortest first
    vocabulary, accents = Vocabulary(), Vocabulary()
    names, sayings = Corpus(vocabulary, accents), Corpus(vocabulary, accents)
    for place in places:
        about = " ".join((place.summary.field, *place.summary.keywords))
        names.add(written_words(place.name), written_words(about))
    for said, _ in leads:
        sayings.add(said)
    for part in (vocabulary, names, sayings):
        part.close()
    telling = [
        FILLER if (word,) in synonyms.fillers else _telling(names.frequency(number), len(places))
        for number, word in enumerate(vocabulary.words)
    ]
    return Index(
        here=here,
        places=places,
        leads=tuple(lead for _, lead in leads),
        vocabulary=vocabulary,
        names=names,
        sayings=sayings,
        name_ranker=Ranker(names, accents, telling),
        saying_ranker=Ranker(sayings, accents, telling),
        telling=telling,
        codes=Codes([place.summary.code for place in places]),
        synonyms=synonyms,
    )


def guide_words(shelf: GuideShelf | None = None) -> Words:
    """The everyday words of the guides on a shelf, by default the kiosk's own."""
    return {guide.code: guide.search for guide in (shelf or GuideShelf()).summaries}


def _in_order(summaries: Iterable[Summary], here: Here) -> tuple[Place, ...]:
    """The likeliest here first: of this level and no other province's, then those with the shortest names."""
    distances = _LEVELS[here.level]
    places = []
    for summary in summaries:
        province = own_province(summary.promulgator)
        name = unicodedata.normalize("NFC", summary.name)
        foreign = bool(province) and not same_province(province, here.province)
        places.append(Place(summary, name, distances[summary.level], province, foreign))
    return tuple(sorted(places, key=_likeliness))


def _likeliness(place: Place) -> tuple[bool, bool, int, int, str]:
    return place.foreign, place.summary.internal, place.distance, len(place.name), place.summary.code


def _leads(
    places: tuple[Place, ...], documents: Mapping[str, int], words: Words, synonyms: Synonyms
) -> Iterator[tuple[Said, Lead]]:
    """Sayings with where they lead; one of which this catalogue has no procedure leads nowhere."""
    for meaning in synonyms.meanings:
        led = tuple(documents[code] for code in meaning.codes if code in documents)
        if led:
            yield from ((said, Lead(" ".join(said), meaning.official, led)) for said in meaning.said)
    for code, phrases in words.items():
        document = documents.get(code)
        if document is not None:
            for phrase in phrases:
                yield tuple(written_words(phrase)), Lead(phrase, places[document].name, (document,))


def _telling(frequency: int, names: int) -> float:
    """How much a word tells: the rarer, the more."""
    return 1.0 + math.log((names + 1) / (frequency + 1)) if frequency else 1.0 + math.log(names + 1) * 0.75
