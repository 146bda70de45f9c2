"""What a procedure costs, in the row's own words: an amount only where the row is sure of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiosk.catalogue.generic_times import at_the_desk
from kiosk.catalogue.generic_words import PARAGRAPH, cut, plain, title
from kiosk.catalogue.portal.components import same_document
from kiosk.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.catalogue.model import FeeRow, Procedure

MOST_FEES = 3
_LABEL = 70


def fee_facts(procedure: Procedure) -> Iterable[str]:
    """A text for each card: the fees of the desk, then what other ways cost where that differs."""
    desk = at_the_desk(procedure)
    channels = {method.channel for method in desk}
    told = list(dict.fromkeys(_told(fee) for method in desk for fee in method.fees))
    known = set(map(same_document, told))
    other: dict[str, list[str]] = {}
    for method in procedure.methods:
        for fee in method.fees:
            text = _told(fee)
            if method.channel not in channels and same_document(text) not in known:
                other.setdefault(text, []).append(say(f"generic.channel.{method.channel}"))
    told += [f"{', '.join(dict.fromkeys(ways))}: {text}" for text, ways in other.items()]
    told = [f"{text[:1].upper()}{text[1:]}" for text in told]
    yield from told[:MOST_FEES]
    if len(told) > MOST_FEES:
        yield say("generic.more_fees", count=str(len(told) - MOST_FEES))
    if not told:
        yield say("generic.fee_none")


def _told(fee: FeeRow) -> str:
    words = [_amount(fee)]
    text = cut(fee.text, 200).rstrip(".")
    if fee.amount == 0 and text.casefold().startswith("miễn"):
        words = [text]
    elif text:
        words.append(text if fee.amount is None else f"({text})")
    if fee.exemption:
        words.append(cut(fee.exemption, 160))
    if fee.amount is None and text:
        words = [*words[1:], f"– {say('generic.fee_at_desk')}"]
    return " ".join(words)


def _amount(fee: FeeRow) -> str:
    if fee.amount is None:
        return say("generic.fee_unknown")
    return say("generic.fee_free") if fee.amount == 0 else f"{fee.amount:,} đ".replace(",", ".")


def fees(procedure: Procedure) -> list[dict[str, Any]]:
    """The fee lines of the guide: those of the desk, each once."""
    rows = dict.fromkeys(fee for method in at_the_desk(procedure) for fee in method.fees)
    return [
        {
            "label": title(fee.text, _LABEL) or say(f"generic.fee_kind.{'price' if fee.kind == 'price' else 'fee'}"),
            "amount": fee.amount,
            "note": _note(fee),
            "source": "C",
            "unsure": True,
        }
        for fee in rows
    ]


def _note(fee: FeeRow) -> str:
    whole = plain(fee.text)
    told = [] if whole == title(fee.text, _LABEL) else [cut(whole, PARAGRAPH)]
    if fee.amount is None and not whole:
        told.append(say("generic.fee_province"))
    return " ".join((*told, cut(fee.exemption, 160))).strip()
