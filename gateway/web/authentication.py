"""Who sends a request: proves the device's signature over it, within the window, and once."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import HTTPScope

from gateway.assembly import Gateway
from gateway.devices import Device, add_device, find_device
from gateway.web.refusals import Refusal, too_many
from kiosk.errors import ProtocolError
from kiosk.sync.http_signature import WINDOW_SECONDS, Claim, read_claim
from kiosk.sync.keys import VerifyKey

_WITH_BODY = frozenset({"PUT", "PATCH"})

Connection = ASGIConnection[Any, Any, Any, Any]


async def require_device(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard: leaves the proven claim in the connection's state, or refuses with 401.

    Whether it was made before is asked now; a call with a body waits for that only when the body begins to arrive, so
    that none of its bytes is lost when the connection is cut meanwhile (see bodies.pieces).
    """
    scope = cast("HTTPScope", connection.scope)
    query = scope["query_string"]
    target = scope["raw_path"].decode("ascii", "replace") + (f"?{query.decode('ascii', 'replace')}" if query else "")
    try:
        claim = read_claim(scope["method"], target, connection.headers)
    except ProtocolError as error:
        raise Refusal("signature", 401, "the request is not signed", detail=str(error)) from error
    gateway: Gateway = connection.app.state.gateway
    scope["state"]["claim"] = await authenticate(gateway, claim)
    now = gateway.clock.now().timestamp()
    scope["state"]["new"] = gateway.replays.is_new(claim.device_id, claim.nonce, claim.created, now)
    if scope["method"] not in _WITH_BODY:
        await require_new(connection)
    address = connection.client
    if address is not None:
        gateway.rates.addresses.give_back(address.host)
    wait = gateway.rates.devices.take(claim.device_id)
    if wait:
        raise too_many(wait)


async def require_new(connection: Connection) -> None:
    """Raises Refusal for a request that was made before."""
    asked: Future[bool] = connection.scope["state"]["new"]
    if not (asked.result() if asked.done() else await asyncio.wrap_future(asked)):
        raise Refusal("replay", 401, "this request was made before")


async def authenticate(gateway: Gateway, claim: Claim) -> Claim:
    key = None
    if claim.audience == gateway.keyring.audience:
        key = await known_key(gateway, claim.device_id)
    if key is None:
        raise Refusal("unknown-device", 401, "this device is not registered here")
    if not claim.proven_by(key):
        raise Refusal("signature", 401, "the signature does not fit the request")
    now = gateway.clock.now().timestamp()
    if abs(now - claim.created) > WINDOW_SECONDS:
        raise Refusal("clock", 401, "the device's clock is too far off")
    return claim


async def known_key(gateway: Gateway, device_id: str) -> VerifyKey | None:
    """The key of a registered device; in a demo, one that left its file here is registered now."""
    known = gateway.known_keys.get(device_id)
    if known is not None:
        return known
    device = find_device(gateway.reader, device_id)
    if device is None and gateway.door is not None:
        public = gateway.door.find(device_id)
        if public is not None:
            moment = gateway.clock.now().isoformat(timespec="seconds")
            fresh = Device(public.device_id, "demo", public.key, moment)
            device = await asyncio.wrap_future(gateway.writer.submit(lambda connection: add_device(connection, fresh)))
    if device is None:
        return None
    gateway.known_keys[device_id] = device.key
    return device.key
