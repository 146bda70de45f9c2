"""The runner's end of the private socket into the application."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.errors import KioskError

ANSWER_S = 60.0
POLL_S = 0.01


class AgentError(KioskError):
    """The application does not answer the robot, or answers that it cannot."""


class AgentLink:
    """One connection to a running application."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("rb")
        self._number = 0

    def ask(self, do: str, **what: object) -> dict[str, Any]:
        """Send one request and wait for its answer; raises AgentError."""
        self._number += 1
        line = json.dumps({"id": self._number, "do": do, **what}, ensure_ascii=False).encode() + b"\n"
        try:
            self._connection.sendall(line)
            answer = self._lines.readline()
        except OSError as error:
            raise AgentError(f"the application does not answer «{do}»: {error}") from error
        if not answer:
            raise AgentError(f"the application ended at «{do}»")
        found: dict[str, Any] = json.loads(answer)
        if not found.get("ok"):
            raise AgentError(f"«{do}»: {found.get('error', 'no reason given')}")
        return found

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._lines.close()
            self._connection.close()


def connect(path: Path, token: str, alive: Callable[[], bool], limit_s: float) -> AgentLink:
    """Wait for the application to open its socket; raises AgentError when it ends or ``limit_s`` passes."""
    deadline = time.monotonic() + limit_s
    while alive() and time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(ANSWER_S)
        try:
            connection.connect(str(path))
        except OSError:
            connection.close()
            time.sleep(POLL_S)
            continue
        link = AgentLink(connection)
        try:
            link.ask("hello", token=token)
        except AgentError:
            link.close()
            raise
        return link
    raise AgentError(
        "the application ended before it opened its window" if not alive() else "the application is too slow to open"
    )
