"""The visit to a desk beside a sealed dossier: where its booking stands, and choosing, moving and cancelling a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from kiosk.phrases import say
from ui import booking_view, visit_view
from ui.booking_view import Scene
from ui.viewmodels.booking import BookingModel, BookingProps
from ui.viewmodels.visit import VisitModel, VisitProps
from ui.visit_reader import VisitReader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiosk.appointments import AlreadyAsked, NotOffered, RequestKept
    from kiosk.bootstrap import Kiosk
    from kiosk.offers import Wish
    from kiosk.outcomes import NotFound
    from kiosk.picking import Picking
    from ui.flow import Flow, Screen
    from ui.network import Network
    from ui.visit_view import Known

SHOWN = frozenset({"sealed", "track"})
"""Screens on which a booking stands beside its dossier."""

T = TypeVar("T")


class BookingFlow(QObject):
    """Offered beside the sealed preparation, when nothing of it can be lost any more; nobody has to choose a time.

    The questions are a screen of their own («booking»), and lead back to where they were opened.
    """

    def __init__(self, flow: Flow, visit: VisitModel, model: BookingModel, network: Network) -> None:
        super().__init__(flow)
        self._flow = flow
        self._visit = visit
        self._model = model
        self._network = network
        self._kiosk: Kiosk | None = None
        self._reader = VisitReader()
        self._wished = ""  # the day that was wished for in the dossier, or "soon"
        self._shown = ""  # the code whose booking is known, or asked for
        self._known: Known | None = None
        self._picking: Picking | None = None
        self._from: Screen = "track"
        self._trouble = ""
        self._working = False
        flow.changed.connect(self._follow)
        network.changed.connect(self._line_changed)
        visit.acted.connect(self._act)
        model.chosen.connect(self._choose)
        model.went_on.connect(self._go_on)
        model.went_back.connect(self._go_back)

    def connect_to(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def forget(self) -> None:
        """The resident has left."""
        self._wished, self._shown, self._known, self._picking = "", "", None, None
        self._trouble, self._working = "", False
        self._visit.show(VisitProps())
        self._model.show(BookingProps())
        self._model.lay_out((), ())

    @property
    def _online(self) -> bool:
        return self._network.line in {"online", "sending"}

    # ---- where it stands ------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Another dossier came on screen: look whether a booking stands beside it."""
        session, found = self._flow.session, self._flow.found
        if session is not None:
            self._wished = _wished(session.wizard.answers)
        if found is not None and self._flow.screen in SHOWN and found.item.lookup_code != self._shown:
            self._shown, self._known = found.item.lookup_code, None
            self._look(self._learned)

    def _line_changed(self) -> None:
        if self._shown and self._flow.screen in SHOWN:
            self._look(self._learned)

    def _look(self, told: Callable[[Known], None]) -> None:
        kiosk, found, online = self._kiosk, self._flow.found, self._online
        if kiosk is not None and found is not None:
            code = found.item.lookup_code
            read = self._reader.read
            self._run(lambda: read(kiosk, found, online=online), lambda known: self._tell(code, known, told))

    def _tell(self, code: str, known: Known, told: Callable[[Known], None]) -> None:
        if code == self._shown:
            told(known)

    def _learned(self, known: Known) -> None:
        self._known = known
        self._flow.changed.emit()

    # ---- choosing -------------------------------------------------------------------------------------------

    def _act(self, what: str) -> None:
        """A button beside the booking's state."""
        if self._working or self._flow.screen not in SHOWN:
            return
        if what == "cancel":
            self._open(None)
        else:
            self._working = True
            self._look(self._begin)

    def _begin(self, known: Known) -> None:
        """The times as they are now; when there are none any more, the state says so."""
        from kiosk.offers import Offers  # noqa: PLC0415 - as above
        from kiosk.picking import Picking  # noqa: PLC0415

        self._known, self._working = known, False
        if isinstance(known.offers, Offers):
            self._open(Picking(known.offers, known.near, known.near_desk, self._wished).begin())
        elif self._flow.screen == "booking":
            self._leave()
        else:
            self._flow.changed.emit()

    def _open(self, picking: Picking | None) -> None:
        if self._flow.screen in SHOWN:
            self._from, self._trouble = self._flow.screen, ""
        self._picking = picking
        self._flow.go("booking")

    def _leave(self) -> None:
        self._picking, self._trouble = None, ""
        self._flow.go(self._from)

    def _choose(self, key: str) -> None:
        if self._picking is not None and not self._working:
            self._picking, self._trouble = self._picking.choose(key), ""
            self._flow.changed.emit()

    def _go_back(self) -> None:
        if self._working:
            return
        before = self._picking.back() if self._picking is not None else None
        if before is None:
            self._leave()
            return
        self._picking, self._trouble = before, ""
        self._flow.changed.emit()

    def _go_on(self) -> None:
        if self._working or self._flow.screen != "booking":
            return
        picking = self._picking
        if picking is None:
            self._send_cancel()
        elif picking.here == "check":
            wish = picking.wish()
            if wish is not None:
                self._send(wish)
        elif picking.may_go_on:
            self._picking, self._trouble = picking.next(), ""
            self._flow.changed.emit()

    # ---- asking the office ----------------------------------------------------------------------------------

    def _send(self, wish: Wish) -> None:
        kiosk, found, known = self._kiosk, self._flow.found, self._known
        if kiosk is None or found is None or known is None:
            return
        code, procedure, moving = found.item.lookup_code, found.item.procedure, known.may_change

        def ask() -> RequestKept | AlreadyAsked | NotOffered | NotFound:
            if moving:
                return kiosk.appointments.move(code, wish)
            return kiosk.appointments.ask(code, procedure, wish)

        self._request(ask)

    def _send_cancel(self) -> None:
        kiosk, found = self._kiosk, self._flow.found
        if kiosk is not None and found is not None:
            code = found.item.lookup_code
            self._request(lambda: kiosk.appointments.cancel(code))

    def _request(self, ask: Callable[[], RequestKept | AlreadyAsked | NotOffered | NotFound]) -> None:
        self._working, self._trouble = True, ""
        self._run(ask, self._asked, self._not_kept)
        self._flow.changed.emit()

    def _asked(self, outcome: RequestKept | AlreadyAsked | NotOffered | NotFound) -> None:
        from kiosk.appointments import NotOffered  # noqa: PLC0415 - as above
        from kiosk.outcomes import NotFound  # noqa: PLC0415

        if isinstance(outcome, NotOffered):
            self._trouble = say("booking.pick.taken")
            self._look(self._begin)
            return
        self._working = False
        if self._known is not None and not isinstance(outcome, NotFound):
            self._known = replace(self._known, appointment=outcome.appointment)
        self._leave()  # the screen of a state has the gateway asked, as after sealing
        self._look(self._learned)

    def _not_kept(self, _: Exception) -> None:
        self._working, self._trouble = False, say("booking.pick.trouble")
        self._flow.changed.emit()

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        self._flow.sitting.run("store", work, done, failed or self._not_read)

    def _not_read(self, _: Exception) -> None:
        """The state stays as it was last told."""
        self._working = False

    # ---- show -----------------------------------------------------------------------------------------------

    def show(self) -> None:
        if self._flow.screen in SHOWN:
            self._visit.show(visit_view.derive(self._known))
        elif self._flow.screen == "booking" and self._known is not None:
            self._show_question(self._known)

    def _show_question(self, known: Known) -> None:
        found, library = self._flow.found, self._flow.library
        code = found.item.procedure if found else ""
        procedure = library.names.get(code, "") if library else ""
        if self._picking is not None:
            kept = known.appointment.visit if known.appointment and known.may_change else None
            scene = Scene(
                self._picking,
                procedure,
                self._online,
                kept.starts_at if kept else None,
                self._trouble,
                self._working,
            )
            props, options, facts = booking_view.derive_question(scene)
            self._model.show(props)
            self._model.lay_out(options, facts)
        elif known.appointment is not None:
            props, facts = booking_view.derive_drop(known.appointment, procedure)
            self._model.show(booking_view.with_trouble(props, self._trouble, working=self._working))
            self._model.lay_out((), facts)


def _wished(answers: Mapping[str, object]) -> str:
    """What was answered to «Yêu cầu đặt lịch đến quầy», the same question in every guide that ends in a visit."""
    choice = answers.get("visit.choice")
    return str(answers.get("visit.day", "")) if choice == "day" else "soon" if choice == "soon" else ""
