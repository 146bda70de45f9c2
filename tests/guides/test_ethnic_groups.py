"""The closed list of the 54 peoples."""

from __future__ import annotations

import pytest

from kiosk.lists import closed_lists
from kiosk.procedures.lists import LISTS
from kiosk.text import fold


def test_there_are_fifty_four_and_another_comes_last() -> None:
    entries = closed_lists()["ethnic_groups"].entries
    assert len(entries) == 55
    assert len({entry.key for entry in entries}) == 55
    assert len({entry.label for entry in entries}) == 55
    assert entries[0].label == "Kinh"
    assert entries[-1].key == "other"


def test_the_screen_and_the_paper_say_the_same_names() -> None:
    on_screen = [(entry.key, entry.label) for entry in closed_lists()["ethnic_groups"].entries]
    assert [(option.key, option.label) for option in LISTS["ethnic_groups"]] == on_screen


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("H'Mông", "Mông"),
        ("hmong", "Mông"),
        ("khơ me", "Khmer"),
        ("ê-đê", "Ê Đê"),
        ("rade", ""),
        ("K'Ho", "Cơ Ho"),
        ("M'Nông", "Mnông"),
        ("jrai", "Gia Rai"),
        ("pa cô", "Tà Ôi"),
        ("vân kiều", "Bru Vân Kiều"),
        ("cao lan", "Sán Chay"),
        ("thai den", "Thái"),
    ],
)
def test_everyday_names_find_the_people(typed: str, label: str) -> None:
    words = fold(typed).split()
    found = [
        entry.label
        for entry in closed_lists()["ethnic_groups"].entries
        if all(any(part.startswith(word) for part in entry.folded) for word in words)
    ]
    assert (label in found) if label else not found
