"""``gateway keys init|list|rotate|recover``: the gateway's keys, and what kiosks pin."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from gateway.commands.options import Commands, add_data_option, add_json_option
from gateway.folder import DEFAULT_UNIT, Folder, valid_unit
from gateway.keyring import make_keys
from gateway.rotation import list_keys, recover, rotate
from kiosk.sync.keys import Audience


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("keys", help="make the gateway's keys")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    init = actions.add_parser("init", help="make all keys of a new gateway")
    add_data_option(init)
    init.add_argument("--audience", choices=get_args(Audience), default="production")
    init.add_argument("--unit", default=DEFAULT_UNIT, help="the unit's code, e.g. H15.50.05.13 (default: %(default)s)")
    init.add_argument("--recovery-file", type=Path, metavar="PATH", help="where to write the recovery key")
    init.set_defaults(run=init_keys)
    listing = actions.add_parser("list", help="which key stands where")
    add_json_option(listing)
    listing.set_defaults(run=list_all)
    change = actions.add_parser("rotate", help="take the next sealing key into use; former ones go on opening")
    change.set_defaults(run=rotate_keys)
    rescue = actions.add_parser("recover", help="replace keys that were lost, by the recovery key")
    rescue.add_argument("--recovery-file", type=Path, metavar="PATH", required=True)
    rescue.set_defaults(run=recover_keys)
    for action in (listing, change, rescue):
        add_data_option(action)


def init_keys(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    unit = valid_unit(arguments.unit)
    _, recovery = make_keys(folder, arguments.audience, arguments.recovery_file)
    folder.write_unit(unit)
    print(f"{folder.public_keys}: copy it to each kiosk, where its config names it as gateway.keys")
    print(f"{recovery}: take it off this machine now; it opens every dossier should the gateway's own key be lost")
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    rows = list_keys(Folder(arguments.data))
    if arguments.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        for row in rows:
            print(f"{row.purpose:<9}{row.kid}  {row.standing:<9}{row.made}".rstrip())
    return 0


def rotate_keys(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    public = rotate(folder)
    print(f"seal {public.seal[0].kid} is current, {public.seal[1].kid} is next")
    print(
        f"restart the gateway first, then copy {folder.public_keys} to each kiosk; what was sealed before is opened too"
    )
    return 0


def recover_keys(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    public, recovery = recover(folder, arguments.recovery_file)
    print(f"seal {public.seal[0].kid} is current; what kiosks sealed to the lost key is opened by the recovery key")
    print(f"{recovery}: the new recovery key, take it off this machine now")
    print(f"restart the gateway first, then copy {folder.public_keys} to each kiosk")
    return 0
