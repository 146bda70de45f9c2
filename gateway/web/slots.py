"""``/v1/slots``: what a kiosk may offer, signed, and nothing at all when nothing has changed."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from gateway.assembly import Gateway
from gateway.publishing import renew
from gateway.slots import offered
from gateway.web.authentication import require_device
from gateway.web.bodies import DeviceRequest, claim_of, refuse_body
from gateway.web.submissions import problems
from kiosk.sync.protocol import encode
from kiosk.sync.slots import SignedSlots


@get(
    "/v1/slots",
    guards=[require_device],
    responses={
        200: ResponseSpec(SignedSlots, generate_examples=False, description="What this device is offered."),
        **problems(_401="The device cannot be told."),
    },
)
async def get_slots(
    request: DeviceRequest,
    state: State,
    if_none_match: Annotated[str, HeaderParameter(name="If-None-Match", max_length=200)] = "",
) -> Response[bytes]:
    """Tell the desks that are for this device and their free times; 304 when that is what it has already."""
    refuse_body(request)
    gateway: Gateway = state.gateway
    await renew_slots(gateway)
    device_id = claim_of(request).device_id
    page = offered(gateway.reader, device_id, gateway.keyring.audience, gateway.clock.now())
    data = encode(gateway.keyring.sign_slots(page))
    tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    if tag in if_none_match:
        return Response(b"", status_code=304, headers={"ETag": tag})
    return Response(data, media_type="application/json", headers={"ETag": tag})


async def renew_slots(gateway: Gateway) -> None:
    """Publish what is due by now."""
    standing = gateway.publisher.due(gateway.reader, gateway.clock.now())
    if standing is None:
        return
    days = await asyncio.to_thread(gateway.publisher.days) if standing.has_desks else None
    if days is not None:
        await asyncio.wrap_future(gateway.writer.submit(lambda connection: renew(connection, standing.today, days)))
    gateway.publisher.keep(standing)
