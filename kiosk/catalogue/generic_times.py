"""How long a procedure takes, in the row's own words; a date is only reckoned where the row leaves no doubt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kiosk.catalogue.generic_words import CASE, case_key, cut, title
from kiosk.catalogue.portal.components import same_document
from kiosk.phrases import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.catalogue.model import Channel, Duration, Method, Procedure

CHANNELS: tuple[Channel, ...] = ("direct", "online", "postal")
"""The counter's own way first: the kiosk stands there."""

MOST_TIMES = 4
LONGEST_DAYS = 365
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
    named = dict.fromkeys((title(name), in_words(duration)) for name, duration in own if name)
    if len({told for _, told in named}) > 1 or any(told not in by_time for _, told in named):
        for name, told in named:
            if told and same_document(name) in {
                same_document(title(procedure.name)),
                same_document(title(procedure.official_name)),
            }:
                yield say("generic.time_also", time=told)  # the portal's own list of cases has the procedure's name
            elif told:
                yield f"{name}: {told}"


def _told(method: Method, methods: Iterable[Method]) -> str:
    """The time of one way to hand in; where the same way has several, also what the row says of this one."""
    told = in_words(method.duration)
    alike = {in_words(other.duration) for other in methods if other.channel == method.channel}
    about = cut(method.text, 160) if told and len(alike) > 1 and not method.duration.text else ""
    return f"{told} ({about})" if about else told


def deadlines(procedure: Procedure) -> list[dict[str, Any]]:
    """The times that a date can be reckoned from: each case's own, or the desk's where the case has none.

    Only working days are: a guide has no other unit, and «15 giờ» of the portal is as often an hour of the clock.
    """
    desk = {method.duration for method in at_the_desk(procedure)}
    only = desk.pop() if len(desk) == 1 else None
    durations = [case.duration or only for case in procedure.cases] or [only]
    if len(set(durations)) == 1:
        found = _deadline(durations[0])
        return [found] if found is not None else []
    return [
        {**found, "when": {"fact": CASE, "is": case_key(number)}}
        for number, duration in enumerate(durations, 1)
        if (found := _deadline(duration)) is not None
    ]


def _deadline(duration: Duration | None) -> dict[str, Any] | None:
    if duration is None:
        return None
    quantity = duration.quantity
    if duration.unit != "working_day" or not quantity or quantity != int(quantity) or quantity > LONGEST_DAYS:
        return None
    said = {float(number.replace(",", ".")) for number in _NUMBERS.findall(duration.text)}
    if said - {quantity}:
        return None  # its own words say another number, or several
    text = say("generic.due", time=say("generic.unit.working_day", count=f"{quantity:g}"))
    return {"text": text, "working_days": int(quantity), "source": "C", "unsure": True}
