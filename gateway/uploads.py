"""What was announced of each upload, kept so that announcing it again changes nothing."""

from __future__ import annotations

from gateway.database import Connection
from gateway.shelf import Announced


def find_upload(connection: Connection, file_id: str) -> Announced | None:
    row = connection.execute("SELECT size, sha256 FROM upload WHERE file_id = ?", (file_id,)).fetchone()
    return None if row is None else Announced(file_id, row[0], row[1])


def announce(connection: Connection, announced: Announced, device_id: str, moment: str) -> Announced:
    """Note an upload; one that was noted before stays as it was, and is returned."""
    connection.execute(
        "INSERT INTO upload (file_id, size, sha256, device_id, created_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (announced.file_id, announced.size, announced.sha256, device_id, moment),
    )
    return find_upload(connection, announced.file_id) or announced


def forget(connection: Connection, file_id: str) -> None:
    """Forget an announcement; announcing it again begins anew."""
    connection.execute("DELETE FROM upload WHERE file_id = ?", (file_id,))
