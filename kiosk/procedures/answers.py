"""Raw answers to the agreed shapes: normalised where spelling may vary, a Fault where the answer cannot be meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kiosk.errors import Fault
from kiosk.procedures import typed
from kiosk.procedures.conditions import missing

if TYPE_CHECKING:
    from kiosk.procedures.model import Kind, Option, Step

Answer = str | int | bool | list[str] | dict[str, str]

SILENT: frozenset[Kind] = frozenset({"info", "exit", "papers", "review", "fee"})
"""Kinds that have no answer: being passed is enough."""

MAX_PAGES = 20
MAX_ITEMS = 20
_PAGE_ID_LENGTH = 32
_CODES = {"province": 2, "commune": 5}
_NAMES = ("province_name", "commune_name")
_FREE = ("details", "dataset")


def read(step: Step, raw: object, options: tuple[Option, ...] = ()) -> Answer | Fault:
    """Return the normalised answer to ``step``, or what is wrong with it.

    ``options`` are those that may be chosen now: the step's own, those of its list, or the choices of the notice.
    Reading a normalised answer again returns it unchanged.
    """
    if lack := missing(raw):
        if raw == {"missing": lack} and lack in step.missing:
            return {"missing": lack}
        return Fault("missing_not_offered", step.key)
    if step.kind in _BY_CHOICE:
        return _BY_CHOICE[step.kind](step, raw, options)
    reader = _READERS.get(step.kind)
    return reader(step, raw) if reader else Fault("not_asked", step.key)


def too_few(step: Step, answer: object) -> Fault | None:
    """Say what a complete answer still needs: pages and items may be fewer than the least while they are collected."""
    if not isinstance(answer, list) or step.kind not in {"pages", "group"}:
        return None
    least = max(step.minimum, 1) if step.kind == "pages" else step.minimum
    return Fault(f"too_few_{step.kind}", step.key, {"min": str(least)}) if len(answer) < least else None


def _read_yes_no(step: Step, raw: object) -> bool | Fault:
    return raw if isinstance(raw, bool) else Fault("unanswered", step.key)


def _read_declaration(step: Step, raw: object) -> bool | Fault:
    return True if raw is True else Fault("unanswered", step.key)


def _read_one(step: Step, raw: object, options: tuple[Option, ...]) -> str | Fault:
    if isinstance(raw, str) and any(raw == option.key for option in options):
        return raw
    return Fault("option", step.key)


def _read_several(step: Step, raw: object, options: tuple[Option, ...]) -> list[str] | Fault:
    ticked = _strings(raw, len(options))
    if ticked is None or not set(ticked) <= {option.key for option in options}:
        return Fault("option", step.key)
    if not ticked and step.kind == "several":
        return Fault("nothing_chosen", step.key)
    if len(ticked) > 1 and any(option.exclusive for option in options if option.key in ticked):
        return Fault("exclusive", step.key)
    return [option.key for option in options if option.key in ticked]


def _read_address(step: Step, raw: object) -> dict[str, str] | Fault:
    """Read province and commune by code and name, with their data set; the rest of the address is free, or empty."""
    if not isinstance(raw, Mapping) or set(raw) - {*_CODES, *_NAMES, *_FREE}:
        return Fault("address", step.key)
    address = {part: raw.get(part) for part in _CODES}
    if not all(_is_code(code, _CODES[part]) for part, code in address.items()):
        return Fault("address", step.key)
    read: dict[str, str] = {part: str(code) for part, code in address.items()}
    for part in (*_NAMES, *_FREE):
        text = "" if part in _FREE and not raw.get(part) else typed.read_text(step, raw.get(part))
        if isinstance(text, Fault):
            return Fault("address", step.key) if part in _NAMES else text
        read[part] = text
    return read


def _is_code(code: object, length: int) -> bool:
    return isinstance(code, str) and len(code) == length and code.isascii() and code.isdecimal()


def _read_pages(step: Step, raw: object) -> list[str] | Fault:
    most = step.maximum or MAX_PAGES
    pages = _strings(raw, most + 1)
    if pages is None or len(set(pages)) != len(pages) or not all(_is_page_id(page) for page in pages):
        return Fault("pages", step.key)
    return pages if len(pages) <= most else Fault("too_many_pages", step.key, {"max": str(most)})


def _is_page_id(text: str) -> bool:
    return len(text) == _PAGE_ID_LENGTH and set(text) <= set("0123456789abcdef")


def _read_items(step: Step, raw: object) -> list[str] | Fault:
    items = _strings(raw, step.maximum or MAX_ITEMS)
    if items is None or len(set(items)) != len(items) or not all(_is_item_id(item) for item in items):
        return Fault("not_asked", step.key)
    return items


def _is_item_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and not text.startswith("0") and len(text) <= 4  # noqa: PLR2004 - ample


def _strings(raw: object, most: int) -> list[str] | None:
    if not isinstance(raw, list | tuple) or len(raw) > most or not all(isinstance(item, str) for item in raw):
        return None
    return list(raw)


_READERS: Mapping[Kind, Callable[[Step, object], Answer | Fault]] = {
    "text": typed.read_text,
    "name": typed.read_name,
    "date": typed.read_date,
    "number": typed.read_number,
    "money": typed.read_money,
    "phone": typed.read_phone,
    "email": typed.read_email,
    "national_number": typed.read_national_number,
    "yes_no": _read_yes_no,
    "address": _read_address,
    "pages": _read_pages,
    "group": _read_items,
    "declaration": _read_declaration,
}

_BY_CHOICE: Mapping[Kind, Callable[[Step, object, tuple[Option, ...]], Answer | Fault]] = {
    "one_of": _read_one,
    "search_one": _read_one,
    "several": _read_several,
    "notice": _read_several,
}
