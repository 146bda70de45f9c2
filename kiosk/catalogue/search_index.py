"""The index that search asks, read out of its parts as they are needed, wherever those lie: in memory or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from kiosk.catalogue.model import Level
from kiosk.catalogue.search_bits import documents_of
from kiosk.catalogue.search_codes import Codes
from kiosk.catalogue.search_corpus import Corpus
from kiosk.catalogue.search_parts import DamagedIndexError, Parts, Texts, numbers
from kiosk.catalogue.search_rank import Ranker
from kiosk.catalogue.search_vocabulary import Vocabulary
from kiosk.catalogue.synonyms import Synonyms
from kiosk.shelf import GuideShelf

Words = Mapping[str, Iterable[str]]
"""The everyday words of authored guides, by code."""

SHORT = 2  # words of a saying that a query may well hold whole
DISTANCE, FOREIGN, INTERNAL, ENDED = 0b11, 0b100, 0b1000, 0b10000
"""What weighs for or against a procedure, in the bits of one byte."""


class Place(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A procedure as this kiosk sees it. ``distance`` is 0 when its own level handles it, 3 when the farthest does."""

    code: str
    name: str
    level: Level
    distance: int
    agencies: int  # their number in the index
    province: str
    life_events: tuple[str, ...]


class Lead(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where a saying leads; ``said`` in its own spelling."""

    said: str
    official: str
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """What of the synonyms is asked while a query is read, in a shape that can be kept."""

    same: list[tuple[tuple[str, ...], tuple[str, ...]]]
    fillers: list[str]
    accented_fillers: list[str]


_place = msgspec.msgpack.Decoder(Place).decode
_lead = msgspec.msgpack.Decoder(Lead).decode
_strings = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_same = msgspec.msgpack.Decoder(Same).decode


class Index:
    """Never changes; any thread may read it. Raises DamagedIndexError when the parts are not those of an index.

    Parts that are damaged within may raise any LookupError, ValueError or msgspec.MsgspecError when they are read.
    """

    def __init__(self, parts: Parts) -> None:
        try:
            self.vocabulary = Vocabulary(_strings(parts["vocabulary"]))
            forms, folded = _strings(parts["forms"]), numbers(parts["forms.folded"]).tolist()
            telling = numbers(parts["telling"], "d").tolist()
            self.names, self.sayings = Corpus(parts, "names", folded), Corpus(parts, "sayings", folded)
            self.short_sayings = (1 << self.sayings.up_to(SHORT)) - 1
            self.name_ranker = Ranker(self.names, forms, folded, telling)
            self.saying_ranker = Ranker(self.sayings, forms, folded, telling)
            self.codes = Codes(parts)
            self.synonyms = _synonyms(_same(parts["same"]))
            self._standings = parts["standings"]
            self._places, self._leads = Texts(parts, "places"), Texts(parts, "leads")
            self._meanings = numbers(parts["leads.meaning"])
            self._agencies, self._events = Texts(parts, "agencies"), Texts(parts, "events")
            self._event_keys = _strings(parts["event_keys"])
        except (KeyError, TypeError, msgspec.MsgspecError) as error:
            raise DamagedIndexError(f"a part of the index: {error}") from error

    def __len__(self) -> int:
        return len(self._places)

    def place(self, document: int) -> Place:
        """The procedure of a document; documents stand in the order of how likely they are here."""
        return _place(self._places[document])

    def distance(self, document: int) -> int:
        """How far from here the procedure is handled, as in its place."""
        return self._standings[document] & DISTANCE

    def foreign(self, document: int) -> bool:
        """Whether it is another province's own."""
        return bool(self._standings[document] & FOREIGN)

    def internal(self, document: int) -> bool:
        """Whether it is between offices."""
        return bool(self._standings[document] & INTERNAL)

    def ended(self, document: int) -> bool:
        """Whether it is no longer, or not now, in force."""
        return bool(self._standings[document] & ENDED)

    def agencies(self, place: Place) -> tuple[str, ...]:
        """Who handles the procedure, as the portal names them."""
        return _strings(self._agencies[place.agencies])

    def lead(self, saying: int) -> Lead:
        """Where a saying leads."""
        return _lead(self._leads[saying])

    def meaning(self, saying: int) -> int:
        """A number that is the same for sayings that lead to the same procedures."""
        return self._meanings[saying]

    def document(self, code: str) -> int | None:
        """The document of a code; None when the catalogue has no such procedure."""
        return next((one for one in self.codes.like(code) if self.place(one).code == code), None)

    def under(self, event: str) -> list[int]:
        """The documents under a life situation."""
        if event not in self._event_keys:
            return []
        return list(documents_of(int.from_bytes(self._events[self._event_keys.index(event)], "little")))


def guide_words(shelf: GuideShelf | None = None) -> Words:
    """The everyday words of the guides on a shelf, by default the kiosk's own."""
    return {guide.code: guide.search for guide in (shelf or GuideShelf()).summaries}


def _synonyms(kept: Same) -> Synonyms:
    return Synonyms.of(dict(kept.same), kept.fillers, kept.accented_fillers)
