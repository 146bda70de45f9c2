"""A person in front of the screen: looks, finds a control by its name, turns pages, touches."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.robot.agent_link import AgentLink
from kiosk.robot.result import StepError, Timing
from kiosk.robot.screen import Ambiguous, Found, Node, NotFound, Screen, find_control, plain, read_screen

PATIENCE_S = 6.0
LOOK_AGAIN_S = 0.05
MAX_PAGES = 60
FINGER = 8
FORWARD, BACKWARD = "Xem tiếp", "Xem lại"


@dataclass
class Hands:
    """``link`` changes when the application is started again; ``step`` is the step that timings belong to."""

    link: Callable[[], AgentLink]
    step: int = 0
    timings: list[Timing] = field(default_factory=list)

    def look(self) -> Screen:
        return read_screen(self.link().ask("tree"))

    def settle(self) -> None:
        self.link().ask("settle")

    def grab(self, path: Path) -> None:
        self.link().ask("grab", path=str(path))

    def tap(self, name: str, patience_s: float = PATIENCE_S) -> Node:
        """Touch the control of that name, on a later or earlier page if need be; raises StepError."""
        node = self.find(name, patience_s)
        self.touch(node)
        return node

    def touch(self, node: Node, *, settle: bool = True, at_end: bool = False) -> None:
        """Touch the centre of a control, or its right end."""
        x, y = node.box.centre
        if at_end:
            x = node.box.x + node.box.width - FINGER
        answer = self.link().ask("touch", x=x, y=y, settle=settle)
        self.timings.append(Timing(self.step, plain(node.name), answer["ms_to_paint"]))

    def find(self, name: str, patience_s: float = PATIENCE_S) -> Node:
        """Look for a control that can be tapped; raises StepError when there is none, or more than one."""
        deadline = time.monotonic() + patience_s
        waited = False
        while True:
            screen = self.look()
            found = _found(screen, name, exact=is_paged(screen)) or self._leaf_for(name)
            if found is not None and not waited:
                return found
            if found is not None:  # it has just come: what comes with it may still move it from under the finger
                self.settle()
                waited = False
                continue
            waited = True
            if time.monotonic() > deadline:
                raise StepError(why_not(screen, name))
            time.sleep(LOOK_AGAIN_S)

    def _leaf_for(self, name: str) -> Node | None:
        """Press «Xem tiếp ↓» and «Xem lại ↑» until the control is there: its exact name on all pages comes first."""
        for exact in (True, False):
            for direction in (FORWARD, BACKWARD):
                found = self._leaf_through(name, direction, exact=exact)
                if found is not None:
                    return found
        return None

    def _leaf_through(self, name: str, direction: str, *, exact: bool) -> Node | None:
        for _ in range(MAX_PAGES):
            pager = _pager(self.look(), direction)
            if pager is None:
                return None
            self.touch(pager)
            found = _found(self.look(), name, exact=exact)
            if found is not None:
                return found
        return None

    def read_pages(self) -> tuple[Screen, ...]:
        """Look at every page of what is paged, and come back to where it stood; one screen where nothing is."""
        back = self._turn_to_the_end(BACKWARD)
        pages = [self.look()]
        while (pager := _pager(pages[-1], FORWARD)) is not None and len(pages) < MAX_PAGES:
            self.touch(pager)
            pages.append(self.look())
        self._turn_to_the_end(BACKWARD)
        for _ in range(back):
            pager = _pager(self.look(), FORWARD)
            if pager is not None:
                self.touch(pager)
        return tuple(pages)

    def turn_page(self) -> bool:
        """Press «Xem tiếp ↓»; whether there is one."""
        pager = _pager(self.look(), FORWARD)
        if pager is not None:
            self.touch(pager)
        return pager is not None

    def _turn_to_the_end(self, direction: str) -> int:
        """Return how many pages were turned."""
        for turned in range(MAX_PAGES):
            pager = _pager(self.look(), direction)
            if pager is None:
                return turned
            self.touch(pager)
        return MAX_PAGES

    def wait_for(self, true: Callable[[Screen], bool], patience_s: float = PATIENCE_S) -> Screen | None:
        """Look until ``true(screen)``; None when it never was."""
        deadline = time.monotonic() + patience_s
        while True:
            screen = self.look()
            if true(screen):
                return screen
            if time.monotonic() > deadline:
                return None
            time.sleep(LOOK_AGAIN_S)


def is_paged(screen: Screen) -> bool:
    return any(_pager(screen, direction) for direction in (FORWARD, BACKWARD))


def _pager(screen: Screen, direction: str) -> Node | None:
    return next((node for node in screen.nodes if node.can_be_tapped and plain(node.name).startswith(direction)), None)


def _found(screen: Screen, name: str, *, exact: bool) -> Node | None:
    match find_control(screen, name, exact=exact):
        case Found(node):
            return node
        case Ambiguous(names):
            raise StepError(f"«{name}» is ambiguous: {', '.join(names)}")
        case NotFound():
            return None


def why_not(screen: Screen, name: str) -> str:
    """Say why a control cannot be tapped."""
    wanted = plain(name)
    named = [node for node in screen.nodes if plain(node.name).startswith(wanted)]
    if not named:
        return f"nothing is named «{name}»"
    node = named[0]
    if not node.is_control:
        return f"«{name}» is no control but {node.role}"
    if not node.enabled:
        return f"«{name}» is disabled"
    return f"«{name}» is covered or outside what is shown"
