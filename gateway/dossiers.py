"""Dossiers as the gateway keeps them: received once under a code of its own, then followed through their states."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from kiosk.clock import HANOI
from kiosk.sync.contents import Contents
from kiosk.sync.keys import Audience
from kiosk.sync.protocol import MAX_UPDATES, Update, UpdatePage, encode
from kiosk.sync.receipt import Receipt, ReceivedFile, SignedReceipt

_CODE_PREFIX: dict[Audience, str] = {"demo": "DEMO-", "practice": "PRACTICE-", "production": ""}


@dataclass(frozen=True)
class Arrival:
    """A submission that was opened and found whole."""

    contents: Contents
    envelope: bytes
    envelope_sha256: str
    received_at: datetime


@dataclass(frozen=True)
class Held:
    """What the gateway holds under an id: the bytes of the receipt it gave, and the hash of the envelope."""

    receipt: bytes
    envelope_sha256: str
    fresh: bool = False


@dataclass(frozen=True)
class Dossier:
    """The row without personal data; ``code`` is the official one of 1 to 10."""

    id: str
    dossier_code: str
    device: str
    lookup_code: str
    procedure: str
    guide_version: str
    received_at: str
    files: int
    pages: int
    code: int


def find_held(connection: sqlite3.Connection, submission_id: str) -> Held | None:
    query = "SELECT receipt, envelope_sha256 FROM dossier WHERE id = ?"
    row = connection.execute(query, (submission_id,)).fetchone()
    return None if row is None else Held(row[0], row[1])


def receive(
    connection: sqlite3.Connection, arrival: Arrival, unit: str, sign: Callable[[Receipt], SignedReceipt]
) -> Held:
    """Keep an arrival, mint its code and sign its receipt, in the caller's transaction. What is held already stays."""
    contents = arrival.contents
    held = find_held(connection, contents.id)
    if held is not None:
        return held
    code = _mint(connection, unit, contents.audience, arrival.received_at)
    receipt = encode(sign(_receipt(arrival, code)))
    files = contents.manifest.files
    number = connection.execute(
        "INSERT INTO dossier (id, dossier_code, device_id, lookup_code, procedure, guide_version, received_at,"
        " envelope_sha256, files, pages, envelope, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            contents.id,
            code,
            contents.device,
            contents.lookup_code,
            contents.procedure,
            contents.guide_version,
            _text(arrival.received_at),
            arrival.envelope_sha256,
            len(files),
            sum(file.pages for file in files),
            arrival.envelope,
            receipt,
        ),
    ).lastrowid
    connection.execute(
        "INSERT INTO event (number, device_id, at, code) VALUES (?, ?, ?, 1)",
        (number, contents.device, _text(arrival.received_at)),
    )
    return Held(receipt, arrival.envelope_sha256, fresh=True)


def list_dossiers(connection: sqlite3.Connection) -> tuple[Dossier, ...]:
    """All, in the order of arrival."""
    return tuple(Dossier(*row[1:]) for row in connection.execute("SELECT * FROM dossier_now ORDER BY number"))


def find_dossier(connection: sqlite3.Connection, name: str) -> Dossier | None:
    """By its id, dossier code or lookup code; the last one, should a lookup code have come twice."""
    query = "SELECT * FROM dossier_now WHERE ? IN (id, dossier_code, lookup_code) ORDER BY number DESC LIMIT 1"
    row = connection.execute(query, (name,)).fetchone()
    return None if row is None else Dossier(*row[1:])


def read_envelope(connection: sqlite3.Connection, submission_id: str) -> bytes:
    query = "SELECT envelope FROM dossier WHERE id = ?"
    envelope: bytes = connection.execute(query, (submission_id,)).fetchone()[0]
    return envelope


def set_status(connection: sqlite3.Connection, update: Update) -> None:
    """Note a change of the official state. Any code may follow any: the official system decides, not the gateway."""
    connection.execute(
        "INSERT INTO event (number, device_id, at, code, message, reasons, until)"
        " SELECT number, device_id, ?, ?, ?, ?, ? FROM dossier WHERE id = ?",
        (
            update.at,
            update.code,
            update.message,
            msgspec.json.encode(update.reasons).decode("utf-8"),
            update.until,
            update.id,
        ),
    )


def list_events(connection: sqlite3.Connection, submission_id: str) -> tuple[Update, ...]:
    """Everything that happened to a dossier, oldest first."""
    rows = connection.execute("SELECT * FROM event_told WHERE id = ? ORDER BY seq", (submission_id,))
    return tuple(_update(row) for row in rows)


def updates_since(connection: sqlite3.Connection, device_id: str, cursor: int) -> UpdatePage:
    """What happened to the dossiers of a device after event number ``cursor``.

    A number that was never given comes from another store (a gateway restored from its backup): all is told again.
    """
    if cursor > connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]:
        cursor = 0
    query = "SELECT * FROM event_told WHERE device_id = ? AND seq > ? ORDER BY seq LIMIT ?"
    found = connection.execute(query, (device_id, cursor, MAX_UPDATES + 1)).fetchall()
    page = found[:MAX_UPDATES]
    last = page[-1][0] if page else cursor
    return UpdatePage(
        updates=tuple(_update(row) for row in page), cursor=str(last) if last else "", more=len(found) > len(page)
    )


def acknowledged(connection: sqlite3.Connection, device_id: str) -> int:
    """The last event that a device said it keeps."""
    row = connection.execute("SELECT seen FROM device WHERE device_id = ?", (device_id,)).fetchone()
    return int(row[0]) if row else 0


def acknowledge(connection: sqlite3.Connection, device_id: str, cursor: int) -> None:
    connection.execute("UPDATE device SET seen = max(seen, ?) WHERE device_id = ?", (cursor, device_id))


def _update(row: tuple[Any, ...]) -> Update:
    _, _, submission_id, dossier_code, code, at, message, reasons, until = row
    return Update(
        id=submission_id,
        dossier_code=dossier_code,
        code=code,
        at=at,
        message=message,
        reasons=tuple(msgspec.json.decode(reasons)),
        until=until,
    )


def _mint(connection: sqlite3.Connection, unit: str, audience: Audience, moment: datetime) -> str:
    """The next dossier code of the day: unit, day, number within the day of at least four digits."""
    day = moment.astimezone(HANOI).strftime("%y%m%d")
    unit = _CODE_PREFIX[audience] + unit
    (last,) = connection.execute(
        "INSERT INTO day_sequence (unit, day, last) VALUES (?, ?, 1)"
        " ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last",
        (unit, day),
    ).fetchone()
    return f"{unit}-{day}-{last:04d}"


def _receipt(arrival: Arrival, dossier_code: str) -> Receipt:
    contents = arrival.contents
    return Receipt(
        id=contents.id,
        audience=contents.audience,
        device=contents.device,
        dossier_code=dossier_code,
        received_at=_text(arrival.received_at),
        procedure=contents.procedure,
        lookup_code=contents.lookup_code,
        envelope_sha256=arrival.envelope_sha256,
        manifest_sha256=contents.manifest.sha256,
        files=tuple(
            ReceivedFile(id=file.id, document=file.document, pages=file.pages, size=file.size, sha256=file.sha256)
            for file in contents.manifest.files
        ),
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(HANOI).isoformat(timespec="seconds")
