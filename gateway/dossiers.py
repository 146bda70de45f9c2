"""Dossiers as the gateway keeps them: received once, under a code of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gateway.database import Connection
from kiosk.clock import HANOI
from kiosk.sync.contents import Contents
from kiosk.sync.keys import Audience
from kiosk.sync.protocol import encode
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


def find_held(connection: Connection, submission_id: str) -> Held | None:
    query = "SELECT receipt, envelope_sha256 FROM dossier WHERE id = ?"
    row = connection.execute(query, (submission_id,)).fetchone()
    return None if row is None else Held(row[0], row[1])


def receive(connection: Connection, arrival: Arrival, unit: str, sign: Callable[[Receipt], SignedReceipt]) -> Held:
    """Keep an arrival, mint its code and sign its receipt, in the caller's transaction. What is held already stays."""
    contents = arrival.contents
    held = find_held(connection, contents.id)
    if held is not None:
        return held
    code = _mint(connection, unit, contents.audience, arrival.received_at)
    receipt = encode(sign(_receipt(arrival, code)))
    files = contents.manifest.files
    (number,) = connection.execute(
        "INSERT INTO dossier (id, dossier_code, device_id, lookup_code, procedure, guide_version, received_at,"
        " envelope_sha256, files, pages, envelope, receipt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING number",
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
    ).fetchone()
    connection.execute(
        "INSERT INTO event (number, device_id, at, code) VALUES (?, ?, ?, 1)",
        (number, contents.device, _text(arrival.received_at)),
    )
    return Held(receipt, arrival.envelope_sha256, fresh=True)


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


def _mint(connection: Connection, unit: str, audience: Audience, moment: datetime) -> str:
    """The next dossier code of the day: unit, day, number within the day of at least four digits."""
    day = moment.astimezone(HANOI).strftime("%y%m%d")
    unit = _CODE_PREFIX[audience] + unit
    (last,) = connection.execute(
        "INSERT INTO day_sequence (unit, day, last) VALUES (?, ?, 1)"
        " ON CONFLICT (unit, day) DO UPDATE SET last = day_sequence.last + 1 RETURNING last",
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
