"""One request a file at a time: a newer one ends an older, whose connection must be dead, though no one told us yet."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Turn:
    """A request's right to a file until a newer request asks for it."""

    def __init__(self) -> None:
        self.overtaken = False
        self.done = asyncio.Event()
        self._reading: asyncio.Timeout | None = None

    def overtake(self) -> None:
        self.overtaken = True
        if self._reading is not None:
            self._reading.reschedule(asyncio.get_running_loop().time())

    @contextlib.asynccontextmanager
    async def reading(self, latest: float) -> AsyncIterator[None]:
        """Raises TimeoutError when ``latest`` has come, or a newer request."""
        async with asyncio.timeout_at(0.0 if self.overtaken else latest) as reading:
            self._reading = reading
            try:
                yield
            finally:
                self._reading = None


class Turns:
    """Belongs to one event loop. Among processes, the lock on the file decides (see shelf.py)."""

    def __init__(self) -> None:
        self._now: dict[str, Turn] = {}

    @contextlib.asynccontextmanager
    async def take(self, file_id: str) -> AsyncIterator[Turn]:
        while (older := self._now.get(file_id)) is not None:
            older.overtake()
            await older.done.wait()
        turn = self._now[file_id] = Turn()
        try:
            yield turn
        finally:
            del self._now[file_id]
            turn.done.set()
