"""What residents were promised, held against what the gateway has in the end."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.database import connect
from gateway.dossiers import list_dossiers
from gateway.opening import open_dossier
from kiosk.errors import KioskError
from tests.faults.proof import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.database import Connection
    from gateway.folder import Folder
    from offline_cache.store import Store


@dataclass
class Ledger:
    """``drafts``: codes shown with what was typed kept; ``sealed``: id to code of each success screen."""

    drafts: set[str] = field(default_factory=set)
    sealed: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    receipts: dict[str, str] = field(default_factory=dict)
    stopped: int = 0

    def hear(self, told: Iterable[str]) -> None:
        """Take down what a kiosk's child told."""
        for word in told:
            kind, _, rest = word.partition(":")
            if kind == "draft":
                self.drafts.add(rest)
            elif kind == "sealed":
                item_id, _, code = rest.partition(":")
                self.sealed[item_id] = code
            elif kind == "stopped":
                self.stopped += 1

    def look(self, store: Store) -> None:
        """Look through a machine: what was promised on it is a draft or a whole dossier."""
        items = store.outbox.all()
        kept = {item.lookup_code for item in items}
        whole = {item.id for item in items if _is_whole(store, item.id)}
        self.missing |= {code for code in self.drafts if code not in kept and store.drafts.find(code) is None}
        self.missing |= {code for item_id, code in self.sealed.items() if item_id not in whole}
        self.receipts |= {item.id: item.dossier_code for item in items if item.dossier_code}

    def tally(self, rounds: int, folder: Folder, told: str = "") -> Tally:
        """After all has healed and everything was sent: each once, whole, under the code that the kiosk has."""
        with closing(connect(folder.database)) as connection:
            held = {dossier.id: dossier for dossier in list_dossiers(connection)}
            unread = {item_id for item_id in held if not _opens(folder, connection, item_id, held[item_id].lookup_code)}
            arrivals = connection.execute("SELECT number FROM event WHERE code = 1").fetchall()
        lost = {code for item_id, code in self.sealed.items() if item_id not in held or item_id in unread}
        codes = Counter(dossier.lookup_code for dossier in held.values())
        doubled = sum(many - 1 for many in (*codes.values(), *Counter(arrivals).values()))
        doubled += sum(
            item_id not in held or held[item_id].dossier_code != code for item_id, code in self.receipts.items()
        )
        return Tally(rounds, len(self.sealed), len(lost | self.missing), doubled, told)


def _is_whole(store: Store, item_id: str) -> bool:
    payload = store.outbox.payload(item_id)
    if payload is None:
        return store.outbox.receipt(item_id) is not None
    return all(file.path.is_file() and file.path.stat().st_size == file.size for file in payload.files)


def _opens(folder: Folder, connection: Connection, item_id: str, code: str) -> bool:
    """The officer reads this dossier, and every paper in its manifest lies there byte for byte."""
    try:
        opened = open_dossier(folder, connection, item_id, None)
    except KioskError:
        return False
    files = opened["manifest"]["files"]
    return code in str(opened["submission"]) and all(
        hashlib.sha256((folder.files / file["id"]).read_bytes()).hexdigest() == file["sealed_sha256"] for file in files
    )
