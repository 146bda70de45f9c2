"""``gateway calendar sign``: signs the swapped working days of a year, for kiosks to take."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import msgspec

from gateway.commands.options import Commands, add_data_option
from gateway.folder import Folder
from gateway.keyring import load_keyring
from kiosk.errors import ConfigError
from kiosk.sync.work_calendar import MAX_CALENDAR, WorkCalendar


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("calendar", help="swapped working days for kiosks")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    sign = actions.add_parser("sign", help="sign a calendar written by hand; `kiosk calendar import` takes it")
    add_data_option(sign)
    sign.add_argument("file", type=Path, metavar="FILE.toml")
    sign.add_argument("out", type=Path, metavar="OUT.json")
    sign.set_defaults(run=sign_calendar)


def sign_calendar(arguments: argparse.Namespace) -> int:
    keyring = load_keyring(Folder(arguments.data))
    calendar = _read(arguments.file, keyring.audience)
    arguments.out.write_bytes(msgspec.json.encode(keyring.sign_calendar(calendar)))
    print(f"{arguments.out}: number {calendar.number}, {len(calendar.swaps)} swaps, signed for {calendar.audience}")
    return 0


def _read(file: Path, audience: str) -> WorkCalendar:
    """Read the calendar as an official wrote it. Raises ConfigError with everything that cannot be."""
    with file.open("rb") as opened:
        text = opened.read(MAX_CALENDAR + 1)
    if len(text) > MAX_CALENDAR:
        raise ConfigError(f"{file} is too large for a calendar")
    try:
        calendar = msgspec.convert(tomllib.loads(text.decode("utf-8")) | {"audience": audience}, WorkCalendar)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"{file} is no calendar: {error}") from error
    faults = calendar.faults()
    if faults:
        raise ConfigError(f"{file}: {'; '.join(faults)}")
    return calendar
