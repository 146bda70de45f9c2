"""Serves the gateway until it is told to stop, or until the program that started it is gone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from gateway.connections import PatientConnection
from gateway.journal import log
from gateway.web.app import Marked
from kiosk.errors import ConfigError
from kiosk.sync.key_files import write_key_file

GRACE_SECONDS = 10
KEEP_ALIVE_SECONDS = 75
MOST_HEAD_BYTES = 16 * 1024


@dataclass(frozen=True)
class Serving:
    """``ready_file`` gets the port when requests are answered; ``parent`` is the process to end with.

    ``proxies`` are the addresses of TLS proxies, whose ``X-Forwarded-For`` is believed. Without ``tls`` it speaks
    plain HTTP.
    """

    host: str
    port: int
    ready_file: Path | None = None
    parent: int | None = None
    head_seconds: float = 20.0
    proxies: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None


@contextlib.contextmanager
def listening(serving: Serving) -> Iterator[socket.socket]:
    """A socket bound to the port, to a free one for 0. Raises ConfigError."""
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    # the protocol by name: asyncio turns Nagle off only where it sees it, else each answer costs 40 ms
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind((serving.host, serving.port))
            opened.listen(128)
        except OSError as error:
            raise ConfigError(f"cannot listen on {serving.host} port {serving.port}: {error.strerror}") from error
        yield opened


class GatewayServer(uvicorn.Server):
    """Answers until SIGTERM, SIGINT, ``stop`` or the parent's end; requests in progress are finished."""

    def __init__(self, app: Marked, opened: socket.socket, serving: Serving) -> None:
        super().__init__(_config(app, serving))
        self._opened = opened
        self._serving = serving

    def answer(self) -> None:
        asyncio.run(self._answer())

    def stop(self) -> None:
        self.should_exit = True

    async def _answer(self) -> None:
        async with _ended_with(self._serving.parent, self.stop):
            await self.serve(sockets=[self._opened])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell in the ready file when requests are answered; the file goes when they no longer are."""
        await super().startup(sockets)
        port = self._opened.getsockname()[1]
        log("ready", port=port)
        if self._serving.ready_file is not None:
            write_key_file(self._serving.ready_file, f"{port}\n".encode(), mode=0o644)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._serving.ready_file is not None:
            self._serving.ready_file.unlink(missing_ok=True)
        await super().shutdown(sockets)
        log("stopped")


def _config(app: Marked, serving: Serving) -> uvicorn.Config:
    tls = serving.tls
    return uvicorn.Config(
        app,
        http=PatientConnection.waiting(serving.head_seconds, app.marks),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=bool(serving.proxies),
        forwarded_allow_ips=list(serving.proxies),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=MOST_HEAD_BYTES,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
    )


@contextlib.asynccontextmanager
async def _ended_with(parent: int | None, stop: Callable[[], None]) -> AsyncIterator[None]:
    if parent is None:
        yield
        return

    def end() -> None:
        loop.remove_reader(descriptor)
        log("parent gone")
        stop()

    loop = asyncio.get_running_loop()
    try:
        descriptor = os.pidfd_open(parent)
    except ProcessLookupError:
        stop()
        yield
        return
    loop.add_reader(descriptor, end)
    try:
        yield
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
