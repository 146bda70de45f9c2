"""The application with its window: builds every Qt object once, wires them, and closes them in reverse."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kiosk.devices.ports import Ready
from kiosk.phrases import say
from ui import catalogue_view, whereabouts
from ui.address_flow import AddressFlow
from ui.booking_flow import BookingFlow
from ui.card_flow import CardFlow
from ui.catalogue_watch import CatalogueWatch
from ui.chip_flow import ChipFlow, open_chip
from ui.flow import Flow
from ui.found_view import EVENT, HELP
from ui.found_watch import FoundWatch
from ui.jobs import Jobs
from ui.lookup_flow import LookupFlow
from ui.network import Network
from ui.office_days import OfficeDays
from ui.overlays import Overlays
from ui.papers_flow import PapersFlow
from ui.pictures import Pictures
from ui.presence import Presence
from ui.presenter import Models, Presenter, Surroundings
from ui.queue_flow import QueueFlow
from ui.rescue_watch import RescueWatch
from ui.slip_flow import SlipFlow
from ui.speaking import Speaking
from ui.usb_export import UsbExport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.bootstrap import Kiosk
    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.devices.registry import Devices

log = logging.getLogger("motcham")
CLOCK_MS = 5000


class Application(QObject):
    """Owns the flow, its helpers and the view models; QML sees the view models alone."""

    def __init__(self, config: Config, clock: Clock, devices: Devices) -> None:
        super().__init__()
        self.config = config
        self.clock = clock
        self.devices = devices
        self.jobs = Jobs(self)
        self.pictures = Pictures()
        self.models = Models()
        self.flow = Flow(self.jobs, clock, config.office.machine, self)
        self.network = Network(self.jobs, self)
        self.rescue = RescueWatch(self.flow, self.models.rescue, self.jobs, self.network, self._opened)
        self.catalogue = CatalogueWatch(self.jobs, clock, self)
        self.card = CardFlow(self.flow, self.models.card, clock)
        self.chip = ChipFlow(self.flow, self.card, self.models.chip, self.pictures, config.devices.chip_can)
        self.address = AddressFlow(self.flow, self.models.address, config.office, self.card)
        self.papers = PapersFlow(self.flow, self.models.papers, self.jobs, devices.camera, devices.files, self.pictures)
        self.lookup = LookupFlow(self.flow, self.models.lookup, card=devices.scanner is not None)
        self.slip = SlipFlow(self.flow, self.lookup)
        self.usb = UsbExport(self.flow, devices.files, config, clock)
        self.queue = QueueFlow(self.flow, self.models.queue, self.network, clock, self.usb)
        self.booking = BookingFlow(self.flow, self.models.visit, self.models.booking, self.network)
        self.presence = Presence(self.flow, clock, config.times, self._is_private, self)
        self.speaking = Speaking(devices.speaker, self.jobs, self.models, self)
        self.overlays = Overlays(self.flow, self.presence, self.speaking, self.queue, self)
        self.found = FoundWatch(self.flow)
        self.days = OfficeDays(config, clock, self.jobs, self)
        self.presenter = Presenter(self.flow, self.models, config, clock, self.pictures, self.days, self.slip)
        self._around = Surroundings(
            text_scale=config.screen.text,
            contrast=config.screen.contrast,
            landscape=config.screen.size == "1366x768",
            scanner=devices.scanner is not None,
        )
        self._kiosk: Kiosk | None = None
        self._ticking = QTimer(self, interval=CLOCK_MS)
        self._ticking.timeout.connect(self.show)
        self._connect()
        self.show()

    # ---- life -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the store off the GUI thread; the screens are there already."""
        self._ticking.start()
        self.jobs.run("store", self._open_kiosk, self._opened, lambda _: self.flow.go("trouble"))

    def _open_kiosk(self) -> Kiosk:
        from kiosk.bootstrap import open_kiosk  # noqa: PLC0415 - half the imports, which the first frame need not wait for

        return open_kiosk(self.config, self.clock, or_rescue=True)

    def _opened(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self.speaking.look()
        if kiosk.rescued is not None:
            self.rescue.start(kiosk)
            return
        if kiosk.interrupted:
            self.flow.notice = say("home.restarted")
        self.days.start()
        self.flow.opened(kiosk.desk, kiosk.library)
        if self.devices.scanner is not None:
            self.devices.scanner.start(self._card_arrived)
        self.jobs.run("device", lambda: open_chip(kiosk, self.devices), lambda opened: self.chip.connect_to(*opened))
        self.booking.connect_to(kiosk)
        self.slip.connect_to(kiosk)
        self.queue.connect_to(kiosk)
        self.network.connect_to(kiosk)
        library = kiosk.library  # open once what Home offers was read
        self.jobs.run(
            "reader", library.situations, lambda _: self.catalogue.start(kiosk.catalogue_checker, library.version)
        )

    def _catalogue_changed(self) -> None:
        """Another version is current: what is found next comes from it, and what was begun goes on as it was."""
        library = self.flow.library
        if library is not None:
            self.jobs.run("reader", library.reopen, lambda _: self.flow.finding.refresh())

    def _card_arrived(self, text: str) -> None:
        """A card is read for the dossier on screen, or to find a draft whose code was forgotten."""
        self.presence.sign()
        if self.slip.is_slip(text):
            if self.slip.can_be_read:
                self.overlays.open("")
                self.slip.arrived(text)
            else:
                self.overlays.open("slip_later")
            return
        exact = self.devices.scanner is None or self.devices.scanner.exact
        if self.lookup.takes_card:
            self.lookup.card_arrived(text, exact=exact)
        else:
            self.card.arrived(text, exact=exact)
            self.chip.scanned()

    def close(self) -> None:
        """Keep what is on screen, stop the threads, close the store."""
        self._ticking.stop()
        self.days.stop()
        self.network.stop()
        self.catalogue.stop()
        self.flow.leave()
        self.speaking.close()
        if self.devices.scanner is not None:
            self.devices.scanner.stop()
        self.chip.close()
        kiosk = self._kiosk
        if kiosk is None:
            self.jobs.close()
        else:
            self.jobs.close(kiosk.close)  # after the network's last words, which it may still want to write down

    # ---- wires ----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        flow, models = self.flow, self.models
        for told in (flow, self.presence, self.days, self.catalogue, self.speaking, self.overlays):
            told.changed.connect(self.show)
        flow.left.connect(self._forget)
        self.presence.expired.connect(self._expired)
        self.network.changed.connect(self._line_changed)
        self.catalogue.updated.connect(self._catalogue_changed)
        self.speaking.heard.connect(self.presence.sign)
        self.speaking.asked.connect(self.overlays.open)
        models.home.asked.connect(self._asked)
        models.home.opened.connect(self._open_row)
        models.search.typed.connect(flow.finding.type)
        models.search.opened.connect(self._open_row)
        models.search.left.connect(flow.finding.back)
        models.situation.opened.connect(self._open_row)
        models.situation.searched.connect(flow.finding.open_search)
        models.situation.left.connect(flow.finding.back)
        models.before.begun.connect(flow.begin)
        models.before.replaced.connect(flow.open_procedure)
        models.before.left.connect(flow.finding.back)
        models.who.chosen.connect(flow.set_who)
        models.who.went_on.connect(lambda: flow.go("step"))
        models.who.went_back.connect(lambda: self.overlays.open("leave"))
        self._connect_step()
        models.walk.chosen.connect(flow.walking.choose)
        models.walk.went_on.connect(flow.walking.next)
        models.walk.went_back.connect(flow.walking.back)
        models.walk.exit_followed.connect(self._change_procedure)
        models.outcome.acted.connect(self._outcome)
        models.shell.footer_pressed.connect(self.overlays.footer)
        models.shell.overlay_answered.connect(self.overlays.answered)
        models.shell.display_changed.connect(self._display)

    def _connect_step(self) -> None:
        flow, step = self.flow, self.models.step
        step.typed.connect(flow.typed)
        step.chosen.connect(flow.choose)
        step.missing_chosen.connect(flow.choose_missing)
        step.dated.connect(lambda day, month, year: flow.typed(f"{day}/{month}/{year}"))
        step.counted.connect(flow.answer)
        step.searched.connect(flow.search)
        step.item_added.connect(flow.add_item)
        step.item_changed.connect(flow.change_item)
        step.fault_followed.connect(flow.goto)
        step.corrected.connect(flow.goto)
        step.accepted_pressed.connect(flow.declare)
        step.went_on.connect(self._go_on)
        step.went_back.connect(flow.back)
        step.exit_followed.connect(self._change_procedure)

    def _asked(self, what: str) -> None:
        if what == "search":
            self.flow.finding.open_search()
        elif what == "card":
            ready = self.devices.scanner is not None and self.devices.scanner.status() == Ready()
            self.overlays.open("place_card" if ready else "no_scanner")
        else:
            self.lookup.open("resume" if what == "resume" else "track")

    def _open_row(self, key: str) -> None:
        """What was tapped in a list of things to do: a procedure, a life situation, or the call for help."""
        if key == HELP:
            self.overlays.open("help")
        elif key.startswith(EVENT):
            self.flow.finding.open_situation(key.removeprefix(EVENT))
        else:
            self.days.look()  # before the procedure is read: its day is by the calendar that is there now
            self.flow.open_procedure(key)

    def _go_on(self) -> None:
        """The primary button: from an exit the way leads Home, with the draft kept."""
        here = self.flow.here
        if here is not None and here.step.kind == "exit":
            self.overlays.open("leave")
        else:
            self.flow.next()

    def _change_procedure(self, code: str) -> None:
        self.flow.leave()
        self.flow.open_procedure(code)

    def _display(self, text_scale: str, contrast: str) -> None:
        around = self._around
        self._around = replace(around, text_scale=text_scale or around.text_scale, contrast=contrast or around.contrast)
        self.show()

    def _outcome(self, what: str) -> None:
        match what:
            case "noted":
                self.flow.go("track")
            case "reasons":
                if self.flow.found is not None:
                    self.lookup.open("reasons", self.flow.found.item.lookup_code)
            case _:
                self.flow.leave()

    # ---- presence and the line ------------------------------------------------------------------------------

    def _is_private(self) -> bool:
        """Whether the screen or the memory holds anything of a resident."""
        return (
            self.flow.screen not in {"home", "trouble", "rescue"}
            or self.card.holding
            or self.chip.stage != ""
            or not self.overlays.holds_nothing
        )

    def _expired(self) -> None:
        self.overlays.forget()
        self.flow.leave()

    def _forget(self) -> None:
        """A session ended: what was shown of it goes, and the screen is as the next person finds it."""
        self.speaking.end()
        self.card.end()
        self.chip.forget()
        self.papers.forget()
        self.address.forget()
        self.lookup.forget()
        self.slip.forget()
        self.queue.forget()
        self.booking.forget()
        self.pictures.forget()
        self.presenter.forget()
        self.presence.patient = False
        self.overlays.forget()
        screen = self.config.screen
        self._around = replace(self._around, text_scale=screen.text, contrast=screen.contrast)

    def _line_changed(self) -> None:
        self.catalogue.line_is(self.network.line in {"online", "sending"})
        self.found.refresh()
        if self.network.line in {"online", "sending"}:
            self.slip.ask()
        self.queue.line_changed()
        self.show()

    # ---- show -----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the state as it is now."""
        if self.usb.writing and self.flow.screen == "queue":
            self.presence.sign()  # somebody waits for the stick, with nothing to touch meanwhile
        overlay = self.overlays.shown(self.card, self.chip)
        countdown = self.presence.covered.seconds_left if self.presence.covered else 0
        self.card.show()
        self.chip.show()
        self.address.show()
        self.papers.show()
        self.lookup.show()
        self.booking.show()
        self.queue.show()
        line = self.network.line
        around = replace(
            self._around, line=line, sending=self.network.sending, overlay=overlay, help_text=self.overlays.help_text
        )
        around = replace(
            around, countdown=countdown, patient=self.presence.patient, listen=self.speaking.listen_on(self.flow.screen)
        )
        self.presenter.show(replace(around, catalogue=catalogue_view.notice(self.catalogue.freshness)))
        self.speaking.keep_to(overlay)
        self.network.somebody_waits(self.found.waits)

    def describe(self) -> Mapping[str, object]:
        """What is on screen, for the robot."""
        return whereabouts.describe(self.flow, self.overlays.name)
