"""What a reader of print makes of the lines: mended where only digits stand, and believed only when it adds up."""

import pytest

from kiosk.identity.mrz_print import find_lines
from tests.identity.test_mrz import SAMPLE, lines

PARTS = ("0990123459", "9901018", "3901016")
FIRST, SECOND, THIRD = SAMPLE.split("\n")


def parts(text: str) -> tuple[str, ...]:
    found = find_lines(text)
    return found.texts if found else ()


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE,
        f"CCCD\n\n{FIRST}\n{SECOND}",
        f"{FIRST}\n{SECOND}\nNGUYENKKVANKANKKKKK",  # the name is no part of the key
        f"1DVNM{FIRST[5:]}\n{SECOND}",
        f"VNM{FIRST[5:]}\n{SECOND}",
        f"{FIRST.replace('0', 'O')}\n{SECOND}",
        f"{FIRST}\n{SECOND.replace('1', 'I')}",
        f"{FIRST.replace('<<', 'KK')}\n{SECOND}",
        f"{FIRST}\n9901018M3901016VNM<<<<KK<<0",  # fillers lost and misread
        f"{FIRST}\n\n{SECOND.replace('M3', 'M 3')}",
        SAMPLE.lower(),
    ],
)
def test_what_is_misread_is_mended_where_nothing_else_can_stand(text: str) -> None:
    assert parts(text) == PARTS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "VNM",
        FIRST,
        f"{FIRST}\n{THIRD}\n{SECOND}",
        f"{SECOND}\n{FIRST}",
        f"{FIRST[:-1]}\n{SECOND}",  # a character lost
        f"{FIRST}\n{SECOND[:-1]}",  # the last check digit lost
        f"{FIRST.replace('012345<', '012346<')}\n{SECOND}",
        f"{FIRST}\n{SECOND.replace('9901018', '9901028')}",
        f"{FIRST}\n{SECOND.replace('9901018M', '9901018<')}",
        f"{FIRST.replace('VNM', 'LAO')}\n{SECOND}",
        "P<VNMNGUYEN<<VAN<AN<<<<<<<<<<<<<<<<<<<<<<<<<<\nC1234567<8VNM9901018M3901016<<<<<<<<<<<<<<04",
    ],
)
def test_what_does_not_add_up_is_nothing(text: str) -> None:
    assert parts(text) == ()


def test_every_single_digit_misread_is_found_out() -> None:
    for place, right in [(place, char) for place, char in enumerate(SECOND) if char.isdecimal()]:
        for digit in "0123456789":
            wrong = SECOND[:place] + digit + SECOND[place + 1 :]
            assert (parts(f"{FIRST}\n{wrong}") == PARTS) == (digit == right)


def test_a_card_of_somebody_else_is_theirs() -> None:
    first, second, _ = lines().split("\n")
    assert parts(lines()) == (first[5:15], second[:7], second[8:15])
