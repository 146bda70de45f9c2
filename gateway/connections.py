"""A connection that gives its requests' heads only so much time; uvicorn alone would wait for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from asyncio import Transport


class PatientConnection(H11Protocol):
    """Closes when a request's head is not there ``head_seconds`` after its first byte, or after connecting."""

    head_seconds = 20.0
    _waiting: asyncio.TimerHandle | None = None

    @classmethod
    def waiting(cls, head_seconds: float) -> type[PatientConnection]:
        """The class for another number of seconds, as uvicorn wants a class."""
        return type(cls.__name__, (cls,), {"head_seconds": head_seconds})

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn itself declares it
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.head_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
