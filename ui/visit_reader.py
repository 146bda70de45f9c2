"""What this machine knows about the visit that belongs to a dossier, read on the store thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.visit_view import Known

if TYPE_CHECKING:
    from kiosk.bootstrap import Kiosk
    from kiosk.outcomes import Found

BOOKABLE = frozenset({"sealed", "sending", "in_doubt", "received", "accepted", "processing", "supplement_requested"})
"""States in which it makes sense to come to the desk with what was prepared."""


class VisitReader:
    """Belongs to the store thread. Knows again which desks a procedure has."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], str] = {}  # by procedure and version of its guide

    def read(self, kiosk: Kiosk, found: Found, *, online: bool) -> Known:
        """The booking under its code, and the times on offer, if it is one to come to a desk with."""
        from kiosk.appointment import Appointment  # noqa: PLC0415 - the first frame need not wait for it
        from kiosk.offers import NoOffers  # noqa: PLC0415

        appointments, item = kiosk.appointments, found.item
        standing = appointments.look_up(item.lookup_code)
        appointment = standing if isinstance(standing, Appointment) else None
        bookable = found.prepared and item.state in BOOKABLE
        if appointment is None and not bookable:
            return Known(None, NoOffers("nothing_free"), appointments.now())
        offers = appointments.offers(item.procedure, self._kind(kiosk, found), online=online)
        return Known(appointment, offers, appointments.now(), bookable)

    def _kind(self, kiosk: Kiosk, found: Found) -> str:
        """Which desks receive this; any, when nobody has its guide any more."""
        from kiosk.errors import KioskError  # noqa: PLC0415 - as above
        from kiosk.offers import kind_of  # noqa: PLC0415

        made_by = found.item.procedure, found.item.version
        if made_by not in self._kinds:
            try:
                guide = kiosk.library.load(*made_by)
            except KioskError:
                return ""
            self._kinds[made_by] = kind_of(receiver.office for receiver in guide.receivers) if guide else ""
        return self._kinds[made_by]
