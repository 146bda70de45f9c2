"""Options that the commands share."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Protocol

from gateway.folder import Folder, default_folder
from kiosk.errors import ConfigError


class Commands(Protocol):
    """Where a command adds its parser."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser: ...  # noqa: A002 - argparse calls it so


def add_data_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        default=default_folder(),
        metavar="DIR",
        help="the gateway's data folder (default: %(default)s)",
    )


def add_json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def served_folder(arguments: argparse.Namespace) -> Folder:
    """The folder of a gateway that has its keys. Raises ConfigError."""
    folder = Folder(arguments.data)
    if not folder.public_keys.exists():
        raise ConfigError(f"no gateway in {folder.root}")
    return folder
