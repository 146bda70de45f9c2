"""Lays down the stores that earlier releases wrote, and the gateway that their dossiers are sealed to."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).parent
QUEUED, DRAFTS, BOOKED = 100, 3, 5
WITH_FIRST_INDEX = "DROP INDEX message_of_item; CREATE INDEX message_of_item ON message (item_id, at);"
RELEASES = {
    "level-1-first": ("level-1.sql", WITH_FIRST_INDEX),
    "level-1": ("level-1.sql", ""),
    "level-2-first": ("level-2.sql", "DROP INDEX item_unanswered;"),
    "level-2": ("level-2.sql", ""),
}
"""Every schema that was ever on main: the dump it was written from, and by what the first one of a level differed."""


def lay_store(release: str, folder: Path) -> Path:
    """Make the store's folder as that release left it."""
    dump, difference = RELEASES[release]
    for made in (folder, folder / "pages", folder / "sealed"):
        made.mkdir(mode=0o700, parents=True)
    with closing(sqlite3.connect(folder / "store.db", isolation_level=None)) as connection:
        connection.executescript((FOLDER / dump).read_text("utf-8"))
        connection.executescript(difference)
        for name, body in connection.execute("SELECT name, body FROM file_beside").fetchall():
            _write(folder / name, body)
        connection.execute("DROP TABLE file_beside")
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")
    (folder / "store.db").chmod(0o600)
    return folder


def lay_keys(root: Path) -> None:
    """Lay down the keys of the gateway (``root/gateway``) and of the device (``root/device.key``)."""
    for name, text in json.loads((FOLDER / "keys.json").read_text("utf-8")).items():
        _write(root / name, text.encode())
    for name in ("files", "incoming", "devices.d"):
        (root / "gateway" / name).mkdir(mode=0o700, parents=True)


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(body)
    path.chmod(0o600)
