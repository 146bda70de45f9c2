"""Desks as the gateway keeps them: written by an operator as TOML, all of a file or none of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec

from gateway.database import Connection
from kiosk.errors import ConfigError
from kiosk.sync.desks import Desk
from kiosk.sync.protocol import Wire

MAX_FILE = 256 * 1024
DEMO_FILE = Path(__file__).resolve().parent.parent / "assets" / "desks" / "demo.toml"
"""Made-up desks for a demo."""


class _DeskFile(Wire, frozen=True, kw_only=True):
    desks: Annotated[tuple[Desk, ...], msgspec.Meta(min_length=1, max_length=500)]


def read_desks(path: Path) -> tuple[Desk, ...]:
    """Read desks as an operator wrote them. Raises ConfigError with everything that cannot be."""
    with path.open("rb") as opened:
        text = opened.read(MAX_FILE + 1)
    if len(text) > MAX_FILE:
        raise ConfigError(f"{path} is too large for a list of desks")
    try:
        desks = msgspec.convert(tomllib.loads(text.decode("utf-8")), _DeskFile).desks
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"{path} is no list of desks: {error}") from error
    codes = [desk.desk for desk in desks]
    faults = [f"{desk.desk}: {fault}" for desk in desks for fault in desk.faults()]
    faults += [f"{code} is told twice" for code in sorted(set(codes)) if codes.count(code) > 1]
    if faults:
        raise ConfigError(f"{path}: {'; '.join(faults)}")
    return desks


def keep_desks(connection: Connection, desks: Iterable[Desk], at: str) -> None:
    """Add desks, or change those that are there; slots already published stay as they are."""
    connection.executemany(
        "INSERT INTO desk (desk, body, changed_at) VALUES (?, ?, ?)"
        " ON CONFLICT (desk) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at",
        [(desk.desk, msgspec.json.encode(desk).decode("utf-8"), at) for desk in desks],
    )


def list_desks(connection: Connection) -> tuple[Desk, ...]:
    """All desks, by their codes."""
    rows = connection.execute("SELECT body FROM desk ORDER BY desk")
    return tuple(msgspec.json.decode(row[0], type=Desk) for row in rows)


def find_desk(connection: Connection, code: str) -> Desk | None:
    row = connection.execute("SELECT body FROM desk WHERE desk = ?", (code,)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Desk)
