"""DG13, the data that Vietnamese cards add: numbered fields, in either of the two layouts that public readers know.

Sources, none official (2026-11): two public readers of such cards agree on the numbers; one shows the fields in a
SET behind a version and an object identifier, the other shows them directly. Both are read; any field may be absent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kiosk.errors import ProtocolError
from kiosk.identity.card_number import Sex
from kiosk.identity.chip import tlv
from kiosk.text import clean

_DG13 = 0x6D
_SEQUENCE, _SET, _INTEGER, _OID, _NULL = 0x30, 0x31, 0x02, 0x06, 0x05
_STRINGS: Final = {0x0C: "utf-8", 0x13: "ascii", 0x16: "ascii", 0x1E: "utf-16-be"}
_MOST_FIELDS = 64
_MOST_TEXT = 1000
_DEEPEST = 3
_NAMES: Final = {
    1: "number",
    2: "name",
    3: "born",
    4: "sex",
    5: "nationality",
    6: "ethnicity",
    7: "religion",
    8: "origin",
    9: "residence",
    10: "features",
    11: "issued",
    12: "expires",
}
_PARENTS, _SPOUSE = 13, 14
_OLD_NUMBERS = (15, 16)
_DATES = ("born", "issued", "expires")
_SEXES: Final[dict[str, Sex]] = {"nam": "male", "nữ": "female"}
_OLD_NUMBER = re.compile(r"[0-9]{9}")
_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")


@dataclass(frozen=True)
class VietnameseData:
    """What the card says of its holder; a field that is not on it is empty.

    Dates are date answers ("1999-01-01") where they are dates, else as they stand ("Không thời hạn").
    The residence is the one of the day of issue, often older than July 2025.
    """

    number: str = ""
    name: str = ""
    born: str = ""
    sex: Sex | None = None
    nationality: str = ""
    ethnicity: str = ""
    religion: str = ""
    origin: str = ""
    residence: str = ""
    features: str = ""
    issued: str = ""
    expires: str = ""
    father: str = ""
    mother: str = ""
    spouse: str = ""
    old_number: str = ""
    extra: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Fields whose meaning is not known, by number."""

    def __repr__(self) -> str:
        return "VietnameseData(…)"  # nothing of a card may slip into a log or a traceback


def parse_dg13(data: bytes) -> VietnameseData:
    """Read either layout. Raises ProtocolError for anything else."""
    fields: dict[int, tuple[str, ...]] = {}
    for element in _fields(tlv.unwrap(tlv.unwrap(data, _DG13), _SEQUENCE)):
        number, texts = _field(element)
        if number in fields:
            raise ProtocolError("a field that stands there twice")
        fields[number] = texts
    return _named(fields)


def _fields(body: bytes) -> tuple[tlv.Tlv, ...]:
    elements = tlv.parse(body, _MOST_FIELDS)
    if [item.tag for item in elements] == [_INTEGER, _OID, _SET]:
        return tlv.parse(elements[2].value, _MOST_FIELDS)
    return elements


def _field(element: tlv.Tlv) -> tuple[int, tuple[str, ...]]:
    parts = tlv.parse(element.value, 8)
    if element.tag != _SEQUENCE or not parts or parts[0].tag != _INTEGER or len(parts[0].value) != 1:
        raise ProtocolError("not a numbered field")
    return parts[0].value[0], tuple(text for part in parts[1:] for text in _texts(part, _DEEPEST))


def _texts(element: tlv.Tlv, deepest: int) -> tuple[str, ...]:
    """The strings of a value, which may be a list of them."""
    if element.tag in {_SEQUENCE, _SET} and deepest:
        return tuple(text for part in tlv.parse(element.value, 8) for text in _texts(part, deepest - 1))
    if element.tag == _NULL:
        return ("",)
    if element.tag not in _STRINGS or len(element.value) > _MOST_TEXT:
        raise ProtocolError("a value that is no text")
    try:
        return (clean(element.value.decode(_STRINGS[element.tag])),)
    except UnicodeDecodeError as error:
        raise ProtocolError("a text in another encoding") from error


def _named(fields: Mapping[int, tuple[str, ...]]) -> VietnameseData:
    texts = {name: " ".join(fields.get(number, ())) for number, name in _NAMES.items()}
    texts |= {name: _date(texts[name]) for name in _DATES}
    sex = _SEXES.get(texts.pop("sex").casefold())
    father, mother = (*fields.get(_PARENTS, ()), "", "")[:2]
    spouse = " ".join(fields.get(_SPOUSE, ()))
    old = [fields[number] for number in _OLD_NUMBERS if number in fields]
    old_number = next((text for value in old for text in value if _OLD_NUMBER.fullmatch(text)), "")
    extra = {
        number: value
        for number, value in fields.items()
        if number not in _NAMES and number not in {_PARENTS, _SPOUSE} and value != (old_number,)
    }
    people = {"father": father, "mother": mother, "spouse": spouse, "old_number": old_number}
    return VietnameseData(**texts, **people, sex=sex, extra=extra)


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text
