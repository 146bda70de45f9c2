"""The kiosk in rescue: nothing new is begun, and the screen says how far what was sealed is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.phrases import say
from ui.viewmodels.rescue import RescueModel, RescueProps

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.bootstrap import Kiosk
    from kiosk.rescue import Cause
    from offline_cache.errors import StoreError
    from ui.flow import Flow
    from ui.jobs import Jobs
    from ui.network import Network

COMMAND = "kiosk doctor"


class RescueWatch:
    """Looks at the rescue's outbox whenever the line did something; ``opened`` is told of a kiosk put into rescue."""

    def __init__(
        self, flow: Flow, model: RescueModel, jobs: Jobs, network: Network, opened: Callable[[Kiosk], None]
    ) -> None:
        self._flow = flow
        self._model = model
        self._jobs = jobs
        self._network = network
        self._opened = opened
        self._kiosk: Kiosk | None = None
        network.changed.connect(self._look)
        network.damaged.connect(self._close_store)

    def start(self, kiosk: Kiosk) -> None:
        """Stay on this screen and send what waits."""
        self._kiosk = kiosk
        self._flow.rest("rescue")
        self._look()
        self._network.connect_to(kiosk)

    def _close_store(self, kiosk: Kiosk, cause: StoreError) -> None:
        """The store was found damaged while the kiosk ran."""
        self._jobs.run("store", lambda: kiosk.to_rescue(cause), self._opened, lambda _: self._flow.go("trouble"))

    def _look(self) -> None:
        kiosk = self._kiosk
        if kiosk is None or kiosk.rescued is None:
            return
        from kiosk.rescue import cause_of  # noqa: PLC0415 - not for the first frame

        outbox, bookings = kiosk.store.outbox, kiosk.store.bookings
        cause, lost = cause_of(kiosk.rescued.cause), lost_of(kiosk.rescued.unreadable, whole=kiosk.rescued.whole)
        self._jobs.run(
            "store",
            lambda: sum(item.pending for item in outbox.all()) + len(bookings.waiting()),
            lambda waiting: self._model.show(derive(cause, waiting, self._network.line, lost)),
        )


def derive(cause: Cause, waiting: int, line: str, lost: str) -> RescueProps:
    """``waiting``: how many dossiers and requests are still to be sent."""
    up = line in {"online", "sending"}
    return RescueProps(
        title=say("rescue.title"),
        text=say("rescue.text_lost" if lost else "rescue.text"),
        sending=say("rescue.sent" if not waiting else "rescue.sending" if up else "rescue.waiting", count=str(waiting)),
        cause=say(f"rescue.cause.{cause}"),
        mend=say(f"rescue.mend.{cause}"),
        command=COMMAND,
        lost=lost,
    )


def lost_of(unreadable: int, *, whole: bool) -> str:
    """What cannot be read back, and that nothing may be erased; "" when all was read."""
    if unreadable:
        return say("rescue.unreadable", count=str(unreadable))
    return "" if whole else say("rescue.not_whole")
