"""``/v1/submissions/{id}``: takes a sealed dossier exactly once, and tells its receipt again."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from typing import assert_never

from litestar import Response, get, put
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.params import FromPath

from gateway.assembly import Gateway
from gateway.dossiers import Held, find_held
from gateway.receiving import Arrival
from gateway.reception import Missing, NotAsListed, NotOpened, Whole, examine
from gateway.web.authentication import known_key, require_device
from gateway.web.bodies import DeviceRequest, read_body, refuse_body
from gateway.web.refusals import Refusal, no_room
from kiosk.sync.contents import Contents
from kiosk.sync.envelope import Envelope, EnvelopeError, parse
from kiosk.sync.ids import is_uuid7
from kiosk.sync.protocol import ENVELOPE_TYPE, MAX_ENVELOPE, PROBLEM_TYPE, Problem, decode
from kiosk.sync.receipt import SignedReceipt


@dataclass
class TakesEnvelope(Operation):
    """Tells OpenAPI about the body, which is read as it arrives."""

    def __post_init__(self) -> None:
        schema = Schema(type=OpenAPIType.STRING, content_media_type=ENVELOPE_TYPE, max_length=MAX_ENVELOPE)
        self.request_body = RequestBody(content={ENVELOPE_TYPE: OpenAPIMediaType(schema=schema)}, required=True)


def problems(**described: str) -> dict[int, ResponseSpec]:
    """Document refusals; a keyword is ``_`` and the status. Those that any call may meet are added."""
    anywhere = {
        "_400": "Not a request of this protocol.",
        "_404": "Nothing is here.",
        "_405": "This path knows no such call.",
        "_429": "This device or address asks too often: see Retry-After.",
        "_503": "Too busy: see Retry-After.",
    }
    return {
        int(status[1:]): ResponseSpec(Problem, generate_examples=False, description=text, media_type=PROBLEM_TYPE)
        for status, text in (anywhere | described).items()
    }


@put(
    "/v1/submissions/{submission_id:str}",
    guards=[require_device],
    operation_class=TakesEnvelope,
    status_code=201,
    responses={
        200: ResponseSpec(SignedReceipt, generate_examples=False, description="Received before: the same receipt."),
        **problems(
            _401="The device cannot be told, its clock is off (see Motcham-Time), or the request is a replay.",
            _408="The body did not arrive in time.",
            _409="Another submission has this id.",
            _413="The envelope is too long.",
            _415="Not an envelope.",
            _422="`missing` lists files to upload first; or the envelope or a file is not as it should be.",
            _507="The gateway's disk is full.",
        ),
    },
)
async def put_submission(submission_id: FromPath[str], request: DeviceRequest, state: State) -> Response[SignedReceipt]:
    """Receive a sealed submission whose files are all uploaded. Repeating it is safe."""
    gateway: Gateway = state.gateway
    if not is_uuid7(submission_id):
        raise Refusal("malformed", 400, "a submission's id is a UUIDv7 in lower case")
    if request.headers.get("content-type") != ENVELOPE_TYPE:
        raise Refusal("wrong-type", 415, f"an envelope is {ENVELOPE_TYPE}")
    blob = await read_body(request, MAX_ENVELOPE)
    digest = hashlib.sha256(blob).hexdigest()
    try:
        contents = await _examine(gateway, submission_id, blob)
    except Refusal:  # of what is held, the receipt is told whatever became of keys, files and room meanwhile
        held = find_held(gateway.reader, submission_id)
        if held is None:
            raise
    else:
        arrival = Arrival(contents, blob, digest, gateway.clock.now())
        held = await asyncio.wrap_future(gateway.writer.submit_to(gateway.receiving, arrival))
    if held.envelope_sha256 != digest:
        raise Refusal("conflict", 409, "another submission has this id")
    return _tell(held)


@get(
    "/v1/submissions/{submission_id:str}",
    guards=[require_device],
    responses=problems(_401="The device cannot be told.", _404="The gateway does not hold this submission."),
)
async def get_submission(submission_id: FromPath[str], request: DeviceRequest, state: State) -> Response[SignedReceipt]:
    """Tell the receipt of a submission whose answer was lost."""
    refuse_body(request)
    held = find_held(state.gateway.reader, submission_id) if is_uuid7(submission_id) else None
    if held is None:
        raise Refusal("not-found", 404, "the gateway does not hold this submission")
    return _tell(held)


async def _examine(gateway: Gateway, submission_id: str, blob: bytes) -> Contents:
    """Open and check, off the event loop. Raises Refusal."""
    if not gateway.has_room():
        raise no_room()
    envelope = parse_envelope(blob, MAX_ENVELOPE)
    if (envelope.header.id, envelope.header.part) != (submission_id, "submission"):
        raise Refusal("envelope", 422, "the envelope is not opened", detail="it belongs to another id")
    key = await known_key(gateway, envelope.header.device)
    finding = await asyncio.to_thread(
        examine,
        envelope,
        gateway.keyring.seal,
        lambda header: key if header.device == envelope.header.device else None,
        gateway.shelf,
    )
    match finding:
        case Whole(contents):
            return contents
        case Missing(ids):
            raise Refusal("missing-files", 422, "files have to be uploaded first", missing=ids)
        case NotOpened(reason):
            raise Refusal("envelope", 422, "the envelope is not opened", detail=reason)
        case NotAsListed(file_id, reason):
            raise Refusal("manifest", 422, "a file is not what the manifest says", detail=f"{file_id}: {reason}")
    assert_never(finding)


def parse_envelope(blob: bytes, limit: int) -> Envelope:
    """Raises Refusal."""
    try:
        return parse(blob, limit=limit)
    except EnvelopeError as error:
        raise Refusal("envelope", 422, "the envelope is not opened", detail=error.reason) from error


def _tell(held: Held) -> Response[SignedReceipt]:
    return Response(decode(held.receipt, SignedReceipt), status_code=201 if held.fresh else 200)
