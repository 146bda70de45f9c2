"""The resident's way through the screens: one session at a time, every answer kept, nothing lost on the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.outcomes import Found, NoRoom
from kiosk.phrases import say
from kiosk.procedures.answers import SILENT
from kiosk.session import Session, WhoFor
from ui.sitting import Sitting
from ui.step_view import as_date

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.desk import Desk
    from kiosk.errors import Fault
    from kiosk.procedures.model import Guide
    from kiosk.procedures.receipt import LookupSlip
    from kiosk.procedures.wizard import ShownStep, Wizard
    from kiosk.shelf import GuideShelf
    from kiosk.sync.sealing import Sealed, SealRefused
    from ui.jobs import Jobs

Screen = Literal["home", "search", "before", "who", "step", "sealed", "lookup", "track", "trouble"]
KEEP_AFTER_MS = 500
TYPED = frozenset({"text", "name", "phone", "email", "national_number", "money", "number", "date"})
"""Kinds whose answer is read when the resident goes on; all others are answers at the tap."""


class Flow(QObject):
    """State and moves. The view models are shown anew after each ``changed``; they call the moves."""

    changed = Signal()
    left = Signal()  # a session ended: everything that was shown of it must go

    def __init__(
        self, shelf: GuideShelf, jobs: Jobs, clock: Clock, machine: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._machine = machine
        self.shelf = shelf
        self.jobs = jobs
        self.desk: Desk | None = None
        self.screen: Screen = "home"
        self.guide: Guide | None = None
        self.session: Session | None = None
        self.faults: tuple[Fault, ...] = ()
        self.appeared: tuple[str, ...] = ()
        self.query = ""
        self.saved = False
        self.notice = ""  # a sentence on Home
        self.trouble = ""  # a sentence on the step
        self.sealing = False
        self._beginning = False
        self.sitting = Sitting(jobs)
        self.slip: LookupSlip | None = None
        self.due = ""  # when the result of the dossier just sealed is due, in the guide's words
        self.found: Found | None = None
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._keeping.timeout.connect(self.keep)

    # ---- where we are ---------------------------------------------------------------------------------------

    def go(self, screen: Screen) -> None:
        self.screen = screen
        self._fresh()
        self.changed.emit()

    def _fresh(self) -> None:
        """What belongs to one screen alone is gone on the next."""
        self.faults, self.query, self.trouble = (), "", ""

    @property
    def wizard(self) -> Wizard | None:
        return self.session.wizard if self.session else None

    @property
    def here(self) -> ShownStep | None:
        """The step on screen."""
        return self.session.wizard.current() if self.session and self.screen == "step" else None

    def opened(self, desk: Desk) -> None:
        """The store is open: dossiers can be begun."""
        self.desk = desk
        self.changed.emit()

    # ---- begin ----------------------------------------------------------------------------------------------

    def open_procedure(self, code: str) -> None:
        self.jobs.run("reader", lambda: self.shelf.load(code), self._show_before)

    def _show_before(self, guide: Guide | None) -> None:
        if guide is not None:
            self.guide = guide
            self.go("before")

    def begin(self) -> None:
        """Bắt đầu: a draft and its code are on the disk before the first question."""
        desk, guide = self.desk, self.guide
        if desk is not None and guide is not None and self.session is None and not self._beginning:
            self._beginning = True
            self.sitting.run("store", lambda: desk.begin(guide), self._begun, lambda _: self._no_store())

    def _begun(self, outcome: Session | NoRoom) -> None:
        self._beginning = False
        match outcome:
            case NoRoom():
                self.notice = say("trouble.room")
                self.go("home")
            case Session():
                self.session, self.saved, self.appeared = outcome, True, ()
                self.go("who")

    def _no_store(self) -> None:
        self._beginning = False
        self.go("trouble")

    def set_who(self, who: str) -> None:
        if self.session:
            self.session = replace(self.session, who_for=cast("WhoFor", who))
            self._keep_soon()
            self.changed.emit()

    def take_up(self, session: Session) -> None:
        """A draft was opened again: on where it was left."""
        self.guide, self.session, self.saved, self.appeared = session.wizard.guide, session, True, ()
        self.go("step" if session.who_for else "who")

    # ---- answers --------------------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        """What stands in the field now; it becomes an answer when the resident goes on."""
        here = self.here
        if self.session and here:
            self.session = self.session.typing(here.key, text)
            if here.step.kind != "date":  # there the number pad would move under the finger
                self.faults = ()
            self.appeared, self.saved = (), False
            self._keep_soon()
            self.changed.emit()

    def choose(self, key: str) -> None:
        """An option was tapped."""
        here = self.here
        if here is None or self.session is None:
            return
        match here.step.kind:
            case "yes_no":
                self.answer(key == "yes")
            case "several" | "notice":
                self.answer(self._ticked(here, key))
            case _:
                self.answer(key)

    def choose_missing(self, kind: str) -> None:
        """«Không có», «Chưa biết» or «Bỏ qua»: what stood in the field is put away."""
        here = self.here
        if self.session and here:
            self.session = self.session.without_pending(here.key)
            self.answer({"missing": kind})

    def declare(self) -> None:
        """The declaration's one tap; a second takes it back."""
        here = self.here
        if self.session and here:
            given = self.session.wizard.answers.get(here.key) is not True
            self.session = replace(self.session, declared_at=self._clock.now() if given else None)
            self.answer(True if given else None)

    def _ticked(self, here: ShownStep, key: str) -> list[str]:
        """The ticks after a tap: what is exclusive stands alone."""
        assert self.session  # noqa: S101 - choose() looked
        answer = self.session.wizard.answers.get(here.key)
        ticked = list(answer) if isinstance(answer, list) else []
        if key in ticked:
            return [each for each in ticked if each != key]
        options = {option.key: option for option in self.session.wizard.options(here.key)}
        if options[key].exclusive:
            return [key]
        return [each for each in ticked if not options[each].exclusive] + [key]

    def answer(self, value: object) -> bool:
        """Give the answer of the step on screen; whether it was taken."""
        here = self.here
        return here is not None and self.answer_to(here.key, value)

    def answer_to(self, key: str, value: object) -> bool:
        if self.session is None:
            return False
        if value == []:
            value = None if self.session.wizard.flow.by_key[key].step.kind != "notice" else value
        answered = self.session.wizard.answer(key, value)
        self.faults = answered.faults
        if not answered.refused:
            self.session = self.session.standing(answered.wizard).without_pending(key)
            self.appeared = answered.appeared if self.session.wizard.returning else ()
            self.saved = False
            self._keep_soon()
        self.changed.emit()
        return not answered.refused

    def _settle_field(self) -> bool:
        """Read what stands in the field as the answer; whether the resident may go on."""
        here = self.here
        if self.session is None or here is None or here.step.kind not in TYPED:
            return True
        pending = self.session.pending.get(here.key)
        if pending is None:
            return True
        if pending.strip(" /0" if here.step.kind == "date" else " /") == "":
            self.session = self.session.without_pending(here.key)
            return self.answer_to(here.key, None)
        return self.answer_to(here.key, as_date(pending) if here.step.kind == "date" else pending)

    # ---- on and back ----------------------------------------------------------------------------------------

    def next(self) -> None:
        """Tiếp tục; on the last step Nộp hồ sơ."""
        if self.session is None or self.sealing:
            return
        typed = self.here is not None and self.here.key in self.session.pending
        if not self._settle_field():
            return
        if typed and self.faults:  # a reminder is read where it belongs; going on again passes it
            self.keep()
            return
        self._default_number()
        moved = self.session.wizard.advance()
        if moved.faults:
            self.faults = moved.faults
            self.changed.emit()
            return
        self.session = self.session.standing(moved.wizard)
        self.keep()
        if moved.wizard.at_end:
            self._seal()
            return
        self._fresh()
        self.appeared = self.appeared if moved.wizard.returning else ()
        self.changed.emit()

    def _default_number(self) -> None:
        """A counter that nobody touched stands at its least value, and that is its answer."""
        here = self.here
        if self.session and here and here.step.kind == "number" and here.key not in self.session.wizard.answers:
            self.answer_to(here.key, here.step.minimum)

    def back(self) -> None:
        """Quay lại: what was typed stays, as an answer if it is one."""
        if self.session is None or self.sealing:
            return
        self._settle_field()
        wizard = self.session.wizard
        first = wizard.steps()[0].key
        if wizard.position == first:
            self.go("who")
            return
        self.session = self.session.standing(wizard.back())
        self._fresh()
        self.keep()
        self.changed.emit()

    def goto(self, key: str) -> None:
        """Sửa, or a fault that is followed to its step."""
        if self.session:
            self.session = self.session.standing(self.session.wizard.goto(key))
            self._fresh()
            self.appeared = ()
            self.changed.emit()

    def add_item(self) -> None:
        here = self.here
        if self.session and here:
            self.session = self.session.standing(self.session.wizard.add_item(here.key))
            self._fresh()
            self._keep_soon()
            self.changed.emit()

    def change_item(self, item: str, what: str) -> None:
        here = self.here
        if self.session is None or here is None:
            return
        wizard = self.session.wizard
        if what == "remove":
            self.session = self.session.standing(wizard.remove_item(here.key, item))
        else:
            first = next((shown.key for shown in wizard.steps() if (shown.group, shown.item) == (here.key, item)), "")
            self.session = self.session.standing(wizard.goto(first))
        self._fresh()
        self._keep_soon()
        self.changed.emit()

    def search(self, query: str) -> None:
        self.query = query
        self.changed.emit()

    def answered(self) -> bool:
        """Whether the step on screen needs nothing more."""
        here = self.here
        return here is not None and (
            here.step.kind in SILENT or here.key in (self.wizard.answers if self.wizard else ())
        )

    # ---- keep, seal, leave ----------------------------------------------------------------------------------

    def _keep_soon(self) -> None:
        self._keeping.start()

    def keep(self) -> None:
        """Save the draft now."""
        self._keeping.stop()
        desk, session = self.desk, self.session
        if desk is not None and session is not None:
            self.jobs.run(
                "store", lambda: desk.keep(session), lambda _: self._kept(session), lambda _: self._not_kept()
            )

    def _kept(self, session: Session) -> None:
        if self.session is session and not self.saved:
            self.saved, self.trouble = True, ""
            self.changed.emit()

    def _not_kept(self) -> None:
        if self.session is not None:
            self.trouble = say("trouble.keep")
            self.changed.emit()

    def _seal(self) -> None:
        desk, session = self.desk, self.session
        if desk is None or session is None:
            return
        self.sealing = True
        self.changed.emit()
        self.sitting.run(
            "store",
            lambda: desk.seal(session),
            lambda sealed: self._sealed(session, sealed),
            lambda _: self._unsealed(),
        )

    def _sealed(self, session: Session, outcome: Sealed | SealRefused) -> None:
        self.sealing = False
        from kiosk.sync.sealing import Sealed  # noqa: PLC0415 - the first frame need not wait for it

        if not isinstance(outcome, Sealed):
            self._unsealed()
            return
        self.slip = slip_of(session, outcome, self._machine)
        deadline = session.wizard.deadline()
        self.due = deadline.text if deadline else ""
        self.found = Found(outcome.item, ())
        self.session, self.appeared = None, ()
        self.go("sealed")

    def _unsealed(self) -> None:
        self.sealing = False
        self.trouble = say("trouble.seal")
        self.changed.emit()

    def leave(self) -> None:
        """Keep what there is, forget the resident, go Home."""
        if self.session is not None:
            self._settle_field()
            self.keep()
        self.sitting.end()
        self._beginning = self.sealing = False
        self.session, self.guide, self.slip, self.found = None, None, None, None
        self.saved, self.appeared, self.notice = False, (), ""
        self.left.emit()
        self.go("home")


def slip_of(session: Session, sealed: Sealed, machine: str) -> LookupSlip:
    from kiosk.clock import HANOI  # noqa: PLC0415 - only when something was sealed
    from kiosk.procedures.receipt import lookup_slip  # noqa: PLC0415

    when = sealed.item.sealed_at.astimezone(HANOI)
    return lookup_slip(session.wizard, session.lookup_code, when, machine=machine, demo=sealed.item.audience == "demo")
