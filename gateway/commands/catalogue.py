"""``gateway catalogue``: what kiosks fetch as the national catalogue, signed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gateway.catalogue_publishing import about_current, export, publish, read_bundle
from gateway.catalogue_repository import Repository
from gateway.commands.options import Commands, add_data_option, add_json_option
from gateway.folder import Folder
from kiosk.clock import SystemClock
from kiosk.errors import ConfigError


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("catalogue", help="publish the catalogue to kiosks, signed")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    init = actions.add_parser("init", help="make the keys that sign, and what kiosks pin")
    init.set_defaults(run=_init)
    given = actions.add_parser("publish", help="sign a catalogue that `kiosk catalogue export` wrote")
    given.add_argument("file", type=Path, metavar="FILE")
    given.set_defaults(run=_publish)
    renew = actions.add_parser("renew", help="sign anew that what is published is current; serving does it by itself")
    renew.set_defaults(run=_renew)
    out = actions.add_parser("export", help="write one file for a stick")
    out.add_argument("out", type=Path, metavar="FILE")
    out.set_defaults(run=_export)
    status = actions.add_parser("status", help="what is published, and until when each signature holds")
    status.set_defaults(run=_status)
    rotated = actions.add_parser("rotate-root", help="replace the root key; kiosks follow by themselves")
    rotated.add_argument(
        "--also", nargs="+", choices=("targets", "online"), default=[], metavar="KEY", help="targets, online, or both"
    )
    rotated.set_defaults(run=_rotate_root)
    for action in (init, given, renew, rotated, out, status):
        add_data_option(action)
        action.add_argument(
            "--keys", type=Path, metavar="DIR", help="where the signing keys are (default: in the data)"
        )
        add_json_option(action)


def repository_of(arguments: argparse.Namespace) -> Repository:
    folder = Folder(arguments.data)
    return Repository(folder.catalogue, arguments.keys or folder.catalogue / "keys")


def _existing(arguments: argparse.Namespace) -> Repository:
    repository = repository_of(arguments)
    if not repository.exists:
        raise ConfigError(f"no catalogue in {repository.folder}: run `gateway catalogue init` first")
    return repository


def _init(arguments: argparse.Namespace) -> int:
    repository = repository_of(arguments)
    repository.create(SystemClock().now())
    told = {"root": str(repository.root_file), "keys": str(repository.keys)}
    if arguments.json:
        print(json.dumps(told))
    else:
        print(f"{repository.root_file}: give it to each kiosk: `kiosk catalogue trust FILE`")
        print(
            f"{repository.keys}: keep catalogue-root.pem and catalogue-targets.pem elsewhere, and bring them by --keys"
        )
    return 0


def _publish(arguments: argparse.Namespace) -> int:
    published = publish(_existing(arguments), read_bundle(arguments.file), SystemClock().now())
    if arguments.json:
        whole = {"version": published.version, "count": published.count, "changed": published.changed}
        print(json.dumps(whole | {"full": published.full, "since": published.since}))
        return 0
    state = "published" if published.changed else "published already"
    print(f"{published.version}: {published.count} procedures, {published.full} bytes, {state}")
    for version, size in published.since.items():
        print(f"from {version}: {size} bytes")
    return 0


def _renew(arguments: argparse.Namespace) -> int:
    repository = _existing(arguments)
    with repository.only_writer():
        repository.renew(SystemClock().now())
    return _status(arguments)


def _rotate_root(arguments: argparse.Namespace) -> int:
    repository = _existing(arguments)
    replaced = ["root", *arguments.also]
    repository.rotate(replaced, SystemClock().now())
    if arguments.json:
        print(json.dumps({"root": str(repository.root_file), "replaced": replaced, "keys": str(repository.keys)}))
    else:
        print(f"replaced: {', '.join(replaced)}; the keys before sign nothing any more")
        print(f"{repository.root_file}: for new kiosks; those that trust an earlier root follow at their next update")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    size = export(_existing(arguments), arguments.out, SystemClock().now())
    print(
        json.dumps({"file": str(arguments.out), "bytes": size}) if arguments.json else f"{arguments.out}: {size} bytes"
    )
    return 0


def _status(arguments: argparse.Namespace) -> int:
    repository = _existing(arguments)
    about = about_current(repository)
    expires = {role: moment.isoformat() for role, moment in repository.expires().items()}
    if arguments.json:
        version = None if about is None else {"version": about.version, "digest": about.digest, "count": about.count}
        print(json.dumps({"published": version, "expires": expires}))
        return 0
    print("nothing published yet" if about is None else f"{about.version}: {about.count} procedures")
    for role, moment in expires.items():
        print(f"{role} until {moment}")
    return 0
