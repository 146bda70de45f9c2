"""The rules by which a text is said, in order: each a pattern, and what is said instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from kiosk.procedures.words import number_in_words, year_in_words
from kiosk.speech import figures
from kiosk.speech.abbreviations import expand
from kiosk.speech.letters import capitals, digits, issuer, spell

Rule: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str]], str] | str]

_NAMES = {"gov": "gờ o vê", "vn": "vê nờ", "com": "com", "vneid": "vê nờ e ai đi", "www": "ba vê kép"}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}


def _masked(match: re.Match[str]) -> str:
    return f" số được che, cuối là {digits(match[1])} " if match[1] else " phần được che "


def _address(match: re.Match[str]) -> str:
    parts = re.split(r"([.@/-])", match[1].rstrip("/"))
    return " ".join(_NAMES.get(part.lower(), part if part.isalpha() else spell(part)) for part in parts if part)


def _law(match: re.Match[str]) -> str:
    year = f", {year_in_words(int(match[2]))}," if match[2] else ""
    number = " chấm ".join(map(figures.number, match[1].split(".")))
    return f"{number}{year} {issuer(match[3])}"


def _digits(match: re.Match[str]) -> str:
    return f" {digits(match[0])} "


def _after_word(match: re.Match[str]) -> str:
    return f"{match[1]}{digits(match[2])}"


def _roman(match: re.Match[str]) -> str:
    value = _ROMAN.get(match[2])
    return f"{match[1]}{number_in_words(value)}" if value else match[0]


RULES: tuple[Rule, ...] = (
    (re.compile(r"[•*]{2,}(\d*)"), _masked),
    (re.compile(r"(?:https?://)?((?:[\w.+-]+@)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)(?:/[\w/-]*)?)(?!\w)"), _address),
    (re.compile(r"(?<!\w)(\d+(?:\.\d+)?)/(?:(\d{4})/)?([A-ZĐ]{2,}\d*(?:-[A-ZĐa-z0-9]+)*)(?!\w)"), _law),
    (
        re.compile(
            r"(?<!\w)(?=[A-Z0-9.-]*\d)(?=[A-Z0-9.-]*[A-Z])[A-Z0-9]+(?:\.[A-Z0-9]+)*-[A-Z0-9]+(?:[.-][A-Z0-9]+)*(?!\w)"
        ),
        lambda match: spell(match[0]),
    ),
    (re.compile(r"(?<![\w.])\d\.\d{6}(?:\.\d\d)?(?!\w)"), lambda match: spell(match[0])),
    (re.compile(r"(?<!\w)[A-ZĐ]{1,4}\d{1,4}[a-z]?(?!\w)"), lambda match: spell(match[0])),
    (re.compile(r"(\b[Nn]gày |\bmồng |\bmùng )?(?<![\d/.])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/])"), figures.date),
    (re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])"), figures.iso_date),
    (re.compile(r"(\b[Tt]háng )?(?<![\d/.])(\d{1,2})/((?:19|20)\d\d)(?![\d/])"), figures.month),
    (re.compile(r"(\b[Nn]gày |\bmồng |\bmùng )(\d{1,2})/(\d{1,2})(?![\d/])"), figures.day_of_month),
    (re.compile(r"(?<![\d,.+])(?:\+84[ .-]?|0)\d(?:[ .-]?\d){7,9}(?!\d)"), _digits),
    (re.compile(r"(?<!\d)1[89]00(?:[ .-]?\d){4,6}(?!\d)"), _digits),
    (
        re.compile(
            r"(?i)(\b(?:tổng đài|gọi|đường dây nóng|hotline|số máy|điện thoại):? (?:số )?)(\d{3,}(?: \d{3,})*)\b"
        ),
        _after_word,
    ),
    (re.compile(r"(?<=\d)\s*[–—]\s*(?=\d)"), " đến "),
    (re.compile(r"(?<![\d:])(\d{1,2}):(\d\d)(?![\d:])"), figures.time),
    (re.compile(r"(?<![\w])(\d{1,2})[hg](\d\d)?(?!\w)"), figures.time),
    (re.compile(r"(?<=\d)-(?=\d)"), " đến "),
    (re.compile(r"(?<=\d)\s*(?:₫|đ|VNĐ|VND)(?!\w)"), " đồng"),
    (re.compile(r"(\d)\s*%"), r"\1 phần trăm"),
    (re.compile(r"(?<=\d)/(?=\d)"), " trên "),
    (re.compile(r"(?i)(\b(?:phần|chương|mục|quý|thế kỷ) )([IVX]+)\b"), _roman),
    (re.compile(r"(?s).+"), lambda match: expand(match[0])),
    (re.compile(r"(?<![\w])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\w)"), lambda match: figures.number(match[0])),
    (re.compile(r"(?<=\d)\.(?=\d)"), " chấm "),
    (re.compile(r"\d+(?:,\d+)?"), lambda match: f" {figures.number(match[0])} "),
    (re.compile(r"\b(?:[^\W\d_a-z]){2,}\b"), lambda match: capitals(match[0]) if match[0].isupper() else match[0]),
    (re.compile(r"(?<=\w)/(?=\w)"), " hoặc "),
    (re.compile(r"\s&\s"), " và "),
    (re.compile(r"\s[–—-]\s|[()\[\]·•→]|\s\|\s"), ", "),
    (re.compile(r"…|\.{2,}"), ". "),
    (re.compile(r"[«»“”\"*_#<>]"), " "),
)
