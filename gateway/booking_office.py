"""What the office does to bookings by itself: sees them, cancels one, closes a time and tells whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.booking_news import UNNUMBERED, Sign, tell
from gateway.database import Connection
from gateway.desks import find_desk
from gateway.slots import Slot, at_text, get_slot, nearest
from kiosk.errors import ConfigError
from kiosk.sync.booking import MAX_NEAREST, BookingAnswer
from kiosk.sync.keys import Audience


@dataclass(frozen=True)
class BookingRow:
    """A booking as a list shows it; it names nobody. ``dossier_code`` is "" while no dossier has come."""

    number: int
    lookup_code: str
    dossier_code: str
    procedure: str
    desk: str
    starts_at: str
    place: int
    state: str
    device_id: str
    changed_at: str
    request: str


_LIST = """
SELECT booking.number, lookup_code,
    coalesce((SELECT dossier_code FROM dossier WHERE dossier.lookup_code = booking.lookup_code
              AND dossier.device_id = booking.device_id ORDER BY dossier.number DESC LIMIT 1), ''),
    procedure, desk, starts_at, place, state, device_id, changed_at, request
FROM booking JOIN slot ON slot.number = booking.slot
"""


def list_bookings(connection: Connection, desk: str = "", day: str = "") -> tuple[BookingRow, ...]:
    """In the order of their times; of one desk or day when named."""
    where = " WHERE (? = '' OR desk = ?) AND (? = '' OR starts_at LIKE ? || 'T%')"
    order = " ORDER BY starts_at, desk, place, booking.number"
    return tuple(BookingRow(*row) for row in connection.execute(_LIST + where + order, (desk, desk, day, day)))


def cancel_by_office(connection: Connection, lookup_code: str, at: datetime, audience: Audience, sign: Sign) -> int:
    """Cancel what stands under a code (without its dashes), whichever kiosk booked it; how many bookings."""
    query = _LIST + " WHERE replace(lookup_code, '-', '') = ? AND state = 'booked'"
    rows = [BookingRow(*row) for row in connection.execute(query, (lookup_code,))]
    for row in rows:
        _end(connection, row, "cancelled", at, audience, sign)
    return len(rows)


def close_slots(connection: Connection, slots: tuple[Slot, ...], at: datetime, audience: Audience, sign: Sign) -> int:
    """Close slots for good; whoever is booked there is told, with what is free nearby. How many bookings fell."""
    connection.executemany("UPDATE slot SET is_open = 0 WHERE number = ?", [(slot.number,) for slot in slots])
    fallen = 0
    for slot in slots:
        query = _LIST + " WHERE slot.number = ? AND state = 'booked'"
        for row in connection.execute(query, (slot.number,)).fetchall():
            _end(connection, BookingRow(*row), "withdrawn", at, audience, sign)
            fallen += 1
    return fallen


def find_open(connection: Connection, desk: str, day: str, time_of_day: str) -> tuple[Slot, ...]:
    """The slots of a day, or the one at a time of it. Raises ConfigError when there is none."""
    rows = connection.execute(
        "SELECT number FROM slot WHERE desk = ? AND starts_at LIKE ? ORDER BY starts_at",
        (desk, f"{day}T{time_of_day}%"),
    ).fetchall()
    if not rows:
        raise ConfigError(f"desk {desk} has no slots on {day} {time_of_day}".rstrip())
    return tuple(get_slot(connection, row[0]) for row in rows)


def _end(connection: Connection, row: BookingRow, state: str, at: datetime, audience: Audience, sign: Sign) -> None:
    connection.execute(
        "UPDATE booking SET state = ?, changed_at = ? WHERE number = ?", (state, at_text(at), row.number)
    )
    desk = find_desk(connection, row.desk)
    sha256 = connection.execute("SELECT envelope_sha256 FROM booking_request WHERE id = ?", (row.request,)).fetchone()[
        0
    ]
    near = nearest(connection, desk, row.starts_at, at, MAX_NEAREST) if desk else ()
    tell(
        connection,
        BookingAnswer(
            number=UNNUMBERED,
            audience=audience,
            device=row.device_id,
            lookup_code=row.lookup_code,
            request=row.request,
            request_sha256=sha256,
            asked="office",
            procedure=row.procedure,
            at=at_text(at),
            outcome="withdrawn" if state == "withdrawn" else "cancelled",
            desk=row.desk,
            name=desk.name if desk else "",
            place=desk.place if desk else "",
            was=row.starts_at,
            nearest=near,
        ),
        sign,
    )
