"""Every word that Python asks for is there, and none is kept that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from kiosk.errors import Fault
from kiosk.papers.faults import PaperFault
from kiosk.papers.quality import Remark
from kiosk.phrases import _table, say, say_fault
from kiosk.procedures.lookup_code import CodeFault
from offline_cache.items import State

ROOT = Path(__file__).parents[2]


def asked() -> Iterator[str]:
    """The keys of say("…") in the product's code; an f-string gives a pattern."""
    for path in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "kiosk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
                yield "".join(parts)


def called() -> Iterator[str]:
    for path in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "kiosk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    yield str(key.value)


def test_every_key_that_is_asked_for_has_words() -> None:
    assert sorted(set(called()) - set(_table("vi"))) == []


def test_no_words_are_kept_that_nobody_asks_for() -> None:
    patterns = [re.compile(pattern) for pattern in set(asked()) if pattern != ".+"]
    unused = [
        key
        for key in _table("vi")
        if not key.startswith("fault.") and not any(pattern.fullmatch(key) for pattern in patterns)
    ]
    assert unused == []


def test_every_state_fault_and_remark_has_words() -> None:
    keys = [f"state.{state}.{part}" for state in get_args(State) for part in ("title", "text", "strong")]
    keys += [f"paper.{fault.value}" for fault in PaperFault]
    keys += [f"photo.{remark.value}" for remark in Remark]
    keys += [f"lookup.{fault.name}" for fault in CodeFault]
    assert [key for key in keys if key not in _table("vi")] == []


def test_a_missing_key_is_found_by_a_test_and_not_by_a_resident() -> None:
    with pytest.raises(KeyError):
        say("ui.no_such_words")


def test_a_fault_is_told_with_its_numbers() -> None:
    assert "2" in say_fault(Fault("too_few_pages", "papers.birth", {"min": "2"}))
