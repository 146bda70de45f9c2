"""The robot's finger: real touch events on a window, and the time from a touch to the frame that shows its effect."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

QUIET_S = 0.025
"""An animation paints every 16 ms; no frame for this long means that nothing moves any more."""

MOVING_S = 1.0
POLL_MS = 4


@dataclass
class Finger:
    """Touches a window as a person does, and watches its frames.

    ``describe`` names the screen on show; it tells a frame with the effect of a touch from one that only
    shows the button going down.
    """

    window: QQuickWindow
    describe: Callable[[], Mapping[str, object]]
    busy: Callable[[], bool]
    _frames: list[tuple[float, Mapping[str, object]]] = field(default_factory=list)
    _last_frame: float = 0.0
    _busy_until: float = 0.0
    _watching: bool = False
    _device: QPointingDevice = field(default_factory=QTest.createTouchDevice)

    def __post_init__(self) -> None:
        self.window.frameSwapped.connect(self._swapped)

    def touch(self, x: int, y: int, *, settle: bool, limit_s: float) -> dict[str, object]:
        """Press and release at a point of the window; waits for the first frame, or until all is still."""
        point = QPoint(x, y)
        before = dict(self.describe())
        self._frames, self._watching = [], True
        started = time.perf_counter()
        QTest.touchEvent(self.window, self._device).press(0, point, self.window).commit()
        QTest.touchEvent(self.window, self._device).release(0, point, self.window).commit()
        settled = self.settle(limit_s) if settle else wait_until(lambda: bool(self._frames), QUIET_S * 4)
        self._watching = False
        return {"ms_to_paint": self._painted_ms(started, before), "settled": settled}

    def settle(self, limit_s: float) -> bool:
        """Wait until no job runs and no frame follows another; False when it never gets still.

        What moves without end, as a sign of work does, is not waited for longer than ``MOVING_S``.
        """
        self._last_frame = self._busy_until = time.perf_counter()
        wait_until(self._is_still, limit_s)
        return time.perf_counter() - self._last_frame > QUIET_S

    def _is_still(self) -> bool:
        now = time.perf_counter()
        if self.busy():
            self._busy_until = now
            return False
        return now - self._last_frame > QUIET_S or now - self._busy_until > MOVING_S

    def _swapped(self) -> None:
        self._last_frame = time.perf_counter()
        if self._watching:
            self._frames.append((self._last_frame, dict(self.describe())))

    def _painted_ms(self, started: float, before: Mapping[str, object]) -> float | None:
        """None when the touch changed nothing to be seen."""
        if not self._frames:
            return None
        changed = (moment for moment, screen in self._frames if screen != before)
        return round((next(changed, self._frames[0][0]) - started) * 1000, 1)


def wait_until(true: Callable[[], bool], limit_s: float) -> bool:
    """Let the application run until ``true()``; False when ``limit_s`` passes first."""
    loop = QEventLoop()
    deadline = time.perf_counter() + limit_s
    poll = QTimer(interval=POLL_MS)
    poll.timeout.connect(lambda: loop.quit() if true() or time.perf_counter() > deadline else None)
    poll.start()
    loop.exec()
    poll.stop()
    return true()
