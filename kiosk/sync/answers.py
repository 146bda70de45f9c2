"""What one exchange with the gateway comes to: its own answer, or none; and how long to wait for it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kiosk.errors import ProtocolError
from kiosk.sync.outcomes import LineCause
from kiosk.sync.protocol import HEADER_PROBLEM, PROBLEM_PREFIX, Problem, decode


@dataclass(frozen=True)
class Patience:
    """Seconds to wait: to connect, for each few kilobytes to go out, for the answer to begin or go on, and overall.

    ``answer`` and ``overall`` are for an exchange without a body; each byte adds ``1 / slowest`` to both, since what
    went out may still lie in the buffers of a modem when the wait for the answer begins. ``slowest`` is a quarter of a
    line of 32 kbit/s, which three files and a dossier may share. No time bounds a whole file: only its pieces.
    """

    connect: float = 10.0
    stall: float = 15.0
    answer: float = 30.0
    overall: float = 45.0
    slowest: int = 1024

    def for_size(self, size: int) -> float:
        return self.overall + size / self.slowest

    def answer_after(self, size: int) -> float:
        return self.answer + size / self.slowest


@dataclass(frozen=True)
class Answer:
    """The gateway's own answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def problem(self) -> Problem:
        with contextlib.suppress(ProtocolError):
            return decode(self.body, Problem)
        kind = self.headers.get(HEADER_PROBLEM.lower(), "unnamed")[:60]
        return Problem(type=PROBLEM_PREFIX + kind, title="no reason given", status=self.status)


@dataclass(frozen=True)
class NoAnswer:
    """No usable answer. ``sent`` when the whole request may have arrived, so the gateway may have acted on it."""

    cause: LineCause
    sent: bool = False
    retry_after: float | None = None


class Line(Protocol):
    """Carries requests to the gateway; kiosk/sync/exchange.py is the real one."""

    def exchange(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer | NoAnswer: ...
