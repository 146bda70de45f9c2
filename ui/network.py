"""The syncer's place in the application: one run after another on the network thread, sooner when somebody waits."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.bootstrap import Kiosk
    from kiosk.sync.line import LineState, Waker
    from kiosk.sync.report import Report
    from kiosk.sync.syncer import Syncer
    from offline_cache.errors import StoreError
    from ui.jobs import Jobs

FIRST_RETRY_MS = 5000
SOMEBODY_WAITS_MS = 4000
log = logging.getLogger("motcham.network")


class Network(QObject):
    """Connects once the store is open, then runs the syncer for ever. ``line`` is what the header's chip says."""

    changed = Signal()
    damaged = Signal(object, object)  # the kiosk whose store was found damaged, and the StoreError

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._kiosk: Kiosk | None = None
        self._syncer: Syncer | None = None
        self._running = False
        self._again = False
        self.held_until: datetime | None = None  # files wait until then for the volume that is allowed
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._run)
        self._impatience = QTimer(self, interval=SOMEBODY_WAITS_MS)
        self._impatience.timeout.connect(self.hurry)

    @property
    def line(self) -> str:
        return self._syncer.line.kind if self._syncer else "offline"

    @property
    def line_state(self) -> LineState | None:
        """What is known of the line; None before the first look at it."""
        return self._syncer.line if self._syncer else None

    @property
    def trying(self) -> bool:
        """Whether a run is under way, or wanted at once."""
        return self._running or self._again

    @property
    def sending(self) -> frozenset[str]:
        return self._syncer.sending if self._syncer else frozenset()

    def connect_to(self, kiosk: Kiosk) -> None:
        self._kiosk, self._syncer = kiosk, None
        self._run()

    def somebody_waits(self, waits: bool) -> None:
        """A resident looks at the state of a dossier: the gateway is asked every few seconds."""
        if waits != self._impatience.isActive():
            if waits:
                self._impatience.start()
                self.hurry()
            else:
                self._impatience.stop()

    def hurry(self, by: Waker = "network") -> None:
        """Try now; a gateway that asked for patience gets it, unless a hand asks."""
        if self._syncer is not None:
            self._syncer.wake(by)
        if self._running:
            self._again = True
        else:
            self._run()

    def stop(self) -> None:
        self._kiosk = None  # what still comes back starts nothing more
        self._timer.stop()
        self._impatience.stop()
        if self._syncer is not None:
            self._syncer.stop()

    def _run(self) -> None:
        if self._kiosk is None or self._running:
            return
        self._timer.stop()
        self._running, self._again = True, False
        if self._syncer is None:
            kiosk = self._kiosk
            submit = self._jobs.wait_on_store
            self._jobs.run(
                "network",
                lambda: kiosk.connect(submit, self.changed.emit),
                lambda syncer: self._connected(kiosk, syncer),
                self._failed,
            )
        else:
            self._jobs.run("network", self._syncer.run_once, self._ran, self._failed)

    def _connected(self, kiosk: Kiosk, syncer: Syncer) -> None:
        self._running = False
        if kiosk is self._kiosk:  # not one that was given up meanwhile
            self._syncer = syncer
        self._run()

    def _ran(self, report: Report) -> None:
        self._running = False
        self.held_until = report.frees_at
        self.changed.emit()
        self._timer.start(0 if self._again else max(250, round(report.next_in * 1000)))

    def _failed(self, error: Exception) -> None:
        from offline_cache.errors import StoreDamaged  # noqa: PLC0415 - not for the first frame

        self._running = False
        if isinstance(error, StoreDamaged):
            self.give_up(error)
        else:
            self._timer.start(FIRST_RETRY_MS)

    def give_up(self, cause: StoreError) -> None:
        """The store was found damaged: nothing more is sent out of it. A rescue that fails, too, is tried again."""
        kiosk = self._kiosk
        if kiosk is not None and kiosk.rescued is None:
            self.stop()
            self.damaged.emit(kiosk, cause)
        else:
            self._timer.start(FIRST_RETRY_MS)
