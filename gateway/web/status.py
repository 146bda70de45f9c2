"""``/v1/updates``, ``/v1/time`` and ``/v1/health``: what changed, what time it is, whether dossiers are taken."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

from litestar import get
from litestar.datastructures import State
from litestar.params import QueryParameter

from gateway.assembly import Gateway
from gateway.history import acknowledge, acknowledged, updates_since
from gateway.web.authentication import require_device
from gateway.web.bodies import DeviceRequest, claim_of, refuse_body
from gateway.web.refusals import Refusal
from gateway.web.submissions import problems
from kiosk.sync.protocol import Health, ServerTime, UpdatePage
from kiosk.sync.proven_time import NONCE, SignedTime, ToldTime

Cursor = Annotated[str, QueryParameter(description="As the last page told it; empty at first.")]

Nonce = Annotated[str, QueryParameter(description="32 digits of lower-case hex, the asker's own.")]

_CURSOR = re.compile(r"[0-9]{0,18}")


@get("/v1/updates", guards=[require_device], responses=problems(_401="The device cannot be told."))
async def get_updates(request: DeviceRequest, state: State, cursor: Cursor = "") -> UpdatePage:
    """Tell what happened to this device's dossiers since ``cursor``, and take note that it has all before."""
    refuse_body(request)
    gateway: Gateway = state.gateway
    device_id = claim_of(request).device_id
    seen = position(cursor)
    if seen > acknowledged(gateway.reader, device_id):
        await asyncio.wrap_future(gateway.writer.submit(lambda connection: acknowledge(connection, device_id, seen)))
    return updates_since(gateway.reader, device_id, seen)


@get("/v1/time", responses=problems())
async def get_time(state: State, nonce: Nonce = "") -> ServerTime | SignedTime:
    """Tell the gateway's time; so does every answer, in Motcham-Time. With a nonce it is told under a signature."""
    gateway: Gateway = state.gateway
    now = gateway.clock.now().isoformat(timespec="milliseconds")
    if not nonce:
        return ServerTime(now=now)
    if not NONCE.fullmatch(nonce):
        raise Refusal("malformed", 400, "a nonce is 32 digits of lower-case hex")
    return gateway.keyring.sign_time(ToldTime(audience=gateway.keyring.audience, nonce=nonce, now=now))


@get("/v1/health", responses=problems())
async def get_health(state: State) -> Health:
    """Tell whether dossiers are received now."""
    gateway: Gateway = state.gateway
    return Health(ready=gateway.has_room(), audience=gateway.keyring.audience, free_bytes=gateway.free_bytes())


def position(cursor: str) -> int:
    """The number a cursor stands for. Raises Refusal."""
    if not _CURSOR.fullmatch(cursor):
        raise Refusal("malformed", 400, "no page told this cursor")
    return int(cursor or 0)
