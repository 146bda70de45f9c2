"""Reads what waits in the outbox of a store that cannot be opened as one: of any release, also damaged in part.

Nothing is written to it. It stands on the columns that every release promises (`promised.py`), and takes row for row
what can be read, whichever pages of the file are not.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError
from offline_cache.files import checked_id
from offline_cache.promised import ITEM, PAYLOAD, REQUEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Row = tuple[object, ...]
_SCANS = (
    "INDEXED BY sqlite_autoindex_{}_1 ORDER BY id",
    "NOT INDEXED ORDER BY rowid",
    "NOT INDEXED ORDER BY rowid DESC",
)
"""Ways over a table: where one meets a page that cannot be read, another may come to what lies behind it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item whose receipt is still wanted, as it stands in the store; columns as `ITEM`, `PAYLOAD`, `REQUEST`."""

    id: str
    kind: str
    item: Row = field(repr=False)
    payloads: tuple[Row, ...] = field(repr=False)  # the envelope first, then the attachments in order
    request: Row | None = field(default=None, repr=False)

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(str(row[0]) for row in self.payloads[1:])


@dataclass
class Salvage:
    """What was found so far, over one store and those that it replaced."""

    seen: set[str] = field(default_factory=set)  # ids of items that were read, waiting or not
    lost: set[str] = field(default_factory=set)  # of items that are known to be there and cannot be read whole
    whole: bool = True  # every row of the outbox was come by

    def refuse(self, item_id: str) -> None:
        """It was read, and is not what it should be."""
        self.seen.discard(item_id)
        self.lost.add(item_id)

    @property
    def unreadable(self) -> int:
        return len(self.lost - self.seen)


def salvage(path: Path, found: Salvage) -> Iterator[Waiting]:
    """Read what waits; ``found`` is complete when the iterator is. What is no database at all yields nothing."""
    with _opened(path) as connection:
        if connection is None:
            found.whole = False
            return
        items = _row_ids(connection, "item", found)
        payloads = _payload_ids(connection, found)
        requests = _requests(connection)
        found.lost |= payloads.keys() - items.keys()
        for item_id, rowid in items.items():
            if item_id in found.seen:
                continue
            try:
                waiting = _read(connection, item_id, rowid, payloads.get(item_id, {}), requests.get(item_id))
            except (sqlite3.Error, StoreError, ValueError, TypeError, LookupError):
                found.lost.add(item_id)
                continue
            found.seen.add(item_id)
            if waiting is not None:
                yield waiting


def _read(
    connection: sqlite3.Connection, item_id: str, rowid: int, payloads: Mapping[int, int], request: Row | None
) -> Waiting | None:
    """Read one item; None when nothing of it waits. Raises when a byte of it is not what was written."""
    item = _one(connection, "item", ITEM, rowid)
    if item[ITEM.index("id")] != item_id:
        raise StoreError("an item is not where an index says")
    if item[ITEM.index("pending")] != 1:
        return None
    rows = tuple(_one(connection, "payload", PAYLOAD, payloads[place]) for place in sorted(payloads))
    _, _, place, size, sha256, body = rows[0]
    if place != 0 or not isinstance(body, bytes) or (size, sha256) != (len(body), hashlib.sha256(body).hexdigest()):
        raise StoreError("an envelope is not what was sealed")
    for row in rows[1:]:
        checked_id(str(row[0]))
    return Waiting(item_id, _kind(connection, rowid), item, rows, request)


def _kind(connection: sqlite3.Connection, rowid: int) -> str:
    """The first release had dossiers only."""
    if not any(row[1] == "kind" for row in connection.execute("PRAGMA table_info(item)")):
        return "dossier"
    (kind,) = _one(connection, "item", ("kind",), rowid)
    if kind not in {"dossier", "booking"}:
        raise StoreError("an item is of no kind that is known here")
    return str(kind)


def _row_ids(connection: sqlite3.Connection, table: str, found: Salvage) -> dict[str, int]:
    """Find where each row lies, by all ways over the table."""
    ids: dict[str, int] = {}
    ended = False
    for scan in _SCANS:
        try:
            query = f"SELECT id, rowid FROM {table} {scan.format(table)}"  # noqa: S608 - ours
            for item_id, rowid in connection.execute(query):
                with suppress(StoreError):
                    ids.setdefault(checked_id(str(item_id)), rowid)
            ended = True
        except sqlite3.Error:
            continue
    found.whole = found.whole and ended
    return ids


def _payload_ids(connection: sqlite3.Connection, found: Salvage) -> dict[str, dict[int, int]]:
    """Find where each payload lies: by its item, then by its place."""
    places: dict[str, dict[int, int]] = {}
    for id_, rowid in _row_ids(connection, "payload", found).items():
        with suppress(sqlite3.Error, StoreError, TypeError, ValueError):
            item_id, place = _one(connection, "payload", ("item_id", "place"), rowid)
            places.setdefault(checked_id(str(item_id)), {})[int(str(place))] = rowid
            continue
        found.whole = False
        places.setdefault(id_, {})  # the envelope of an item has its id: it is known to be there
    return places


def _requests(connection: sqlite3.Connection) -> dict[str, Row]:
    """What booking requests ask for, which orders those under one code; none in the first release."""
    requests: dict[str, Row] = {}
    with suppress(sqlite3.Error):
        for row in connection.execute(f"SELECT {', '.join(REQUEST)} FROM booking_request"):  # noqa: S608 - ours
            requests[str(row[0])] = row
    return requests


def _one(connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rowid: int) -> Row:
    query = f"SELECT {', '.join(columns)} FROM {table} WHERE rowid = ?"  # noqa: S608 - ours
    row: Row | None = connection.execute(query, (rowid,)).fetchone()
    if row is None:
        raise StoreError("a row that an index names is not there")
    return row


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Open for reading only; on a disk that cannot be written, of which SQLite needs a little, on a copy elsewhere."""
    try:
        connection = _connect(path)
    except sqlite3.Error:
        with tempfile.TemporaryDirectory(prefix="motcham-") as folder:
            with suppress(OSError, sqlite3.Error):
                copy = Path(folder) / path.name
                for ending in ("", "-wal", "-journal"):
                    with suppress(FileNotFoundError):
                        shutil.copyfile(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
                with closing(_connect(copy)) as there:
                    yield there
                    return
            yield None
            return
    with closing(connection):
        yield connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5.0)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
