"""``gateway keys init``: the keys of a new gateway, and what kiosks pin."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args

from gateway.commands.options import Commands, add_data_option
from gateway.folder import DEFAULT_UNIT, Folder, valid_unit
from gateway.keyring import make_keys
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


def init_keys(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    unit = valid_unit(arguments.unit)
    _, recovery = make_keys(folder, arguments.audience, arguments.recovery_file)
    folder.write_unit(unit)
    print(f"{folder.public_keys}: copy it to each kiosk, where its config names it as gateway.keys")
    print(f"{recovery}: take it off this machine now; it opens every dossier should the gateway's own key be lost")
    return 0
