"""What happened to dossiers: their official states in order, and how far each device knows of it."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.database import Connection
from kiosk.sync.protocol import MAX_UPDATES, Update, UpdatePage


def set_status(connection: Connection, update: Update) -> None:
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


def list_events(connection: Connection, submission_id: str) -> tuple[Update, ...]:
    """Everything that happened to a dossier, oldest first."""
    rows = connection.execute("SELECT * FROM event_told WHERE id = ? ORDER BY seq", (submission_id,))
    return tuple(_update(row) for row in rows)


def latest_of(connection: Connection, device_id: str, lookup_code: str) -> Update | None:
    """The last thing that happened to the dossier that a device sealed under a lookup code; None: it has not come."""
    row = connection.execute(
        "SELECT id FROM dossier WHERE lookup_code IN (?, ?) AND device_id = ? ORDER BY number DESC LIMIT 1",
        (lookup_code, lookup_code.replace("-", ""), device_id),
    ).fetchone()
    events = list_events(connection, row[0]) if row else ()
    return events[-1] if events else None


def updates_since(connection: Connection, device_id: str, cursor: int) -> UpdatePage:
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


def acknowledged(connection: Connection, device_id: str) -> int:
    """The last event that a device said it keeps."""
    row = connection.execute("SELECT seen FROM device WHERE device_id = ?", (device_id,)).fetchone()
    return int(row[0]) if row else 0


def acknowledge(connection: Connection, device_id: str, cursor: int) -> None:
    connection.execute("UPDATE device SET seen = ? WHERE device_id = ? AND seen < ?", (cursor, device_id, cursor))


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
