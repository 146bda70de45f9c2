"""``kiosk outbox``: the dossiers sealed here, what happened to one, sending one again, and sticks.

All but ``retry`` work beside a running kiosk; ``retry`` wants the store for itself.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.clock import HANOI, SystemClock
from kiosk.commands.outbox_courier import add_courier_actions, find_item
from kiosk.config import default_home, load_config
from kiosk.queue_words import queue_words
from offline_cache.rescue import open_reader_or_rescue
from offline_cache.store import open_store

if TYPE_CHECKING:
    import argparse

    from offline_cache.items import Event, Item


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("outbox", help="the dossiers sealed on this kiosk", description=__doc__)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="every dossier and its state, the last sealed first")
    listing.add_argument("--state", default="", help="only those in this state, such as needs_human")
    listing.set_defaults(handler=list_items)
    showing = actions.add_parser("show", help="everything that happened to one dossier")
    showing.set_defaults(handler=show_item)
    retrying = actions.add_parser("retry", help="send a dossier again that waits for a human")
    retrying.set_defaults(handler=retry_item)
    add_courier_actions(actions)
    for action in (showing, retrying):
        action.add_argument("code", help="its lookup code or id")
    for action in (listing, showing, retrying):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def list_items(arguments: argparse.Namespace) -> int:
    """Print the dossiers; there is nothing personal in a line."""
    with closing(open_reader_or_rescue(load_config(default_home()).store_folder)) as reader:
        items = [item for item in reader.outbox.all() if arguments.state in {"", item.state}]
        exported = reader.outbox.exported()
    if arguments.json:
        _print_json({"items": [_as_json(item, exported.get(item.id)) for item in items]})
    for item in () if arguments.json else items:
        print(_line(item, exported.get(item.id)))
        words = queue_words(item)
        if words.waits:
            print(f"  {words.title}: {words.cause}. {words.then}")
    return 0


def show_item(arguments: argparse.Namespace) -> int:
    """Print one dossier with its events; 1 when there is none under this code."""
    with closing(open_reader_or_rescue(load_config(default_home()).store_folder)) as reader:
        item = find_item(reader.outbox, arguments.code)
        events = reader.outbox.events(item.id) if item else ()
        exported = reader.outbox.exported().get(item.id) if item else None
    if item is None:
        return _unknown(arguments.code)
    if arguments.json:
        _print_json({**_as_json(item, exported), "events": [_plain(asdict(event)) for event in events]})
    else:
        print(_line(item, exported))
        print(f"  id {item.id}, attempts {item.attempts}, next try {_moment(item.next_at) if item.pending else '-'}")
        for event in events:
            print(_event_line(event))
    return 0


def retry_item(arguments: argparse.Namespace) -> int:
    """Put a dossier back on the line; 1 when there is none or it does not wait for a human."""
    with open_store(load_config(default_home()).store_folder, SystemClock()) as store:
        item = find_item(store.outbox, arguments.code)
        if item is None:
            return _unknown(arguments.code)
        retried = store.outbox.retry(item.id)
        item = store.outbox.get(item.id) or item
    if arguments.json:
        _print_json({"retried": retried, **_as_json(item)})
    elif retried:
        print(f"{item.lookup_code} is asked about and sent again at the next run")
    if not retried:
        print(f"kiosk outbox: {item.lookup_code} does not wait for a human (state {item.state})", file=sys.stderr)
    return 0 if retried else 1


def _unknown(typed: str) -> int:
    print(f"kiosk outbox: no dossier here has the code or id {typed}", file=sys.stderr)
    return 1


def _line(item: Item, exported: datetime | None) -> str:
    words = [item.lookup_code, _moment(item.sealed_at), item.procedure, item.state]
    if item.reason or item.last_error:
        words.append(f"({item.reason or item.last_error})")
    if item.dossier_code:
        words.append(item.dossier_code)
    if exported is not None:
        words.append(f"[on a stick {_moment(exported)}]")
    return "  ".join(words)


def _event_line(event: Event) -> str:
    return f"  {_moment(event.at)}  {event.from_state} → {event.to_state}  ({event.cause})"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%Y-%m-%d %H:%M:%S}"


def _as_json(item: Item, exported: datetime | None = None) -> dict[str, object]:
    return _plain({**asdict(item), "exported_at": exported})


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {
        name: value.astimezone(HANOI).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))
