"""``gateway courier import``: takes dossiers that came on a stick, and writes their receipts for the way back."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gateway.commands.options import Commands, add_data_option, add_json_option, served_folder
from gateway.database import connect
from gateway.keyring import load_keyring
from gateway.limits import Limits
from gateway.shelf import Shelf
from kiosk.errors import ProtocolError
from kiosk.sync.courier_stick import NotWritten, free_path
from kiosk.sync.courier_told import NOT_WRITTEN, REFUSED

if TYPE_CHECKING:
    from gateway.courier import Counter, Parcel

_SUFFIX = ".receipts"


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("courier", help="dossiers that come on a stick")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    taken = actions.add_parser("import", help="receive what `kiosk outbox export` wrote; also while the gateway serves")
    taken.add_argument("files", nargs="+", type=Path, metavar="FILE")
    taken.add_argument("--receipts", type=Path, metavar="DIR", help="where receipts go (default: beside the file)")
    add_json_option(taken)
    add_data_option(taken)
    taken.set_defaults(run=import_all)


def import_all(arguments: argparse.Namespace) -> int:
    """0 when everything was taken and its receipts are written, else 1; the next file is tried all the same."""
    from gateway.courier import Counter  # noqa: PLC0415 - a wrong option is told at once

    folder = served_folder(arguments)
    folder.make()
    keyring = load_keyring(folder)
    with closing(connect(folder.database)) as connection:
        clock = folder.clock(keyring.audience)
        counter = Counter(folder, keyring, connection, Shelf(folder), clock, folder.unit(), Limits())
        told = [_import(counter, file, arguments.receipts or file.parent) for file in arguments.files]
    if arguments.json:
        print(json.dumps({"files": told}, ensure_ascii=False))
    else:
        for one in told:
            _print(one)
    return 0 if all(one["ok"] for one in told) else 1


def _import(counter: Counter, path: Path, back: Path) -> dict[str, Any]:
    from gateway.courier import NotTaken, take_parcel  # noqa: PLC0415 - as above

    try:
        opened = path.open("rb")
    except OSError as error:
        return {"file": str(path), "ok": False, "refused": "unreadable", "why": error.strerror}
    with opened as file:
        outcome = take_parcel(counter, file)
    if isinstance(outcome, NotTaken):
        return {"file": str(path), "ok": False, "refused": outcome.reason, "why": REFUSED[outcome.reason]}
    declined = [{"id": one.item_id, "reason": one.reason} for one in outcome.declined]
    codes = [signed.receipt.dossier_code for signed in outcome.receipts]
    fresh = sum(one.fresh for one in outcome.accepted)
    told = {"file": str(path), "device": outcome.device, "received": fresh, "held": len(codes) - fresh}
    written = _hand_back(counter, outcome, free_path(back, path.stem, _SUFFIX)) if codes else {}
    good = not declined and "not_written" not in written
    return told | {"ok": good, "dossiers": codes, "declined": declined} | written


def _hand_back(counter: Counter, parcel: Parcel, path: Path) -> dict[str, str]:
    from gateway.courier import hand_back  # noqa: PLC0415 - as above

    try:
        hand_back(counter.keyring, parcel, path, counter.clock)
    except NotWritten as fault:
        return {"not_written": fault.reason, "why": NOT_WRITTEN[fault.reason]}
    except ProtocolError as error:
        return {"not_written": "reply", "why": str(error)}
    return {"receipts": str(path)}


def _print(told: dict[str, Any]) -> None:
    if "refused" in told:
        print(f"gateway: {told['file']}: refused ({told['refused']}): {told['why']}", file=sys.stderr)
        return
    print(f"{told['file']}: from {told['device']}: {told['received']} received, {told['held']} held before")
    for one in told["declined"]:
        print(f"gateway: {one['id']}: not taken ({one['reason']})", file=sys.stderr)
    if "receipts" in told:
        print(f"{told['receipts']}: bring it back, and there: kiosk outbox import FILE")
    elif "not_written" in told:
        print(f"gateway: the receipts are not written ({told['not_written']}): {told['why']};", file=sys.stderr)
        print("gateway: the dossiers are received: import the same file again for its receipts", file=sys.stderr)
