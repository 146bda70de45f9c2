"""Habits that no linter knows: names, sizes, a sentence at the head of each module, no mocks."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PACKAGES = ("kiosk", "offline_cache", "gateway", "ui")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.name != "__init__.py")
TESTS = sorted((ROOT / "tests").rglob("*.py"))
NAMES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils?|helpers?|managers?|handlers?|base|impl|constants|common)($|_)")


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def places(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_names_say_what_a_thing_is() -> None:
    assert places([path for path in SOURCES if NAMES_THAT_SAY_NOTHING.search(path.stem)]) == []


def test_every_module_says_its_duty() -> None:
    assert places([path for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]) == []


def test_files_are_small() -> None:
    assert median(map(lines, SOURCES)) <= 100
    assert len([path for path in SOURCES if lines(path) > 300]) <= len(SOURCES) // 40
    assert places([path for path in SOURCES if lines(path) > 400]) == []


def test_qml_files_are_small() -> None:
    assert places([path for path in (ROOT / "ui").rglob("*.qml") if lines(path) > 250]) == []


def test_no_mocks_and_no_context_properties() -> None:
    mocks = re.compile(r"unittest\.mock|Magic" + r"Mock|monkeypatch\.seta" + r"ttr\(")
    assert places([path for path in TESTS if mocks.search(path.read_text("utf-8"))]) == []
    assert places([path for path in SOURCES if "setContext" + "Property" in path.read_text("utf-8")]) == []
