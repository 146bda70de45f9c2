"""Bodies of requests: limited in size and in time, and what the device signed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from typing import Any

from litestar import Request
from litestar.datastructures import State

from gateway.limits import Limits
from gateway.web.authentication import require_new
from gateway.web.refusals import Refusal
from gateway.web.turns import Turn
from kiosk.sync.http_signature import EMPTY_SHA256, Claim

DeviceRequest = Request[Any, Any, State]


class BodyCut(Exception):  # noqa: N818 - an outcome of reading
    """The device went away, fell silent, or began a newer request, before the body was whole."""

    def __init__(self, *, gone: bool) -> None:
        super().__init__("gone" if gone else "slow")
        self.gone = gone


def claim_of(request: DeviceRequest) -> Claim:
    claim: Claim = request.scope["state"]["claim"]
    return claim


def refuse_body(request: DeviceRequest) -> None:
    """For calls that carry none."""
    announced = request.headers.get("content-length", "0")
    if announced != "0" or "transfer-encoding" in request.headers or claim_of(request).body_sha256 != EMPTY_SHA256:
        raise Refusal("malformed", 400, "this call takes no body")


async def read_body(request: DeviceRequest, limit: int) -> bytes:
    """The whole signed body. Raises Refusal when it is too long, too slow, or not what was signed."""
    body = bytearray()
    try:
        async for piece in pieces(request, limit, Turn()):
            body += piece
    except BodyCut as cut:
        raise too_slow() from cut
    if hashlib.sha256(body).digest() != claim_of(request).body_sha256:
        raise Refusal("signature", 401, "the body is not the one that was signed")
    return bytes(body)


async def pieces(request: DeviceRequest, limit: int, turn: Turn) -> AsyncIterator[bytes]:
    """The body as it arrives, at most ``limit`` bytes. Raises Refusal, or BodyCut."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > limit:
        raise _too_large(limit)
    limits: Limits = request.app.state.gateway.limits
    loop = asyncio.get_running_loop()
    began, length, more = loop.time(), 0, True
    while more:
        latest = began + limits.idle_seconds + length / limits.slowest
        try:
            async with turn.reading(min(loop.time() + limits.idle_seconds, latest)):
                message = await request.receive()
        except TimeoutError as error:
            raise BodyCut(gone=False) from error
        if length == 0:
            await require_new(request)
        if message["type"] != "http.request":
            raise BodyCut(gone=True)
        length += len(message["body"])
        if length > limit:
            raise _too_large(limit)
        more = message["more_body"]
        if message["body"]:
            yield message["body"]


def too_slow() -> Refusal:
    return Refusal("slow", 408, "the body did not arrive in time", headers={"Connection": "close"})


def _too_large(limit: int) -> Refusal:
    return Refusal("too-large", 413, f"at most {limit} bytes", headers={"Connection": "close"})
