"""``gateway tls init|issue|show``: the certificate that kiosks know the gateway by, and the authority they pin."""

from __future__ import annotations

import argparse
import json

from gateway.certificates import Issued, issue, issued, make_authority, tls_files
from gateway.commands.options import Commands, add_data_option, add_json_option
from gateway.folder import Folder
from kiosk.clock import HANOI, SystemClock


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("tls", help="make the gateway's certificate")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    init = actions.add_parser("init", help="make a private authority and the first certificate")
    init.set_defaults(run=init_tls)
    renew = actions.add_parser("issue", help="make another certificate, before the last one is over")
    renew.set_defaults(run=issue_tls)
    for action in (init, renew):
        action.add_argument(
            "--host", action="append", required=True, metavar="NAME", help="a name or address kiosks reach it by"
        )
    show = actions.add_parser("show", help="whom the certificate is for, and until when")
    add_json_option(show)
    show.set_defaults(run=show_tls)
    for action in (init, renew, show):
        add_data_option(action)


def init_tls(arguments: argparse.Namespace) -> int:
    folder, now = Folder(arguments.data), SystemClock().now()
    folder.make()
    make_authority(folder, now)
    _tell(issue(folder, arguments.host, now))
    files = tls_files(folder)
    print(f"{files.authority}: copy it to each kiosk, where its config names it as gateway.authority")
    print(f"{files.authority_key}: it is needed for the next certificate alone; keep it away from this machine")
    print("gateway serve --tls serves with it")
    return 0


def issue_tls(arguments: argparse.Namespace) -> int:
    _tell(issue(Folder(arguments.data), arguments.host, SystemClock().now()))
    print("a gateway that runs takes it on SIGHUP; kiosks need nothing new")
    return 0


def show_tls(arguments: argparse.Namespace) -> int:
    found = issued(tls_files(Folder(arguments.data)).certificate)
    if arguments.json:
        print(json.dumps({"hosts": found.hosts, "until": found.until.isoformat()}))
    else:
        _tell(found)
    return 0


def _tell(found: Issued) -> None:
    print(f"{', '.join(found.hosts)}: until {found.until.astimezone(HANOI):%Y-%m-%d}")
