"""How an appointment is told to a resident, on screen and slip: a request is never said as if it were kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from kiosk.appointment import Cancelled, Confirmed, Moved, NotBooked, NotDone, Requested
from kiosk.clock import HANOI
from kiosk.phrases import say
from kiosk.procedures.deadline import in_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from kiosk.appointment import Appointment, Standing, Visit, Waiting
    from kiosk.offers import NoOffers, Offers

Look = Literal["waiting", "confirmed", "attention", "mute"]
"""Amber with a clock, green with a stamp, plum with a hand, grey."""


@dataclass(frozen=True)
class AppointmentWords:
    """``lines`` in the order of their weight. ``slip`` heads the paper; its last line says what to do with it."""

    look: Look
    title: str
    lines: tuple[str, ...]
    slip: str
    slip_note: str


def words_for(appointment: Appointment, now: datetime, language: str = "vi") -> AppointmentWords:
    """What stands, and first of all what was asked for and is not answered; ``now`` is `Appointments.now`."""
    waiting, kept = appointment.last_asked, appointment.visit
    stands = kept if kept is not None and appointment.stands(now) else None
    if waiting is not None:
        still = (say("booking.kept", language, when=when(stands.starts_at, language)),) if stands else ()
        return _missed(waiting, still, language) if waiting.is_over(now) else _waiting(waiting, still, language)
    if kept is not None and stands is None:
        title = say("booking.over.title", language)
        text = say("booking.over.text", language, when=when(kept.starts_at, language))
        return _not_kept("mute", title, (text,), None, language)
    return _standing(appointment.standing, language)


def when(moment: datetime, language: str = "vi") -> str:
    """«8 giờ 20, Thứ Năm, 26/11/2026», in Hanoi's time."""
    day = in_words(moment.astimezone(HANOI).date())
    return say("booking.when", language, time=time_of_day(moment, language), day=day)


def time_of_day(moment: datetime, language: str = "vi") -> str:
    """«8 giờ 20», in Hanoi's time."""
    local = moment.astimezone(HANOI)
    if local.minute:
        return say("booking.hour_minute", language, hour=str(local.hour), minute=f"{local.minute:02}")
    return say("booking.hour", language, hour=str(local.hour))


def where(name: str, place: str, language: str = "vi") -> str:
    """A desk and the room that it is in, if that is known."""
    return say("booking.where", language, name=name, place=place) if place else name


def words_for_offers(offers: Offers | NoOffers, language: str = "vi") -> str:
    """What is to be said above the times: their age when it matters, why there are none, or nothing."""
    from kiosk.offers import NoOffers  # noqa: PLC0415 - the words of an appointment do not need it

    if isinstance(offers, NoOffers):
        return say(f"booking.offers.{offers.why}", language)
    return "" if offers.fresh else say("booking.age", language, time=when(offers.checked_at, language))


def _waiting(waiting: Waiting, still: tuple[str, ...], language: str) -> AppointmentWords:
    first = waiting.first
    slip = say(f"booking.slip.{waiting.asked}", language)
    note = say("booking.slip.check_change" if still else "booking.slip.check", language)
    if waiting.how == "needs_human":
        title, text = (say(f"booking.requested_needs_human.{part}", language) for part in ("title", "text"))
        return AppointmentWords("attention", title, (text, *still), slip, note)
    if first is None:
        title, text = (say(f"booking.cancel_requested.{part}", language) for part in ("title", "text"))
        return AppointmentWords("waiting", title, (text, *still), slip, note)
    asked = when(first.starts_at, language)
    if waiting.how == "in_doubt":
        title = say("booking.requested_in_doubt.title", language)
        text = say("booking.requested_in_doubt.text", language, when=asked)
        return AppointmentWords("waiting", title, (text, *still), slip, note)
    if waiting.asked == "move":
        title = say("booking.move_requested.title", language)
        text = say("booking.move_requested.text", language, when=asked)
    else:
        title = say("booking.requested.title", language)
        text = say("booking.requested.text", language, when=asked, where=_where(first, language))
    lines = (text, *_second(waiting.second, language), *still)
    return AppointmentWords("waiting", title, lines, slip, note)


def _missed(waiting: Waiting, still: tuple[str, ...], language: str) -> AppointmentWords:
    """What was asked for is past, and nobody answered: the machine says so before the gateway does."""
    first = waiting.first
    title = say("booking.missed.title", language)
    text = say("booking.missed.text", language, when=when(first.starts_at, language) if first else "")
    slip = say("booking.slip.confirmed" if still else "booking.slip.none", language)
    note = say("booking.slip.bring" if still else "booking.slip.check", language)
    return AppointmentWords("attention", title, (text, *still), slip, note)


def _standing(standing: Standing, language: str) -> AppointmentWords:
    match standing:
        case Requested(waiting=waiting):
            return _waiting(waiting, (), language)
        case Confirmed(visit=visit, second_choice=second):
            title, text = _kept("second_choice" if second else "confirmed", visit, language)
            return _confirmed(title, text, language)
        case Moved(visit=visit, was=was):
            place, now = _where(visit, language), when(visit.starts_at, language)
            text = say("booking.moved.text", language, when=now, where=place, was=when(was, language))
            return _confirmed(say("booking.moved.title", language), text, language)
        case NotBooked():
            return _not_booked(standing, language)
        case Cancelled():
            return _cancelled(standing, language)
        case NotDone():
            return _not_done(standing, language)
        case _:
            assert_never(standing)


def _not_booked(standing: NotBooked, language: str) -> AppointmentWords:
    title = say("booking.no_room.title_move" if standing.kept else "booking.no_room.title", language)
    why = standing.why if standing.why in {"full", "past"} else "closed"
    lines = (say(f"booking.no_room.{why}", language), _near(standing.nearest, language))
    return _not_kept("attention", title, lines, standing.kept, language)


def _not_done(standing: NotDone, language: str) -> AppointmentWords:
    why = standing.why if standing.why in {"none", "begun", "desk", "procedure"} else "other"
    lines = (say(f"booking.not_done.{why}", language),)
    return _not_kept("attention", say("booking.not_done.title", language), lines, standing.kept, language)


def _cancelled(standing: Cancelled, language: str) -> AppointmentWords:
    key = {"resident": "cancelled", "office": "cancelled_office", "withdrawn": "withdrawn"}[standing.by]
    title, text = say(f"booking.{key}.title", language), say("booking.cancelled.text_none", language)
    if standing.was is not None:
        text = say(f"booking.{key}.text", language, was=when(standing.was, language))
    if standing.by == "resident":
        return _not_kept("mute", title, (text,), None, language)
    return _not_kept("attention", title, (text, _near(standing.nearest, language)), None, language)


def _kept(key: str, visit: Visit, language: str) -> tuple[str, str]:
    place, moment = _where(visit, language), when(visit.starts_at, language)
    return say(f"booking.{key}.title", language), say(f"booking.{key}.text", language, when=moment, where=place)


def _confirmed(title: str, text: str, language: str) -> AppointmentWords:
    slip, note = say("booking.slip.confirmed", language), say("booking.slip.bring", language)
    return AppointmentWords("confirmed", title, (text,), slip, note)


def _not_kept(look: Look, title: str, lines: tuple[str, ...], kept: Visit | None, language: str) -> AppointmentWords:
    """Nothing new; what was booked before may still stand, and then the slip is of that."""
    if kept is None:
        slip, note = say("booking.slip.none", language), say("booking.slip.check", language)
        return AppointmentWords(look, title, lines, slip, note)
    still = say("booking.kept", language, when=when(kept.starts_at, language))
    slip, note = say("booking.slip.confirmed", language), say("booking.slip.bring", language)
    return AppointmentWords(look, title, (still, *lines), slip, note)


def _near(nearest: tuple[datetime, ...], language: str) -> str:
    """The times of each day together: «7 giờ 30, 7 giờ 50 (Thứ Năm, 26/11/2026)»."""
    if not nearest:
        return say("booking.no_nearest", language)
    days: dict[date, list[str]] = {}
    for moment in nearest:
        days.setdefault(moment.astimezone(HANOI).date(), []).append(time_of_day(moment, language))
    times = "; ".join(f"{', '.join(times)} ({in_words(day)})" for day, times in days.items())
    return say("booking.nearest", language, times=times)


def _second(second: Visit | None, language: str) -> tuple[str, ...]:
    return (say("booking.second", language, when=when(second.starts_at, language)),) if second else ()


def _where(visit: Visit, language: str) -> str:
    return where(visit.name, visit.place, language)
