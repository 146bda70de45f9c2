"""``gateway slots publish|list|close``: the times that residents are offered."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gateway.booking_office import close_slots, find_open
from gateway.commands.options import Commands, add_data_option, add_json_option, served_folder
from gateway.database import Connection, connect, transact
from gateway.desks import find_desk, list_desks
from gateway.keyring import load_keyring
from gateway.publishing import PublishedDay, publish_day
from gateway.slots import Slot, slots_of
from gateway.work_days import read_work_days
from kiosk.clock import HANOI
from kiosk.errors import ConfigError
from kiosk.sync.desks import MAX_AHEAD_DAYS, MAX_CAPACITY

if TYPE_CHECKING:
    from kiosk.sync.desks import Desk

_MOST_DAYS = 366


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("slots", help="the times that residents are offered")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    publish = actions.add_parser("publish", help="make the slots of days what the desk's hours say")
    publish.add_argument("desk", metavar="DESK")
    publish.add_argument("--capacity", type=int, default=0, metavar="N", help="other than the desk's own")
    publish.set_defaults(run=publish_all)
    listing = actions.add_parser("list", help="slots with what is free")
    listing.set_defaults(run=list_all)
    close = actions.add_parser("close", help="close a day or a time; whoever is booked there is told")
    close.add_argument("desk", metavar="DESK")
    close.add_argument("day", type=date.fromisoformat, metavar="DAY")
    close.add_argument("time", nargs="?", default="", metavar="HH:MM")
    close.set_defaults(run=close_all)
    listing.add_argument("desk", nargs="?", default="", metavar="DESK")
    for action in (publish, listing):
        action.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY", help="default: today")
        action.add_argument(
            "--to", dest="last", type=date.fromisoformat, metavar="DAY", help="default: as the desk says"
        )
    for action in (publish, listing, close):
        add_json_option(action)
        add_data_option(action)


def publish_all(arguments: argparse.Namespace) -> int:
    folder = served_folder(arguments)
    keyring = load_keyring(folder)
    if not 0 <= arguments.capacity <= MAX_CAPACITY:
        raise ConfigError(f"a slot has a capacity of 1 to {MAX_CAPACITY}")
    days = read_work_days(folder.calendar, keyring.public)
    today = folder.clock(keyring.audience).now().astimezone(HANOI).date()
    with closing(connect(folder.database)) as connection:
        desk = _desk(connection, arguments.desk)
        wanted = _days(arguments, today, desk.ahead_days or MAX_AHEAD_DAYS)

        def publish(connection: Connection) -> tuple[PublishedDay, ...]:
            return tuple(publish_day(connection, desk, day, days, arguments.capacity) for day in wanted)

        made = transact(connection, publish)
    if arguments.json:
        print(json.dumps([asdict(one) for one in made], default=str))
        return 0
    for one in made:
        stranded = f", {one.stranded} bookings on closed slots: see `gateway bookings list`" if one.stranded else ""
        print(f"{one.desk}  {one.day}  {f'{one.slots} slots' if one.slots else 'closed'}{stranded}")
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    folder = served_folder(arguments)
    today = folder.clock(load_keyring(folder).audience).now().astimezone(HANOI).date()
    with closing(connect(folder.database)) as connection:
        desks = [_desk(connection, arguments.desk)] if arguments.desk else list_desks(connection)
        wanted = _days(arguments, today, MAX_AHEAD_DAYS)
        since, until = wanted[0].isoformat(), (wanted[-1] + timedelta(days=1)).isoformat()
        slots = [slot for desk in desks for slot in slots_of(connection, desk.desk, since, until)]
    if arguments.json:
        print(json.dumps([asdict(slot) for slot in slots]))
        return 0
    for slot in slots:
        print(f"{slot.desk}  {slot.starts_at[:10]} {slot.starts_at[11:16]}  {_free(slot)}")
    return 0


def close_all(arguments: argparse.Namespace) -> int:
    folder = served_folder(arguments)
    keyring = load_keyring(folder)
    now = folder.clock(keyring.audience).now()
    with closing(connect(folder.database)) as connection:
        desk = _desk(connection, arguments.desk)
        slots = find_open(connection, desk.desk, arguments.day.isoformat(), arguments.time)
        fallen = transact(
            connection,
            lambda connection: close_slots(connection, slots, now, keyring.audience, keyring.sign_answer),
        )
    if arguments.json:
        print(json.dumps({"closed": len(slots), "withdrawn": fallen}))
    else:
        print(f"{len(slots)} slots are closed, {fallen} bookings withdrawn; the kiosks tell who asks")
    return 0


def _days(arguments: argparse.Namespace, today: date, ahead: int) -> tuple[date, ...]:
    first = arguments.first or today
    last = arguments.last or first + timedelta(days=ahead)
    if not first <= last <= first + timedelta(days=_MOST_DAYS):
        raise ConfigError("the last day comes before the first, or more than a year after it")
    return tuple(first + timedelta(days=count) for count in range((last - first).days + 1))


def _desk(connection: Connection, code: str) -> Desk:
    desk = find_desk(connection, code)
    if desk is None:
        raise ConfigError(f"no desk {code}: see `gateway desks list`")
    return desk


def _free(slot: Slot) -> str:
    taken = slot.capacity - slot.free
    return f"{slot.free} of {slot.capacity} free" if slot.is_open else f"closed, {taken} booked"
