"""``/v1/bookings``: answers a sealed booking request once and for good, and tells what became of bookings since."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, put
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath, QueryParameter

from gateway.assembly import Gateway
from gateway.booking_news import news_since
from gateway.bookings import HeldAnswer, Incoming, find_answer, settle
from gateway.web.authentication import known_key, require_device
from gateway.web.bodies import DeviceRequest, claim_of, read_body, refuse_body
from gateway.web.refusals import Refusal, no_room
from gateway.web.slots import renew_slots
from gateway.web.status import position
from gateway.web.submissions import parse_envelope, problems
from kiosk.errors import ProtocolError
from kiosk.sync.booking import MAX_BOOKING, BookingRequest, NewsPage, SignedAnswer, parse_request
from kiosk.sync.envelope import EnvelopeError, unseal
from kiosk.sync.ids import is_uuid7
from kiosk.sync.protocol import ENVELOPE_TYPE, decode


@dataclass
class TakesRequest(Operation):
    """Tells OpenAPI about the body, which is read as it arrives."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING, content_media_type=ENVELOPE_TYPE, max_length=MAX_BOOKING)
        self.request_body = RequestBody(content={ENVELOPE_TYPE: OpenAPIMediaType(schema=schema)}, required=True)


@put(
    "/v1/bookings/{request_id:str}",
    guards=[require_device],
    operation_class=TakesRequest,
    status_code=201,
    responses={
        200: ResponseSpec(SignedAnswer, generate_examples=False, description="Answered before: the same answer."),
        **problems(
            _401="The device cannot be told, its clock is off (see Motcham-Time), or the request is a replay.",
            _408="The body did not arrive in time.",
            _409="Another request has this id.",
            _413="The envelope is too long.",
            _415="Not an envelope.",
            _422="The envelope is not opened, or what is in it is no booking request.",
            _507="The gateway's disk is full.",
        ),
    },
)
async def put_booking(request_id: FromPath[str], request: DeviceRequest, state: State) -> Response[SignedAnswer]:
    """Book, move or cancel as the sealed request asks. What is not possible is an answer too; repeating it is safe."""
    gateway: Gateway = state.gateway
    if not is_uuid7(request_id):
        raise Refusal("malformed", 400, "a booking request's id is a UUIDv7 in lower case")
    if request.headers.get("content-type") != ENVELOPE_TYPE:
        raise Refusal("wrong-type", 415, f"an envelope is {ENVELOPE_TYPE}")
    blob = await read_body(request, MAX_BOOKING)
    digest = hashlib.sha256(blob).hexdigest()
    held = find_answer(gateway.reader, request_id)
    if held is None:
        if not gateway.has_room():
            raise no_room()
        asked = await _open(gateway, request_id, blob)
        await renew_slots(gateway)
        incoming = Incoming(asked, digest, gateway.clock.now())
        held = await asyncio.wrap_future(
            gateway.writer.submit(lambda connection: settle(connection, incoming, gateway.keyring.sign_answer))
        )
    if held.envelope_sha256 != digest:
        raise Refusal("conflict", 409, "another request has this id")
    return _tell(held)


@get(
    "/v1/bookings/{request_id:str}",
    guards=[require_device],
    responses=problems(_401="The device cannot be told.", _404="This device's request is not answered here."),
)
async def get_booking(request_id: FromPath[str], request: DeviceRequest, state: State) -> Response[SignedAnswer]:
    """Tell the answer to a request whose answer was lost; to the device that sealed it and to no other."""
    refuse_body(request)
    held = find_answer(state.gateway.reader, request_id) if is_uuid7(request_id) else None
    if held is None or held.device_id != claim_of(request).device_id:
        raise Refusal("not-found", 404, "the gateway did not answer this request")
    return _tell(held)


@get("/v1/bookings", guards=[require_device], responses=problems(_401="The device cannot be told."))
async def get_booking_news(
    request: DeviceRequest,
    state: State,
    cursor: Annotated[str, QueryParameter(description="As the last page told it; empty at first.")] = "",
) -> NewsPage:
    """Tell every answer about this device's bookings since ``cursor``, what the office did by itself included."""
    refuse_body(request)
    return news_since(state.gateway.reader, claim_of(request).device_id, position(cursor))


async def _open(gateway: Gateway, request_id: str, blob: bytes) -> BookingRequest:
    """Raises Refusal."""
    envelope = parse_envelope(blob, MAX_BOOKING)
    header = envelope.header
    if (header.id, header.part) != (request_id, "booking"):
        raise Refusal("envelope", 422, "the envelope is not opened", detail="it belongs to another id")
    key = await known_key(gateway, header.device)
    try:
        asked = parse_request(unseal(envelope, gateway.keyring.seal, lambda _: key).body)
    except EnvelopeError as error:
        raise Refusal("envelope", 422, "the envelope is not opened", detail=error.reason) from error
    except ProtocolError as error:
        raise Refusal("envelope", 422, "the envelope is not opened", detail="contents") from error
    if (asked.id, asked.audience, asked.device) != (header.id, header.audience, header.device):
        raise Refusal("envelope", 422, "the envelope is not opened", detail="header")
    return asked


def _tell(held: HeldAnswer) -> Response[SignedAnswer]:
    return Response(decode(held.answer, SignedAnswer), status_code=201 if held.fresh else 200)
