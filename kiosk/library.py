"""Every procedure this kiosk can take: found, opened, and led through by its authored guide or one made of its row."""

from __future__ import annotations

import re
from collections import ChainMap
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from kiosk.assets import ASSETS
from kiosk.catalogue.generic import generic_guide
from kiosk.catalogue.life_events import life_events
from kiosk.catalogue.model import Summary
from kiosk.catalogue.pack import CatalogueError
from kiosk.catalogue.remarks import Remark, remarks_on
from kiosk.catalogue.search import Search
from kiosk.catalogue.search_index import guide_words
from kiosk.catalogue.view import Catalogue, open_catalogue
from kiosk.errors import KioskError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from kiosk.catalogue.life_events import LifeEvent
    from kiosk.catalogue.pack import Pack
    from kiosk.catalogue.search_model import Counts, Found, Here, Hit
    from kiosk.procedures.guide_summary import GuideSummary
    from kiosk.procedures.model import Guide
    from kiosk.shelf import GuideShelf

TEMPLATE = ASSETS / "generic" / "flow.yaml"
_MADE = re.compile(r"(\d{4}-\d{2}-\d{2}\.\d{1,4})\.\d{4}-\d{2}-\d{2}\.\d{1,4}")
"""The version of a guide made of a row: the catalogue's version, then the template's."""


@dataclass(frozen=True)
class Opened:
    """A procedure on the table. ``authored`` is false when its guide was made of the catalogue's row."""

    guide: Guide
    remarks: tuple[Remark, ...] = ()
    authored: bool = True


@dataclass(frozen=True)
class _Stock:
    """One version of the catalogue with what was made of it; replaced whole."""

    catalogue: Catalogue
    search: Search
    names: Mapping[str, str]


class Library:
    """The shelf of authored guides laid over the catalogue in ``folder``. Any thread; all but ``guided`` may block."""

    def __init__(self, shelf: GuideShelf, folder: Path, here: Here) -> None:
        self._shelf = shelf
        self._folder = folder
        self._here = here
        self._stock: _Stock | None = None

    # ---- the catalogue as it is now --------------------------------------------------------------------------

    @property
    def guided(self) -> tuple[GuideSummary, ...]:
        """The procedures that have an authored guide."""
        return self._shelf.summaries

    @property
    def names(self) -> Mapping[str, str]:
        """The everyday name of every procedure by its code; until search stands, of the guided ones. Never blocks."""
        stock = self._stock
        return stock.names if stock else self._guide_names()

    @property
    def version(self) -> str:
        """The catalogue's; empty when there is none, or it is not open yet."""
        return self._stock.catalogue.version if self._stock else ""

    def reopen(self) -> str:
        """Take the version that is current now; its name. Whoever has begun a procedure keeps what they have.

        Raises CatalogueError when there is a catalogue and none of its versions can be read; what was open stays.
        """
        self._stock = self._stocked(open_catalogue(self._folder))
        return self.version

    def warm(self) -> None:
        """Build the index of search, so that the first query need not wait for it."""
        self._open().search.warm()

    def prepare(self, pack: Pack) -> None:
        """Build the index of a version that is about to be switched to, unless it is kept: no start waits for it.

        Nothing is raised: a version whose index cannot be built now gets one when it is searched.
        """
        with suppress(KioskError):
            self._stocked(Catalogue(pack)).search.warm()

    def _stocked(self, catalogue: Catalogue) -> _Stock:
        beside = self._beside(catalogue)
        search = Search(
            lambda: (*catalogue.summaries(), *beside),
            self._here,
            lambda: guide_words(self._shelf),
            kept=catalogue.kept_search(beside),
        )
        return _Stock(catalogue, search, ChainMap(self._guide_names(), cast("dict[str, str]", search.names)))

    def _guide_names(self) -> dict[str, str]:
        return {guide.code: guide.name for guide in self.guided}

    def _beside(self, catalogue: Catalogue) -> tuple[Summary, ...]:
        """Guides of which the catalogue has no row: the kiosk leads through them all the same."""
        return tuple(_as_row(guide) for guide in self.guided if catalogue.get(guide.code) is None)

    def _open(self) -> _Stock:
        """What is open, or can be: of a catalogue that cannot be read, the guides remain (`kiosk doctor` tells why)."""
        stock = self._stock
        if stock is None:
            try:
                stock = self._stocked(open_catalogue(self._folder))
            except CatalogueError:
                stock = self._stocked(Catalogue(None))
            self._stock = stock
        return stock

    # ---- find ------------------------------------------------------------------------------------------------

    def find(self, text: str, counts: Counts) -> Found:
        """Answer a query, however far it is typed."""
        return self._open().search.find(text, counts=counts)

    def situations(self) -> tuple[LifeEvent, ...]:
        """The life situations of Home; none while there is no catalogue to fill them."""
        return life_events() if self._open().catalogue.version else ()

    def under(self, key: str) -> tuple[Hit, ...]:
        """Every procedure of a life situation, the everyday ones first."""
        event = next((event for event in life_events() if event.key == key), None)
        return self._open().search.under(event) if event else ()

    # ---- open ------------------------------------------------------------------------------------------------

    def load(self, code: str, version: str = "") -> Guide | None:
        """The guide of a procedure; None when neither shelf nor catalogue has it.

        ``version`` is that of the guide a draft was begun with: one made of a row is made of the same row again while
        that version of the catalogue is kept.
        """
        made = _MADE.fullmatch(version)
        if made is None:
            return self._shelf.load(code) or self._make(self._open().catalogue, code)
        return self._make(open_catalogue(self._folder, made.group(1)), code)

    def open(self, code: str, today: date) -> Opened | None:
        """The guide with what the catalogue says against beginning; None when nobody has it."""
        authored, guide = self._shelf.load(code) is not None, self.load(code)
        if guide is None:
            return None
        row = self._open().catalogue.get(code)
        return Opened(guide, remarks_on(guide, row, today) if row else (), authored)

    @staticmethod
    def _make(catalogue: Catalogue, code: str) -> Guide | None:
        procedure = catalogue.get(code)
        return None if procedure is None else generic_guide(procedure, TEMPLATE.read_bytes(), catalogue.version)


def _as_row(guide: GuideSummary) -> Summary:
    return Summary(
        code=guide.code,
        name=guide.name,
        field=guide.result,
        level="commune",
        agencies=(),
        promulgator="",
        subjects=(),
        life_events=(),
        keywords=(),
        state="active",
        internal=False,
        detailed=True,
        in_person=False,
    )
