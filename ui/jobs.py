"""Work off the GUI thread: a thread each for the store, the network, a slow stick, …; results come back as signals."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from traceback import extract_tb
from typing import Literal, TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")
LINES = ("catalogue", "network", "asking", "device", "stick", "reader", "store")
Line = Literal["store", "reader", "network", "asking", "device", "stick", "catalogue"]
NEVER_BUSY = frozenset({"network", "catalogue", "asking"})
"""They work by themselves, day and night, or wait for a network that may not be there: no screen waits for them."""
log = logging.getLogger("motcham.jobs")


class Jobs(QObject):
    """Runs a callable on a named thread and calls back on the GUI thread.

    Each line is one thread, so work on one line keeps its order. A fault that a job raises is logged by its class
    alone (its text may hold what a resident typed) and handed to ``failed``.
    """

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = {name: ThreadPoolExecutor(1, f"motcham-{name}") for name in LINES}
        self._pending = 0
        self._finished.connect(self._deliver)  # emitted on another thread, so Qt queues it

    def run(
        self,
        line: Line,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Queue ``work`` on ``line``; ``done`` and ``failed`` run on the GUI thread."""
        counts = line not in NEVER_BUSY
        self._pending += counts

        def work_and_tell() -> None:
            outcome: Future[T] = Future()
            try:
                outcome.set_result(work())
            except Exception as error:  # noqa: BLE001 - the job boundary: every fault of a job ends here
                outcome.set_exception(error)
            self._finished.emit((outcome, done, failed, counts))

        queued = self._lines[line].submit(work_and_tell)
        queued.add_done_callback(lambda ended: self._dropped(counts) if ended.cancelled() else None)

    def wait_on_store(self, work: Callable[[], T]) -> T:
        """Run ``work`` on the store thread and wait; for other worker threads, never for the GUI thread."""
        return self._lines["store"].submit(work).result()

    @property
    def busy(self) -> bool:
        """Whether work that somebody waits for is still to be delivered."""
        return self._pending > 0

    def _dropped(self, counts: bool) -> None:
        """The application closes before the work began: nobody waits for it."""
        self._pending -= counts

    def _deliver(
        self,
        parcel: tuple[Future[T], Callable[[T], None] | None, Callable[[Exception], None] | None, bool],
    ) -> None:
        future, done, failed, counts = parcel
        try:
            result = future.result()
        except Exception as error:  # noqa: BLE001 - as above
            frames = " < ".join(
                f"{Path(f.filename).name}:{f.lineno}" for f in reversed(extract_tb(error.__traceback__))
            )
            log.error("a job failed: %s at %s", type(error).__name__, frames)  # noqa: TRY400 - never the message
            if failed is not None:
                failed(error)
        else:
            if done is not None:
                done(result)
        finally:
            self._pending -= counts

    def close(self, last: Callable[[], None] = lambda: None) -> None:
        """Let running work end, drop what has not begun, join the threads; ``last`` is the store's last work."""
        for name in LINES:
            if name == "store":
                self.run("store", last)
            self._lines[name].shutdown(wait=True, cancel_futures=name != "store")
