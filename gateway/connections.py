"""A connection that gives its requests' heads only so much time, and tells even what is no request a problem.

uvicorn alone would wait for ever, and answer in plain text.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

from gateway.web.refusals import Refusal, answer_bytes, busy

if TYPE_CHECKING:
    from asyncio import Transport


class PatientConnection(H11Protocol):
    """Closes when a request's head is not there ``head_seconds`` after its first byte, or after connecting."""

    head_seconds = 20.0
    most_connections = 500
    marks: Callable[[], list[tuple[bytes, bytes]]] = list
    _waiting: asyncio.TimerHandle | None = None

    @classmethod
    def waiting(cls, head_seconds: float, marks: Callable[[], list[tuple[bytes, bytes]]]) -> type[PatientConnection]:
        """The class for a number of seconds and the headers of every answer, as uvicorn wants a class."""
        return type(cls.__name__, (cls,), {"head_seconds": head_seconds, "marks": staticmethod(marks)})

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as uvicorn itself declares it
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > self.most_connections:
            transport.write(answer_bytes(busy(), type(self).marks()))
            transport.close()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the parser's words are not passed on
        """Answer what h11 could not read; it has given up on this connection."""
        refusal = Refusal("malformed", 400, "not a request that can be read")
        self.transport.write(answer_bytes(refusal, type(self).marks()))
        self.transport.close()

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
