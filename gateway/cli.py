"""The ``gateway`` program. Exit codes: 0 done, 1 failed with one sentence on stderr, 2 wrong usage."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Sequence
from importlib import import_module

from kiosk.errors import KioskError

COMMANDS = (
    "serve",
    "keys",
    "devices",
    "dossiers",
    "desks",
    "slots",
    "bookings",
    "catalogue",
    "calendar",
    "courier",
    "tls",
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="gateway", description="The server that kiosks deliver dossiers to.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    words = _with_key_attached(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in words if word in COMMANDS), None)
    for name in COMMANDS if chosen is None else (chosen,):  # only what is asked for is imported
        import_module(f"gateway.commands.{name}").add_parser(commands)
    arguments = parser.parse_args(words)
    try:
        code: int = arguments.run(arguments)
    except (KioskError, OSError, sqlite3.Error) as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 1
    return code


def _with_key_attached(words: Sequence[str]) -> list[str]:
    """One key in 64 begins with a dash, and argparse would take it for an option."""
    attached: list[str] = []
    for word in words:
        if attached and attached[-1] == "--public-key":
            attached[-1] += f"={word}"
        else:
            attached.append(word)
    return attached
