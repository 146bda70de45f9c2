"""Shows the state of the flow in the view models after every change; QML hears only of differences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiosk.clock import HANOI
from kiosk.expectation import in_full, when_due
from kiosk.phrases import say
from ui import before_view, found_view, outcome_view, slip_view
from ui.step_scene import StepScene
from ui.viewmodels.address import AddressModel
from ui.viewmodels.begin import CardModel, WhoModel, WhoProps
from ui.viewmodels.booking import BookingModel
from ui.viewmodels.chip import ChipModel
from ui.viewmodels.home import (
    BeforeModel,
    BeforeProps,
    HomeModel,
    HomeProps,
    SearchModel,
    SearchProps,
    SituationModel,
    SituationProps,
)
from ui.viewmodels.outcome import LookupModel, OutcomeModel, OutcomeProps
from ui.viewmodels.papers import PapersModel
from ui.viewmodels.queue import QueueModel
from ui.viewmodels.rescue import RescueModel
from ui.viewmodels.rows import ChoiceRow
from ui.viewmodels.shell import ShellModel, ShellProps
from ui.viewmodels.step import StepLists, StepModel, StepProps
from ui.viewmodels.visit import VisitModel
from ui.viewmodels.walk import WalkModel, WalkProps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.procedures.model import Guide
    from ui.flow import Flow
    from ui.office_days import OfficeDays
    from ui.pictures import Pictures
    from ui.slip_flow import SlipFlow

LAST_SECONDS = 60
WHO = ("me", "child", "other", "together")


class Models:
    """Every view model, made once and parented to one object."""

    def __init__(self) -> None:
        self.shell = ShellModel()
        self.home = HomeModel()
        self.search = SearchModel()
        self.situation = SituationModel()
        self.before = BeforeModel()
        self.who = WhoModel()
        self.step = StepModel()
        self.walk = WalkModel()
        self.address = AddressModel()
        self.papers = PapersModel()
        self.card = CardModel()
        self.chip = ChipModel()
        self.outcome = OutcomeModel()
        self.lookup = LookupModel()
        self.visit = VisitModel()
        self.booking = BookingModel()
        self.queue = QueueModel()
        self.rescue = RescueModel()


@dataclass(frozen=True)
class Surroundings:
    """What the header shows: the line, the time, how things are shown, and what lies over the screen."""

    line: str = "offline"
    sending: frozenset[str] = frozenset()  # the dossiers that are on their way now
    overlay: str = ""
    countdown: int = 0
    text_scale: str = "A"
    contrast: str = "light"
    landscape: bool = False
    patient: bool = False
    help_text: str = ""
    scanner: bool = False
    catalogue: str = ""
    listen: str = ""


class Presenter:
    """Holds no state of its own but what was drawn last (the QR of a code)."""

    def __init__(
        self,
        flow: Flow,
        models: Models,
        config: Config,
        clock: Clock,
        pictures: Pictures,
        days: OfficeDays,
        slip: SlipFlow,
    ) -> None:
        self._flow = flow
        self._models = models
        self._config = config
        self._clock = clock
        self._pictures = pictures
        self._days = days
        self._slip = slip
        self._qr: tuple[bytes, str] = (b"", "")
        self._pages: dict[str, str] = {}  # the QR pictures of a walk-through, by the addresses they lead to

    def forget(self) -> None:
        """The session is over: no view model holds anything of it, whichever screen comes next."""
        self._qr = (b"", "")
        self._pages.clear()
        models = self._models
        models.step.show(StepProps())
        models.step.lay_out(StepLists())
        models.walk.show(WalkProps())
        models.walk.lay_out((), ())
        models.who.show(WhoProps())
        models.search.show(SearchProps())
        models.search.lay_out(())
        models.situation.show(SituationProps())
        models.situation.lay_out(())
        models.before.show(BeforeProps())
        models.before.lay_out(())
        models.outcome.show(OutcomeProps())
        models.outcome.lay_out((), (), ())

    def show(self, around: Surroundings) -> None:
        """Show everything that is on screen now."""
        self._show_shell(around)
        match self._flow.screen:
            case "home":
                self._show_home(around)
            case "search":
                self._show_search()
            case "situation":
                self._show_situation()
            case "before":
                self._show_before()
            case "who":
                self._show_who()
            case "step":
                self._show_step()
            case "walk":
                self._show_walk()
            case "sealed" | "track":
                self._show_outcome(around)
            case "slip":
                self._show_slip(around)
            case _:
                pass

    def _show_shell(self, around: Surroundings) -> None:
        flow, office = self._flow, self._config.office
        now = self._clock.now()
        chip = {"online": ("online", "wifi-high"), "sending": ("sending", "paper-plane-tilt")}
        text, icon = chip.get(around.line, ("offline", "wifi-slash"))
        tight = around.text_scale == "A++" or (around.landscape and around.text_scale == "A+")
        if text == "offline" and (tight or flow.screen == "rescue"):
            text = "offline_short"  # the header has no room for more in this size, or there is nothing to go on with
        self._models.shell.show(
            ShellProps(
                screen=flow.screen,
                overlay=around.overlay,
                office_name=office.unit,
                machine_name=say("ui.machine", number=office.machine),
                demo=self._config.audience != "production",
                chip_text=say(f"chip.{text}"),
                chip_icon=icon,
                clock_text=f"{now:%H:%M}",
                text_scale=around.text_scale,
                contrast=around.contrast,
                landscape=around.landscape,
                reduce_motion=self._config.screen.reduce_motion,
                in_form=flow.session is not None,
                code=flow.session.lookup_code if flow.session else "",
                countdown=_time_left(around.countdown),
                patient=around.patient,
                listen=around.listen,
                help_text=around.help_text,
                alike_text=self._alike_text(),
                fault_title=say("trouble.store_title"),
                fault_text=say("trouble.store_text"),
            )
        )

    def _alike_text(self) -> str:
        """When the dossier like this one was sealed, and its code."""
        alike = self._flow.keeping.alike
        if alike is None:
            return ""
        when, now = alike.sealed_at.astimezone(HANOI), self._clock.now()
        at = f"{when:%H:%M}" if when.date() == now.date() else f"{when:%H:%M}, {when:%d/%m/%Y}"
        return say("alike.text", at=at, code=alike.lookup_code)

    def _show_home(self, around: Surroundings) -> None:
        online = around.line in {"online", "sending"}
        finding = self._flow.finding  # it offers something once the library is open: the first frame has no tiles
        tiles = tuple(map(found_view.situation_tile, finding.situations)) or tuple(
            map(found_view.guide_tile, finding.guides.values())
        )
        self._models.home.show(
            HomeProps(
                subtitle=say("home.online" if online else "home.offline"),
                notice=self._flow.notice or self._closed_text(),
                catalogue=around.catalogue,
                card=around.scanner,
                count=len(tiles),
                situations=bool(finding.situations),
            )
        )
        self._models.home.lay_out(tiles)

    def _closed_text(self) -> str:
        """What out-of-hours means, when the office is closed; nothing while its days are not known."""
        if self._days.open_now:
            return ""
        if self._days.closed_today:
            return say("ui.closed_day")
        return say("ui.closed", hours=f"{self._config.office.opens}–{self._config.office.closes}")

    def _show_search(self) -> None:
        finding = self._flow.finding
        self._models.search.show(SearchProps(finding.query, found_view.lead_of(finding.found)))
        self._models.search.lay_out(found_view.result_rows(finding.found, finding.guides, finding.situations))

    def _show_situation(self) -> None:
        finding = self._flow.finding
        if finding.situation is not None:
            lead = say("find.under", count=str(len(finding.under)))
            self._models.situation.show(SituationProps(finding.situation.name, lead))
            self._models.situation.lay_out(found_view.procedure_rows(finding.under, finding.guides))

    @property
    def _names(self) -> Mapping[str, str]:
        """The procedures that can be opened here, by code."""
        library = self._flow.library
        return library.names if library else {}

    def _show_before(self) -> None:
        procedure = self._flow.procedure
        if procedure is not None:
            now, due = self._clock.now(), self._due_of(procedure.guide)
            props, facts = before_view.derive(procedure, self._names, now.date(), due)
            self._models.before.show(props)
            self._models.before.lay_out(facts)

    def _due_of(self, guide: Guide) -> str:
        """When the result can be had of a dossier handed in now, as far as no answer is needed for it."""
        from kiosk.procedures.wizard import start  # noqa: PLC0415 - what questions stand on is not for the first frame

        context, now = self._days.context, self._clock.now()
        expected = start(guide, context).expected(now) if context else None
        return when_due(expected, now) if expected else ""

    def _due_here(self) -> str:
        """The same of the dossier on screen, where its step says so."""
        wizard, now = self._flow.wizard, self._clock.now()
        expected = wizard.expected(now) if wizard and wizard.current().step.kind == "fee" else None
        return in_full(expected, now) if expected else ""

    def _show_who(self) -> None:
        session = self._flow.session
        if session is None:
            return
        self._models.who.show(
            WhoProps(session.lookup_code, session.wizard.guide.name, bool(session.who_for), say("who.keep"))
        )
        helps = {"other": say("who.other_help"), "together": say("who.together_help")}
        self._models.who.lay_out(
            tuple(ChoiceRow(key, say(f"who.{key}"), helps.get(key, ""), key == session.who_for) for key in WHO)
        )

    def _show_step(self) -> None:
        from ui import step_view  # noqa: PLC0415 - what questions stand on is not for the first frame

        flow, keeping = self._flow, self._flow.keeping
        if flow.session is None:
            return
        scene = StepScene(
            flow.session,
            self._names,
            flow.faults,
            flow.appeared,
            flow.query,
            flow.keeping.saved,
            due=self._due_here(),
        )
        props, lists = step_view.derive(scene)
        self._models.step.show(
            replace(props, trouble=keeping.trouble, can_go_on=not keeping.sealing, sealing=keeping.sealing)
        )
        self._models.step.lay_out(lists)

    def _show_walk(self) -> None:
        from ui import walk_view  # noqa: PLC0415 - what questions stand on is not for the first frame

        walking = self._flow.walking
        if walking.wizard is None:
            return
        for address, code in walking.codes.items():
            if address not in self._pages:
                self._pages[address] = self._pictures.put(code)
        link = walking.wizard.current().step.link
        props, blocks, options = walk_view.derive(walking.wizard, walking.faults, self._names, last=walking.last)
        self._models.walk.show(replace(props, qr=self._pages.get(link.url, "") if link else ""))
        self._models.walk.lay_out(blocks, options)

    def _show_outcome(self, around: Surroundings) -> None:
        found = self._flow.found
        if found is None:
            return
        slip = self._flow.keeping.slip if self._flow.screen == "sealed" else None
        scene = outcome_view.OutcomeScene(
            found,
            self._names.get(found.item.procedure, found.item.procedure),
            found.item.id in around.sending,
            slip,
            self._picture_of(found.slip),
            booked=self._models.visit.props.when != "",
        )
        props, steps, reasons, events = outcome_view.derive(scene)
        said = slip_view.said_of(self._slip.shown)
        self._models.outcome.show(
            replace(props, slip_title=said.title, slip_text=said.text, slip_tone=said.tone, slip_icon=said.icon)
        )
        self._models.outcome.lay_out(steps, reasons, events)

    def _show_slip(self, around: Surroundings) -> None:
        shown = self._slip.shown
        if shown is None:
            return
        code = shown.judged.slip.procedure
        online = around.line in {"online", "sending"}
        picture = self._picture_of(shown.picture)
        self._models.outcome.show(slip_view.derive(shown, self._names.get(code, code), picture, online=online))
        self._models.outcome.lay_out((), (), ())

    def _picture_of(self, slip: bytes) -> str:
        if self._qr[0] != slip:
            self._qr = (slip, self._pictures.put(slip))
        return self._qr[1]


def _time_left(seconds: int) -> str:
    """How long until the session ends, as one says it."""
    if seconds > LAST_SECONDS:
        return say("cover.minutes", count=str(-(-seconds // 60)))
    return say("cover.seconds", count=str(seconds))
