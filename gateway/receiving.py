"""Taking dossiers in: each once, under a code of its own, many in one transaction."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.database import Connection, insert_all
from gateway.dossiers import Held
from gateway.keyring import GatewayKeyring
from kiosk.clock import HANOI
from kiosk.sync.contents import Contents
from kiosk.sync.keys import Audience
from kiosk.sync.protocol import encode
from kiosk.sync.receipt import Receipt, ReceivedFile

RECEIVED = 1
"""The first of the ten official codes."""
_COLUMNS = (
    "id",
    "dossier_code",
    "device_id",
    "lookup_code",
    "procedure",
    "guide_version",
    "received_at",
    "envelope_sha256",
    "files",
    "pages",
    "envelope",
    "receipt",
)
_CODE_PREFIX: dict[Audience, str] = {"demo": "DEMO-", "practice": "PRACTICE-", "production": ""}


@dataclass(frozen=True)
class Arrival:
    """A submission that was opened and found whole."""

    contents: Contents
    envelope: bytes
    envelope_sha256: str
    received_at: datetime


@dataclass(frozen=True)
class Receiving:
    """Keeps arrivals, mints their codes and signs their receipts, in the caller's transaction.

    What is held already stays, and so does the first of two that came with one id.
    """

    unit: str
    keyring: Callable[[], GatewayKeyring]  # asked once a batch

    def __call__(self, connection: Connection, arrivals: Sequence[Arrival]) -> list[Held]:
        held = _find_all(connection, [arrival.contents.id for arrival in arrivals])
        fresh: dict[str, Arrival] = {}
        for arrival in arrivals:
            if arrival.contents.id not in held:
                fresh.setdefault(arrival.contents.id, arrival)
        kept = self._keep(connection, tuple(fresh.values())) if fresh else {}
        return [
            held.get(arrival.contents.id)
            or replace(kept[arrival.contents.id], fresh=fresh[arrival.contents.id] is arrival)
            for arrival in arrivals
        ]

    def _keep(self, connection: Connection, arrivals: Sequence[Arrival]) -> dict[str, Held]:
        keyring = self.keyring()
        rows: list[tuple[object, ...]] = []
        kept: dict[str, Held] = {}
        for arrival, code in zip(arrivals, _mint_all(connection, self.unit, arrivals), strict=True):
            receipt = encode(keyring.sign(_receipt(arrival, code)))
            rows.append(_row(arrival, code, receipt))
            kept[arrival.contents.id] = Held(receipt, arrival.envelope_sha256)
        numbers = dict(
            insert_all(connection, f"dossier ({', '.join(_COLUMNS)})", rows, "RETURNING id, number").fetchall()
        )
        events = [
            (numbers[arrival.contents.id], arrival.contents.device, _text(arrival.received_at), RECEIVED)
            for arrival in arrivals
        ]
        insert_all(connection, "event (number, device_id, at, code)", events)
        return kept


def _find_all(connection: Connection, ids: Sequence[str]) -> dict[str, Held]:
    asked = ", ".join("?" * len(ids))
    query = f"SELECT id, receipt, envelope_sha256 FROM dossier WHERE id IN ({asked})"  # noqa: S608 - question marks alone
    return {row[0]: Held(row[1], row[2]) for row in connection.execute(query, ids)}


def _mint_all(connection: Connection, unit: str, arrivals: Sequence[Arrival]) -> list[str]:
    """The next dossier code of the day for each: unit, day, number within the day of at least four digits."""
    prefixes = [
        (_CODE_PREFIX[arrival.contents.audience] + unit, arrival.received_at.astimezone(HANOI).strftime("%y%m%d"))
        for arrival in arrivals
    ]
    following = {}
    for (of_unit, day), count in Counter(prefixes).items():
        (last,) = connection.execute(
            "INSERT INTO day_sequence (unit, day, last) VALUES (?, ?, ?)"
            " ON CONFLICT (unit, day) DO UPDATE SET last = day_sequence.last + excluded.last RETURNING last",
            (of_unit, day, count),
        ).fetchone()
        following[of_unit, day] = itertools.count(last - count + 1)
    return [f"{of_unit}-{day}-{next(following[of_unit, day]):04d}" for of_unit, day in prefixes]


def _row(arrival: Arrival, code: str, receipt: bytes) -> tuple[object, ...]:
    """In the order of _COLUMNS."""
    contents = arrival.contents
    files = contents.manifest.files
    return (
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
    )


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
