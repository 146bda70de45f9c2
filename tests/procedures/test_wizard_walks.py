"""Random walks over the real guides: residents who answer anything, in any order, forth and back."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.procedures.answers import SILENT
from kiosk.procedures.conditions import missing
from kiosk.procedures.model import Option, Step
from kiosk.procedures.outline import outline
from kiosk.procedures.wizard import ShownStep, Wizard, restore, start
from tests.procedures.samples import ADDRESS, CONTEXT, real_guides, small

GUIDES = (small(), *real_guides())
DATES = ("2026-11-02", "2002-09-05", "1958", "2010-05", "31/02/2000", "2027-01-01", "2026-08-01")
TYPED = {
    "date": st.sampled_from(DATES),
    "name": st.sampled_from(["Lò Thị Mai", "H'Hen Niê", "Nguyễn Văn An", "A1"]),
    "address": st.sampled_from([ADDRESS, {**ADDRESS, "commune": "11383", "commune_name": "Phường Lê Chân"}, {}]),
    "pages": st.lists(st.integers(1, 4).map(lambda number: f"{number:032x}"), max_size=3, unique=True),
    "number": st.integers(-1, 12),
    "yes_no": st.booleans(),
    "national_number": st.sampled_from(["012302000007", "001099012345", "12"]),
    "phone": st.sampled_from(["0912345678", "1"]),
    "declaration": st.booleans(),
}


def choices(options: tuple[Option, ...]) -> st.SearchStrategy[object]:
    return st.sampled_from([option.key for option in options])


def answers_to(wizard: Wizard, step: Step) -> st.SearchStrategy[object]:
    """What a resident may try here: something of the right kind, one of the three other answers, or nothing."""
    options = wizard.options(step.key)
    tries: list[st.SearchStrategy[object]] = [st.just({"missing": lack}) for lack in (*step.missing, "none")]
    if step.kind in TYPED:
        tries += [TYPED[step.kind]] * 3
    elif options and step.kind in {"several", "notice"}:
        tries += [st.lists(choices(options), max_size=2, unique=True)] * 3
    elif options:
        tries += [choices(options)] * 4
    else:
        tries += [st.sampled_from(["15/2024", "", "Ở nhà"])] * 3
    return st.one_of(*tries)


class Resident(RuleBasedStateMachine):
    """Walks one guide. ``given`` remembers every answer that was taken, whatever became of its question."""

    wizard: Wizard
    given: dict[str, object]

    @initialize(number=st.integers(0, len(GUIDES) - 1))
    def begin(self, number: int) -> None:
        self.wizard = start(GUIDES[number], CONTEXT)
        self.given = {}
        self.examples = {question.key: question.example for question in outline(GUIDES[number])}

    def _give(self, shown: ShownStep, value: object) -> None:
        before = self.wizard
        answered = before.answer(shown.key, value)
        if answered.refused:
            assert answered.wizard == before
            return
        assert shown.key not in answered.appeared
        assert set(answered.appeared) <= {each.key for each in answered.wizard.pending()}
        self.wizard = answered.wizard
        if shown.key in self.wizard.answers:
            self.given[shown.key] = self.wizard.answers[shown.key]
        else:
            self.given.pop(shown.key, None)

    @rule(data=st.data())
    def answer_here(self, data: st.DataObject) -> None:
        here = self.wizard.current()
        if here.step.kind not in SILENT | {"group"}:
            self._give(here, data.draw(answers_to(self.wizard, here.step)))

    @rule(screens=st.integers(1, 30))
    def answer_as_the_examples_and_go_on(self, screens: int) -> None:
        for _ in range(screens):
            here = self.wizard.current()
            if here.step.kind not in SILENT | {"group"} and here.key not in self.wizard.facts():
                self._give(here, self.examples[f"{here.group}.1.{here.key.split('.')[-1]}" if here.group else here.key])
            self.go_on()

    @rule(data=st.data())
    def answer_elsewhere(self, data: st.DataObject) -> None:
        """A card fills fields that are not on the screen."""
        asked = [shown for shown in self.wizard.steps() if shown.step.kind not in SILENT | {"group", "declaration"}]
        shown = data.draw(st.sampled_from(asked))
        self._give(shown, data.draw(answers_to(self.wizard, shown.step)))

    @rule()
    def go_on(self) -> None:
        advanced = self.wizard.advance()
        if advanced.faults:
            assert advanced.wizard == self.wizard
            assert all(fault.level == "fault" for fault in advanced.faults)
        for key in self.wizard.answers.keys() ^ advanced.wizard.answers.keys():
            self.given[key] = advanced.wizard.answers[key]
        self.wizard = advanced.wizard

    @rule()
    def go_back(self) -> None:
        before = self.wizard
        self.wizard = before.back()
        assert self.wizard.answers == before.answers
        assert self.wizard.passed == before.passed

    @rule(data=st.data())
    def mend(self, data: st.DataObject) -> None:
        before = self.wizard
        self.wizard = before.goto(data.draw(st.sampled_from([shown.key for shown in before.steps()])))
        assert self.wizard.answers == before.answers

    @precondition(lambda self: any(shown.step.kind == "group" for shown in self.wizard.steps()))
    @rule(remove=st.booleans())
    def change_a_group(self, remove: bool) -> None:
        group = next(shown.key for shown in self.wizard.steps() if shown.step.kind == "group")
        items = self.wizard.answers.get(group)
        if remove and isinstance(items, list) and items:
            self.wizard = self.wizard.remove_item(group, items[0])
            self.given = {key: value for key, value in self.given.items() if not key.startswith(f"{group}.{items[0]}.")}
        else:
            self.wizard = self.wizard.add_item(group)
        if group in self.wizard.answers:
            self.given[group] = self.wizard.answers[group]

    @invariant()
    def nothing_is_lost(self) -> None:
        assert dict(self.wizard.answers) == self.given

    @invariant()
    def it_always_stands_on_a_step_that_is_shown(self) -> None:
        progress = self.wizard.progress()
        assert self.wizard.current().key == self.wizard.position
        assert 1 <= progress.question <= progress.questions
        assert 1 <= progress.part <= progress.parts

    @invariant()
    def facts_hold_no_hidden_answer(self) -> None:
        shown = {each.key for each in self.wizard.steps()}
        assert {each.group for each in self.wizard.steps() if each.group} <= shown
        derived = {derivation.key for derivation in self.wizard.guide.derivations}
        assert set(self.wizard.facts()) <= shown | derived
        for key in derived - shown:
            source = self.wizard.flow.origin(key)
            assert key not in self.wizard.facts() or source in shown

    @invariant()
    def what_it_leads_to_can_always_be_told(self) -> None:
        submit, show = self.wizard.documents()
        assert not {document.key for document in submit} & {document.key for document in show}
        assert self.wizard.receiver()
        assert all(fee.amount is None or fee.amount >= 0 for fee in self.wizard.fees())
        shown = {each.key for each in self.wizard.steps()}
        for section in self.wizard.review():
            for line in section.lines:
                assert line.key in shown | {""}
                assert bool(line.text) != bool(line.missing)

    @invariant()
    def a_draft_is_the_wizard(self) -> None:
        data = self.wizard.serialise()
        again = restore(self.wizard.guide, data, self.wizard.context)
        assert again.dropped == ()
        assert again.serialise() == data
        assert _plain(again) == _plain(self.wizard)
        json.loads(data)

    @invariant()
    def the_end_is_only_where_nothing_is_wrong(self) -> None:
        if self.wizard.at_end:
            assert not self.wizard.pending()
            assert not [fault for fault in self.wizard.faults() if fault.level == "fault"]


def _plain(wizard: Wizard) -> Mapping[str, object]:
    return {
        "answers": dict(wizard.answers),
        "position": wizard.position,
        "editing": wizard.editing,
        "facts": wizard.facts(),
    }


TestResident = Resident.TestCase
TestResident.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)


def test_unknown_answers_are_listed_for_the_officer_wherever_they_are_offered() -> None:
    for guide in GUIDES:
        wizard = start(guide, CONTEXT)
        for shown in wizard.steps():
            if "unknown" in shown.step.missing:
                taken = wizard.answer(shown.key, {"missing": "unknown"})
                assert missing(taken.wizard.facts().get(shown.key)) == "unknown"
