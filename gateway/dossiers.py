"""Dossiers as the gateway keeps them, found and listed."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.database import Connection


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


def find_held(connection: Connection, submission_id: str) -> Held | None:
    query = "SELECT receipt, envelope_sha256 FROM dossier WHERE id = ?"
    row = connection.execute(query, (submission_id,)).fetchone()
    return None if row is None else Held(row[0], row[1])


def list_dossiers(connection: Connection) -> tuple[Dossier, ...]:
    """All, in the order of arrival."""
    return tuple(Dossier(*row[1:]) for row in connection.execute("SELECT * FROM dossier_now ORDER BY number"))


def find_dossier(connection: Connection, name: str) -> Dossier | None:
    """By its id, dossier code or lookup code; the last one, should a lookup code have come twice."""
    query = "SELECT * FROM dossier_now WHERE ? IN (id, dossier_code, lookup_code) ORDER BY number DESC LIMIT 1"
    row = connection.execute(query, (name,)).fetchone()
    return None if row is None else Dossier(*row[1:])


def read_envelope(connection: Connection, submission_id: str) -> bytes:
    query = "SELECT envelope FROM dossier WHERE id = ?"
    envelope: bytes = connection.execute(query, (submission_id,)).fetchone()[0]
    return envelope
