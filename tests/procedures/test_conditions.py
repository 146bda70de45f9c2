"""Three values: whatever turns out about an unknown fact, what was true stays true and what was false stays false."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.procedures.conditions import (
    AllOf,
    Always,
    Answered,
    AnyOf,
    Condition,
    Gap,
    Has,
    Holds,
    Is,
    Lacks,
    Not,
    evaluate,
    facts_of,
    in_words,
    renamed,
)
from tests.procedures.samples import CONTEXT

FACTS = ("a", "b", "c")
ANSWERS: tuple[object, ...] = ("x", "y", {"missing": "none"}, {"missing": "unknown"}, ["x"], [], True, Gap.ABSENT)
leaves = st.one_of(
    st.builds(Always),
    st.builds(Is, st.sampled_from(FACTS), st.sampled_from([("x",), ("x", "y"), (True,)])),
    st.builds(Has, st.sampled_from(FACTS), st.just("x")),
    st.builds(Answered, st.sampled_from(FACTS), st.booleans()),
    st.builds(Lacks, st.sampled_from(FACTS), st.sampled_from(["none", "unknown"])),
    st.builds(Holds, st.just("equals"), st.just(("a", "b"))),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
worlds = st.fixed_dictionaries({fact: st.sampled_from(ANSWERS) for fact in FACTS})


def judge(condition: Condition, world: Mapping[str, object]) -> bool | None:
    return evaluate(condition, lambda key: world.get(key, Gap.UNASKED), CONTEXT)


@given(conditions, worlds, st.sets(st.sampled_from(FACTS)))
def test_learning_more_never_overturns_what_was_known(
    condition: Condition, world: Mapping[str, object], asked: set[str]
) -> None:
    before = judge(condition, {fact: world[fact] for fact in asked})
    if before is not None:
        assert judge(condition, world) is before


@given(conditions, conditions, worlds, st.sets(st.sampled_from(FACTS)))
def test_not_and_any_and_all_agree_with_each_other(
    one: Condition, other: Condition, world: Mapping[str, object], asked: set[str]
) -> None:
    known = {fact: world[fact] for fact in asked}
    assert judge(Not(Not(one)), known) is judge(one, known)
    neither = AllOf((Not(one), Not(other)))
    assert judge(Not(AnyOf((one, other))), known) is judge(neither, known)


@given(conditions)
def test_a_condition_asks_only_about_the_facts_it_lists(condition: Condition) -> None:
    asked: list[str] = []

    def look(key: str) -> Gap:
        asked.append(key)
        return Gap.UNASKED

    evaluate(condition, look, CONTEXT)
    assert set(asked) <= set(facts_of(condition))


@given(conditions)
def test_renaming_there_and_back_changes_nothing(condition: Condition) -> None:
    there = renamed(condition, lambda key: f"group.1.{key}")
    assert all(key.startswith("group.1.") for key in facts_of(there))
    assert renamed(there, lambda key: key.removeprefix("group.1.")) == condition


@pytest.mark.parametrize(
    ("condition", "answer", "truth"),
    [
        (Is("a", ("x",)), "x", True),
        (Is("a", ("x",)), "y", False),
        (Is("a", (1,)), True, False),  # a number is no yes
        (Is("a", (0,)), False, False),
        (Is("a", ("x",)), {"missing": "none"}, False),
        (Is("a", ("x",)), {"missing": "unknown"}, None),
        (Is("a", ("x",)), {"missing": "skipped"}, None),
        (Is("a", ("x",)), Gap.ABSENT, False),
        (Is("a", ("x",)), Gap.UNASKED, None),
        (Has("a", "x"), ["y", "x"], True),
        (Has("a", "x"), ["y"], False),
        (Answered("a"), "x", True),
        (Answered("a"), {"missing": "unknown"}, False),
        (Answered("a"), Gap.ABSENT, False),
        (Answered("a", yes=False), Gap.ABSENT, True),
        (Answered("a", yes=False), Gap.UNASKED, None),
        (Lacks("a", "none"), {"missing": "none"}, True),
        (Lacks("a", "none"), {"missing": "unknown"}, False),
        (Lacks("a", "none"), "x", False),
    ],
)
def test_each_test_of_a_fact(condition: Condition, answer: object, truth: bool | None) -> None:
    assert judge(condition, {} if answer is Gap.UNASKED else {"a": answer}) is truth


def test_a_rule_about_a_question_that_is_not_asked_does_not_hold() -> None:
    late = Holds("days_since", ("a",), {"more_than": 60})
    assert judge(late, {"a": Gap.ABSENT}) is False
    assert judge(late, {}) is None
    assert judge(late, {"a": "2026-01-01"}) is True
    assert judge(late, {"a": "2026-11-20"}) is False


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Always(), ""),
        (Is("case.kind", ("copy", "lost")), "case.kind is copy or lost"),
        (Not(AnyOf((Has("a", "x"), Answered("b", yes=False)))), "not (a has x or b is not answered)"),
        (AllOf((Is("a", (True,)), Lacks("b", "none"))), "a is true and b is missing (none)"),
        (Holds("days_since", ("child.born",), {"more_than": 60}), "days_since(child.born, more_than 60)"),
    ],
)
def test_conditions_in_words(condition: Condition, words: str) -> None:
    assert in_words(condition) == words
