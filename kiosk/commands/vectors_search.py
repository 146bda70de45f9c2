"""Search cases for ``kiosk vectors``: a query, and codes of which one must be among the first three hits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

from kiosk.catalogue.importing import import_files
from kiosk.catalogue.model import Summary, summarise
from kiosk.catalogue.search import Search
from kiosk.catalogue.search_index import guide_words
from kiosk.catalogue.search_model import Here
from kiosk.catalogue.view import FOLDER, open_catalogue
from kiosk.clock import SystemClock
from kiosk.config import default_home
from kiosk.errors import KioskError

Case: TypeAlias = Mapping[str, Any]


def searching(files: list[Path]) -> Callable[[Case], Case]:
    """Ask a commune's kiosk; what is wanted is one of the codes among the first three.

    Searches the kiosk's own catalogue, or ``files`` of the portal. Raises KioskError when there is nothing to search.
    """
    search = Search(lambda: _summaries(files), Here("commune"), guide_words)
    search.warm()

    def answer(case: Case) -> Case:
        hits = search.find(case["query"], limit=3).hits
        found = [hit.code for hit in hits]
        return {"top3_any": found if set(found).isdisjoint(case["top3_any"]) else case["top3_any"]}

    return answer


def _summaries(files: list[Path]) -> tuple[Summary, ...]:
    if files:
        imported = import_files(files, {}, SystemClock().now())
        found = tuple(map(summarise, imported.procedures))
    else:
        with closing(open_catalogue(default_home() / FOLDER)) as catalogue:
            found = catalogue.summaries()
    if not found:
        raise KioskError("there is no catalogue to search; import one, or name files with --catalogue")
    return found
