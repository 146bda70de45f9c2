"""How long a procedure takes, in the row's own words; a date is only reckoned where the row leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kiosk.catalogue.generic_words import CASE, case_key, cut, title
from kiosk.catalogue.model import Duration
from kiosk.catalogue.portal.components import same_document
from kiosk.phrases import say
from kiosk.procedures.deadline import HOURS_A_DAY, LONGEST, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.catalogue.model import Channel, Method, Procedure

CHANNELS: tuple[Channel, ...] = ("direct", "online", "postal")
"""The counter's own way first: the kiosk stands there."""

MOST_TIMES = 4
CIVIL_STATUS_HOUR = 15
_UNITS: Mapping[str, Unit] = {
    "working_day": "working_day",
    "day": "day",
    "hour": "working_hour",  # eight to the day: of the ways to read an hour the one that ends last
    "month": "month",
    "year": "year",
}
_KEYS = {
    "working_day": "working_days",
    "day": "days",
    "hour": "working_hours",
    "month": "months",
    "year": "years",
}
_AT_ONCE = re.compile(r"^(?:thực hiện |giải quyết |ngay )?(?:trong|ngay) (?:ngày|trong ngày)", re.IGNORECASE)
_NEXT_DAY = re.compile(r"sau 15 giờ.{0,80}ngày làm việc tiếp theo", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:\([^)]{1,30}\)\s*)?(?:ngày|giờ|tháng|năm)", re.IGNORECASE)


def at_the_desk(procedure: Procedure) -> tuple[Method, ...]:
    """The ways to hand in of the first channel there is: several where the row tells their times apart."""
    for channel in CHANNELS:
        found = tuple(method for method in procedure.methods if method.channel == channel)
        if found:
            return found
    return ()


def in_words(duration: Duration) -> str:
    """The source's own words where it has any; "" where the row has no time."""
    if duration.text:
        return cut(duration.text, 240)
    if duration.quantity is None or duration.unit == "other":
        return ""  # a number without a unit is no time
    return say(f"generic.unit.{duration.unit}", count=f"{duration.quantity:g}".replace(".", ","))


def time_facts(procedure: Procedure) -> Iterable[str]:
    """A text for each card; one that says that the desk tells it, where the row does not."""
    times = list(_times(procedure))
    yield from times[:MOST_TIMES]
    if len(times) > MOST_TIMES:
        yield say("generic.more_times", count=str(len(times) - MOST_TIMES))
    if not times:
        yield say("generic.time_unknown")


def _times(procedure: Procedure) -> Iterable[str]:
    by_time: dict[str, list[str]] = {}
    for method in procedure.methods:
        told = _told(method, procedure.methods)
        if told:
            by_time.setdefault(told, []).append(say(f"generic.channel.{method.channel}"))
    for told, channels in by_time.items():
        where = ", ".join(dict.fromkeys(channels))
        yield told if len(by_time) == 1 else f"{where[:1].upper()}{where[1:]}: {told}"
    own = [(case.name, case.duration) for case in procedure.cases if case.duration is not None]
    own += [(time.name, time.duration) for time in procedure.times]
    named = dict.fromkeys((title(name), duration) for name, duration in own if name and in_words(duration))
    if len({in_words(duration) for _, duration in named}) > 1 or any(
        in_words(each) not in by_time for _, each in named
    ):
        yield from _named(procedure, tuple(named), tuple(by_time))


def _named(procedure: Procedure, named: Iterable[tuple[str, Duration]], said: tuple[str, ...]) -> Iterable[str]:
    """The times of the portal's own cases; what was ``said`` of the ways to hand in is not said again."""
    lengths = {(method.duration.quantity, method.duration.unit) for method in procedure.methods}
    unnamed = {same_document(title(procedure.name)), same_document(title(procedure.official_name))}
    also: list[str] = []
    for name, duration in named:
        told = in_words(duration)
        if same_document(name) not in unnamed:
            yield f"{name}: {told}"
        elif (duration.quantity, duration.unit) not in lengths and not any(_says(text, told) for text in said):
            also.append(told)  # the portal's own list of cases has the procedure's name
    if also:
        yield say("generic.time_also", time="; ".join(dict.fromkeys(also)))


def _says(text: str, told: str) -> bool:
    """Whether a time stands in a text as it is: «1 ngày» is none of «1 ngày làm việc», nor of «11 ngày»."""
    return re.search(rf"(?<![\d,.]){re.escape(told)}(?! làm việc|\w)", text) is not None


def _told(method: Method, methods: Iterable[Method]) -> str:
    """The time of one way to hand in; where the same way has several, also what the row says of this one."""
    told = in_words(method.duration)
    alike = {in_words(other.duration) for other in methods if other.channel == method.channel}
    about = cut(method.text, 160) if told and len(alike) > 1 and not method.duration.text else ""
    return f"{told} ({about})" if about else told


def deadlines(procedure: Procedure) -> list[dict[str, Any]]:
    """When the result is due, by each case's own time, or the desk's where the case has none.

    A date is reckoned only where the row leaves no doubt; else the desk tells it, and that is said. All of them are for
    an officer to confirm.
    """
    desk = tuple(dict.fromkeys(method.duration for method in at_the_desk(procedure)))
    only = desk[0] if len(desk) == 1 else _either(desk)
    durations = [case.duration or only for case in procedure.cases] or [only]
    if len(set(durations)) == 1:
        return [_deadline(durations[0])]
    return [
        {**_deadline(duration), "when": {"fact": CASE, "is": case_key(number)}}
        for number, duration in enumerate(durations, 1)
    ]


def _either(durations: tuple[Duration, ...]) -> Duration | None:
    """Several times of which the desk knows the right one, or none at all."""
    told = dict.fromkeys(filter(None, map(in_words, durations)))
    return Duration(None, "other", say("due.several", times="; ".join(told))) if told else None


def _deadline(duration: Duration | None) -> dict[str, Any]:
    length = _length(duration) if duration is not None else None
    told = in_words(duration) if duration is not None else ""
    if length is None:
        return {"text": told or say("generic.time_unknown"), "told_at_desk": True, "source": "C", "unsure": True}
    assert duration is not None  # noqa: S101 - it has a length
    own_words = duration.unit == "hour" or "same_day_before" in length
    text = told if own_words else say("generic.due", time=_plainly(duration))
    return {"text": text, **length, "source": "C", "unsure": True}


def _plainly(duration: Duration) -> str:
    return say(f"generic.unit.{duration.unit}", count=f"{duration.quantity:g}".replace(".", ","))


def _length(duration: Duration) -> dict[str, int] | None:
    """The length of time as a guide has it; None where the row's own words say another, several, or nothing sure."""
    said = {float(number.replace(",", ".")) for number in _NUMBERS.findall(duration.text)}
    if said == {CIVIL_STATUS_HOUR} and _AT_ONCE.search(duration.text) and _NEXT_DAY.search(duration.text):
        return {"working_days": 0, "same_day_before": CIVIL_STATUS_HOUR}
    quantity, unit = duration.quantity, duration.unit
    if not quantity or unit == "other" or (unit == "hour" and quantity == CIVIL_STATUS_HOUR):
        return None  # «15 giờ» of the portal is as often the hour of the clock after which the next day counts
    if unit == "working_day" and quantity != int(quantity):
        quantity, unit = quantity * HOURS_A_DAY, "hour"  # seven days and a half
    if said - {duration.quantity} or quantity != int(quantity) or quantity > LONGEST[_UNITS[unit]]:
        return None
    return {_KEYS[unit]: int(quantity)}
