"""The closed list of the 54 peoples."""

from __future__ import annotations

import pytest
import yaml

from kiosk.lists import list_names
from kiosk.procedures.lists import LISTS
from kiosk.text import fold
from tests.guides.walking import ASSETS


def test_there_are_fifty_four_and_another_comes_last() -> None:
    entries = LISTS["ethnic_groups"]
    assert len(entries) == 55
    assert len({entry.key for entry in entries}) == 55
    assert len({entry.label for entry in entries}) == 55
    assert entries[0].label == "Kinh"
    assert entries[-1].key == "other"


def test_the_reviewed_file_and_the_wizard_say_the_same_names() -> None:
    reviewed = yaml.safe_load((ASSETS / "lists" / "ethnic_groups.yaml").read_text("utf-8"))
    in_file = [(entry["key"], entry["label"]) for entry in reviewed["entries"]]
    assert [(option.key, option.label) for option in LISTS["ethnic_groups"]] == in_file


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("H'Mông", "hmong"),
        ("hmong", "hmong"),
        ("khơ me", "kho_me"),
        ("ê-đê", "e_de"),
        ("K'Ho", "co_ho"),
        ("M'Nông", "mnong"),
        ("jrai", "gia_rai"),
        ("pa cô", "ta_oi"),
        ("vân kiều", "bru_van_kieu"),
        ("cao lan", "san_chay"),
        ("thai den", "thai"),
    ],
)
def test_everyday_names_find_the_people(typed: str, key: str) -> None:
    names = list_names("ethnic_groups")[key]
    assert all(any(part.startswith(word) for part in names) for word in fold(typed).split())
