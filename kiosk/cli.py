"""The headless commands of ``kiosk``: each module of kiosk.commands registers its own."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from kiosk.errors import KioskError
from offline_cache.errors import StoreError

COMMANDS = ("guide", "outbox", "sync", "vectors", "robot", "tour")


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("kiosk", description="Một Chạm: the service-point kiosk")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"kiosk.commands.{name}").register(subparsers)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run a command: 0 on success, 1 on a failure told in one sentence, 2 on wrong usage."""
    parser = make_parser()
    args = parser.parse_args(arguments)
    return run(args)


def run(args: argparse.Namespace) -> int:
    """Run a parsed command."""
    try:
        return int(args.handler(args))
    except (KioskError, StoreError) as error:
        print(f"kiosk: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
