"""«Hồ sơ chờ gửi»: what waits in this machine and why, for a volunteer; nothing of it can be changed here.

It asks for no PIN: no row names anybody, a code is shown too short to be looked up (by a whole code a visit can be
cancelled), one button only makes the machine try now what it would try by itself, and what the other writes to a stick
is sealed (`usb_export`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.queue_view import Queue, QueueScene, derive
from ui.viewmodels.queue import QueueModel, QueueProps

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.bootstrap import Kiosk
    from kiosk.clock import Clock
    from kiosk.desk import Desk
    from offline_cache.store import Store
    from ui.flow import Flow
    from ui.network import Network
    from ui.usb_export import UsbExport

MOST_WAITING = 100
MOST_SETTLED = 10


class QueueFlow:
    """Reads on the store's thread, whenever the screen opens and whenever the network changed something."""

    def __init__(self, flow: Flow, model: QueueModel, network: Network, clock: Clock, usb: UsbExport) -> None:
        self._flow = flow
        self._model = model
        self._network = network
        self._clock = clock
        self._usb = usb
        self._kiosk: Kiosk | None = None
        self._queue = Queue()
        self._reading = False
        self._pressed_at: datetime | None = None
        model.retried.connect(self._retry)
        model.exported.connect(usb.press)
        model.left.connect(self._leave)

    def connect_to(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def open(self) -> None:
        if self._kiosk is not None and self._flow.session is None:
            self._pressed_at = None
            self._flow.go("queue")
            self.refresh()

    def forget(self) -> None:
        self._queue, self._reading, self._pressed_at = Queue(), False, None
        self._usb.forget()
        self._model.show(QueueProps())
        self._model.lay_out(())

    def refresh(self) -> None:
        """Read again, if somebody is looking."""
        kiosk = self._kiosk
        if kiosk is not None and self._flow.screen == "queue" and not self._reading:
            self._reading = True
            self._flow.sitting.run(
                "store", lambda: read_queue(kiosk.store, kiosk.desk), self._read, lambda _: self._unread()
            )

    def line_changed(self) -> None:
        """A try has ended, or begun."""
        if self._pressed_at is not None and not self._network.trying:
            self._pressed_at = None
        self.refresh()

    def show(self) -> None:
        if self._flow.screen != "queue":
            return
        self._usb.look()
        library, travels = self._flow.library, self._queue.travels
        scene = QueueScene(
            self._queue,
            library.names if library else {},
            self._network.line_state,
            self._network.sending,
            self._clock.now(),
            self._network.held_until,
            self._pressed_at,
            self._usb.row(waits=travels),
        )
        self._model.show(QueueProps(can_retry=self._pressed_at is None, export=self._usb.button(waits=travels)))
        self._model.lay_out(derive(scene))

    def _read(self, queue: Queue) -> None:
        self._queue, self._reading = queue, False
        self._flow.changed.emit()

    def _unread(self) -> None:
        self._reading = False

    def _retry(self) -> None:
        self._pressed_at = self._clock.now()
        self._network.hurry("hand")
        self._flow.changed.emit()

    def _leave(self) -> None:
        self._flow.leave()


def read_queue(store: Store, desk: Desk) -> Queue:
    """On the store's thread."""
    from offline_cache.carried import Carried  # noqa: PLC0415 - not for the first frame

    outbox = store.outbox
    counts = outbox.count()
    waiting = outbox.waiting(MOST_WAITING + 1)
    settled = tuple(
        item for item in outbox.all(MOST_WAITING) if item.state not in {"sealed", "in_doubt", "needs_human"}
    )
    left_out = outbox.count_waiting() - MOST_WAITING if len(waiting) > MOST_WAITING else 0
    waiting, settled = waiting[:MOST_WAITING], settled[:MOST_SETTLED]
    prepared = frozenset(item.id for item in (*waiting, *settled) if desk.is_prepared(item))
    return Queue(waiting, settled, tuple(counts.items()), left_out, prepared, bool(Carried(store.folder).answered(1)))
