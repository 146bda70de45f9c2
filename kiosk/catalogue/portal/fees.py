"""What a procedure costs: an amount only where the portal's number and its own words agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kiosk.catalogue.model import FeeKind, FeeRow
from kiosk.catalogue.portal.fields import Fields

LEAST = 1_000  # no fee of the State is lower: 10 and 90 are other currencies or thousands
MOST = 10**10
KINDS: dict[str, FeeKind] = {"FEE": "fee", "SERVICE_FEE": "charge", "PRICE_LEVEL": "price", "": ""}

_AMOUNT = re.compile(r"(?<![\d/.,])(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s*(?:đồng|đ(?!\w)|vnđ|vnd)", re.IGNORECASE)
_FOREIGN = re.compile(r"\d\s*(?:usd|eur|\$|đô la|đôla)", re.IGNORECASE)
_REDUCED = re.compile(r"\d+\s*% mức|giảm \d+\s*%|bằng \d+\s*%", re.IGNORECASE)
_FREE = re.compile(
    r"\(?\W*(?:được )?(?:miễn (?:thu )?(?:phí|lệ phí)(?:, lệ phí|, phí)?|không (?:thu|mất|phải nộp) (?:phí|lệ phí)"
    r"(?:, lệ phí)?|không phí|không có phí|không thu|không có|không|0 ?(?:đồng|đ|vnđ))\W*(?:$|[.;\n)])",
    re.IGNORECASE,
)
_EXEMPTION = re.compile(
    r"(?:các )?(?:trường hợp|đối tượng)[^.:]{0,60}\b(?:được|thuộc diện|diện)[^.:]{0,20}\bmiễn", re.IGNORECASE
)


def read_fees(method: Fields, description: str) -> tuple[FeeRow, ...]:
    """The fee rows of one way to hand in, each once."""
    return tuple(dict.fromkeys(_rows(method, description)))


def _rows(method: Fields, description: str) -> Iterator[FeeRow]:
    for fee in method.objects("fees"):
        text = _words(fee.text("description"))
        kind = _kind(fee)
        value = fee.number("value")
        if not _AMOUNT.search(text) and not _FOREIGN.search(text) and _talks_of(description, value):
            text = description if text.startswith("/") else f"{description} {text}".strip()
        exempt = bool(_EXEMPTION.match(text))
        if exempt:
            fee.note("fee_text_is_exemption", "description")
        amount = _amount(fee, value, "" if exempt else text)
        yield FeeRow(amount, "" if exempt else text, kind, text if exempt else "")


def _amount(fee: Fields, value: float | None, text: str) -> int | None:
    """The amount in đồng where it is sure, else None with the reason noted."""
    fault = _fault(fee, value, text)
    if fault:
        fee.note(fault, "value")
        return None
    return int(value or 0)


def _fault(fee: Fields, value: float | None, text: str) -> str:
    said = {int(re.sub(r"[.,]", "", number)) for number in _AMOUNT.findall(text)} - {0}
    if _is_foreign(fee, value, text):
        return "fee_foreign"
    if not value:
        return "" if _FREE.match(text) else "fee_zero" if value == 0 else "fee_missing"
    if not LEAST <= value < MOST or value != int(value):
        return "fee_implausible"
    if said and int(value) not in said:
        return "fee_contradicts_text"
    if len(said) > 1:
        return "fee_several"
    return "fee_reduced" if _REDUCED.search(text) else ""


def _is_foreign(fee: Fields, value: float | None, text: str) -> bool:
    if fee.line("currencyName") not in {"", "Việt Nam Đồng", "VNĐ", "VND", "VNÐ"}:
        return True
    if not value or not _FOREIGN.search(text):
        return False
    return f"{value:g} usd" in text.casefold() or not _AMOUNT.search(text)


def _talks_of(description: str, value: float | None) -> bool:
    """Whether the description of the way to hand in is about this very amount, as the portal often has it there."""
    if not value:
        return False
    amount = f"{int(value):,}".replace(",", ".")
    return re.search(rf"(?<![\d.,]){re.escape(amount)}\s*(?:đồng|đ\b|vnđ|usd)", description, re.IGNORECASE) is not None


def _words(text: str) -> str:
    """The text without brackets around all of it."""
    inner = text[1:-1]
    return inner.strip() if text[:1] == "(" and text[-1:] == ")" and not re.search(r"[()]", inner) else text


def _kind(fee: Fields) -> FeeKind:
    word = fee.line("type")
    if word not in KINDS:
        fee.note("unknown_word", "type")
    return KINDS.get(word, "")
