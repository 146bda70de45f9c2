"""Finding a procedure: as one types, or under a life situation. Asked off the GUI thread; only the latest counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.catalogue.life_events import LifeEvent
    from kiosk.catalogue.search_model import Found, Hit
    from kiosk.procedures.guide_summary import GuideSummary
    from ui.flow import Flow, Screen


class Finding:
    """``found`` answers what was typed, as soon as it can; ``under`` are the procedures of the open situation."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self.query = ""
        self.found: Found | None = None
        self.situation: LifeEvent | None = None
        self.under: tuple[Hit, ...] = ()
        self.situations: tuple[LifeEvent, ...] = ()
        self.guides: Mapping[str, GuideSummary] = {}  # the procedures with an authored guide, by code
        self._counts: dict[str, int] = {}
        self._asking = False
        self._wanted = ""  # a situation asked for before the library was open
        self._trail: list[Screen] = []  # the screens that «Quay lại» leads through

    def opened(self) -> None:
        """The library is there: what stands on Home, what is common at this machine, and what was typed meanwhile."""
        desk = self._flow.desk
        if desk is not None:
            self._flow.jobs.run("store", desk.asked_for, self._count)
        self.refresh()
        if self._flow.screen == "search":
            self._ask()

    def refresh(self) -> None:
        """The catalogue is another: what Home offers, and the index, before somebody asks."""
        library = self._flow.library
        if library is not None:
            self._flow.jobs.run("reader", lambda: (library.situations(), library.guided), self._offer)
            self._flow.jobs.run("reader", library.warm)

    def _offer(self, offered: tuple[tuple[LifeEvent, ...], tuple[GuideSummary, ...]]) -> None:
        self.situations, guides = offered
        self.guides = {guide.code: guide for guide in guides}
        if self._wanted and self._flow.screen == "home":
            self.open_situation(self._wanted)
        self._flow.changed.emit()

    def _count(self, counts: dict[str, int]) -> None:
        self._counts = counts

    def forget(self) -> None:
        """Nothing of what somebody looked for is left for the next."""
        self.query, self.found, self.situation, self.under, self._trail, self._wanted = "", None, None, (), [], ""

    # ---- as one types ----------------------------------------------------------------------------------------

    def open_search(self) -> None:
        """Tìm thủ tục: first of all what is asked for most."""
        self.query, self.found = "", None
        self.go_on("search")
        self._ask()

    def type(self, query: str) -> None:
        self.query = query
        self._ask()

    def _ask(self) -> None:
        """One question at a time: what is typed while it is answered is asked next, and nothing between."""
        library, query = self._flow.library, self.query
        if library is None or self._asking:
            return
        self._asking = True
        counts = self._counts
        self._flow.jobs.run("reader", lambda: library.find(query, counts), self._answered, lambda _: self._failed())

    def _answered(self, found: Found) -> None:
        self._asking = False
        if self._flow.screen != "search":
            return
        if found.query == self.query:
            self.found = found
            self._flow.changed.emit()
        else:
            self._ask()

    def _failed(self) -> None:
        self._asking = False

    # ---- under a life situation ------------------------------------------------------------------------------

    def open_situation(self, key: str) -> None:
        library, situation = self._flow.library, next((each for each in self.situations if each.key == key), None)
        self._wanted = key if library is None or situation is None else ""
        if library is not None and situation is not None:
            self._flow.sitting.run("reader", lambda: library.under(key), lambda hits: self._show(situation, hits))

    def _show(self, situation: LifeEvent, hits: tuple[Hit, ...]) -> None:
        self.situation, self.under = situation, hits
        self.go_on("situation")

    # ---- on and back -----------------------------------------------------------------------------------------

    def go_on(self, screen: Screen) -> None:
        """To a screen from which «Quay lại» leads here again, with what was found still there."""
        if self._flow.screen != screen:
            self._trail = [each for each in (*self._trail, self._flow.screen) if each != screen]
        self._flow.go(screen)

    def back(self) -> None:
        *self._trail, last = self._trail or ["home"]
        self._flow.go(last)
