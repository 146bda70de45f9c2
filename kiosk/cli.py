"""The headless commands of ``kiosk``: each module of kiosk.commands registers its own."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from kiosk.errors import KioskError
from offline_cache.errors import StoreError

COMMANDS = (
    "bookings",
    "calendar",
    "catalogue",
    "chip",
    "csca",
    "doctor",
    "guide",
    "keys",
    "outbox",
    "robot",
    "slip",
    "sync",
    "tour",
    "vectors",
)


def make_parser(wanted: str = "") -> argparse.ArgumentParser:
    """Build the parser with the one command that is wanted, or with all of them for their list."""
    note = "`kiosk run` and `kiosk demo` open the window."
    parser = argparse.ArgumentParser("kiosk", description="Một Chạm: the service-point kiosk", epilog=note)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in (wanted,) if wanted in COMMANDS else COMMANDS:
        import_module(f"kiosk.commands.{name}").register(subparsers)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command: 0 on success, 1 on a failure told in one sentence, 2 on wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    return run(make_parser(given[0] if given else "").parse_args(given))


def run(args: argparse.Namespace) -> int:
    """Run a parsed command."""
    try:
        return int(args.handler(args))
    except (KioskError, StoreError) as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on: no second complaint at exit
        return 1


if __name__ == "__main__":
    sys.exit(main())
