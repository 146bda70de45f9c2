"""Leads through a guide as a resident does: to the question that is meant, with examples for what lies between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.phrases import say
from kiosk.procedures.answers import SILENT
from kiosk.robot.fields import Fields
from kiosk.robot.hands import Hands
from kiosk.robot.keyboard import Keyboard
from kiosk.robot.plan import Plan
from kiosk.robot.question import Load, Question, Questions
from kiosk.robot.result import StepError
from kiosk.robot.screen import Found, Screen, find_control, plain

ONWARD, BACK, BEGIN = "Tiếp tục", "Quay lại", "Bắt đầu"
FOR_ME = "Cho tôi"
MOST_SCREENS = 200

EXAMPLES: Mapping[str, object] = {"pages": 1, "declaration": True, "notice": []}
"""Examples of the kinds that have none in a guide."""


@dataclass
class Answering:
    hands: Hands
    keyboard: Keyboard
    show_paper: Callable[[str], None]
    language: str = "vi"
    load: Load | None = None

    def __post_init__(self) -> None:
        self._questions = Questions(self.load)
        self._fields = Fields(self.hands, self.keyboard, self.show_paper, self.language)

    def answer(self, values: Mapping[str, object]) -> None:
        """Answer by key: go on (or back) to each question, and stop on the last one, answered."""
        plan = Plan.of(values)
        try:
            self._lead(plan, done=lambda _: not plan.left)
        except StepError as error:
            left = f" (still to be answered: {', '.join(plan.left)})" if plan.left else ""
            raise StepError(f"{error}{left}") from error

    def finish(self, control: str) -> None:
        """Answer what is left from the examples until that control can be touched."""
        self._lead(Plan(), done=lambda screen: isinstance(find_control(screen, control), Found))

    def fill(self, values: Mapping[str, object]) -> None:
        """Answer by label: the question of that name, or any field of that name on another screen."""
        for label, value in values.items():
            question = self._here()
            if question is not None and plain(question.label) == plain(label):
                self._fields.enter(question, value)
            else:
                self._fill_other(label, value)

    def choose(self, label: str) -> None:
        self._fields.choose(label)

    def _fill_other(self, label: str, value: object) -> None:
        """Write into a field that is no question, or lead on to the question of that label."""
        for node in self.hands.look().nodes:
            if node.can_be_tapped and node.role == "EditableText" and plain(node.name) == plain(label):
                self.keyboard.write(node, str(value))
                return
        key = self._questions.key_of(self.hands.look().place, label)
        if key is None:
            raise StepError(f"no field named «{label}»")
        self.answer({key: value})

    def _here(self) -> Question | None:
        return self._questions.current(self.hands.look().place)

    def _lead(self, plan: Plan, done: Callable[[Screen], bool]) -> None:
        """Go screen by screen until ``done``; answers of the plan come first, examples where nothing is answered."""
        going_back = False
        for _ in range(MOST_SCREENS):
            screen = self.hands.look()
            if done(screen):
                return
            question = self._questions.current(screen.place)
            if question is None:
                self._leave_other_screen(screen)
                continue
            behind = plan.lies_behind(question, self._questions.order(screen.place))
            if plan.wants(question):
                going_back = False
                self._fields.enter(question, plan.take(question))
                if done(self.hands.look()):
                    return
            elif behind:
                going_back = True
                self._move(BACK, question)
                continue
            elif going_back:
                raise StepError("that question is not asked here")
            elif self._add_item(plan, question):
                continue
            elif not (question.answered or self._fields.are_filled(question)):
                self._give_example(question)
            self._move(ONWARD, question)
        raise StepError(f"not there after {MOST_SCREENS} screens")

    def _add_item(self, plan: Plan, question: Question) -> bool:
        """Add one more to a repeated group that wants it."""
        if question.step.kind != "group" or (question.answered and not plan.wants_item(question)):
            return False
        self.hands.tap(say("ui.item_add", self.language, item=question.step.item_label))
        return True

    def _give_example(self, question: Question) -> None:
        kind = question.step.kind
        if kind == "exit":
            raise StepError(f"the guide ends here: «{question.label}»")
        if kind == "pages" and question.step.missing and not self._fields.can_photograph():
            self._fields.enter(question, {"missing": question.step.missing[0]})
        elif kind not in SILENT:
            self._fields.enter(question, EXAMPLES.get(kind, question.step.example))

    def _leave_other_screen(self, screen: Screen) -> None:
        """Find the way on where no question is asked: before beginning, and who the dossier is for."""
        for name in (BEGIN, FOR_ME, ONWARD):
            found = find_control(screen, name)
            if isinstance(found, Found) and not (found.node.checked or found.node.selected):
                self.hands.touch(found.node)
                return
        raise StepError("no question on this screen, and no way on")

    def _move(self, control: str, question: Question) -> None:
        """Go on or back; what a check only warns of is passed by touching once more."""
        for _ in range(2):
            self.hands.tap(control)
            after = self._here()
            if after is None or after.key != question.key:
                return
        raise StepError(f"«{control}» does not leave «{question.label}»")
