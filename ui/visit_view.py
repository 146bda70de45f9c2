"""Where a booking stands beside its dossier, derived purely; or the offer of a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.phrases import say
from ui.viewmodels.visit import VisitProps

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.appointment import Appointment
    from kiosk.offers import NoOffers, Offers

TONES = {
    "waiting": ("waiting", "clock"),
    "confirmed": ("accepted", "calendar-check"),
    "attention": ("plum", "hand-palm"),
    "mute": ("plain", "calendar-x"),
}


@dataclass(frozen=True)
class Known:
    """What this machine knows about the visit of one dossier; ``now`` is the time as the gateway has it.

    ``bookable``: a time may be asked for, if there is one.
    """

    appointment: Appointment | None
    offers: Offers | NoOffers
    now: datetime
    bookable: bool = False

    @property
    def may_change(self) -> bool:
        return self.appointment is not None and self.appointment.may_change(self.now)

    @property
    def near(self) -> tuple[datetime, ...]:
        """The times that the office said are free instead of the one it could not give."""
        if self.appointment is None or self.appointment.last_asked is not None:
            return ()
        nearest: tuple[datetime, ...] = getattr(self.appointment.standing, "nearest", ())
        return nearest

    @property
    def near_desk(self) -> str:
        """The desk that those are at."""
        return getattr(self.appointment.standing, "desk", "") if self.appointment else ""

    @property
    def has_offers(self) -> bool:
        from kiosk.offers import Offers  # noqa: PLC0415 - the first frame need not wait for it

        return isinstance(self.offers, Offers)


def derive(known: Known | None) -> VisitProps:
    """Where the booking stands, and what can be done about it; empty where no visit is spoken of."""
    from kiosk.appointment_words import words_for_offers  # noqa: PLC0415 - the first frame need not wait for it

    if known is None or (known.appointment is None and not known.bookable):
        return VisitProps()
    if known.appointment is not None:
        return _standing(known, known.appointment)
    if not known.has_offers:
        text = words_for_offers(known.offers)
        return VisitProps(tone="info", icon="calendar-blank", title=say("booking.visit.none"), text=text)
    return VisitProps(
        tone="info",
        icon="calendar-plus",
        title=say("booking.visit.offered"),
        text=say("booking.visit.offered_text"),
        choose=say("booking.visit.choose"),
    )


def _standing(known: Known, appointment: Appointment) -> VisitProps:
    from kiosk.appointment_words import when, words_for, words_for_offers  # noqa: PLC0415 - as above

    words, asked = words_for(appointment, known.now), appointment.last_asked
    tone, icon = TONES[words.look]
    spoken_of = appointment.visit if appointment.visit and appointment.stands(known.now) else asked and asked.first
    if asked is not None and asked.first is not None:
        spoken_of = asked.first
    cancels = asked is not None and asked.asked == "cancel"
    wants_offers = known.may_change or known.bookable
    more = () if known.has_offers or not wants_offers else (words_for_offers(known.offers),)
    return VisitProps(
        tone=tone,
        icon=icon,
        title=words.title,
        text="\n".join((*words.lines, *more)),
        note=words.slip_note if spoken_of else "",
        heading=words.slip if spoken_of else "",
        when=when(spoken_of.starts_at) if spoken_of else "",
        choose=say("booking.visit.again") if known.bookable and known.has_offers and not known.may_change else "",
        move=say("booking.visit.move") if known.may_change and known.has_offers else "",
        cancel=say("booking.visit.cancel") if known.may_change and not cancels else "",
        asked=True,
    )
