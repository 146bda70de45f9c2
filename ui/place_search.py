"""Looking for places off the GUI thread: the table is read once, and only the latest question is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.places.hits import CommuneHit

if TYPE_CHECKING:
    from kiosk.places.finding import PlaceFinder
    from kiosk.places.hits import Finding
    from ui.flow import Flow

Asked = tuple[str, str, str, str]
"""What is picked, the province looked through, the old province that led there, and what is typed."""


class PlaceSearch:
    """Reading the table takes half a second and a search some milliseconds, both on the reader's thread."""

    def __init__(self, flow: Flow, near: str) -> None:
        self._flow = flow
        self._near = near
        self._reading = False
        self._asked: Asked | None = None
        self.finder: PlaceFinder | None = None
        self.findings: tuple[Finding, ...] | None = None  # None while they are looked for

    def forget(self) -> None:
        self._asked = self.findings = None

    def read(self) -> None:
        """Have the table read; until then there is no ``finder``."""
        if not self._reading:
            self._reading = True
            self._flow.jobs.run("reader", _open_finder, self._have_read)

    def ask(self, picking: str, province: str = "", former: str = "", typed: str = "") -> None:
        """Look anew; what was found before stays until then, unless something else is picked."""
        asked = (picking, province, former, typed)
        if self._asked is None or self._asked[:2] != asked[:2]:
            self.findings = None
        self._asked = asked
        finder = self.finder
        if finder is not None:
            self._flow.sitting.run("reader", lambda: self._find(finder, asked), lambda found: self._found(asked, found))

    def _find(self, finder: PlaceFinder, asked: Asked) -> tuple[Finding, ...]:
        """Find on the reader's thread; nothing when more was typed meanwhile."""
        picking, province, former, typed = asked
        if asked != self._asked:
            return ()
        if picking == "province":
            return finder.find(typed, self._near)
        if former and not typed.strip():
            return tuple(map(CommuneHit, finder.took_in(province, former)))
        return finder.find_in(province, typed)

    def _found(self, asked: Asked, found: tuple[Finding, ...]) -> None:
        if asked == self._asked:
            self.findings = found
            self._flow.changed.emit()

    def _have_read(self, finder: PlaceFinder) -> None:
        self.finder = finder
        if self._asked is not None:
            self.ask(*self._asked)
        self._flow.changed.emit()


def _open_finder() -> PlaceFinder:
    from kiosk.places.finding import open_finder  # noqa: PLC0415 - half a second that the first frame need not wait for

    return open_finder()
