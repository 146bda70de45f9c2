"""Requests made by hand, signed or not, for what no kiosk of ours would send."""

from __future__ import annotations

import hashlib
import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from kiosk.sync.http_signature import sign_request
from kiosk.sync.keys import DeviceKey
from kiosk.sync.protocol import PROBLEM_PREFIX
from tests.gateway.running import Running

TUS = {"Tus-Resumable": "1.0.0"}
APPEND = TUS | {"Content-Type": "application/offset+octet-stream"}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        """The kind of the problem told, "" for none."""
        if not self.body:
            return self.headers.get("motcham-problem", "")
        told: dict[str, Any] = json.loads(self.body)
        assert self.headers["content-type"] == "application/problem+json"
        assert told["status"] == self.status
        return str(told["type"]).removeprefix(PROBLEM_PREFIX)


def signature(
    live: Running,
    method: str,
    target: str,
    body: bytes = b"",
    *,
    device: DeviceKey | None = None,
    late: int = 0,
) -> dict[str, str]:
    created = int(datetime.now(UTC).timestamp()) - late
    return sign_request(device or live.site.device, method, target, hashlib.sha256(body).digest(), created)


def call(live: Running, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
    """A signed request."""
    return send(live, method, target, body, signature(live, method, target, body) | dict(headers or {}))


def send(live: Running, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
    """A request with these headers and no others."""
    connection = http.client.HTTPConnection(address(live)[0], address(live)[1], timeout=10)
    try:
        connection.request(method, target, body or None, dict(headers or {}))
        response = connection.getresponse()
        return Reply(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def send_raw(live: Running, data: bytes, *, then_shut: bool = True, timeout: float = 10.0) -> bytes:
    """Bytes as they are; everything that comes back until the gateway closes."""
    with socket.create_connection(address(live), timeout) as opened:
        opened.sendall(data)
        if then_shut:
            opened.shutdown(socket.SHUT_WR)
        received = b""
        while piece := opened.recv(65536):
            received += piece
    return received


def head_of(method: str, target: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: x", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def address(live: Running) -> tuple[str, int]:
    parts = urlsplit(live.url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port
