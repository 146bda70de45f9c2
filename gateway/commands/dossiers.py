"""``gateway dossiers list|show|set-status``: what an officer sees and does; works while the gateway serves."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from gateway.commands.options import Commands, add_data_option, add_json_option
from gateway.database import connect, transact
from gateway.dossiers import Dossier, find_dossier, list_dossiers
from gateway.folder import Folder
from gateway.history import list_events, set_status
from gateway.keyring import load_keyring
from gateway.opening import open_dossier
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.protocol import OFFICIAL_STATES, Update, decode, encode


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("dossiers", help="see dossiers and set their state")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all dossiers, in the order of arrival")
    listing.set_defaults(run=list_all)
    show = actions.add_parser("show", help="one dossier with its answers, files and history")
    show.add_argument("dossier", help="its id, dossier code or lookup code")
    show.add_argument("--recovery-file", type=Path, metavar="PATH", help="open it with the recovery key")
    show.set_defaults(run=show_one)
    change = actions.add_parser("set-status", help="tell the kiosk of a new state")
    change.add_argument("dossier", help="its id, dossier code or lookup code")
    states = ", ".join(f"{code} {name}" for code, name in OFFICIAL_STATES.items())
    change.add_argument("code", type=int, choices=OFFICIAL_STATES, metavar="CODE", help=states)
    change.add_argument("--message", default="", help="what the resident reads")
    change.add_argument("--reason", "--reasons", nargs="+", action="extend", default=[], help="one a thing to mend")
    change.add_argument("--until", "--due", type=_day, default="", metavar="DATE", help="appointment or deadline")
    change.set_defaults(run=change_one)
    for action in (listing, show, change):
        add_json_option(action)
        add_data_option(action)


def list_all(arguments: argparse.Namespace) -> int:
    folder = _folder(arguments)
    with closing(connect(folder.database)) as connection:
        dossiers = list_dossiers(connection)
    if arguments.json:
        print(json.dumps([_row(one) for one in dossiers], ensure_ascii=False, indent=2))
    else:
        for one in dossiers:
            state = OFFICIAL_STATES[one.code]
            print(f"{one.dossier_code}  {one.lookup_code}  {one.procedure}  {one.received_at}  {one.code} {state}")
    return 0


def show_one(arguments: argparse.Namespace) -> int:
    folder = _folder(arguments)
    with closing(connect(folder.database)) as connection:
        dossier = _find(connection, arguments.dossier)
        opened = open_dossier(folder, connection, dossier.id, arguments.recovery_file)
        history = [json.loads(encode(update)) for update in list_events(connection, dossier.id)]
    if arguments.json:
        print(json.dumps(_row(dossier) | opened | {"history": history}, ensure_ascii=False, indent=2))
        return 0
    for key, value in (_row(dossier) | opened["submission"]).items():
        print(f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    for update in history:
        lines = [f"{update['at']}  {update['code']} {OFFICIAL_STATES[update['code']]}", update["message"]]
        print("  ".join(line for line in (*lines, *update["reasons"], update["until"]) if line))
    return 0


def change_one(arguments: argparse.Namespace) -> int:
    folder = _folder(arguments)
    clock = folder.clock(load_keyring(folder).audience)
    with closing(connect(folder.database)) as connection:
        dossier = _find(connection, arguments.dossier)
        update = Update(
            id=dossier.id,
            dossier_code=dossier.dossier_code,
            code=arguments.code,
            at=clock.now().isoformat(timespec="seconds"),
            message=arguments.message,
            reasons=tuple(arguments.reason),
            until=arguments.until,
        )
        _check(update)
        transact(connection, lambda connection: set_status(connection, update))
    text = encode(update).decode() if arguments.json else f"{dossier.dossier_code}  {OFFICIAL_STATES[update.code]}"
    print(text)
    return 0


def _check(update: Update) -> None:
    try:
        decode(encode(update), Update)
    except ProtocolError as error:
        raise ConfigError("message or reasons are longer than a kiosk takes (2000 and 20 times 500 letters)") from error


def _folder(arguments: argparse.Namespace) -> Folder:
    folder = Folder(arguments.data)
    if not folder.public_keys.exists():
        raise ConfigError(f"no gateway in {folder.root}")
    return folder


def _find(connection: Any, name: str) -> Dossier:
    dossier = find_dossier(connection, name)
    if dossier is None:
        raise ConfigError(f"no dossier {name}")
    return dossier


def _row(dossier: Dossier) -> dict[str, Any]:
    return asdict(dossier) | {"state": OFFICIAL_STATES[dossier.code]}


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat() if text else ""
