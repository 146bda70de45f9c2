"""Whether somebody is still there: covers a screen that nobody touches, and ends its session (interface rule 11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from kiosk.idle import Active, Covered, Expired, Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.clock import Clock
    from kiosk.config import TimeConfig
    from ui.flow import Flow

SIGNS = frozenset({QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchEnd})
TICK_MS = 1000


class Presence(QObject):
    """Looks at the clock once a second; ``covered`` is what the cover shows, None while there is none."""

    changed = Signal()
    expired = Signal()

    def __init__(
        self, flow: Flow, clock: Clock, times: TimeConfig, private: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._flow = flow
        self._clock = clock
        self._times = times
        self._private = private
        self._watch = Watch(clock.monotonic(), times.idle_seconds, times.countdown_seconds, pause=times.pause_seconds)
        self.covered: Covered | None = None
        self.patient = False  # «Cần thêm thời gian»
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    @property
    def paused(self) -> bool:
        return self._watch.paused_at is not None

    def tick(self) -> None:
        """Look at the clock."""
        if not self._private():
            self.touch()
            return
        watch = replace(self._watch, patience=self._patience())
        match watch.phase(self._clock.monotonic()):
            case Active():
                self._cover(None)
            case Covered() as cover:
                self._cover(cover)
            case Expired():
                self.touch()
                self.expired.emit()

    def _patience(self) -> float:
        here = self._flow.here
        seconds = self._times.idle_seconds
        if here is not None and here.step.kind == "pages":
            seconds = self._times.papers_seconds
        elif self._flow.screen == "sealed":
            seconds = self._times.sealed_seconds
        return seconds * (2 if self.patient else 1)

    def _cover(self, cover: Covered | None) -> None:
        if cover != self.covered:
            self.covered = cover
            self.changed.emit()

    def sign(self) -> None:
        """A sign of life: a touch, a card; it does not lift the cover."""
        if self.covered is None:
            self._watch = replace(self._watch, touched_at=self._clock.monotonic())

    def touch(self) -> None:
        """Somebody says that they are there: lifts the cover too."""
        self._watch = replace(self._watch, touched_at=self._clock.monotonic(), paused_at=None)
        self._cover(None)

    def pause(self) -> None:
        """Tạm dừng: covered at once, for longer."""
        self._watch = replace(self._watch, paused_at=self._clock.monotonic())
        self.tick()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in SIGNS:
            self.sign()
        return super().eventFilter(watched, event)
