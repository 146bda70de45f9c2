"""``kiosk outbox list | show | retry``: the dossiers sealed here, what happened to one, and sending one again.

``list`` and ``show`` look beside a running kiosk; ``retry`` wants the store for itself.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.clock import HANOI, SystemClock
from kiosk.config import default_home, load_config
from kiosk.procedures.lookup_code import parse
from kiosk.queue_words import queue_words
from offline_cache.store import open_reader, open_store

if TYPE_CHECKING:
    import argparse

    from offline_cache.items import Event, Item, OutboxView


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
    for action in (showing, retrying):
        action.add_argument("code", help="its lookup code or id")
    for action in (listing, showing, retrying):
        action.add_argument("--json", action="store_true", help="print one JSON object")


def list_items(arguments: argparse.Namespace) -> int:
    """Print the dossiers; there is nothing personal in a line."""
    with closing(open_reader(load_config(default_home()).store_folder)) as reader:
        items = [item for item in reader.outbox.all() if arguments.state in {"", item.state}]
    if arguments.json:
        _print_json({"items": [_as_json(item) for item in items]})
    for item in () if arguments.json else items:
        print(_line(item))
        words = queue_words(item)
        if words.waits:
            print(f"  {words.title}: {words.cause}. {words.then}")
    return 0


def show_item(arguments: argparse.Namespace) -> int:
    """Print one dossier with its events; 1 when there is none under this code."""
    with closing(open_reader(load_config(default_home()).store_folder)) as reader:
        item = _find(reader.outbox, arguments.code)
        events = reader.outbox.events(item.id) if item else ()
    if item is None:
        return _unknown(arguments.code)
    if arguments.json:
        _print_json({**_as_json(item), "events": [_plain(asdict(event)) for event in events]})
    else:
        print(_line(item))
        print(f"  id {item.id}, attempts {item.attempts}, next try {_moment(item.next_at) if item.pending else '-'}")
        for event in events:
            print(_event_line(event))
    return 0


def retry_item(arguments: argparse.Namespace) -> int:
    """Put a dossier back on the line; 1 when there is none or it does not wait for a human."""
    with open_store(load_config(default_home()).store_folder, SystemClock()) as store:
        item = _find(store.outbox, arguments.code)
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


def _find(outbox: OutboxView, typed: str) -> Item | None:
    code = parse(typed)
    return outbox.get(typed) or (outbox.find(code) if isinstance(code, str) else None)


def _unknown(typed: str) -> int:
    print(f"kiosk outbox: no dossier here has the code or id {typed}", file=sys.stderr)
    return 1


def _line(item: Item) -> str:
    words = [item.lookup_code, _moment(item.sealed_at), item.procedure, item.state]
    if item.reason or item.last_error:
        words.append(f"({item.reason or item.last_error})")
    if item.dossier_code:
        words.append(item.dossier_code)
    return "  ".join(words)


def _event_line(event: Event) -> str:
    return f"  {_moment(event.at)}  {event.from_state} → {event.to_state}  ({event.cause})"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%Y-%m-%d %H:%M:%S}"


def _as_json(item: Item) -> dict[str, object]:
    return _plain(asdict(item))


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {
        name: value.astimezone(HANOI).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))
