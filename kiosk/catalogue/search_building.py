"""Builds the index: names in the order of how likely they are here, and the sayings that lead to them."""

from __future__ import annotations

import math
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from kiosk.catalogue.model import Level, Summary
from kiosk.catalogue.search_bits import bytes_of
from kiosk.catalogue.search_codes import codes_as_parts
from kiosk.catalogue.search_corpus import Forms, Writer
from kiosk.catalogue.search_index import ENDED, FOREIGN, INTERNAL, Lead, Place, Same, Words
from kiosk.catalogue.search_model import Here
from kiosk.catalogue.search_parts import texts_as_parts
from kiosk.catalogue.search_provinces import own_province, same_province
from kiosk.catalogue.search_query import FILLER
from kiosk.catalogue.search_words import written_words
from kiosk.catalogue.synonyms import Said, Synonyms

_LEVELS: dict[Level, dict[Level, int]] = {
    "commune": {"commune": 0, "unknown": 1, "province": 2, "ministry": 3},
    "province": {"province": 0, "unknown": 1, "commune": 2, "ministry": 3},
    "ministry": {"ministry": 0, "unknown": 1, "province": 2, "commune": 3},
    "unknown": {"commune": 0, "province": 0, "ministry": 0, "unknown": 0},
}
_ENDED = {"expired", "replaced", "suspended"}
_encode = msgspec.msgpack.Encoder().encode


class _Row(NamedTuple):
    """A summary with what this kiosk's place makes of it."""

    summary: Summary
    name: str
    distance: int
    province: str
    foreign: bool

    def standing(self) -> int:
        """What weighs for or against it, in the bits of one byte."""
        return (
            self.distance
            | (FOREIGN if self.foreign else 0)
            | (INTERNAL if self.summary.internal else 0)
            | (ENDED if self.summary.state in _ENDED else 0)
        )

    def likeliness(self) -> tuple[bool, bool, int, int, str]:
        return self.foreign, self.summary.internal, self.distance, len(self.name), self.summary.code


def index_parts(summaries: Iterable[Summary], words: Words, synonyms: Synonyms, here: Here) -> dict[str, bytes]:
    """The parts of the index; half a second for the national catalogue, and ten times that for ten times as much."""
    rows = sorted(_rows(summaries, here), key=_Row.likeliness)
    documents = {row.summary.code: document for document, row in enumerate(rows)}
    leads = sorted(_leads(rows, documents, words, synonyms), key=lambda pair: len(pair[0]))  # the shortest first
    forms = Forms()
    names, sayings = Writer(forms), Writer(forms)
    for row in rows:
        about = " ".join((row.summary.field, *row.summary.keywords))
        names.add(written_words(row.name), written_words(about))
    for said, _ in leads:
        sayings.add(said)
    telling = [
        FILLER if (word,) in synonyms.fillers else _telling(names.frequency(number), len(rows))
        for word, number in forms.folded.numbers.items()
    ]
    return {
        "vocabulary": _encode(tuple(forms.folded.numbers)),
        **forms.parts(),
        "telling": array("d", telling).tobytes(),
        "same": _encode(_same(synonyms)),
        **names.parts("names", telling),
        **sayings.parts("sayings", telling),
        **codes_as_parts([row.summary.code for row in rows]),
        **_led(lead for _, lead in leads),
        **_places(rows),
        **_events(rows),
    }


def _rows(summaries: Iterable[Summary], here: Here) -> Iterator[_Row]:
    distances = _LEVELS[here.level]
    for summary in summaries:
        province = own_province(summary.promulgator)
        name = unicodedata.normalize("NFC", summary.name)
        foreign = bool(province) and not same_province(province, here.province)
        yield _Row(summary, name, distances[summary.level], province, foreign)


def _leads(
    rows: Sequence[_Row], documents: Mapping[str, int], words: Words, synonyms: Synonyms
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
                yield tuple(written_words(phrase)), Lead(phrase, rows[document].name, (document,))


def _led(leads: Iterable[Lead]) -> dict[str, bytes]:
    """Beside each lead the number of its meaning: those alike lead to the same."""
    meanings: dict[tuple[int, ...], int] = {}
    kept = list(leads)
    numbered = array("I", (meanings.setdefault(lead.documents, len(meanings)) for lead in kept))
    return texts_as_parts("leads", map(_encode, kept)) | {"leads.meaning": numbered.tobytes()}


def _places(rows: Sequence[_Row]) -> dict[str, bytes]:
    agencies: dict[tuple[str, ...], int] = {}
    places = [
        Place(
            code=row.summary.code,
            name=row.name,
            level=row.summary.level,
            distance=row.distance,
            agencies=agencies.setdefault(row.summary.agencies, len(agencies)),
            province=row.province,
            life_events=row.summary.life_events,
        )
        for row in rows
    ]
    return {
        "standings": bytes(map(_Row.standing, rows)),
        **texts_as_parts("places", map(_encode, places)),
        **texts_as_parts("agencies", map(_encode, agencies)),
    }


def _events(rows: Sequence[_Row]) -> dict[str, bytes]:
    under: dict[str, list[int]] = {}
    for document, row in enumerate(rows):
        for event in dict.fromkeys(row.summary.life_events):
            under.setdefault(event, []).append(document)
    return {"event_keys": _encode(tuple(under))} | texts_as_parts("events", map(bytes_of, under.values()))


def _same(synonyms: Synonyms) -> Same:
    same = [
        (phrase, tuple(" ".join(word.accented for word in meant) for meant in meanings))
        for phrase, meanings in synonyms.same.items()
    ]
    fillers = [" ".join(word.accented for word in spelled) for each in synonyms.fillers.values() for spelled in each]
    return Same(same, fillers, sorted(synonyms.accented_fillers))


def _telling(frequency: int, names: int) -> float:
    """How much a word tells: the rarer, the more."""
    return 1.0 + math.log((names + 1) / (frequency + 1)) if frequency else 1.0 + math.log(names + 1) * 0.75
