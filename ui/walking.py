"""A walk-through on screen: where the resident stands in it. In memory alone: no dossier, no draft, no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.slip import code_picture

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.errors import Fault
    from kiosk.procedures.model import Guide, Link
    from kiosk.procedures.wizard import ShownStep, Wizard
    from ui.flow import Flow


class Walking:
    """``codes`` are the pictures of the pages that the walk-through leads to, by their addresses, once drawn."""

    def __init__(self, flow: Flow, clock: Clock) -> None:
        self._flow = flow
        self._clock = clock
        self.wizard: Wizard | None = None
        self.faults: tuple[Fault, ...] = ()
        self.codes: dict[str, bytes] = {}

    @property
    def here(self) -> ShownStep | None:
        """The step on screen."""
        return self.wizard.current() if self.wizard and self._flow.screen == "walk" else None

    @property
    def last(self) -> bool:
        """Whether nothing comes after the step on screen."""
        return self.wizard is not None and self.wizard.steps()[-1].key == self.wizard.position

    def begin(self, guide: Guide) -> None:
        """Bắt đầu."""
        from kiosk.procedures.context import Context, Office  # noqa: PLC0415 - the first frame need not wait for it
        from kiosk.procedures.wizard import start  # noqa: PLC0415

        self.wizard, self.faults = start(guide, Context(self._clock.now().date(), Office(""))), ()
        links = tuple(step.link for part in guide.parts for step in part.steps if step.link is not None)
        self._flow.sitting.run("reader", lambda: _drawn(links), self._drawn)
        self._flow.go("walk")

    def _drawn(self, codes: dict[str, bytes]) -> None:
        self.codes = codes
        self._flow.changed.emit()

    def forget(self) -> None:
        """The resident has left."""
        self.wizard, self.faults, self.codes = None, (), {}

    def choose(self, key: str) -> None:
        """An answer was tapped; it only finds the way."""
        here = self.here
        if self.wizard is not None and here is not None:
            given = self.wizard.answer(here.key, key == "yes" if here.step.kind == "yes_no" else key)
            self.wizard, self.faults = given.wizard, given.faults
            self._flow.changed.emit()

    def next(self) -> None:
        """On; from the last step, and from one that leads away, Home."""
        here = self.here
        if self.wizard is None or here is None:
            return
        if here.step.kind == "exit" or self.last:
            self._flow.leave()
            return
        gone = self.wizard.advance()
        self.wizard, self.faults = gone.wizard, gone.faults
        self._flow.changed.emit()

    def back(self) -> None:
        """Back; from the first step to what is said before beginning."""
        if self.wizard is None:
            return
        if self.wizard.position == self.wizard.steps()[0].key:
            self.forget()
            self._flow.go("before")
            return
        self.wizard, self.faults = self.wizard.back(), ()
        self._flow.changed.emit()


def _drawn(links: tuple[Link, ...]) -> dict[str, bytes]:
    return {link.url: code_picture(link.url) for link in links}
