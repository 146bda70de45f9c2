"""How long a procedure takes, from the portal's number and unit, its cases, or its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kiosk.catalogue.model import CaseTime, Duration, Unit
from kiosk.catalogue.portal.fields import Fields

UNITS: Mapping[str, Unit] = {
    "WORKING_DAY": "working_day",
    "DAY": "day",
    "HOUR": "hour",
    "MONTH": "month",
    "YEAR": "year",
    "OTHER": "other",
    "ngày làm việc": "working_day",
    "ngày": "day",
    "giờ": "hour",
    "giờ làm việc": "hour",
    "tháng": "month",
    "năm": "year",
    "": "other",
}
WORDS: Mapping[Unit, str] = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
    "other": "",
}
LONGEST_TEXT = 400
_MOST = 10_000
_STATED = re.compile(
    r"(?<![\d/.,])(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:\([^)]{1,30}\)\s*)?"
    r"(ngày làm việc|ngày|giờ|tháng(?! ?\d)|năm(?! ?\d))(?![\w/])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\d.,]+")
_ABOUT_TIME = re.compile(
    r"thời hạn giải quyết|không quá|trong ngày|trong thời hạn|trong vòng|ngay sau khi", re.IGNORECASE
)
_NAMES_TIME = re.compile(r"\d[^.;]{0,30}(?:ngày|giờ|tháng|năm)|trong (?:cùng )?ngày|ngay sau", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZĐÀ-Ỹ+*-])|\n")
_SAYS_NOTHING = re.compile(r"theo mô tả|không quy định|không|theo quy định", re.IGNORECASE)


def case_times(detail: Fields) -> tuple[CaseTime, ...]:
    """The times of the portal's own list of cases, each once."""
    found: dict[CaseTime, None] = {}
    for case in detail.objects("cases"):
        day = case.child("processingDay")
        if day is None:
            continue
        quantity, unit = _quantity(day, "qty"), _unit(day, "type")
        if quantity is not None and unit != "other":
            found[CaseTime(case.line("name"), Duration(quantity, unit))] = None
    return tuple(found)


def method_time(method: Fields, text: str, times: Iterable[CaseTime]) -> Duration:
    """The time of one way to hand in. Unit OTHER takes what its own words, the cases or the description say."""
    unit = _unit(method, "processingTimeUnit")
    own = tuple(dict.fromkeys(time.duration for time in times))
    if unit == "other":
        return _other(method, text, own)
    quantity = _quantity(method, "processingTime")
    if quantity is None:
        method.note("time_mended", "processingTime")
        return _other(method, text, own)
    if len(own) == 1 and (own[0].quantity, own[0].unit) != (quantity, unit):
        method.note("time_differs_from_case", "processingTime")
    duration = Duration(quantity, unit)
    said = _stated(_time_sentences(text))
    if said and duration not in said:
        method.note("time_contradicts_text", "processingTime")
        return Duration(quantity, unit, _time_sentences(text))
    return duration


def _other(method: Fields, text: str, own: tuple[Duration, ...]) -> Duration:
    method.note("unit_other", "processingTimeUnit")
    words = method.line("processingTime") if isinstance(method.raw.get("processingTime"), str) else ""
    if _NUMBER.fullmatch(words) or _SAYS_NOTHING.fullmatch(words):
        words = ""
    if words:
        return _from_words(words)
    if len(own) == 1:
        return own[0]
    sentences = _time_sentences(text)
    if sentences:
        return _from_words(sentences)
    if own:
        return Duration(None, "other", "Tùy trường hợp: " + "; ".join(map(_in_words, own)))
    method.note("time_unknown", "processingTime")
    return Duration(_quantity(method, "processingTime"), "other")


def _from_words(words: str) -> Duration:
    """The words, with the number where they state exactly one."""
    said = _stated(words)
    only = said.pop() if len(said) == 1 else Duration(None, "other")
    return replace(only, text=words[:LONGEST_TEXT])


def _stated(words: str) -> set[Duration]:
    """The times that the words state."""
    return {
        Duration(float(number.replace(",", ".")), UNITS[unit.casefold()]) for number, unit in _STATED.findall(words)
    }


def _time_sentences(text: str) -> str:
    """The sentences of a description that tell how long it takes, and not opening hours or dates of laws."""
    sentences = (sentence.strip(" -+*") for sentence in _SENTENCE.split(text))
    told = (sentence for sentence in sentences if _ABOUT_TIME.search(sentence) and _NAMES_TIME.search(sentence))
    return " ".join(told)[:LONGEST_TEXT]


def _in_words(duration: Duration) -> str:
    return f"{duration.quantity:g} {WORDS[duration.unit]}".replace(".", ",")


def _quantity(fields: Fields, key: str) -> float | None:
    """A number that can be a time: above 0 and not absurd."""
    number = fields.number(key)
    return number if number is not None and 0 < number < _MOST else None


def _unit(fields: Fields, key: str) -> Unit:
    word = fields.line(key)
    unit = UNITS.get(word)
    if unit is None:
        fields.note("unknown_word", key)
        return "other"
    return unit
