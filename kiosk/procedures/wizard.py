"""The wizard: a frozen state of one resident's way through a guide; every action returns a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from kiosk.procedures import checking, draft, moves, outcome, review
from kiosk.procedures.answers import SILENT
from kiosk.procedures.context import Context, Office
from kiosk.procedures.flow import Flow, ShownStep
from kiosk.procedures.moves import Advanced, Answered
from kiosk.procedures.outcome import Documents, Expected, FeeLine
from kiosk.procedures.review import Line, Paper, Section

if TYPE_CHECKING:
    from datetime import date, datetime

    from kiosk.errors import Fault
    from kiosk.procedures.conditions import Condition
    from kiosk.procedures.model import Deadline, Guide, Option, Person
    from kiosk.procedures.rules import Truth

__all__ = [
    "Advanced",
    "Answered",
    "Context",
    "Documents",
    "Expected",
    "FeeLine",
    "Line",
    "Office",
    "Paper",
    "Progress",
    "Section",
    "ShownStep",
    "Wizard",
    "restore",
    "start",
]


@dataclass(frozen=True)
class Progress:
    """«Phần {part}/{parts}: {part_title} · câu {question}/{questions}», all counted from 1."""

    part: int
    parts: int
    part_title: str
    question: int
    questions: int


@dataclass(frozen=True)
class Wizard:
    """``answers`` holds everything ever answered, also on steps that are hidden now; ``facts()`` what counts.

    ``position`` is the step on screen. ``editing`` is the step that «Sửa» went to, "" otherwise. ``counters`` holds the
    last item number of each group. ``at_end`` becomes true when the last step is passed with nothing left to mend.
    ``dropped`` names the answers that a newer guide had no place for, when the wizard was restored. What a resident
    said is in no ``repr``, so that it gets into no log.
    """

    guide: Guide
    context: Context
    answers: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    position: str = ""
    passed: frozenset[str] = frozenset()
    editing: str = ""
    counters: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    at_end: bool = False
    dropped: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def flow(self) -> Flow:
        return Flow(self.guide, self.answers, self.context)

    @property
    def returning(self) -> bool:
        """Whether the resident came from the review and goes back there."""
        return bool(self.editing)

    def steps(self) -> tuple[ShownStep, ...]:
        """Return the steps that are shown now, in order; those of a group's items come before its list."""
        return self.flow.shown

    def current(self) -> ShownStep:
        return self.flow.by_key[self.position]

    def papers(self) -> tuple[Paper, ...]:
        """Return the form and the documents of this case, with what became of each here."""
        return tuple(review.papers(self.flow))

    def progress(self) -> Progress:
        here = self.current()
        siblings = [shown.key for shown in self.steps() if shown.part == here.part]
        parts = sorted({shown.part for shown in self.steps()})  # one of which nothing is asked is not counted
        title = self.guide.parts[here.part].title
        return Progress(parts.index(here.part) + 1, len(parts), title, siblings.index(here.key) + 1, len(siblings))

    def options(self, key: str) -> tuple[Option, ...]:
        """Return what may be chosen on a shown step now: its own options, its list's, or the notice's choices."""
        shown = self.flow.by_key.get(key)
        return self.flow.options(shown.step) if shown else ()

    def answered(self, shown: ShownStep) -> bool:
        """Whether there is an answer, or the step asks for none."""
        return shown.step.kind in SILENT or shown.key in self.answers

    def done(self, shown: ShownStep) -> bool:
        """Whether nothing more is needed on this step."""
        return self.flow.done(shown, self.passed)

    def pending(self) -> tuple[ShownStep, ...]:
        """Return the shown steps that still need something, in order."""
        return tuple(shown for shown in self.steps() if not self.done(shown))

    def review_key(self) -> str:
        """Return the key of the review step, "" when the guide has none."""
        return next((shown.key for shown in self.steps() if shown.step.kind == "review"), "")

    def before_review(self) -> tuple[ShownStep, ...]:
        """Return the shown steps that the review looks back on."""
        keys = [shown.key for shown in self.steps()]
        stop = self.review_key()
        return self.steps()[: keys.index(stop)] if stop else self.steps()

    def answer(self, key: str, value: object) -> Answered:
        """Give an answer, raw or in the agreed shape; None or an empty list of pages takes it back."""
        return moves.answer(self, key, value)

    def advance(self) -> Advanced:
        """Go on to the next step, or, when mending, to the next that lacks something and then back to the review."""
        return moves.advance(self)

    def back(self) -> Wizard:
        """Go to the step before; from where «Sửa» led, back to the review. Nothing is lost."""
        return moves.back(self)

    def goto(self, key: str) -> Wizard:
        """Go to a shown step. From the review or after it this is mending: the way leads back to the review."""
        return moves.goto(self, key)

    def add_item(self, group: str) -> Wizard:
        """Add an item to a repeated group and go to its first step; unchanged when there can be no more."""
        return moves.add_item(self, group)

    def remove_item(self, group: str, item: str) -> Wizard:
        """Take an item and its answers away; the resident has confirmed it."""
        return moves.remove_item(self, group, item)

    def faults(self) -> tuple[Fault, ...]:
        """Return everything wrong up to the review, all at once: what lacks an answer, what fails its checks."""
        return checking.of_steps(self.flow, self.before_review())

    def facts(self) -> dict[str, object]:
        """Return the answers that count: of shown steps, with what derives from them."""
        return self.flow.facts()

    def holds(self, condition: Condition) -> Truth:
        """Judge any condition of the guide; None is unknown («tùy trường hợp»)."""
        return self.flow.holds(condition)

    def people(self) -> tuple[Person, ...]:
        """Return those whose card may be laid here."""
        return tuple(person for person in self.guide.people if self.flow.holds(person.when) is not False)

    def documents(self) -> Documents:
        """Return what is handed in and what is only shown; a document whose condition is unknown is listed."""
        return outcome.documents(self.flow)

    def fees(self) -> tuple[FeeLine, ...]:
        """Return the fees that arise or may arise."""
        return outcome.fees(self.flow)

    def deadline(self) -> Deadline | None:
        """Return the first deadline whose condition holds; None while it is unknown whether an earlier one does."""
        return outcome.deadline(self.flow)

    def due(self, accepted_at: datetime) -> date | None:
        """Return the day the result is due when an officer accepts at that moment; None where nobody can tell yet."""
        return outcome.due(self.flow, accepted_at)

    def expected(self, now: datetime) -> Expected | None:
        """Return what can be expected of a dossier handed in now; None while it hangs on what is not answered."""
        return outcome.expected(self.flow, now)

    def receiver(self) -> str:
        """Return the office that receives the dossier."""
        return outcome.receiver(self.flow)

    def review(self) -> tuple[Section, ...]:
        """Return the answers laid out like the paper they become."""
        return review.sections(self.flow)

    def serialise(self) -> bytes:
        """Return the draft's plain bytes; ``restore`` reads them."""
        passed = tuple(sorted(self.passed))
        version = self.guide.version
        kept = draft.Kept(self.guide.code, version, self.answers, self.position, passed, self.editing, self.counters)
        return draft.to_bytes(kept)


def start(guide: Guide, context: Context) -> Wizard:
    """Return a wizard at the first step of a guide."""
    return moves.standing(Wizard(guide, context))


def restore(guide: Guide, data: bytes, context: Context) -> Wizard:
    """Return the wizard that ``serialise`` wrote, also under another version of its guide.

    What still fits is kept, the rest is named in ``dropped``. Under another version the resident stands at the first
    step that lacks something, or where they stood if that comes first. Raises ProtocolError for other bytes.
    """
    kept = draft.from_bytes(data, guide.code)
    fitting, dropped = draft.fit(guide, kept)
    answers, counters = MappingProxyType(fitting), MappingProxyType(dict(kept.counters))
    passed = frozenset(kept.passed)
    wizard = Wizard(guide, context, answers, kept.position, passed, kept.editing, counters, dropped=dropped)
    return moves.standing(wizard) if kept.version == guide.version else moves.reopened(wizard)
