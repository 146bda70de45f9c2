"""What the answers lead to: documents, fees, the receiving office and the day a result is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kiosk.procedures.conditions import missing
from kiosk.procedures.deadline import VietnamCalendar, due_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kiosk.procedures.flow import Flow
    from kiosk.procedures.model import Deadline, Document, Fee


class Documents(NamedTuple):
    """The two lists: handed in (photographed here), and only shown to the officer."""

    submit: tuple[Document, ...]
    show: tuple[Document, ...]


@dataclass(frozen=True)
class FeeLine:
    """``amount`` is the whole of the line in đồng; None when the province sets it or the count isn't known yet.

    ``sure`` is false while it is unknown whether the fee arises at all.
    """

    label: str
    amount: int | None
    unit_amount: int | None
    count: int | None
    note: str
    source: str
    unsure: bool
    sure: bool


def documents(flow: Flow) -> Documents:
    """Return the documents of this case; one whose condition is unknown is listed."""
    needed = flow.documents()
    return Documents(
        tuple(document for document in needed if document.purpose == "submit"),
        tuple(document for document in needed if document.purpose == "show"),
    )


def fees(flow: Flow) -> tuple[FeeLine, ...]:
    """Return the fees that arise or may arise; one multiplied by none does not."""
    return tuple(line for fee in flow.guide.fees if (line := _fee_line(flow, fee)) is not None)


def _fee_line(flow: Flow, fee: Fee) -> FeeLine | None:
    truth = flow.holds(fee.when)
    count = _count(flow.look(fee.per)) if fee.per else 1
    if truth is False or count == 0:
        return None
    amount = None if fee.amount is None or count is None else fee.amount * count
    return FeeLine(fee.label, amount, fee.amount, count, fee.note, fee.source, fee.unsure, truth is True)


def _count(answer: object) -> int | None:
    """Return a number, or how many items, pages or ticks there are."""
    if isinstance(answer, list):
        return len(answer)
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None


def deadline(flow: Flow) -> Deadline | None:
    """Return the first deadline whose condition holds; None while it is unknown whether an earlier one does."""
    found = next((each for each in flow.guide.deadlines if flow.holds(each.when) is not False), None)
    return found if found is not None and flow.holds(found.when) is True else None


def due(flow: Flow, accepted_at: datetime, calendar: VietnamCalendar | None = None) -> date | None:
    """Return the day the result is due when an officer accepts at that moment; None when no deadline holds yet."""
    found = deadline(flow)
    if found is None:
        return None
    return due_date(
        accepted_at, found.working_days, calendar or VietnamCalendar(), same_day_before=found.same_day_before
    )


def receiver(flow: Flow) -> str:
    """Return the first office whose condition holds and whose address is answered, else the kiosk's own unit."""
    for each in flow.guide.receivers:
        if flow.holds(each.when) is not True:
            continue
        unit = _commune_name(flow.look(each.address)) if each.address else flow.context.office.unit
        if unit:
            return _office_of(each.office, unit)
    last = flow.guide.receivers[-1].office if flow.guide.receivers else "{unit}"
    return _office_of(last, flow.context.office.unit)


def _office_of(office: str, unit: str) -> str:
    """Put a commune into an office's name, where its kind is written small: «Ủy ban nhân dân phường Lê Chân»."""
    inside = unit if office.startswith("{unit}") else unit[:1].lower() + unit[1:]
    return office.replace("{unit}", inside)


def _commune_name(answer: object) -> str:
    if not isinstance(answer, dict) or missing(answer):
        return ""
    named: Mapping[str, object] = answer
    return str(named.get("commune_name", ""))
