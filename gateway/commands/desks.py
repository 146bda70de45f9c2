"""``gateway desks add|list``: which desks can be booked, and when they are open."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

import msgspec

from gateway.commands.options import Commands, add_data_option, add_json_option, served_folder
from gateway.database import connect, transact
from gateway.desks import keep_desks, list_desks, read_desks
from gateway.keyring import load_keyring
from kiosk.sync.desks import Desk


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("desks", help="desks that can be booked")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="add the desks of a file, or change those that are there")
    add.add_argument("file", type=Path, metavar="FILE.toml", help="see docs/bookings.md")
    add.set_defaults(run=add_all)
    listing = actions.add_parser("list", help="all desks with their hours")
    add_json_option(listing)
    listing.set_defaults(run=list_all)
    for action in (add, listing):
        add_data_option(action)


def add_all(arguments: argparse.Namespace) -> int:
    folder = served_folder(arguments)
    desks = read_desks(arguments.file)
    now = folder.clock(load_keyring(folder).audience).now().isoformat()
    with closing(connect(folder.database)) as connection:
        transact(connection, lambda connection: keep_desks(connection, desks, now))
    for desk in desks:
        ahead = f"published {desk.ahead_days} days ahead" if desk.ahead_days else "published by hand alone"
        print(f"{desk.desk}: {desk.capacity} every {desk.minutes} minutes, {ahead}")
    print("days already published stay as they are: `gateway slots publish DESK` makes them anew")
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    with closing(connect(served_folder(arguments).database)) as connection:
        desks = list_desks(connection)
    if arguments.json:
        print(msgspec.json.encode(desks).decode("utf-8"))
        return 0
    for desk in desks:
        print(f"{desk.desk}  {desk.kind}  {desk.capacity} × {desk.minutes} min  {desk.name}")
        print(f"  {_hours(desk)}; by {desk.source}, checked {desk.checked_on}")
    return 0


def _hours(desk: Desk) -> str:
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    open_days = ((name, spans) for name, spans in zip(names, desk.hours.days, strict=True) if spans)
    return "  ".join(f"{name} {' '.join(spans)}" for name, spans in open_days)
