"""An HTTP session whose every exchange ends by a deadline, whatever the other side does.

The time-outs of requests are per read and per write; a server that sends a byte now and then holds a thread for ever.
Here a timer cuts the connection when the time of the whole exchange is up.
"""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import SystemTimeWarning

SENT_AT_ONCE = 8 * 1024
"""Bytes of a body in one write: each must go out within ``stall``, on the slowest line too."""

urllib3.disable_warnings(SystemTimeWarning)
"""A clock that is years off is told by the doctor, and certificates are judged by a proven time (see tls.py)."""


class Cord:
    """Holds on to the connection in use, so that a timer can cut it, be it in a handshake, a write or a read."""

    def __init__(self, stall: float) -> None:
        self.stall = stall
        self.cut = False
        self.sent = 0  # bytes handed to connections
        self.connection: HTTPConnection | None = None
        self._lock = threading.Lock()
        self._held: socket.socket | None = None

    def hold(self, opened: socket.socket) -> None:
        """Keep a second descriptor of a connection; it stays good when TLS takes the first one over."""
        second = socket.socket(fileno=os.dup(opened.fileno()))
        with self._lock:
            if self._held is not None:
                self._held.close()
            self._held = second
            if self.cut:
                self._shut()

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let the body run for at most ``seconds``; ``cut`` tells afterwards whether time was up."""
        self.cut = False
        if self.connection is not None and self.connection.sock is not None:
            self.hold(self.connection.sock)
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._let_go()

    def pull(self) -> None:
        """End the exchange that is under way; from any thread."""
        self._expire()

    def _expire(self) -> None:
        with self._lock:
            self.cut = True
            self._shut()

    def _shut(self) -> None:
        if self._held is not None:
            with contextlib.suppress(OSError):
                self._held.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        """Between exchanges nothing is held: else the other side would not see the connection closed."""
        with self._lock:
            if self._held is not None:
                self._held.close()
            self._held = None


def open_session(cord: Cord, secure: Secure | None = None) -> requests.Session:
    """A session for one thread: no proxies or certificates from the environment, no retries of its own.

    Without ``secure`` no certificate is believed.
    """
    session = requests.Session()
    session.trust_env = False
    session.headers.clear()
    adapter = _CordAdapter(cord, secure or _NOBODY)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


@dataclass(frozen=True)
class Secure:
    """Whose certificates a session believes.

    ``context`` is asked for before each handshake; ``check`` gets the other side's certificate after it, as
    `ssl.SSLSocket.getpeercert` gives it, and raises ssl.SSLError where it does not do.
    """

    context: Callable[[], ssl.SSLContext]
    check: Callable[[dict[str, Any]], None]


_NOBODY = Secure(lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), lambda _certificate: None)


class _CordAdapter(HTTPAdapter):
    def __init__(self, cord: Cord, secure: Secure) -> None:
        self._cord = cord
        self._secure = secure
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = _pools(self._cord, self._secure)

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Leave all to the context: requests would add the public authorities to those that are pinned."""


def _pools(cord: Cord, secure: Secure) -> dict[str, type[HTTPConnectionPool]]:
    class Corded(HTTPConnection):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs | {"blocksize": SENT_AT_ONCE})

        def send(self, data: Any) -> None:
            super().send(data)
            cord.sent += len(data)

        def _new_conn(self) -> socket.socket:
            fresh = super()._new_conn()
            cord.hold(fresh)
            return fresh

        def connect(self) -> None:
            cord.connection = self
            super().connect()
            self.sock.settimeout(cord.stall)  # else the connect time-out would rule every write

    class SecureCorded(Corded, HTTPSConnection):
        def connect(self) -> None:
            self.ssl_context = secure.context()
            self.cert_reqs = ssl.CERT_REQUIRED
            super().connect()
            if isinstance(self.sock, ssl.SSLSocket):
                secure.check(self.sock.getpeercert() or {})

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Corded

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureCorded

    return {"http": PlainPool, "https": SecurePool}
