"""The network between kiosk and gateway: a real TCP proxy on loopback whose line a journey cuts, slows or captures."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field

from kiosk.robot.steps import NetworkMode

CHUNK = 16 * 1024
SLOW_BYTES_A_SECOND = 64 * 1024
SLOW_LATENCY_S = 0.3
CONNECT_S = 5.0

CAPTIVE_PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: 45\r\n\r\n"
    b"<html><body>Wi-Fi: sign in first</body></html>"[:45]
)


@dataclass
class Line:
    """Listens on a port of its own and carries bytes to ``gateway_port``.

    on: carries · slow: carries at 64 KB/s with 0.3 s of latency · off: a black hole, nothing is accepted and open
    connections hang · captive: any request gets a sign-in page · refuse: connections are refused and reset.
    """

    gateway_port: int
    mode: NetworkMode = "on"
    port: int = 0
    _open: set[socket.socket] = field(default_factory=set)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _listener: socket.socket | None = None
    _closed: bool = False

    def __post_init__(self) -> None:
        if self.mode == "refuse":
            self._reserve()
        else:
            self._listen()

    def switch(self, mode: NetworkMode) -> None:
        """Change the line; open connections feel it at once."""
        with self._changed:
            before, self.mode = self.mode, mode
            self._changed.notify_all()
        if mode == "refuse" and before != "refuse":
            self._stop_listening()
        elif mode != "refuse" and before == "refuse":
            self._listen()
        if mode in {"refuse", "captive"}:
            self._reset_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._stop_listening()
        self._reset_all()

    def _reserve(self) -> None:
        """Take a port number without listening on it."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _reset_all(self) -> None:
        with self._changed:
            doomed, self._open = self._open, set()
        for end in doomed:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while self._carrying():
            try:
                kiosk, _ = listener.accept()
            except OSError:
                return
            # The mode may have changed while accept() waited: off accepts nothing more, not even this one.
            if self._carrying():
                threading.Thread(target=self._serve, args=(kiosk,), daemon=True).start()
            else:
                kiosk.close()

    def _serve(self, kiosk: socket.socket) -> None:
        if self.mode == "captive":
            _sign_in_page(kiosk)
            return
        try:
            gateway = socket.create_connection(("127.0.0.1", self.gateway_port), CONNECT_S)
        except OSError:
            kiosk.close()
            return
        gateway.settimeout(None)
        with self._changed:
            self._open |= {kiosk, gateway}
        back = threading.Thread(target=self._pump, args=(gateway, kiosk), daemon=True)
        back.start()
        self._pump(kiosk, gateway)
        back.join()
        with self._changed:
            self._open -= {kiosk, gateway}
        kiosk.close()
        gateway.close()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if not self._carrying():
                    break
                if self.mode == "slow":
                    time.sleep(SLOW_LATENCY_S + len(data) / SLOW_BYTES_A_SECOND)
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def _carrying(self) -> bool:
        """Wait while the line is off; False when it is closed for good."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self.mode != "off")
            return not self._closed


def _sign_in_page(kiosk: socket.socket) -> None:
    with kiosk, contextlib.suppress(OSError):
        kiosk.settimeout(CONNECT_S)
        kiosk.recv(CHUNK)
        kiosk.sendall(CAPTIVE_PAGE)
        kiosk.shutdown(socket.SHUT_WR)
        while kiosk.recv(CHUNK):
            pass
