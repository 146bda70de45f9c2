"""Dates, numbers and money as Vietnamese words and figures, as civil-status officers write them."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TEN = {5: "lăm"}
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_SCALES = ("", "nghìn", "triệu", "tỷ")
_LIMIT = 10**12
_FIRST_DAYS = 10
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def number_in_words(number: int) -> str:
    """Say a whole number below a million million: 21 «hai mươi mốt», 2026 «hai nghìn không trăm hai mươi sáu»."""
    if not 0 <= number < _LIMIT:
        raise ValueError("only whole numbers from 0 to 999 999 999 999 have words here")
    if number == 0:
        return _DIGITS[0]
    words: list[str] = []
    for scale in range(len(_SCALES) - 1, -1, -1):
        group = number // 1000**scale % 1000
        if group:
            words += [*_three_digits(group, full=bool(words)), _SCALES[scale]]
    return " ".join(word for word in words if word)


def _three_digits(group: int, *, full: bool) -> list[str]:
    """Say 1–999; ``full`` says the hundreds even when they are none, as after thousands («không trăm»)."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens:
        return words + _two_digits(tens, ones)
    if words and ones:
        words.append("linh")
    return [*words, _DIGITS[ones]] if ones else words


def _two_digits(tens: int, ones: int) -> list[str]:
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if not ones:
        return words
    ending = _AFTER_TEN if tens == 1 else _AFTER_TENS
    return [*words, ending.get(ones, _DIGITS[ones])]


def day_in_words(day: date) -> str:
    """Say a date as a certificate does: «ngày hai mươi mốt tháng mười một năm hai nghìn không trăm hai mươi sáu».

    The first ten days of a month take «mồng». No rule prescribes that word: an officer may write «mùng» or neither.
    """
    first_ten = "mồng " if day.day <= _FIRST_DAYS else ""
    return f"ngày {first_ten}{number_in_words(day.day)} {month_in_words(day.year, day.month)}"


def month_in_words(year: int, month: int) -> str:
    """Say a month: «tháng tư năm một nghìn chín trăm bảy mươi lăm»."""
    return f"tháng {_MONTHS[month - 1]} {year_in_words(year)}"


def year_in_words(year: int) -> str:
    """Say a year: «năm hai nghìn không trăm linh năm»."""
    return f"năm {number_in_words(year)}"


def date_in_words(iso: str) -> str:
    """Say a date answer, which is a day, a month or a year: "2026-11-21", "2026-11" or "2026"."""
    year, month, day = _parts(iso)
    if day:
        return day_in_words(date(year, month, day))
    return month_in_words(year, month) if month else year_in_words(year)


def date_in_figures(iso: str) -> str:
    """Write a date answer: "21/11/2026", "11/2026" or "2026"."""
    year, month, day = _parts(iso)
    if day:
        return f"{day:02}/{month:02}/{year:04}"
    return f"{month:02}/{year:04}" if month else f"{year:04}"


def _parts(iso: str) -> tuple[int, int, int]:
    """Split a date answer into year, month and day, 0 for what is not known."""
    match = _PARTIAL.fullmatch(iso)
    if match is None:
        raise ValueError("a date answer is YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part or 0) for part in match.groups())
    date(year, month or 1, day or 1)  # refuses what no calendar has
    return year, month, day


def number_in_figures(number: int) -> str:
    """Write a whole number with dots between thousands: "1.234.567"."""
    return f"{number:,}".replace(",", ".")


def money(amount: int) -> str:
    """Write an amount of đồng: «8.000 đ»."""
    return f"{number_in_figures(amount)} đ"


def money_in_words(amount: int) -> str:
    """Say an amount of đồng: «năm mươi nghìn đồng»."""
    return f"{number_in_words(amount)} đồng"
