"""The dossier on screen goes to the disk: kept as a draft soon after each change, sealed at the end."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kiosk.outcomes import Alike, Found
from kiosk.phrases import say

if TYPE_CHECKING:
    from kiosk.desk import Desk
    from kiosk.procedures.receipt import LookupSlip
    from kiosk.session import Session
    from kiosk.sync.sealing import Sealed, SealRefused
    from offline_cache.items import Item
    from ui.flow import Flow

KEEP_AFTER_MS = 500
log = logging.getLogger("motcham")


class Keeping(QObject):
    """``saved`` says that what is on screen is on the disk; ``trouble`` is the sentence for when it is not."""

    def __init__(self, flow: Flow, machine: str) -> None:
        super().__init__(flow)
        self._flow = flow
        self._machine = machine
        self.saved = False
        self.trouble = ""
        self.sealing = False
        self.alike: Item | None = None  # sealed here before, about the same people; the resident decides
        self.slip: LookupSlip | None = None
        self._later = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._later.timeout.connect(self.now)

    def forget(self) -> None:
        """The resident has left."""
        self.saved, self.trouble, self.sealing, self.slip, self.alike = False, "", False, None, None

    def soon(self) -> None:
        """Something changed: save it when the finger rests."""
        self.saved = False
        self._later.start()

    def now(self) -> None:
        """Save the draft now."""
        self._later.stop()
        desk, session = self._flow.desk, self._flow.session
        if desk is not None and session is not None:
            self._flow.jobs.run(
                "store", lambda: desk.keep(session), lambda _: self._kept(session), lambda _: self._not_kept()
            )

    def _kept(self, session: Session) -> None:
        if self._flow.session is session and not self.saved:
            self.saved, self.trouble = True, ""
            self._flow.changed.emit()

    def _not_kept(self) -> None:
        if self._flow.session is not None:
            self.trouble = say("trouble.keep")
            self._flow.changed.emit()

    def seal(self, *, though_alike: bool = False) -> None:
        """Seal the dossier; the screen waits, and what fails leaves everything as it was.

        One like it that was sealed here before is told first, as ``alike``.
        """
        desk, session = self._flow.desk, self._flow.session
        if desk is None or session is None:
            return
        self.sealing, self.alike = True, None
        self._flow.changed.emit()
        self._flow.sitting.run(
            "store",
            lambda: _seal(desk, session, though_alike=though_alike),
            lambda sealed: self._sealed(session, *sealed),
            lambda _: self._unsealed(),
        )

    def _sealed(self, session: Session, outcome: Sealed | SealRefused | Alike, found: Found | None) -> None:
        self.sealing = False
        if isinstance(outcome, Alike):
            self.alike = outcome.item
            self._flow.changed.emit()
            return
        from kiosk.sync.sealing import Sealed  # noqa: PLC0415 - the first frame need not wait for it

        if not isinstance(outcome, Sealed) or found is None:
            self._unsealed()
            return
        self.slip = slip_of(session, outcome, self._machine)
        self._flow.sealed(found)

    def _unsealed(self) -> None:
        self.sealing = False
        self.trouble = say("trouble.seal")
        self._flow.changed.emit()


def _seal(desk: Desk, session: Session, *, though_alike: bool) -> tuple[Sealed | SealRefused | Alike, Found | None]:
    """On the store's thread: seal, and look at what was sealed, with its slip."""
    from kiosk.sync.sealing import Sealed  # noqa: PLC0415 - as above

    outcome = desk.seal(session, though_alike=though_alike)
    if not isinstance(outcome, Sealed):
        return outcome, None
    try:
        found = desk.state_of(outcome.item.id, proved=False)
    except Exception as error:  # noqa: BLE001 - it is sealed, and said to be, whatever becomes of its slip
        log.error("no slip: %s", type(error).__name__)  # noqa: TRY400 - never the message
        found = None
    return outcome, found or Found(outcome.item, (), prepared=session.wizard.guide.channel == "prepare")


def slip_of(session: Session, sealed: Sealed, machine: str) -> LookupSlip:
    from kiosk.clock import HANOI  # noqa: PLC0415 - only when something was sealed
    from kiosk.expectation import in_full  # noqa: PLC0415
    from kiosk.procedures.receipt import lookup_slip  # noqa: PLC0415

    when, demo = sealed.item.sealed_at.astimezone(HANOI), sealed.item.audience == "demo"
    expected = session.wizard.expected(when)
    due = in_full(expected, when) if expected else ""
    return lookup_slip(session.wizard, session.lookup_code, when, machine=machine, demo=demo, due=due)
