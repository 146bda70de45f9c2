"""``kiosk bookings list | show | slots``: visits asked for here, what became of one, the times on offer.

All look beside a running kiosk; no line names anybody.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from kiosk.clock import HANOI
from kiosk.config import default_home, load_config
from kiosk.procedures.lookup_code import parse
from offline_cache.store import open_reader

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from kiosk.appointment import Appointment
    from offline_cache.bookings import Request

# What reads the gateway's answers is imported late: the other commands start without it.


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("bookings", help="visits asked for on this kiosk", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every visit and its state, the last asked for first")
    listing.set_defaults(handler=list_all)
    showing = actions.add_parser("show", help="every request under one code, and what was answered")
    showing.add_argument("code", help="its lookup code")
    showing.set_defaults(handler=show_one)
    slots = actions.add_parser("slots", help="the times that the gateway offered last, and their age")
    slots.set_defaults(handler=show_slots)
    for action in (listing, showing, slots):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def list_all(arguments: argparse.Namespace) -> int:
    from kiosk.appointment import find_appointment  # noqa: PLC0415 - imported late, as above

    with closing(open_reader(load_config(default_home()).store_folder)) as reader:
        found = [find_appointment(reader.bookings, code) for code in reader.bookings.codes()]
    rows = [_row(appointment) for appointment in found if appointment is not None]
    if arguments.json:
        print(json.dumps({"bookings": rows}, ensure_ascii=False))
    for row in () if arguments.json else rows:
        print("  ".join(filter(None, row.values())))
    return 0


def show_one(arguments: argparse.Namespace) -> int:
    """1 when nothing was asked for under this code."""
    from kiosk.appointment import find_appointment  # noqa: PLC0415 - imported late, as above

    code = parse(arguments.code)
    with closing(open_reader(load_config(default_home()).store_folder)) as reader:
        appointment = find_appointment(reader.bookings, code) if isinstance(code, str) else None
        if appointment is None:
            print(f"kiosk bookings: nothing was booked here under {arguments.code}", file=sys.stderr)
            return 1
        requests = reader.bookings.requests(appointment.lookup_code)
        answers = [_answer(kept.body) for kept in reader.bookings.answers(appointment.lookup_code)]
    asked = [_request(request) for request in requests]
    if arguments.json:
        print(json.dumps(_row(appointment) | {"requests": asked, "answers": answers}, ensure_ascii=False))
        return 0
    print("  ".join(filter(None, _row(appointment).values())))
    for row in (*asked, *answers):
        print("  " + "  ".join(filter(None, row.values())))
    return 0


def show_slots(arguments: argparse.Namespace) -> int:
    """1 when this kiosk was never told of any."""
    from kiosk.sync.slots import read_signed_slots  # noqa: PLC0415 - imported late, as above

    with closing(open_reader(load_config(default_home()).store_folder)) as reader:
        kept = reader.bookings.slots()
    if kept is None:
        print("kiosk bookings: no times were offered to this kiosk yet: kiosk sync", file=sys.stderr)
        return 1
    desks = read_signed_slots(kept.body).page.desks
    rows = [
        {"desk": desk.desk, "day": day.day.isoformat(), "free": sum(day.free.values()), "slots": len(day.free)}
        for desk in desks
        for day in desk.days
    ]
    if arguments.json:
        print(json.dumps({"checked_at": kept.checked_at.astimezone(HANOI).isoformat(), "days": rows}))
        return 0
    print(f"as of {_moment(kept.checked_at)}, unchanged since {_moment(kept.changed_at)}")
    for row in rows:
        print(f"{row['desk']}  {row['day']}  {row['free']} places free in {row['slots']} slots")
    return 0


def _row(appointment: Appointment) -> dict[str, str]:
    visit, waiting = appointment.visit, appointment.last_asked
    return {
        "lookup_code": appointment.lookup_code,
        "procedure": appointment.procedure,
        "standing": type(appointment.standing).__name__.lower(),
        "visit": f"{visit.desk} {_moment(visit.starts_at)}" if visit else "",
        "waiting": f"{waiting.asked}: {waiting.how}" if waiting else "",
    }


def _request(request: Request) -> dict[str, str]:
    wanted, item = request.wanted, request.item
    return {
        "id": item.id,
        "at": _moment(item.sealed_at),
        "asked": wanted.asked,
        "desk": wanted.desk,
        "choices": ", ".join(slot[:16] for slot in wanted.choices),
        "state": f"{item.state} ({item.reason or item.last_error})" if item.reason or item.last_error else item.state,
    }


def _answer(body: bytes) -> dict[str, str]:
    from kiosk.sync.booking import SignedAnswer  # noqa: PLC0415 - imported late, as above
    from kiosk.sync.protocol import decode  # noqa: PLC0415 - imported late, as above

    answer = decode(body, SignedAnswer).answer
    return {
        "at": answer.at[:19].replace("T", " "),
        "answered": answer.asked,
        "outcome": answer.outcome,
        "why": answer.why,
        "slot": answer.slot[:16],
    }


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%Y-%m-%d %H:%M:%S}"
