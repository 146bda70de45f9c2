"""The text in the QR code of an identity card, read strictly: a card's data, or why it is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.identity.card_number import Sex, read_number, tidy_number
from kiosk.text import clean

_MOST_BYTES = 2953  # what the largest QR code holds
_FIELDS = 7
_LONGEST_NAME = 100
_LONGEST_ADDRESS = 500
_OLD_NUMBER = re.compile(r"|[0-9]{9}|[0-9]{12}")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'\-]+[^\W\d_]+)*\.?")
_DATE = re.compile(r"([0-9]{2})(/?)([0-9]{2})\2([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_SEXES: dict[str, Sex] = {"nam": "male", "nữ": "female"}


@dataclass(frozen=True)
class CardQr:
    """What a card says of its holder. The address is the one of the day of issue, often older than July 2025."""

    number: str
    old_number: str  # nine digits of the old card, or empty
    name: str
    born: str  # a date answer: "1999-01-01", or only what the card holds of it
    sex: Sex
    address: str
    issued: str
    extra: tuple[str, ...] = ()  # fields behind the seventh (cards from 2024); their meaning is not published

    def __repr__(self) -> str:
        return "CardQr(…)"  # nothing of a card may slip into a log or a traceback


class CardQrFault(Enum):
    """Why a text is not read as a card; it holds nothing of the text."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # control or broken characters
    NOT_A_CARD = "not_a_card"  # another code, or fewer than seven fields
    NUMBER = "number"
    OLD_NUMBER = "old_number"
    NAME = "name"
    BORN = "born"
    SEX = "sex"
    ADDRESS = "address"
    ISSUED = "issued"


def read_card_qr(text: str) -> CardQr | CardQrFault:
    """Read seven or more fields parted by bars: number, old number, name, birth, sex, address, issue."""
    line = text.strip("\r\n")
    if not line.strip():
        return CardQrFault.EMPTY
    if len(line) > _MOST_BYTES or len(line.encode("utf-8", "surrogatepass")) > _MOST_BYTES:
        return CardQrFault.TOO_LARGE
    if any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in line):
        return CardQrFault.UNREADABLE
    fields = [clean(field) for field in line.split("|")]
    return _read_fields(fields) if len(fields) >= _FIELDS else CardQrFault.NOT_A_CARD


def _read_fields(fields: list[str], *, named: bool = True) -> CardQr | CardQrFault:
    number, old_number, name, born, sex, address, issued = fields[:_FIELDS]
    read_sex, read_born, read_issued = _SEXES.get(sex.casefold()), _date(born, partial=True), _date(issued)
    sound = {
        CardQrFault.NUMBER: tidy_number(number) == number,
        CardQrFault.OLD_NUMBER: _OLD_NUMBER.fullmatch(old_number) is not None,
        CardQrFault.NAME: _is_name(name) or not named,
        CardQrFault.BORN: read_born != "",
        CardQrFault.ADDRESS: len(address) <= _LONGEST_ADDRESS,
        CardQrFault.ISSUED: read_issued != "",
    }
    fault = next((fault for fault, holds in sound.items() if not holds), None)
    if fault or read_sex is None:
        return fault or CardQrFault.SEX
    return CardQr(number, old_number, name, read_born, read_sex, address, read_issued, tuple(fields[_FIELDS:]))


def read_card_digits(text: str) -> CardQr | CardQrFault:
    """Read the same text as a scanner that types gives it: letters beyond ASCII are missing without a trace.

    So the name and the address are taken for nothing, the sex is what the number says, and all else holds.
    """
    fields = text.strip("\r\n").split("|")
    if len(text) > _MOST_BYTES or len(fields) < _FIELDS or tidy_number(fields[0]) != fields[0]:
        return read_card_qr(text) if len(fields) < _FIELDS else CardQrFault.NUMBER
    fields[2], fields[5] = "", ""
    fields[4] = "Nam" if read_number(fields[0]).sex == "male" else "Nữ"
    return _read_fields([clean(field) for field in fields[:_FIELDS]], named=False)


def _is_name(name: str) -> bool:
    """Say whether a name is letters parted by spaces, apostrophes, dots or hyphens; marks may stand apart (ơ̆)."""
    bare = "".join(char for char in unicodedata.normalize("NFD", name) if unicodedata.category(char) != "Mn")
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(bare) is not None


def _date(text: str, *, partial: bool = False) -> str:
    """Return ddmmyyyy or dd/mm/yyyy as a date answer, empty when no calendar has it.

    ``partial`` also takes a year alone, or zeros for an unknown day and month: people born when nobody wrote it down.
    """
    if partial and _YEAR.fullmatch(text):
        text = f"0000{text}"
    match = _DATE.fullmatch(text)
    if match is None:
        return ""
    day, month, year = (int(match[group]) for group in (1, 3, 4))
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return ""
    if day and month:
        return whole
    if not partial or day:
        return ""
    return whole[:7] if month else whole[:4]
