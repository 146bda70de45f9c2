"""What the answers lead to: documents, fees, the receiving office and the day a result is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kiosk.clock import HANOI
from kiosk.procedures.conditions import missing
from kiosk.procedures.deadline import due_date
from kiosk.procedures.office_hours import is_open, next_opening

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from kiosk.procedures.context import Context
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


@dataclass(frozen=True)
class Expected:
    """When a result can be had: ``due`` if an officer accepts at ``accepted_at``, the first moment one can.

    ``due`` is None where the desk alone can tell.
    """

    deadline: Deadline
    accepted_at: datetime
    due: date | None


def expected(flow: Flow, now: datetime) -> Expected | None:
    """Return what can be expected of a dossier handed in now; None while it is unknown which deadline holds.

    Where all that may hold are alike, it does not matter which one does.
    """
    may_hold = _may_hold(flow)
    if len({(each.amount, each.unit, each.same_day_before) for each in may_hold}) != 1:
        return None
    accepted_at = acceptance(now, flow.context)
    return Expected(may_hold[0], accepted_at, _day(may_hold[0], accepted_at, flow.context))


def _may_hold(flow: Flow) -> list[Deadline]:
    """The deadlines up to the first that is known to hold; none when perhaps none does."""
    found: list[Deadline] = []
    for each in flow.guide.deadlines:
        truth = flow.holds(each.when)
        if truth is not False:
            found.append(each)
        if truth is True:
            return found
    return []


def due(flow: Flow, accepted_at: datetime) -> date | None:
    """Return the day the result is due when an officer accepts at that moment; None where that cannot be known."""
    found = deadline(flow)
    return _day(found, accepted_at, flow.context) if found is not None else None


def _day(found: Deadline, accepted_at: datetime, context: Context) -> date | None:
    if found.amount is None:
        return None
    before = found.same_day_before
    return due_date(accepted_at, found.amount, context.calendar, unit=found.unit, same_day_before=before)


def acceptance(now: datetime, context: Context) -> datetime:
    """Return when an officer can accept at the earliest: now, or when the office opens next."""
    hours, local = context.office.hours, now.astimezone(HANOI)
    if hours is None or is_open(local, hours, context.calendar):
        return local
    return next_opening(local, hours, context.calendar) or local


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
