"""The page for authors names everything there is."""

from __future__ import annotations

from typing import get_args

import pytest

from kiosk.procedures.lists import LISTS
from kiosk.procedures.model import Kind, Missing
from kiosk.procedures.rules import REGISTRY
from tests.procedures.samples import ROOT

PAGE = (ROOT / "docs" / "guide-format.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*get_args(Kind), *get_args(Missing), *REGISTRY, *LISTS])
def test_the_page_names_it(name: str) -> None:
    assert name in PAGE.replace("`", " ").replace("|", " ").replace("ʷ", " ").replace(":", " ").split()


@pytest.mark.parametrize("rule", sorted(REGISTRY))
def test_the_page_marks_what_may_only_remind(rule: str) -> None:
    assert (f"`{rule}`ʷ" in PAGE) is REGISTRY[rule].reminds
