"""Lays a software card on vpcd, the virtual reader of pcscd (Debian's vsmartcard-vpcd), which calls for it by TCP.

Each message is two bytes of length and so many bytes: one byte alone is about power, all others are commands.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.devices.software_card.card import SoftwareCard

PORT: Final = 35963
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
ATR: Final = bytes.fromhex("3B888001000000000000000009")
"""A contactless card's, without anything of its own (PC/SC part 3, 3.1.3.2.3)."""


class VirtualSlot:
    """A card on the virtual reader from ``lay`` to ``pull``; answers on a thread of its own."""

    def __init__(self, port: int = PORT, host: str = "127.0.0.1", wait: Callable[[float], None] = time.sleep) -> None:
        self._address = host, port
        self._wait = wait
        self._line: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self.commands = 0
        """How many commands the card that lies there got."""

    def lay(self, card: SoftwareCard, seconds: float = 0.0, pull_after: int | None = None) -> None:
        """Lay a card on; it takes ``seconds`` for each answer, and is pulled instead of an answer after so many."""
        self.pull()
        card.reset()
        self.commands = 0
        line = socket.create_connection(self._address, timeout=10)
        line.settimeout(None)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._line = line
        self._thread = threading.Thread(target=self._serve, args=(line, card, seconds, pull_after), daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """Take the card away; harmless when there is none."""
        line, thread, self._line, self._thread = self._line, self._thread, None, None
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        if thread is not None:
            thread.join(5)

    def _serve(self, line: socket.socket, card: SoftwareCard, seconds: float, pull_after: int | None) -> None:
        with contextlib.suppress(OSError):
            while (message := _receive(line)) is not None:
                if len(message) == 1:
                    if message[0] in {_OFF, _ON, _RESET}:
                        card.reset()
                    elif message[0] == _ATR:
                        _send(line, ATR)
                    continue
                if pull_after is not None and self.commands >= pull_after:
                    line.shutdown(socket.SHUT_RDWR)
                    return
                self.commands += 1
                self._wait(seconds)
                _send(line, card.answer(message))


def _receive(line: socket.socket) -> bytes | None:
    head = _exactly(line, 2)
    return _exactly(line, struct.unpack("!H", head)[0]) if head else None


def _exactly(line: socket.socket, length: int) -> bytes | None:
    """So many bytes, or None at the end. Acknowledged at once: else the kernel holds each back for 40 ms."""
    data = b""
    while len(data) < length:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = line.recv(length - len(data))
        if not part:
            return None
        data += part
    return data


def _send(line: socket.socket, message: bytes) -> None:
    line.sendall(struct.pack("!H", len(message)) + message)
