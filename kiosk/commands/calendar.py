"""``kiosk calendar``: takes the signed calendar of swapped working days, and shows what is known."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from kiosk.config import default_home, load_config

if TYPE_CHECKING:
    from kiosk.sync.work_calendar import WorkCalendar

# What checks signatures is imported late: the other commands start without it.

MOST = 64 * 1024


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("calendar", help="swapped working days", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    taken = actions.add_parser("import", help="take a calendar that the gateway signed; 1 when it is refused")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.set_defaults(handler=_import)
    shown = actions.add_parser("show", help="the swapped days that are known")
    shown.set_defaults(handler=_show)
    for action in (taken, shown):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def _import(arguments: argparse.Namespace) -> int:
    from kiosk.work_days import Kept, NotTaken, Taken, take_calendar  # noqa: PLC0415 - imported late, as above

    try:
        with arguments.file.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        print(f"kiosk calendar: {arguments.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    outcome = take_calendar(load_config(default_home()), data)
    match outcome:
        case Taken(calendar) | Kept(calendar):
            told, good = _told(calendar), True
        case NotTaken(reason, detail):
            told, good = f"kiosk calendar: refused ({reason}): {detail}; nothing has changed", False
        case _:
            assert_never(outcome)
    if arguments.json:
        print(json.dumps({"ok": good, "outcome": type(outcome).__name__.lower(), "told": told}, ensure_ascii=False))
    else:
        print(told, file=sys.stdout if good else sys.stderr)
    return 0 if good else 1


def _show(arguments: argparse.Namespace) -> int:
    import msgspec  # noqa: PLC0415 - imported late, as above

    from kiosk.work_days import announced  # noqa: PLC0415 - imported late, as above

    calendar = announced(load_config(default_home()))
    if arguments.json:
        print(msgspec.json.encode({"calendar": calendar}).decode())
    elif calendar is None:
        print("no signed calendar is here; the law's holidays and the swaps known to the holidays package count")
    else:
        print(_told(calendar))
        for swap in calendar.swaps:
            print(f"  {swap.works} is worked, {swap.off} is off")
        for day in calendar.days_off:
            print(f"  {day} is off")
    return 0


def _told(calendar: WorkCalendar) -> str:
    years = ", ".join(map(str, calendar.years))
    return f"{calendar.title}: number {calendar.number}, for {years}, {len(calendar.swaps)} swaps, by {calendar.source}"
