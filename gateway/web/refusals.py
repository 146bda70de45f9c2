"""Every refusal is a problem (RFC 9457): raised anywhere in a call, told in one shape."""

from __future__ import annotations

import errno
import math
import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from gateway.database import StoreAway
from gateway.journal import log_fault
from kiosk.sync.protocol import HEADER_PROBLEM, PROBLEM_TYPE, Problem, ProblemKind, encode, problem

CHECKSUM_MISMATCH = 460  # of the tus checksum extension

AnyRequest = Request[Any, Any, Any]


class Refusal(Exception):  # noqa: N818 - an outcome of a call, not a fault of the gateway
    """Ends a call with a problem."""

    def __init__(
        self,
        kind: ProblemKind,
        status: int,
        title: str,
        *,
        detail: str = "",
        missing: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.kind = kind
        self.problem = problem(kind, status, title, detail, missing)
        self.headers = dict(headers or {})


def no_room() -> Refusal:
    retry = {"Retry-After": "600"}
    return Refusal("no-room", HTTPStatus.INSUFFICIENT_STORAGE, "the gateway's disk is full", headers=retry)


def too_many(seconds: float) -> Refusal:
    retry = {"Retry-After": str(math.ceil(seconds))}
    return Refusal("too-many", HTTPStatus.TOO_MANY_REQUESTS, "too many requests", headers=retry)


def busy() -> Refusal:
    retry = {"Retry-After": "5"}
    return Refusal("busy", HTTPStatus.SERVICE_UNAVAILABLE, "too busy", headers=retry)


def headers_of(refusal: Refusal) -> list[tuple[bytes, bytes]]:
    """The headers of a refusal that ends its connection, told outside of any route."""
    told = {"Content-Type": PROBLEM_TYPE, "Content-Length": str(len(encode(refusal.problem))), "Connection": "close"}
    told |= {HEADER_PROBLEM: refusal.kind, **refusal.headers}
    return [(name.lower().encode(), value.encode()) for name, value in told.items()]


def answer_bytes(refusal: Refusal, marks: list[tuple[bytes, bytes]]) -> bytes:
    """The whole answer as it goes over the line, for what never became a request."""
    status = HTTPStatus(refusal.problem.status)
    lines = [name + b": " + value for name, value in (*headers_of(refusal), *marks)]
    head = f"HTTP/1.1 {status.value} {status.phrase}".encode()
    return b"\r\n".join([head, *lines, b"", encode(refusal.problem)])


def tell_refusal(_: AnyRequest, refusal: Refusal) -> Response[Problem]:
    return Response(
        refusal.problem,
        status_code=refusal.problem.status,
        media_type=PROBLEM_TYPE,
        headers={HEADER_PROBLEM: refusal.kind, **refusal.headers},
    )


def tell_http(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """What Litestar refuses: unknown paths, methods, parameters. Its own words are not passed on."""
    status = error.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return tell_fault(request, error)
    kind: ProblemKind = "not-found" if status == HTTPStatus.NOT_FOUND else "malformed"
    allow = (error.headers or {}).get("allow")
    headers = {"Allow": allow} if allow else None
    return tell_refusal(request, Refusal(kind, status, HTTPStatus(status).phrase, headers=headers))


def tell_fault(request: AnyRequest, error: Exception) -> Response[Problem]:
    """A fault of the gateway: its kind is logged, its words are not, for they may hold what a resident wrote."""
    if _is_full(error):
        return tell_refusal(request, no_room())
    if isinstance(error, StoreAway) or (isinstance(error, sqlite3.OperationalError) and "locked" in str(error)):
        return tell_refusal(request, busy())
    log_fault(error)
    return tell_refusal(request, Refusal("internal", HTTPStatus.INTERNAL_SERVER_ERROR, "a fault of the gateway"))


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, sqlite3.OperationalError) and "full" in str(error)
