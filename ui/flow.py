"""The resident's way through the screens: one session at a time, every answer kept, nothing lost on the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, Signal

from kiosk.outcomes import NoRoom
from kiosk.phrases import say
from ui.finding import Finding
from ui.keeping import Keeping
from ui.sitting import Sitting
from ui.step_scene import as_date
from ui.walking import Walking

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.desk import Desk
    from kiosk.errors import Fault
    from kiosk.library import Library, Opened
    from kiosk.outcomes import Found
    from kiosk.procedures.wizard import ShownStep, Wizard
    from kiosk.session import Session, WhoFor
    from ui.jobs import Jobs

Screen = Literal[
    "home",
    "search",
    "situation",
    "before",
    "who",
    "step",
    "walk",
    "sealed",
    "lookup",
    "track",
    "slip",
    "booking",
    "queue",
    "trouble",
    "rescue",
]
TYPED = frozenset({"text", "name", "phone", "email", "national_number", "money", "number", "date"})
"""Kinds whose answer is read when the resident goes on; all others are answers at the tap."""


class Flow(QObject):
    """State and moves. The view models are shown anew after each ``changed``; they call the moves."""

    changed = Signal()
    left = Signal()  # a session ended: everything that was shown of it must go

    def __init__(self, jobs: Jobs, clock: Clock, machine: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.jobs = jobs
        self.sitting = Sitting(jobs)
        self.desk: Desk | None = None
        self.library: Library | None = None
        self.screen: Screen = "home"
        self.procedure: Opened | None = None  # on «Trước khi bắt đầu»
        self.session: Session | None = None
        self.faults: tuple[Fault, ...] = ()
        self.appeared: tuple[str, ...] = ()
        self.query = ""  # typed in the list of a step
        self.notice = ""  # a sentence on Home
        self.found: Found | None = None
        self._wanted = ""  # a procedure asked for before the library was open
        self._beginning = False
        self._rest: Screen | None = None
        self.keeping = Keeping(self, machine)
        self.finding = Finding(self)
        self.walking = Walking(self, clock)

    # ---- where we are ---------------------------------------------------------------------------------------

    def go(self, screen: Screen) -> None:
        self.screen = self._rest or screen
        self._fresh()
        self.changed.emit()

    def rest(self, screen: Screen) -> None:
        """Nothing is begun any more: whatever is tapped, this screen stays."""
        self._rest, self.desk, self.library = screen, None, None
        self.leave()

    def _fresh(self) -> None:
        """What belongs to one screen alone is gone on the next."""
        self.faults, self.query, self.keeping.trouble = (), "", ""

    @property
    def wizard(self) -> Wizard | None:
        return self.session.wizard if self.session else None

    @property
    def here(self) -> ShownStep | None:
        """The step on screen."""
        return self.session.wizard.current() if self.session and self.screen == "step" else None

    def opened(self, desk: Desk, library: Library) -> None:
        """The store is open: procedures can be found and dossiers begun."""
        self.desk, self.library = desk, library
        self.finding.opened()
        if self._wanted:
            self.open_procedure(self._wanted)
        self.changed.emit()

    # ---- begin ----------------------------------------------------------------------------------------------

    def open_procedure(self, code: str) -> None:
        library, today = self.library, self._clock.now().date()
        if library is None:
            self._wanted = code
        else:
            self._wanted = ""
            self.sitting.run("reader", lambda: library.open(code, today), self._show_before)

    def _show_before(self, procedure: Opened | None) -> None:
        if procedure is not None and self.session is None:
            self.procedure = procedure
            self.finding.go_on("before")

    def begin(self) -> None:
        """Bắt đầu: a draft and its code are on the disk before the first question. A walk-through keeps nothing."""
        desk, procedure = self.desk, self.procedure
        if procedure is not None and self.session is None and procedure.guide.kind == "walkthrough":
            self.walking.begin(procedure.guide)
            return
        if desk is not None and procedure is not None and self.session is None and not self._beginning:
            self._beginning = True
            guide = procedure.guide
            self.sitting.run("store", lambda: desk.begin(guide), self._begun, lambda _: self._no_store())

    def _begun(self, outcome: Session | NoRoom) -> None:
        self._beginning = False
        match outcome:
            case NoRoom():
                self.notice = say("trouble.room")
                self.go("home")
            case _:
                self.session, self.keeping.saved, self.appeared = outcome, True, ()
                self.go("who")

    def _no_store(self) -> None:
        self._beginning = False
        self.go("trouble")

    def set_who(self, who: str) -> None:
        if self.session:
            self.session = replace(self.session, who_for=cast("WhoFor", who))
            self.keeping.soon()
            self.changed.emit()

    def take_up(self, session: Session) -> None:
        """A draft was opened again: on where it was left."""
        self.session, self.keeping.saved, self.appeared = session, True, ()
        self.go("step" if session.who_for else "who")

    # ---- answers --------------------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        """What stands in the field now; it becomes an answer when the resident goes on."""
        here = self.here
        if self.session and here:
            self.session = self.session.typing(here.key, text)
            if here.step.kind != "date":  # there the number pad would move under the finger
                self.faults = ()
            self.appeared = ()
            self.keeping.soon()
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
            self.keeping.soon()
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
        if self.session is None or self.keeping.sealing:
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
            self.keeping.seal()
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
        if self.session is None or self.keeping.sealing:
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
            self.keeping.soon()
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
        self.keeping.soon()
        self.changed.emit()

    def search(self, query: str) -> None:
        """Narrow the list of the step on screen."""
        self.query = query
        self.changed.emit()

    # ---- the end -------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save the draft now."""
        self.keeping.now()

    def sealed(self, found: Found) -> None:
        """The dossier is locked away: nothing of it is on the screens but its code and state."""
        self.found = found
        self.session, self.appeared = None, ()
        self.go("sealed")

    def leave(self) -> None:
        """Keep what there is, forget the resident, go Home."""
        if self.session is not None:
            self._settle_field()
            self.keep()
        self.sitting.end()
        self._beginning = False
        self.session, self.procedure, self.found = None, None, None
        self.appeared, self.notice, self._wanted = (), "", ""
        self.keeping.forget()
        self.finding.forget()
        self.walking.forget()
        self.left.emit()
        self.go("home")
