"""Each phrase gets what it names: no sentence can fail for a missing number when a resident is to read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from kiosk.errors import Fault
from kiosk.phrases import _table, say, say_fault
from kiosk.procedures.rules import REGISTRY

ROOT = Path(__file__).parents[2]
LANGUAGES = ("vi", "en")
ALWAYS = {"label", "other"}
"""What every failed check of a guide comes with."""


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def calls(*functions: str) -> Iterator[ast.Call]:
    for path in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "kiosk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in functions and node.args:
                    yield node


def faults() -> Iterator[tuple[str, set[str]]]:
    """Every fault that Python makes, with the names of its params; then those of the guides' rules."""
    for call in calls("Fault"):
        params = call.args[2] if len(call.args) > 2 else None
        given = {str(ast.literal_eval(key)) for key in params.keys if key} if isinstance(params, ast.Dict) else set()
        match call.args[0]:
            case ast.Constant(value=str(key)):
                yield key, given
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
                yield from ((f"{start}{kind}", given) for kind in ("pages", "group"))
    for name, rule in REGISTRY.items():
        yield name, set(rule.required) | set(rule.told) | ALWAYS


FAULTS = tuple(faults())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_has_words_and_there_are_no_others(language: str) -> None:
    worded = {key.removeprefix("fault.") for key in _table(language) if key.startswith("fault.")}
    assert worded == {key for key, _ in FAULTS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("key", "given"), FAULTS, ids=[key for key, _ in FAULTS])
def test_a_fault_is_told_with_what_it_has(key: str, given: set[str], language: str) -> None:
    told = say_fault(Fault(key, "child.born", dict.fromkeys(given, "Ngày sinh")), language)
    assert told
    assert "{" not in told


def test_every_phrase_gets_what_it_names() -> None:
    lacking = []
    for call in calls("say", "_say"):
        key = call.args[0]
        if not isinstance(key, ast.Constant) or None in {word.arg for word in call.keywords}:
            continue
        given = {word.arg for word in call.keywords if word.arg}
        if names(_table("vi")[str(key.value)]) - given:
            lacking.append(str(key.value))
    assert lacking == []


def test_a_name_that_is_not_given_is_found_here_and_not_by_a_resident() -> None:
    with pytest.raises(KeyError):
        say("ui.pages_count")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_have_no_empty_sentence_and_no_stray_space(language: str) -> None:
    table = _table(language)
    assert [key for key, text in table.items() if not text.strip() and not key.endswith(".strong")] == []
    assert [key for key, text in table.items() if text != text.strip() or "  " in text] == []


def test_both_languages_tell_a_fault_by_the_same_numbers() -> None:
    vietnamese, english = _table("vi"), _table("en")
    assert [key for key in english if names(english[key]) != names(vietnamese[key])] == []
