"""``/v1/slips`` and ``/v1/devices``: how the dossier of a genuine slip stands, and whose slips are genuine.

Any kiosk may ask about any slip that holds. A slip is signed by the device that sealed the dossier, so nobody learns
anything by trying codes, and what is told is no more than the code tells at the kiosk that has the dossier.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import HeaderParameter

from gateway.assembly import Gateway
from gateway.devices import find_by_kid, list_devices
from gateway.history import latest_of
from gateway.web.authentication import require_device
from gateway.web.bodies import DeviceRequest, read_body, refuse_body
from gateway.web.refusals import Refusal
from gateway.web.submissions import problems
from kiosk.errors import ProtocolError
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.known_devices import DeviceList, SignedDevices, tag_of
from kiosk.sync.protocol import encode
from kiosk.sync.slip import MAX_SLIP, SLIP_TYPE, SignedSlipStatus, SlipStatus, read_slip


@dataclass
class TakesSlip(Operation):
    """Tells OpenAPI about the body, which is read as it arrives."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING, content_media_type=SLIP_TYPE, max_length=MAX_SLIP)
        self.request_body = RequestBody(content={SLIP_TYPE: OpenAPIMediaType(schema=schema)}, required=True)


@post(
    "/v1/slips",
    guards=[require_device],
    operation_class=TakesSlip,
    status_code=200,
    responses={
        200: ResponseSpec(SignedSlipStatus, generate_examples=False, description="The state alone, signed."),
        **problems(
            _401="The device cannot be told, its clock is off (see Motcham-Time), or the request is a replay.",
            _408="The body did not arrive in time.",
            _413="Longer than any slip.",
            _415="Not a slip.",
            _422="The slip is altered, of another audience, or of a device that is not registered here: see `detail`.",
        ),
    },
)
async def ask_slip(request: DeviceRequest, state: State) -> SignedSlipStatus:
    """Tell how the dossier of a slip stands, whichever device sealed it. Repeating it is safe."""
    gateway: Gateway = state.gateway
    if request.headers.get("content-type") != SLIP_TYPE:
        raise Refusal("wrong-type", 415, f"a slip is {SLIP_TYPE}")
    data = await read_body(request, MAX_SLIP)
    try:
        signed = read_slip(data.decode("ascii", "replace"))
    except ProtocolError as error:
        raise _not_genuine("altered") from error
    slip = signed.slip
    if slip.audience != gateway.keyring.audience:
        raise _not_genuine("audience")
    maker = find_by_kid(gateway.reader, slip.kid)
    if maker is None:
        raise _not_genuine("unknown-device")
    if not signed.made_by(maker.key):
        raise _not_genuine("altered")
    latest = latest_of(gateway.reader, maker.device_id, slip.lookup_code)
    status = SlipStatus(
        audience=slip.audience,
        slip_sha256=hashlib.sha256(data).hexdigest(),
        code=latest.code if latest else 0,
        dossier_code=latest.dossier_code if latest else "",
        at=latest.at if latest else None,
        told_at=gateway.clock.now().isoformat(timespec="seconds"),
    )
    return gateway.keyring.sign_slip_status(status)


@get(
    "/v1/devices",
    guards=[require_device],
    responses={
        200: ResponseSpec(SignedDevices, generate_examples=False, description="The keys of all devices."),
        **problems(_401="The device cannot be told."),
    },
)
async def get_devices(
    request: DeviceRequest,
    state: State,
    if_none_match: Annotated[str, HeaderParameter(name="If-None-Match", max_length=200)] = "",
) -> Response[bytes]:
    """Tell the public keys of the devices registered here; 304 when that is what is known already."""
    refuse_body(request)
    gateway: Gateway = state.gateway
    keys = [encode_bytes(device.key.raw) for device in list_devices(gateway.reader)]
    data = encode(gateway.keyring.sign_devices(DeviceList(audience=gateway.keyring.audience, keys=keys)))
    tag = tag_of(data)
    if tag in if_none_match:
        return Response(b"", status_code=304, headers={"ETag": tag})
    return Response(data, media_type="application/json", headers={"ETag": tag})


def _not_genuine(why: str) -> Refusal:
    return Refusal("slip", 422, "the slip is not genuine here", detail=why)
