"""The working days of this kiosk: the law's holidays, and the signed calendar of swapped days in its home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from kiosk.errors import ConfigError, ProtocolError
from kiosk.procedures.deadline import Swap, VietnamCalendar, years_of_known_swaps
from kiosk.sync.key_files import write_key_file
from kiosk.sync.key_trust import GatewayTrust
from kiosk.sync.work_calendar import MAX_CALENDAR, SignedCalendar, WorkCalendar, read_signed_calendar

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kiosk.config import Config
    from kiosk.sync.keys import GatewayKeys

FILE = "calendar.json"
"""In the kiosk's home; put there by ``kiosk calendar import``, or as it is: it is checked at each reading."""


@dataclass(frozen=True)
class Taken:
    """The calendar is the kiosk's from now on."""

    calendar: WorkCalendar


@dataclass(frozen=True)
class Kept:
    """The kiosk has this calendar already."""

    calendar: WorkCalendar


@dataclass(frozen=True)
class NotTaken:
    """Nothing has changed: the file is damaged, signed by somebody else, or older than what is here."""

    reason: Literal["damaged", "foreign", "older"]
    detail: str


def take_calendar(config: Config, data: bytes) -> Taken | Kept | NotTaken:
    """Check a calendar file and put it into the home, whole or not at all. Raises ConfigError without pinned keys."""
    keys = GatewayTrust.of(config).keys()
    try:
        signed = read_signed_calendar(data)
    except ProtocolError as error:
        return NotTaken("damaged", str(error))
    if not _holds(signed, keys):
        return NotTaken("foreign", "it is not signed by this kiosk's gateway")
    here = _read(config.home / FILE, keys)
    if here is not None and here.calendar == signed.calendar:
        return Kept(here.calendar)
    if here is not None and signed.calendar.number <= here.calendar.number:
        return NotTaken("older", f"its number is {signed.calendar.number}, and {here.calendar.number} is here")
    write_key_file(config.home / FILE, msgspec.json.encode(signed), mode=0o644)
    return Taken(signed.calendar)


def announced(config: Config) -> WorkCalendar | None:
    """Return the calendar that is here; None when there is none, or none that is signed by this kiosk's gateway."""
    if not (config.home / FILE).exists():
        return None
    try:
        signed = _read(config.home / FILE, GatewayTrust.of(config).keys())
    except ConfigError:
        return None
    return signed.calendar if signed is not None else None


def work_days(config: Config) -> VietnamCalendar:
    """Return the days this kiosk counts: the law's, changed by what was announced, ready to be asked by any thread.

    Reads a file and the law's holidays: not for the GUI thread. Never fails.
    """
    calendar = announced(config)
    swaps = tuple(Swap(swap.works, swap.off) for swap in calendar.swaps) if calendar else ()
    return VietnamCalendar(swaps, calendar.days_off if calendar else ()).warmed()


@dataclass(frozen=True)
class Reach:
    """How far the swapped days are known: through the year ``until``, 0 when not even this year's are.

    ``calendar`` is the signed one that is here; ``void`` says that a file is here which counts for nothing.
    """

    until: int
    calendar: WorkCalendar | None = None
    void: bool = False


def reach(config: Config, today: date) -> Reach:
    """Say how far what this kiosk knows of swapped days reaches."""
    calendar = announced(config)
    known = years_of_known_swaps() | set(calendar.years if calendar else ())
    until = today.year
    while until in known:
        until += 1
    until = until - 1 if today.year in known else 0
    return Reach(until, calendar, calendar is None and (config.home / FILE).exists())


def _read(path: Path, keys: GatewayKeys) -> SignedCalendar | None:
    try:
        with path.open("rb") as file:
            signed = read_signed_calendar(file.read(MAX_CALENDAR + 1))
    except (OSError, ProtocolError):
        return None
    return signed if _holds(signed, keys) else None


def _holds(signed: SignedCalendar, keys: GatewayKeys) -> bool:
    try:
        return signed.holds(keys)
    except ProtocolError:  # a signature that is none
        return False
