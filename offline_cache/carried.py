"""Dossiers that this machine carries for other kiosks: sealed bytes under their ids, and the answers to bring back.

    carried/waiting/<id>/{facts, envelope, <file id>…, refused}      on their way to the gateway
    carried/answered/<id>                                            what the gateway said, for the way back

No row names them: a dossier is here when its folder has its name, which it gets when all of it is on the disk. So any
process may take one in beside the kiosk that runs; only who sends takes one out.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from offline_cache.errors import StoreError
from offline_cache.files import HALF, checked_id, make_private, sync_folder, write_durably

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FACTS = "facts"
_ENVELOPE = "envelope"
_REFUSED = "refused"


class Intake:
    """One dossier on its way in; it is here when `keep` returned."""

    def __init__(self, half: Path) -> None:
        self._half = half

    def write_envelope(self, data: bytes) -> None:
        write_durably(self._half / _ENVELOPE, data)

    def write_file(self, file_id: str, data: bytes) -> None:
        write_durably(self._half / checked_id(file_id), data)

    def keep(self, facts: bytes) -> None:
        write_durably(self._half / _FACTS, facts)
        whole = self._half.with_suffix("")
        try:
            self._half.rename(whole)
            sync_folder(whole.parent)
        except OSError as error:
            raise StoreError(f"a carried dossier cannot be kept: {error.strerror}") from error


class Carried:
    """The folder of what is carried; made when it is first written to."""

    def __init__(self, store_folder: Path) -> None:
        self._root = store_folder / "carried"
        self._waiting = self._root / "waiting"
        self._answered = self._root / "answered"

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Hold this while taking in: another process waits. What an earlier one left half is removed."""
        for folder in (self._root, self._waiting, self._answered):
            make_private(folder)
        descriptor = os.open(self._root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for half in self._waiting.glob(f"*{HALF}"):
                shutil.rmtree(half, ignore_errors=True)
            yield
        finally:
            os.close(descriptor)

    def begin(self, item_id: str) -> Intake:
        """Begin to take a dossier in, within `taking`."""
        half = self._waiting / f"{checked_id(item_id)}{HALF}"
        try:
            half.mkdir(mode=0o700)
        except OSError as error:
            raise StoreError(f"a carried dossier cannot be begun: {error.strerror}") from error
        return Intake(half)

    def waiting(self) -> tuple[str, ...]:
        """What is not at the gateway yet, the first sealed first; refused ones too."""
        if not self._waiting.is_dir():
            return ()
        names = sorted(path.name for path in self._waiting.iterdir() if path.suffix != HALF)
        return tuple(name for name in names if not self.is_answered(name))

    def answered(self, limit: int | None = None) -> tuple[str, ...]:
        """What the gateway answered, the last sealed first; ``limit`` None is all of it."""
        if not self._answered.is_dir():
            return ()
        names = (path.name for path in self._answered.iterdir() if path.suffix != HALF)
        return tuple(sorted(names, reverse=True)[:limit])

    def is_waiting(self, item_id: str) -> bool:
        return (self._waiting / checked_id(item_id)).is_dir()

    def is_answered(self, item_id: str) -> bool:
        return (self._answered / checked_id(item_id)).is_file()

    def facts(self, item_id: str) -> bytes:
        """Raises OSError, as do the next two."""
        return (self._waiting / checked_id(item_id) / _FACTS).read_bytes()

    def envelope(self, item_id: str) -> bytes:
        return (self._waiting / checked_id(item_id) / _ENVELOPE).read_bytes()

    def answer(self, item_id: str) -> bytes:
        return (self._answered / checked_id(item_id)).read_bytes()

    def file(self, item_id: str, file_id: str) -> Path:
        return self._waiting / checked_id(item_id) / checked_id(file_id)

    def refusal(self, item_id: str) -> str:
        """Why the gateway does not take it, in a word; "" while it may."""
        path = self._waiting / checked_id(item_id) / _REFUSED
        return path.read_text("ascii") if path.is_file() else ""

    def refuse(self, item_id: str, reason: str) -> None:
        """Note durably that it is not sent again until it is brought anew."""
        write_durably(self._waiting / checked_id(item_id) / _REFUSED, reason.encode("ascii"))

    def retry(self, item_id: str) -> None:
        """Forget a refusal."""
        (self._waiting / checked_id(item_id) / _REFUSED).unlink(missing_ok=True)

    def settle(self, item_id: str, answer: bytes) -> None:
        """Keep the answer durably, then let the dossier itself go: its receipt says that the gateway holds it."""
        write_durably(self._answered / checked_id(item_id), answer)
        shutil.rmtree(self._waiting / item_id, ignore_errors=True)

    def tidy(self) -> None:
        """Let go what an end in the middle of `settle` left."""
        if self._waiting.is_dir():
            for path in self._waiting.iterdir():
                if path.suffix != HALF and self.is_answered(path.name):
                    shutil.rmtree(path, ignore_errors=True)
