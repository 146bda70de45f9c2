"""Every fault has words in both languages, and its words ask for no more than the fault says."""

from __future__ import annotations

import re
import string

import pytest

from kiosk.errors import Fault
from kiosk.phrases import say_fault
from kiosk.procedures.model import Check, Guide, Step
from kiosk.procedures.rules import REGISTRY
from tests.procedures.samples import ROOT, real_guides

SOURCES = sorted((ROOT / "kiosk" / "procedures").glob("*.py"))
RAISED = {key for path in SOURCES for key in re.findall(r'Fault\(\s*"([a-z_]+)"', path.read_text("utf-8"))}
COMPUTED = {"too_few_pages", "too_few_group"}
PARAMS = {
    "too_long": {"max"},
    "number_low": {"min"},
    "number_high": {"max"},
    "national_number": {"count"},
    "date_year": {"min", "max"},
    "too_many_pages": {"max"},
    "too_few_pages": {"min"},
    "too_few_group": {"min"},
    "exit": {"label"},
    **{
        name: {*rule.required, *rule.told, "label", *(["other"] if rule.others[1] else [])}
        for name, rule in REGISTRY.items()
    },
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("key", sorted(RAISED | COMPUTED | set(REGISTRY)))
def test_there_are_words(key: str, language: str) -> None:
    params = {name: f"<{name}>" for name in PARAMS.get(key, ())}
    words = say_fault(Fault(key, "field", params), language)
    assert words.endswith((".", ".»"))
    assert len(words) <= 140
    assert "{" not in words


def test_the_languages_have_the_same_faults_with_the_same_params() -> None:
    import tomllib  # noqa: PLC0415 - for this comparison alone

    tables = [
        tomllib.loads((ROOT / "assets" / "text" / f"{name}.toml").read_text("utf-8"))["fault"] for name in ("vi", "en")
    ]
    assert tables[0].keys() == tables[1].keys() == RAISED | COMPUTED | set(REGISTRY)
    for key in tables[0]:
        asked = [{name for _, name, _, _ in string.Formatter().parse(table[key]) if name} for table in tables]
        assert asked[0] == asked[1] <= PARAMS.get(key, set())


def checks(guide: Guide) -> list[tuple[Step, Check]]:
    steps = [step for part in guide.parts for step in part.steps]
    return [(step, check) for each in steps for step in (each, *each.item_steps) for check in step.checks]


@pytest.mark.parametrize("guide", real_guides(), ids=lambda guide: str(guide.code))
def test_the_checks_of_a_guide_can_be_put_in_words(guide: Guide) -> None:
    for step, check in checks(guide):
        params = {name: str(value) for name, value in check.params.items()}
        params |= dict.fromkeys(REGISTRY[check.rule].told, "x")
        assert say_fault(Fault(check.rule, step.key, {**params, "label": step.label, "other": "x"}))
