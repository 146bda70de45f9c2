"""Answers that are typed: text, names, numbers, phone, e-mail and dates, in the spellings residents use."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kiosk.errors import Fault
from kiosk.procedures import dates
from kiosk.procedures.rules import NUMBER_LENGTH
from kiosk.text import clean

if TYPE_CHECKING:
    from kiosk.procedures.model import Step

MAX_TEXT = 300
MAX_NAME = 100
MAX_EMAIL = 254
MAX_PHONE = 16
MAX_NUMBER = 1_000_000_000
MAX_MONEY = 1_000_000_000_000
OLDEST_YEAR, NEWEST_YEAR = 1900, 2100

_HARDLY_TYPED = 8  # raw text longer than this many times its limit is not looked at
_FORBIDDEN = {"Cc", "Cs", "Co", "Cn"}
_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})
_JOINTS = "'-"
_WORD_START = re.compile(r"(?:^|[ '\-])\w")
_GROUPED = re.compile(r"\d{1,3}(?:[., ]\d{3})+|\d+")
_CURRENCY = re.compile(r"\s*(?:đ|đồng|vnđ|vnd|₫)\.?$", re.IGNORECASE)
_PHONE = re.compile(r"0[35789]\d{8}|02\d{9}")
_ABROAD = re.compile(r"^(?:\+|00)?84(?=[235789])")
_EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
_DATE_WORDS = re.compile(r"ngày|tháng|năm|mùng|mồng", re.IGNORECASE)
_DATE_BREAK = re.compile(r"[\s/.\-]+")
_ISO_DATE = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?")
_RUN_TOGETHER = 8


def read_text(step: Step, raw: object) -> str | Fault:
    """Read short free text: one line, no control characters."""
    return _line(step, raw, step.maximum or MAX_TEXT)


def _line(step: Step, raw: object, limit: int) -> str | Fault:
    if not isinstance(raw, str):
        return Fault("not_text", step.key)
    if len(raw) > limit * _HARDLY_TYPED:
        return Fault("too_long", step.key, {"max": str(limit)})
    text = clean(raw).translate(_ETH)
    if not text:
        return Fault("unanswered", step.key)
    if len(text) > limit:
        return Fault("too_long", step.key, {"max": str(limit)})
    if any(unicodedata.category(char) in _FORBIDDEN for char in text):
        return Fault("characters", step.key)
    return text


def read_name(step: Step, raw: object) -> str | Fault:
    """Read a person's name: Latin letters with any marks, spaces, apostrophes and hyphens.

    One word, one letter and no surname are names too (K'Brôi, Y Bhăm). A name typed all in small or all in capital
    letters gets a capital at each word and after each joint; otherwise its letters stay as typed.
    """
    text = _line(step, raw, step.maximum or MAX_NAME)
    if isinstance(text, Fault):
        return text
    text = re.sub(r"\s*([-'])\s*", r"\1", text)
    if not all(_is_name_letter(char) or char in " '-" for char in text):
        return Fault("name_letters", step.key)
    if text[0] in _JOINTS or text[-1] == "-" or re.search(r"['\-]{2}", text):
        return Fault("name_letters", step.key)
    if text in {text.lower(), text.upper()}:
        text = _WORD_START.sub(lambda start: start[0].upper(), text.lower())
    return unicodedata.normalize("NFC", text)


def _is_name_letter(char: str) -> bool:
    if unicodedata.category(char) == "Mn":
        return True
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN ")


def _digits(raw: str) -> str:
    """Replace any script's decimal digits by 0-9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in raw)


def _bare(raw: object, limit: int) -> str:
    """Return typed digits without spaces, dots, dashes and brackets; "" when there is nothing to read."""
    if not isinstance(raw, str) or len(raw) > limit * _HARDLY_TYPED:
        return ""
    return re.sub(r"[\s.\-()]", "", _digits(clean(raw)))


def read_phone(step: Step, raw: object) -> str | Fault:
    """Read a Vietnamese mobile or landline number as 0…; +84, 84 and 0084 are understood."""
    number = _ABROAD.sub("0", _bare(raw, MAX_PHONE))
    return number if _PHONE.fullmatch(number) else Fault("phone", step.key)


def read_email(step: Step, raw: object) -> str | Fault:
    """Read an e-mail address; letter case does not matter to it."""
    text = _line(step, raw, MAX_EMAIL)
    if isinstance(text, Fault):
        return text
    address = text.replace(" ", "").lower()
    local = address.partition("@")[0]
    return address if _EMAIL.fullmatch(address) and len(local) <= 64 else Fault("email", step.key)  # noqa: PLR2004 - RFC 5321


def read_national_number(step: Step, raw: object) -> str | Fault:
    """Read the twelve digits of a personal number; nothing else about them is guaranteed by law."""
    number = _bare(raw, NUMBER_LENGTH)
    if number.isdecimal() and len(number) == NUMBER_LENGTH:
        return number
    return Fault("national_number", step.key, {"count": str(sum(char.isdecimal() for char in number))})


def read_number(step: Step, raw: object) -> int | Fault:
    """Read a whole number between the step's limits."""
    return _whole(step, raw, MAX_NUMBER)


def read_money(step: Step, raw: object) -> int | Fault:
    """Read an amount of đồng: «8.000 đ» and 8000 are the same."""
    return _whole(step, _CURRENCY.sub("", raw) if isinstance(raw, str) and len(raw) < MAX_TEXT else raw, MAX_MONEY)


def _whole(step: Step, raw: object, greatest: int) -> int | Fault:
    number = _as_whole(raw)
    if number is None:
        return Fault("not_a_number", step.key)
    low, high = step.minimum, step.maximum or greatest
    if number < low:
        return Fault("number_low", step.key, {"min": str(low)})
    return number if number <= high else Fault("number_high", step.key, {"max": str(high)})


def _as_whole(raw: object) -> int | None:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = _digits(clean(raw)) if isinstance(raw, str) and len(raw) < MAX_TEXT else ""
    return int(re.sub(r"[., ]", "", text)) if _GROUPED.fullmatch(text) else None


def read_date(step: Step, raw: object) -> str | Fault:
    """Read a date, and a month or a year where allowed, as ISO.

    21/11/2026, 21-11-2026, 21112026, «ngày 21 tháng 11 năm 2026» and 2026-11-21 are the same day.
    """
    parts = _date_parts(raw)
    if parts is None:
        return Fault("date", step.key)
    year, month, day = parts
    if not OLDEST_YEAR <= year <= NEWEST_YEAR:
        return Fault("date_year", step.key, {"min": str(OLDEST_YEAR), "max": str(NEWEST_YEAR)})
    if not day and not step.partial:
        return Fault("date_incomplete", step.key)
    answer = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    return answer if dates.span(answer) else Fault("date_nonexistent", step.key)


def _date_parts(raw: object) -> tuple[int, int, int] | None:
    """Split into year, month, day; 0 for what is not given («00/00/1985», as older papers have it)."""
    if not isinstance(raw, str) or len(raw) > MAX_TEXT:
        return None
    text = _digits(clean(raw))
    if _ISO_DATE.fullmatch(text):
        pieces = text.split("-")
    else:
        pieces = _DATE_BREAK.split(_DATE_WORDS.sub(" ", text).strip())[::-1]
    if len(pieces) == 1 and len(pieces[0]) == _RUN_TOGETHER:
        pieces = [pieces[0][4:], pieces[0][2:4], pieces[0][:2]]
    return _year_first(pieces)


def _year_first(pieces: list[str]) -> tuple[int, int, int] | None:
    lengths = ((4,), (1, 2), (1, 2))
    if len(pieces) > len(lengths) or not all(
        piece.isdecimal() and piece.isascii() and len(piece) in allowed
        for piece, allowed in zip(pieces, lengths, strict=False)
    ):
        return None
    year, month, day = (*map(int, pieces), 0, 0)[:3]
    return None if day and not month else (year, month, day)
