"""``gateway keys init|list|rotate|recover``: the gateway's keys, and what kiosks pin and follow."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import get_args

from gateway.commands.options import Commands, add_data_option, add_json_option
from gateway.folder import DEFAULT_UNIT, Folder, valid_unit
from gateway.keyring import make_keys
from gateway.rotation import RootSource, Rotated, list_keys, recover, rotate
from kiosk.sync.keys import Audience

KINDS: tuple[Rotated, ...] = get_args(Rotated)


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("keys", help="make and change the gateway's keys")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    init = actions.add_parser("init", help="make all keys of a new gateway")
    init.add_argument("--audience", choices=get_args(Audience), default="production")
    init.add_argument("--unit", default=DEFAULT_UNIT, help="the unit's code, e.g. H15.50.05.13 (default: %(default)s)")
    init.add_argument("--recovery-file", type=Path, metavar="PATH", help="where to write the recovery key")
    init.add_argument("--root-file", type=Path, metavar="PATH", help="where to write the root key")
    init.set_defaults(run=init_keys)
    listing = actions.add_parser("list", help="which key stands where")
    add_json_option(listing)
    listing.set_defaults(run=list_all)
    change = actions.add_parser("rotate", help="take the next keys into use; former ones go on counting")
    change.add_argument("--only", choices=KINDS, help="rotate this kind alone (default: both)")
    again = "write another recovery key here, in the place of one that was lost or leaked"
    change.add_argument("--new-recovery", type=Path, metavar="PATH", help=again)
    change.set_defaults(run=rotate_keys)
    rescue = actions.add_parser("recover", help="replace keys that were lost, by the recovery key")
    rescue.add_argument("--recovery-file", type=Path, metavar="PATH", required=True)
    rescue.set_defaults(run=recover_keys)
    for action in (change, rescue):
        action.add_argument("--root-file", type=Path, metavar="PATH", help="where the root key is, or a new one goes")
        lost = "the root key is lost: make another; every kiosk must then be told by hand"
        action.add_argument("--new-root", action="store_true", help=lost)
    for action in (init, listing, change, rescue):
        add_data_option(action)


def init_keys(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    unit = valid_unit(arguments.unit)
    public, recovery = make_keys(folder, arguments.audience, arguments.recovery_file, arguments.root_file)
    folder.write_unit(unit)
    print(f"{folder.public_keys}: copy it to each kiosk, where its config names it as gateway.keys")
    print(f"{folder.signed_keys}: copy it beside that one; kiosks follow the keys by it")
    print(f"{recovery}: take it off this machine now; it opens every dossier should the gateway's own key be lost")
    if public.root is not None:
        root = arguments.root_file or folder.root_key(public.root.kid)
        print(f"{root}: take it away too; it signs the keys whenever they change, and kiosks believe no other")
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
    before = {row.kid: row.standing for row in list_keys(folder)}
    kinds = (arguments.only,) if arguments.only else KINDS
    rotate(folder, kinds, _root(arguments), arguments.new_recovery)
    _tell(folder, kinds)
    current = next(row.kid for row in list_keys(folder) if (row.purpose, row.standing) == ("receipt", "current"))
    if "receipt" in kinds and before.get(current) == "current":
        print("the receipt key stays this time, since no next one had been published; kiosks learn it now")
    _tell_kiosks(folder, new_root=arguments.new_root)
    return 0


def recover_keys(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    _, recovery = recover(folder, arguments.recovery_file, _root(arguments))
    _tell(folder, KINDS)
    print("what kiosks sealed to a lost key is opened by the recovery key")
    print(f"{recovery}: the new recovery key, take it off this machine now")
    _tell_kiosks(folder, new_root=arguments.new_root)
    return 0


def _root(arguments: argparse.Namespace) -> RootSource:
    return RootSource(arguments.root_file, arguments.new_root)


def _tell(folder: Folder, kinds: Sequence[Rotated]) -> None:
    rows = list_keys(folder)
    for kind in kinds:
        told = [f"{row.kid} is {row.standing}" for row in rows if row.purpose == kind and row.standing != "retired"]
        print(f"{kind} {', '.join(told)}")


def _tell_kiosks(folder: Folder, *, new_root: bool) -> None:
    if new_root:
        print(f"another root: bring {folder.signed_keys} to every kiosk, for `kiosk keys trust FILE`")
    else:
        print(
            "a running gateway takes them at once; kiosks fetch them by themselves, and a stick brings the same file:"
        )
        print(f"{folder.signed_keys}, for `kiosk keys update FILE`")
