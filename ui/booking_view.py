"""What a question on the way to a time shows, derived purely; and the one before a time is given back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kiosk.phrases import say
from kiosk.procedures.deadline import in_words
from ui.viewmodels.booking import BookingProps
from ui.viewmodels.rows import ChoiceRow, FactRow

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.appointment import Appointment
    from kiosk.picking import Picking, Question


@dataclass(frozen=True)
class Scene:
    """The question on screen. ``kept`` is the visit that stands until the office has given another."""

    picking: Picking
    procedure: str
    online: bool
    kept: datetime | None = None
    trouble: str = ""
    working: bool = False


def derive_question(scene: Scene) -> tuple[BookingProps, tuple[ChoiceRow, ...], tuple[FactRow, ...]]:
    """Props, the choices, or what was chosen."""
    from kiosk.appointment_words import words_for_offers  # noqa: PLC0415 - the first frame need not wait for it

    picking, here = scene.picking, scene.picking.here
    checks = here == "check"
    first = picking.questions()[0] == here
    props = BookingProps(
        stage=here,
        procedure=scene.procedure,
        question=say(f"booking.pick.question.{here}"),
        help=_check_help(scene) if checks else _help(picking),
        note=words_for_offers(picking.offers) if first else "",
        trouble=scene.trouble,
        back=say("booking.pick.back"),
        primary=say("booking.pick.send") if checks else say("ui.next"),
        primary_icon="paper-plane-tilt" if checks else "",
        can_go_on=picking.may_go_on and not scene.working,
    )
    if checks:
        return props, (), _chosen(picking)
    chosen = picking.answers.get(here)
    rows = (ChoiceRow(key, *_words(picking, here, key), key == chosen) for key in picking.options(here))
    return props, tuple(rows), ()


def derive_drop(appointment: Appointment, procedure: str) -> tuple[BookingProps, tuple[FactRow, ...]]:
    """The one question before a booking is cancelled."""
    from kiosk.appointment_words import when, where  # noqa: PLC0415 - as above

    asked = appointment.last_asked
    visit = appointment.visit or (asked.first if asked else None)
    props = BookingProps(
        stage="drop",
        procedure=procedure,
        question=say("booking.drop.question"),
        help=say("booking.drop.help"),
        back=say("booking.drop.keep"),
        primary=say("booking.drop.yes"),
        primary_icon="calendar-x",
        can_go_on=True,
    )
    if visit is None:
        return props, ()
    title = say("booking.drop.was" if appointment.visit else "booking.drop.asked")
    place = FactRow(say("booking.pick.place"), where(visit.name, visit.place), "map-pin")
    return props, (FactRow(title, when(visit.starts_at), "calendar-blank"), place)


def with_trouble(props: BookingProps, trouble: str, *, working: bool) -> BookingProps:
    return replace(props, trouble=trouble, can_go_on=props.can_go_on and not working)


def _check_help(scene: Scene) -> str:
    from kiosk.appointment_words import when  # noqa: PLC0415 - as above

    said = say("booking.pick.online" if scene.online else "booking.pick.offline")
    return f"{said} {say('booking.pick.kept', when=when(scene.kept))}" if scene.kept else said


def _help(picking: Picking) -> str:
    """What was chosen before, as far as the question is about it."""
    from kiosk.appointment_words import when  # noqa: PLC0415 - as above

    match picking.here:
        case "day":
            return _place(picking)
        case "half" | "time":
            return in_words(date.fromisoformat(picking.answers["day"]))
        case "second" if picking.first is not None:
            return say("booking.pick.first_is", when=when(picking.first.starts_at))
        case "second_half" | "second_time":
            return in_words(date.fromisoformat(picking.answers["second_day"]))
        case _:
            return ""


def _place(picking: Picking) -> str:
    from kiosk.appointment_words import where  # noqa: PLC0415 - as above

    return say("booking.pick.where", where=where(picking.desk.name, picking.desk.place)) if picking.desk else ""


def _words(picking: Picking, question: Question, key: str) -> tuple[str, str]:
    """What a choice says, and the line under it."""
    from kiosk.appointment_words import time_of_day, when  # noqa: PLC0415 - as above
    from kiosk.offers import OfferedSlot  # noqa: PLC0415 - as above
    from kiosk.picking import NONE, OTHER  # noqa: PLC0415 - as above

    if key in {NONE, OTHER}:
        return say(f"booking.pick.{key}"), ""
    match question:
        case "desk":
            desk = next(desk for desk in picking.offers.desks if desk.desk == key)
            return desk.name, desk.place
        case "day" | "second_day":
            return in_words(date.fromisoformat(key)), _halves(picking, question, key)
        case "half" | "second_half":
            return say(f"booking.pick.{key}"), _from_to(picking, question, key)
        case "time" | "second_time":
            return time_of_day(OfferedSlot(key, 1).starts_at), ""
        case _:
            return when(OfferedSlot(key, 1).starts_at), ""


def _halves(picking: Picking, question: Question, day: str) -> str:
    halves = picking.halves_of(question, date.fromisoformat(day))
    return say("booking.pick.both_halves" if len(halves) > 1 else f"booking.pick.only_{halves[0]}")


def _from_to(picking: Picking, question: Question, half: str) -> str:
    from kiosk.appointment_words import time_of_day  # noqa: PLC0415 - as above

    slots = picking.times_of("day" if question == "half" else "second_day", half)
    first, last = (time_of_day(slot.starts_at) for slot in (slots[0], slots[-1]))
    return first if first == last else say("booking.pick.from_to", first=first, last=last)


def _chosen(picking: Picking) -> tuple[FactRow, ...]:
    from kiosk.appointment_words import when, where  # noqa: PLC0415 - as above

    desk, first, second = picking.desk, picking.first, picking.second
    if desk is None or first is None:
        return ()
    rows = [
        FactRow(say("booking.pick.first"), when(first.starts_at), "clock"),
        FactRow(say("booking.pick.place"), where(desk.name, desk.place), "map-pin"),
    ]
    if second is not None or "second" in picking.questions():
        other = when(second.starts_at) if second else say("booking.pick.second_none")
        rows.append(FactRow(say("booking.pick.second"), other, "arrows-clockwise"))
    return tuple(rows)
