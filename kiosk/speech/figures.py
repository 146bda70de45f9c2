"""Dates, hours and numbers as they are written, in words; what no calendar and no clock has stays as it is."""

from __future__ import annotations

import re

from kiosk.procedures.words import month_in_words, number_in_words
from kiosk.speech.letters import digits

_LONG_NUMBER = 9
"""Digits from which on an undotted number is an identity or a telephone number, no amount."""

_SAYABLE = 12
"""Digits of the longest amount that has words."""

_MAX_HOUR, _MAX_MINUTE, _MAX_DAY, _MAX_MONTH = 24, 59, 31, 12


def date(match: re.Match[str]) -> str:
    day, month, year = int(match[2]), int(match[3]), int(match[4])
    if not (1 <= day <= _MAX_DAY and 1 <= month <= _MAX_MONTH):
        return match[0]
    return f"{match[1] or 'ngày '}{number_in_words(day)} {month_in_words(year, month)}"


def iso_date(match: re.Match[str]) -> str:
    year, month, day = (int(part) for part in match.groups())
    if not (1 <= day <= _MAX_DAY and 1 <= month <= _MAX_MONTH):
        return match[0]
    return f"ngày {number_in_words(day)} {month_in_words(year, month)}"


def month(match: re.Match[str]) -> str:
    month, year = int(match[2]), int(match[3])
    if not 1 <= month <= _MAX_MONTH:
        return match[0]
    return (match[1] or "tháng ") + month_in_words(year, month).removeprefix("tháng ")


def day_of_month(match: re.Match[str]) -> str:
    day, month = int(match[2]), int(match[3])
    if not (1 <= day <= _MAX_DAY and 1 <= month <= _MAX_MONTH):
        return match[0]
    return f"{match[1]}{number_in_words(day)} {month_in_words(2000, month).split(' năm hai nghìn')[0]}"


def time(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > _MAX_HOUR or minute > _MAX_MINUTE:
        return match[0]
    return f"{number_in_words(hour)} giờ" + (f" {number_in_words(minute)} phút" if minute else "")


def number(written: str) -> str:
    """Say a number as it is written: «1.500.000», «1,5», «007»."""
    whole, _, fraction = written.partition(",")
    bare = whole.replace(".", "")
    longish = "." not in whole and len(bare) >= _LONG_NUMBER
    zeros = len(bare) > 1 and bare.startswith("0")
    one_by_one = longish or zeros or len(bare) > _SAYABLE
    said = digits(bare) if one_by_one else number_in_words(int(bare))
    return f"{said} phẩy {digits(fraction)}" if fraction else said
