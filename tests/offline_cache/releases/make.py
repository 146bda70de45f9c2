"""Makes the store of a release, with a full outbox, by that release's own code: see README.md here."""

from __future__ import annotations

import sqlite3
import sys
import uuid
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gateway.folder import Folder
from gateway.keyring import make_keys
from kiosk.clock import SystemClock
from kiosk.sync.key_trust import read_pinned
from kiosk.sync.keys import format_device_public, load_or_make_device_key
from kiosk.sync.sealing import Sealed, SealingKeys
from offline_cache.messages import Message
from offline_cache.outbox import Settlement
from offline_cache.space import Room
from offline_cache.store import Store, open_store
from tests.sync.dossiers import Desk, paper

QUEUED, WITH_PAPERS, IN_DOUBT, BOOKED, DRAFTS = 100, 6, 3, 5, 3


def main(out: Path, keys: Path) -> None:
    """Write the dump of the store to ``out``; ``keys`` is the folder of the gateway's and the device's keys."""
    work = out.with_suffix(".work")
    clock, folder = SystemClock(), Folder(keys / "gateway")
    if not folder.public_keys.exists():
        make_keys(folder, "demo")
    device = load_or_make_device_key(keys / "device.key", "demo")
    (keys / "device.pub.json").write_bytes(format_device_public(device.public))
    with open_store(work, clock, room=Room(work, floor=0, ballast=4096)) as store:
        desk = Desk(store, SealingKeys(read_pinned(folder.public_keys, "demo")[1].keys(), device), clock)
        fill(store, desk)
    dump(work, out)


def fill(store: Store, desk: Desk) -> None:
    ids = [seal(desk, number) for number in range(QUEUED)]
    now = desk.clock.now()
    for item_id in ids[:IN_DOUBT]:
        store.outbox.settle([Settlement(item_id, "in_doubt", "timeout", pending=True, next_at=now, attempts=2)])
    store.outbox.begin(ids[IN_DOUBT])  # its end was never written down
    lost, done = seal(desk, QUEUED), seal(desk, WITH_PAPERS - 1)
    store.outbox.settle([Settlement(lost, "needs_human", "conflict", pending=False, reason="conflict")])
    words = Message(str(uuid.uuid4()), done, now, "supplement", b'{"text": "Thieu chu ky"}')
    receipt, later = b'{"made": "up"}', now + timedelta(days=3650)
    received = Settlement(done, "received", "receipt", pending=False, receipt=receipt, received_at=now, purge_at=later)
    store.outbox.settle([replace(received, messages=(words,), dossier_code="H00.00.00-261124-0001")])
    for number in range(DRAFTS):
        desk.draft(f"D7F3{number:06}")
    store.notes.put("updates.cursor", "7")


def seal(desk: Desk, number: int) -> str:
    papers = (paper("birth_paper"), paper("marriage_paper", 2)) if number < WITH_PAPERS else ()
    request = desk.request(desk.draft(), *papers)
    if find_spec("offline_cache.bookings") and QUEUED - BOOKED <= number < QUEUED:
        from offline_cache.bookings import Wanted  # noqa: PLC0415 - the first releases knew no bookings

        wish: Any = Wanted("book", 1, "mot-cua", first=slot(number, "08:00"), second=slot(number, "08:30"))
        request = replace(request, booking=wish)
    sealed = desk.seal(request)
    assert isinstance(sealed, Sealed)
    return sealed.item.id


def slot(number: int, hour: str) -> str:
    return f"2026-12-{number % 28 + 1:02}T{hour}:00+07:00"


def dump(work: Path, out: Path) -> None:
    """Write the database as SQL, the files beside it in one more table."""
    with closing(sqlite3.connect(work / "store.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("CREATE TABLE file_beside (name TEXT, body BLOB)")
        for path in sorted(work.rglob("*")):
            if (path.is_file() and path.parent.name in {"pages", "sealed"}) or path.name == "local.key":
                values = str(path.relative_to(work)), path.read_bytes()
                connection.execute("INSERT INTO file_beside VALUES (?, ?)", values)
        connection.commit()
        out.write_text("\n".join((*connection.iterdump(), f"PRAGMA user_version = {version};", "")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
