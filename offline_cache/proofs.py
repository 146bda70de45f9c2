"""Proof that somebody may see names: a keyed hash of the last four digits of a number, five tries, then a minute."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from offline_cache.cipher import keyed_hash
from offline_cache.moments import Clock, to_ms

if TYPE_CHECKING:
    from offline_cache.database import Database

TRIES = 5
WAIT = timedelta(minutes=1)
_WAIT_MS = WAIT // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Proved:
    """The digits are the ones of this code."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """They are not; ``left`` more tries before a wait."""

    left: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many tries: ``seconds`` until the next is looked at."""

    seconds: int


@dataclass(frozen=True, slots=True)
class NoProof:
    """Nothing was kept to prove against, or the code is unknown."""


Proving = Proved | Wrong | Wait | NoProof


class Proofs:
    """Makes and checks proofs, for the store-writer thread (the counter is durable: a restart gives no new tries)."""

    def __init__(self, database: Database, key: bytes, clock: Clock) -> None:
        self._db = database
        self._key = key
        self._clock = clock

    def make(self, lookup_code: str, digits: str) -> bytes:
        """Make the proof to keep with a draft or an item; ``digits`` are the last four of the card's number."""
        return keyed_hash(self._key, "digits", lookup_code, digits)

    def likeness(self, *facts: str) -> bytes:
        """Make a keyed hash of who a dossier is about and what for, to notice the same dossier filed twice."""
        return keyed_hash(self._key, "likeness", *facts)

    def check(self, lookup_code: str, digits: str) -> Proving:
        kept = self._db.row(
            "SELECT proof FROM draft WHERE lookup_code = ?1 UNION ALL SELECT proof FROM item WHERE lookup_code = ?1",
            lookup_code,
        )
        if kept is None or kept["proof"] is None:
            return NoProof()
        tries, waited_ms = self._tries(lookup_code)
        if tries >= TRIES:
            if waited_ms < _WAIT_MS:
                return Wait(seconds=-(-(_WAIT_MS - waited_ms) // 1000))
            tries = 0
        if hmac.compare_digest(kept["proof"], self.make(lookup_code, digits)):
            self._keep_tries(lookup_code, 0)
            return Proved()
        self._keep_tries(lookup_code, tries + 1)
        return Wrong(left=TRIES - tries - 1)

    def _tries(self, lookup_code: str) -> tuple[int, int]:
        """Tell how many wrong tries there were, and how many milliseconds ago the last one was."""
        row = self._db.row("SELECT tries, last_at FROM proof_try WHERE lookup_code = ?", lookup_code)
        if row is None:
            return 0, 0
        waited = to_ms(self._clock.now()) - row["last_at"]
        if waited < 0:  # The clock was stepped back: the minute starts now, and does not last for days.
            self._keep_tries(lookup_code, row["tries"])
            waited = 0
        return row["tries"], waited

    def _keep_tries(self, lookup_code: str, tries: int) -> None:
        with self._db.transaction():
            if tries == 0:
                self._db.write("DELETE FROM proof_try WHERE lookup_code = ?", lookup_code)
            else:
                now = to_ms(self._clock.now())
                self._db.write("INSERT OR REPLACE INTO proof_try VALUES (?, ?, ?)", lookup_code, tries, now)
