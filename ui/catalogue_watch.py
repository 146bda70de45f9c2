"""The catalogue's place in the application: newer versions are fetched, or noticed when a command brought them."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.catalogue.schedule import Schedule, begin

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from kiosk.catalogue.checking import Checker, Look
    from kiosk.catalogue.freshness import Freshness
    from kiosk.catalogue.outcomes import UpdateOutcome
    from kiosk.clock import Clock
    from ui.jobs import Jobs

LOOK_MS = 5000


class CatalogueWatch(QObject):
    """Looks at the disk every few seconds and asks the gateway every few hours, both on the catalogue's own thread.

    ``updated`` carries the version that is current now: newer, or an earlier one after a rollback. ``changed`` tells
    that ``outcome``, ``freshness`` or ``is_trusted`` did.
    """

    updated = Signal(str)
    changed = Signal()

    def __init__(
        self,
        jobs: Jobs,
        clock: Clock,
        parent: QObject | None = None,
        *,
        random: Random | None = None,
        look_ms: int = LOOK_MS,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._clock = clock
        self._random = random or SystemRandom()
        self._make: Callable[[], Checker] | None = None
        self._checker: Checker | None = None
        self._schedule: Schedule | None = None
        self._running = False
        self._up = True
        self._version = ""
        self._look: Look | None = None
        self.outcome: UpdateOutcome | None = None
        self.checked_at: datetime | None = None
        self._timer = QTimer(self, interval=look_ms)
        self._timer.timeout.connect(self._turn)

    @property
    def freshness(self) -> Freshness | None:
        """None before the first look."""
        return self._look.freshness if self._look else None

    @property
    def is_trusted(self) -> bool:
        """Whether this kiosk was told whose catalogue to believe."""
        return self._look is not None and self._look.pinned

    def start(self, checker: Callable[[], Checker], serving: str) -> None:
        """``checker`` makes one, on the catalogue's thread.

        ``serving`` is the version that the screens show, "" for none; when the disk has another, that is told.
        """
        self._make, self._version = checker, serving
        self._schedule = begin(self._clock.monotonic(), self._random)
        self._timer.start()
        self._turn()

    def line_is(self, up: bool) -> None:
        """How the line to the gateway is; once it comes back, what failed for want of it is asked again soon."""
        if up and not self._up and self._schedule is not None:
            self._schedule = self._schedule.line_back(self._clock.monotonic(), self._random)
        self._up = up

    def stop(self) -> None:
        """Cut what is under way; what still comes back starts nothing more and tells nothing."""
        self._make = None
        self._timer.stop()
        if self._checker is not None:
            self._checker.stop()

    def _turn(self) -> None:
        make = self._make
        if make is not None and not self._running:
            self._running = True
            self._jobs.run("catalogue", lambda: self._look_at(make), self._looked, lambda _: self._failed())

    def _look_at(self, make: Callable[[], Checker]) -> Look:
        if self._checker is None:
            self._checker = make()
        return self._checker.look()

    def _looked(self, look: Look) -> None:
        self._running = False
        if self._make is None or self._checker is None or self._schedule is None:
            return
        before, self._look = self._look, look
        now = self._clock.monotonic()
        if before is not None and (look.offer != before.offer or (look.pinned and not before.pinned)):
            self._schedule = self._schedule.sooner(now, self._random)
        if self._schedule.is_due(now):
            self._running = True
            self._jobs.run("catalogue", self._checker.check, self._checked, lambda _: self._failed())
        if look.version != self._version:
            self._version = look.version
            self.updated.emit(look.version)
        if before is None or (look.freshness, look.pinned) != (before.freshness, before.pinned):
            self.changed.emit()

    def _checked(self, outcome: UpdateOutcome) -> None:
        from kiosk.catalogue.outcomes import came  # noqa: PLC0415 - the first frame does not wait for it

        self._running = False
        if self._make is None or self._schedule is None:
            return
        self.outcome, self.checked_at = outcome, self._clock.now()
        self._schedule = self._schedule.after(came(outcome), self._clock.monotonic(), self._random)
        self.changed.emit()
        self._turn()

    def _failed(self) -> None:
        """A fault nobody foresaw, already logged: another time."""
        self._running = False
        if self._schedule is not None:
            self._schedule = self._schedule.after("refused", self._clock.monotonic(), self._random)
