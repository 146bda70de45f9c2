"""Sealed booking requests to send to a running gateway, and the desk they are for."""

from __future__ import annotations

import contextlib
from datetime import date

from gateway.database import connect, transact
from gateway.desks import keep_desks
from kiosk.clock import SystemClock
from kiosk.sync.booking_sealing import RequestHead, seal_request
from kiosk.sync.desks import Desk, slot_time
from kiosk.sync.keys import DeviceKey
from offline_cache.bookings import Asked, Wanted
from tests.gateway.running import IDS, Sealer, Site
from tests.sync.fake_bookings import desk, next_working_day

__all__ = ["Site", "add_desks", "at", "desk", "sealed"]


def add_desks(site: Site, *desks: Desk) -> None:
    with contextlib.closing(connect(site.folder.database)) as connection:
        now = SystemClock().now().isoformat()
        transact(connection, lambda connection: keep_desks(connection, desks, now))


def at(time_of_day: str, ahead: int = 1) -> str:
    """A time on the ``ahead``-th working day from today."""
    return slot_time(day(ahead), time_of_day)


def day(ahead: int = 1) -> date:
    return next_working_day(SystemClock(), ahead)


def sealed(
    site: Site | Sealer,
    *choices: str,
    code: str = "K7F3-29QD-4M",
    asked: Asked = "book",
    turn: int = 1,
    request_id: str = "",
    at_desk: str = "cong-an",
    device: DeviceKey | None = None,
) -> tuple[str, bytes]:
    """The id and the envelope of a request."""
    head = RequestHead(request_id or IDS.new(), code, "3.000228", "2026-11-25T08:42:00+07:00")
    first, second = (*choices, "", "")[:2]
    wanted = Wanted(asked, turn, at_desk, first=first, second=second)
    made = seal_request(site.keys, device or site.device, head, wanted)
    return made.item.id, made.item.payload
