"""``gateway devices add|list``: which kiosks may deliver."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from pathlib import Path

from gateway.commands.options import Commands, add_data_option, add_json_option
from gateway.database import connect, transact
from gateway.devices import Device, add_device, list_devices, read_device_file
from gateway.folder import Folder
from gateway.keyring import load_keyring
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import KEY_BYTES, decode_bytes
from kiosk.sync.keys import VerifyKey


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("devices", help="register kiosks")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add = actions.add_parser("add", help="let a kiosk deliver")
    add.add_argument("name", help="what people call it, e.g. «Máy 01, sảnh tầng 1»")
    source = add.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="file", type=Path, metavar="FILE", help="the kiosk's device.pub.json")
    source.add_argument("--public-key", metavar="KEY", help="its Ed25519 key, base64url; the kid is the device's id")
    add_data_option(add)
    add.set_defaults(run=add_one)
    listing = actions.add_parser("list", help="list the kiosks that may deliver")
    add_json_option(listing)
    add_data_option(listing)
    listing.set_defaults(run=list_all)


def add_one(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    audience = load_keyring(folder).audience
    if arguments.file is not None:
        public = read_device_file(arguments.file, audience)
        device_id, key = public.device_id, public.key
    else:
        key = _key(arguments.public_key)
        device_id = key.kid
    moment = folder.clock(audience).now().isoformat(timespec="seconds")
    device = Device(device_id, arguments.name, key, moment)
    with closing(connect(folder.database)) as connection:
        kept = transact(connection, lambda connection: add_device(connection, device))
    print(f"{kept.device_id} {kept.name}")
    return 0


def list_all(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    load_keyring(folder)
    with closing(connect(folder.database)) as connection:
        devices = list_devices(connection)
    if arguments.json:
        rows = [{"device_id": one.device_id, "name": one.name, "added_at": one.added_at} for one in devices]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in devices:
            print(f"{one.device_id}  {one.added_at}  {one.name}")
    return 0


def _key(text: str) -> VerifyKey:
    try:
        return VerifyKey(decode_bytes(text, KEY_BYTES))
    except ProtocolError as error:
        raise ConfigError(f"not a public key: {error}") from error
