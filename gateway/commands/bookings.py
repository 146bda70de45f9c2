"""``gateway bookings list|cancel``: who comes when, by lookup code; no line names anybody."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import asdict
from datetime import date

from gateway.booking_office import cancel_by_office, list_bookings
from gateway.commands.options import Commands, add_data_option, add_json_option, served_folder
from gateway.database import connect, transact
from gateway.keyring import load_keyring
from kiosk.errors import ConfigError


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("bookings", help="who comes when, by lookup code")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="bookings in the order of their times")
    listing.add_argument("--desk", default="", help="of this desk alone")
    listing.add_argument("--day", type=date.fromisoformat, metavar="DAY", help="of this day alone")
    listing.add_argument("--all", action="store_true", help="cancelled, withdrawn and past ones too")
    listing.set_defaults(run=list_all)
    cancel = actions.add_parser("cancel", help="cancel for a resident who asks at the desk or by telephone")
    cancel.add_argument("code", help="the lookup code")
    cancel.set_defaults(run=cancel_one)
    for action in (listing, cancel):
        add_json_option(action)
        add_data_option(action)


def list_all(arguments: argparse.Namespace) -> int:
    with closing(connect(served_folder(arguments).database)) as connection:
        rows = list_bookings(connection, arguments.desk, arguments.day.isoformat() if arguments.day else "")
    rows = tuple(row for row in rows if arguments.all or row.state == "booked")
    if arguments.json:
        print(json.dumps([asdict(row) for row in rows]))
        return 0
    for row in rows:
        words = (
            row.starts_at[:10],
            row.starts_at[11:16],
            row.desk,
            row.place,
            row.lookup_code,
            row.procedure,
            row.state,
        )
        print("  ".join(map(str, words)), row.dossier_code)
    return 0


def cancel_one(arguments: argparse.Namespace) -> int:
    folder = served_folder(arguments)
    keyring = load_keyring(folder)
    now = folder.clock(keyring.audience).now()
    code = arguments.code.replace("-", "").strip().upper()
    with closing(connect(folder.database)) as connection:
        count = transact(
            connection,
            lambda connection: cancel_by_office(connection, code, now, keyring.audience, keyring.sign_answer),
        )
    if not count:
        raise ConfigError(f"nothing is booked under {code}")
    print(json.dumps({"cancelled": count}) if arguments.json else f"{code}: cancelled, the place is free")
    return 0
