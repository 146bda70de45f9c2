"""The three machine-readable lines on the back of an identity card (ICAO Doc 9303 part 5, TD1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.identity.card_number import NumberFacts, Sex, read_number

_LINES = 3
_LENGTH = 30
_CHARACTERS = re.compile(r"[A-Z0-9<]+")
_CARD, _STATE = "IDVNM", "VNM"
_WEIGHTS = (7, 3, 1)
_NEVER = "991231"  # reported for cards that do not expire; no published sample confirms it
_SEXES: dict[str, Sex] = {"M": "male", "F": "female"}


@dataclass(frozen=True)
class Mrz:
    """What the lines say; names have no accents. ``expires`` is None on a card that never does."""

    number: str
    born: str
    sex: Sex
    expires: str | None
    surname: str
    given_names: str

    def __repr__(self) -> str:
        return "Mrz(…)"  # nothing of a card may slip into a log or a traceback


class MrzFault(Enum):
    """Why three lines are not read; it holds nothing of them."""

    SHAPE = "shape"  # not three lines of thirty characters
    CHARACTER = "character"
    NOT_A_CARD = "not_a_card"  # another document or country
    DOCUMENT_CHECK = "document_check"
    NUMBER = "number"
    NUMBER_CHECK = "number_check"
    BORN = "born"
    BORN_CHECK = "born_check"
    SEX = "sex"
    EXPIRES = "expires"
    EXPIRES_CHECK = "expires_check"
    WHOLE_CHECK = "whole_check"
    NAME = "name"


def check_digit(text: str) -> str:
    """Return the check digit of Doc 9303 part 3: weights 7, 3, 1, letters from 10, fillers 0, modulo 10."""
    total = sum(_WEIGHTS[place % 3] * _value(char) for place, char in enumerate(text))
    return str(total % 10)


def read_mrz(text: str) -> Mrz | MrzFault:
    """Read three lines of thirty characters; spaces around lines and lower case are forgiven."""
    lines = [line.strip() for line in text.upper().split("\n") if line.strip()]
    if len(lines) != _LINES or any(len(line) != _LENGTH for line in lines):
        return MrzFault.SHAPE
    if not all(_CHARACTERS.fullmatch(line) for line in lines):
        return MrzFault.CHARACTER
    first, second, third = lines
    if not first.startswith(_CARD):
        return MrzFault.NOT_A_CARD
    fault = lines_fault(first, second)
    if fault is None and (third[0] == "<" or any(char.isdecimal() for char in third)):
        fault = MrzFault.NAME
    return fault or _read(first[15:27], second, third)


def lines_fault(first: str, second: str) -> MrzFault | None:
    """Check what each field of two lines of thirty is made of, and every check digit; dates are read later."""
    number, short_number = first[15:27], first[5:14]
    whole = first[5:] + second[:7] + second[8:15] + second[18:29]
    sound = {
        MrzFault.DOCUMENT_CHECK: check_digit(short_number) == first[14],
        MrzFault.NUMBER: number.isdecimal() and number.endswith(short_number) and first[27:29] == "<<",
        MrzFault.NUMBER_CHECK: check_digit(number) == first[29],
        MrzFault.BORN_CHECK: check_digit(second[:6]) == second[6],
        MrzFault.SEX: second[7] in _SEXES,
        MrzFault.EXPIRES_CHECK: check_digit(second[8:14]) == second[14],
        MrzFault.NOT_A_CARD: second[15:18] == _STATE,
        MrzFault.WHOLE_CHECK: check_digit(whole) == second[29],
    }
    return next((fault for fault, holds in sound.items() if not holds), None)


def _read(number: str, second: str, third: str) -> Mrz | MrzFault:
    born = _date(second[:6], _century(second[:2], read_number(number)))
    if born is None:
        return MrzFault.BORN
    expires = None if second[8:14] == _NEVER else _date(second[8:14], 2000)
    if expires is None and second[8:14] != _NEVER:
        return MrzFault.EXPIRES
    surname, _, given = third.rstrip("<").partition("<<")
    return Mrz(number, born, _SEXES[second[7]], expires, surname.replace("<", " "), given.replace("<", " ").strip())


def _century(year: str, facts: NumberFacts) -> int:
    """Return the century of a two-digit year: the one the national number says."""
    told = facts.birth_year // 100 * 100
    # A birth year corrected after the number was given may lie across the turn of a century.
    near = (told - 100, told, told + 100)
    return min(near, key=lambda century: abs(century + _number(year) - facts.birth_year))


def _date(text: str, century: int) -> str | None:
    """Return yymmdd as a date answer; fillers stand for a day and month nobody knows."""
    if not text[:2].isdecimal():
        return None
    year = century + int(text[:2])
    if text[2:] == "<<<<":
        return f"{year:04}"
    if not text.isdecimal():
        return None
    try:
        return date(year, int(text[2:4]), int(text[4:])).isoformat()
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _value(char: str) -> int:
    if char == "<":
        return 0
    return int(char) if char.isdecimal() else ord(char) - ord("A") + 10
