"""A proxy that knows requests from answers, and loses, doubles, delays and reorders them, or answers in their place."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

Trouble: TypeAlias = Literal["", "answer lost", "request lost", "doubled", "delayed", "late"]
LONGER_THAN_PATIENCE_S = 2.4
"""`tests.faults.life` waits two seconds for an answer."""

_HOPS = {"connection", "keep-alive", "transfer-encoding"}


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class Unruly:
    """``choose`` names the trouble of each request; ``answer_for`` may answer instead of the gateway, as a portal does.

    late: the kiosk's connection is reset, and the request reaches the gateway after the two that follow it.
    """

    gateway: str
    choose: Callable[[], Trouble] = lambda: ""
    answer_for: Callable[[Request], Reply | None] = lambda _: None
    done: Counter[str] = field(default_factory=Counter)
    url: str = ""
    _kept: list[tuple[int, Request]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, request: Request) -> Reply | None:
        """None resets the kiosk's connection."""
        instead = self.answer_for(request)
        if instead is not None:
            return instead
        with self._lock:
            trouble = self.choose()
            self.done[trouble] += bool(trouble)
        reply: Reply | None = None
        match trouble:
            case "request lost":
                pass
            case "answer lost":
                self._send(request)
            case "late":
                with self._lock:
                    self._kept.append((3, request))
            case "doubled":
                first, second = self._send(request), self._send(request)
                reply = first or second
            case "delayed":
                reply = self._send(request)
                time.sleep(LONGER_THAN_PATIENCE_S)
            case _:
                reply = self._send(request)
        self._let_go()
        return reply

    def _let_go(self) -> None:
        """Bring the requests that were kept back and whose turn it is."""
        with self._lock:
            waited = [(left - 1, request) for left, request in self._kept]
            self._kept = [(left, request) for left, request in waited if left > 0]
        for left, request in waited:
            if left <= 0:
                self._send(request)

    def _send(self, request: Request) -> Reply | None:
        parts = urlsplit(self.gateway)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                if name.lower() not in _HOPS:
                    connection.putheader(name, value)
            connection.endheaders(request.body or None)
            response = connection.getresponse()
            return Reply(response.status, tuple(response.getheaders()), response.read())
        return None


@contextmanager
def unruly(proxy: Unruly) -> Iterator[Unruly]:
    """Let it listen until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def carry(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            reply = proxy.carry(Request(self.command, self.path, tuple(self.headers.items()), body))
            if reply is None:
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers:
                if name.lower() not in {*_HOPS, "content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_HEAD = do_PUT = do_POST = do_PATCH = carry  # noqa: N815 - the names http.server looks for

        def log_message(self, *_: Any) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError):  # the kiosk did not wait
                super().handle()

        def finish(self) -> None:
            with suppress(OSError):
                super().finish()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
