"""``gateway calendar sign``: signs the swapped working days of a year, for kiosks and for the desks here."""

from __future__ import annotations

import argparse
import contextlib
import tomllib
from pathlib import Path

import msgspec

from gateway.commands.options import Commands, add_data_option
from gateway.folder import Folder
from gateway.keyring import load_keyring
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import write_key_file
from kiosk.sync.work_calendar import MAX_CALENDAR, WorkCalendar, read_signed_calendar


def add_parser(commands: Commands) -> None:
    parser = commands.add_parser("calendar", help="swapped working days for kiosks")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    sign = actions.add_parser("sign", help="sign a calendar written by hand; `kiosk calendar import` takes it")
    add_data_option(sign)
    sign.add_argument("file", type=Path, metavar="FILE.toml")
    sign.add_argument("out", type=Path, metavar="OUT.json")
    sign.set_defaults(run=sign_calendar)


def sign_calendar(arguments: argparse.Namespace) -> int:
    folder = Folder(arguments.data)
    keyring = load_keyring(folder)
    calendar = _read(arguments.file, keyring.audience)
    signed = msgspec.json.encode(keyring.sign_calendar(calendar))
    arguments.out.write_bytes(signed)
    kept = _keep(folder.calendar, calendar, signed)
    print(f"{arguments.out}: number {calendar.number}, {len(calendar.swaps)} swaps, signed for {calendar.audience}")
    if not kept:
        print(f"{folder.calendar} has a later one, which goes on counting for the desks here")
    return 0


def _keep(path: Path, calendar: WorkCalendar, signed: bytes) -> bool:
    """Let it count for this gateway's own desks, unless a later one does."""
    with contextlib.suppress(FileNotFoundError, ProtocolError):
        if read_signed_calendar(path.read_bytes()).calendar.number > calendar.number:
            return False
    write_key_file(path, signed, mode=0o644)
    return True


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
