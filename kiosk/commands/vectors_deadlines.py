"""Deadline cases for ``kiosk vectors``: when a dossier is accepted and how long it may take, and the day it is due.

A case starts from «from» (a day, or a moment; without a zone it is Vietnam's) and one length of time: «days» (also
«working_days»), «calendar_days», «hours» (working hours), «months», «years», or «amount» with «unit»; also the hour of
the day from which the next working day counts («same_day_before»: 15), and swapped days («swaps»). Expected are «due»
and, if told, «shown»: the day as a resident reads it::

    {"from": "2026-11-20T15:00", "days": 0, "same_day_before": 15, "due": "2026-11-23"}
    {"from": "2026-10-30", "months": 1, "due": "2026-11-30", "shown": "Thứ Hai, 30/11/2026"}
    {"from": "2027-03-05", "days": 1, "swaps": [{"works": "2027-03-06", "off": "2027-03-08"}], "due": "2027-03-06"}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias, get_args

from kiosk.clock import HANOI
from kiosk.procedures.deadline import Swap, Unit, VietnamCalendar, due_date, in_words

Case: TypeAlias = Mapping[str, Any]

LENGTHS: Mapping[str, Unit] = {
    "days": "working_day",
    "working_days": "working_day",
    "calendar_days": "day",
    "hours": "working_hour",
    "working_hours": "working_hour",
    "months": "month",
    "years": "year",
}
GIVEN = frozenset({"from", "amount", "unit", "same_day_before", "cutoff", "swaps", *LENGTHS})
_UNITS: Mapping[str, Unit] = {"hour": "working_hour", **{unit: unit for unit in get_args(Unit)}}


def counting(known: VietnamCalendar) -> Callable[[Case], Case]:
    """Count with the calendar that this kiosk has; a case with swaps of its own is counted with those instead."""

    def answer(case: Case) -> Case:
        calendar = VietnamCalendar(tuple(map(_swap, case["swaps"]))) if "swaps" in case else known
        amount, unit = _length(case)
        due = due_date(_accepted(case["from"]), amount, calendar, unit=unit, same_day_before=_hour(case))
        return {"due": due.isoformat(), "shown": in_words(due)}

    return answer


def _accepted(told: str) -> datetime:
    """Read a moment; a day alone is one within office hours."""
    received = datetime.fromisoformat(told)
    if "T" not in told and " " not in told:
        received = received.replace(hour=9)
    return received if received.tzinfo else received.replace(tzinfo=HANOI)


def _length(case: Case) -> tuple[int, Unit]:
    lengths = [(case[key], unit) for key, unit in LENGTHS.items() if key in case]
    if "amount" in case:
        lengths.append((case["amount"], _UNITS[str(case.get("unit", "working_day")).lower().removesuffix("s")]))
    ((amount, unit),) = lengths
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
        raise ValueError("a length of time is a whole number")
    return amount, unit


def _hour(case: Case) -> int:
    """The hour of «15» or «15:00»; 0 when there is no such rule."""
    return int(str(case.get("same_day_before", case.get("cutoff", 0))).partition(":")[0])


def _swap(told: Case) -> Swap:
    return Swap(date.fromisoformat(told["works"]), date.fromisoformat(told["off"]))
