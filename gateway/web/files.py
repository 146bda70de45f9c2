"""``/v1/files``: resumable uploads of sealed attachments, tus 1.0 with creation; ids and hashes come from the kiosk."""

from __future__ import annotations

import asyncio
import hashlib
import re
from base64 import b64decode
from typing import Annotated

from litestar import Response, head, patch, post, route
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter

from gateway.assembly import Gateway
from gateway.shelf import Announced, Incoming, Locked
from gateway.uploads import announce, find_upload
from gateway.web.authentication import require_device
from gateway.web.bodies import BodyCut, DeviceRequest, claim_of, pieces, refuse_body, too_slow
from gateway.web.refusals import CHECKSUM_MISMATCH, Refusal, no_room
from gateway.web.submissions import problems
from gateway.web.turns import Turn
from kiosk.sync.ids import UUID_PATTERN
from kiosk.sync.protocol import MAX_FILE, TUS_TYPE, TUS_VERSION, upload_metadata

_TUS = {"Tus-Resumable": TUS_VERSION}
_METADATA = re.compile(r"(?:sha256 (?P<sha256>\S+),id (?P<id>\S+)|id (?P<id2>\S+),sha256 (?P<sha2562>\S+))")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(UUID_PATTERN)
_TUS_ONLY = "Not tus 1.0.0."
_WRITE_BYTES = 256 * 1024


@route(
    "/v1/files",
    http_method=["OPTIONS"],
    status_code=204,
    sync_to_thread=False,
    responses={204: ResponseSpec(None, generate_examples=False, description="In headers."), **problems()},
)
def tell_abilities() -> Response[None]:
    """Tell what of tus is spoken here."""
    headers = {"Tus-Version": TUS_VERSION, "Tus-Extension": "creation", "Tus-Max-Size": str(MAX_FILE)}
    return Response(None, status_code=204, headers=_TUS | headers)


@post(
    "/v1/files",
    guards=[require_device],
    responses=problems(
        _401="The device cannot be told.",
        _409="Another file has this id.",
        _412=_TUS_ONLY,
        _413="Too long.",
    ),
)
async def create_upload(
    request: DeviceRequest,
    state: State,
    upload_length: Annotated[int, HeaderParameter(name="Upload-Length", ge=1)],
    upload_metadata: Annotated[str, HeaderParameter(name="Upload-Metadata", max_length=400)],
) -> Response[None]:
    """Announce a file: `Upload-Metadata` names its `id` (a UUID) and `sha256` (hex). Repeating it changes nothing."""
    _require_tus(request)
    refuse_body(request)
    gateway: Gateway = state.gateway
    if upload_length > MAX_FILE:
        raise Refusal("too-large", 413, f"at most {MAX_FILE} bytes")
    announced = _read_metadata(upload_metadata, upload_length)
    moment = gateway.clock.now().isoformat(timespec="seconds")
    device_id = claim_of(request).device_id
    kept = await asyncio.wrap_future(
        gateway.writer.submit(lambda connection: announce(connection, announced, device_id, moment))
    )
    if kept != announced:
        raise Refusal("conflict", 409, "another file has this id")
    return Response(None, status_code=201, headers=_TUS | {"Location": f"/v1/files/{announced.file_id}"})


@head(
    "/v1/files/{file_id:str}",
    guards=[require_device],
    responses=problems(_401="The device cannot be told.", _412=_TUS_ONLY),
)
async def tell_offset(file_id: FromPath[str], request: DeviceRequest, state: State) -> Response[None]:
    """Tell in `Upload-Offset` how much of the file is here."""
    _require_tus(request)
    refuse_body(request)
    gateway: Gateway = state.gateway
    announced = _announced(gateway, file_id)
    async with state.turns.take(file_id):
        offset = await asyncio.to_thread(gateway.shelf.offset, announced)
    headers = {
        "Upload-Offset": str(offset),
        "Upload-Length": str(announced.size),
        "Upload-Metadata": upload_metadata(file_id, announced.sha256),
    }
    return Response(None, headers=_TUS | headers)


@patch(
    "/v1/files/{file_id:str}",
    guards=[require_device],
    status_code=204,
    responses=problems(
        _401="The device cannot be told, or the body is not the one that was signed.",
        _404="Not announced.",
        _409="The upload goes on elsewhere, see Upload-Offset.",
        _408="The body did not arrive in time: what came is kept.",
        _412=_TUS_ONLY,
        _413="More than was announced.",
        _415="Not the bytes of a file.",
        _423="Another request writes to this file.",
        _460="Whole, but not as announced: the upload begins anew.",
        _507="The gateway's disk is full.",
    ),
)
async def append(
    file_id: FromPath[str],
    request: DeviceRequest,
    state: State,
    upload_offset: Annotated[int, HeaderParameter(name="Upload-Offset", ge=0)],
) -> Response[None]:
    """Add bytes at `Upload-Offset`; they are on the disk before the answer. What came before a cut is kept."""
    _require_tus(request)
    gateway: Gateway = state.gateway
    if request.headers.get("content-type") != TUS_TYPE:
        raise Refusal("wrong-type", 415, f"bytes of a file are {TUS_TYPE}")
    announced = _announced(gateway, file_id)
    if not gateway.has_room():
        raise no_room()
    try:
        async with state.turns.take(file_id) as turn:
            with gateway.shelf.open(announced) as incoming:
                offset = await _take(request, incoming, upload_offset, turn)
    except Locked as error:
        headers = {"Retry-After": "3"}
        raise Refusal("locked", 423, "another request writes to this file", headers=headers) from error
    return Response(None, status_code=204, headers=_TUS | {"Upload-Offset": str(offset)})


async def _take(request: DeviceRequest, incoming: Incoming, start: int, turn: Turn) -> int:
    if incoming.offset != start:
        raise Refusal("offset", 409, "the upload goes on elsewhere", headers=_at(incoming.offset))
    digest = hashlib.sha256()
    waiting = bytearray()
    try:
        async for piece in pieces(request, incoming.announced.size - start, turn):
            digest.update(piece)
            waiting += piece
            if len(waiting) >= _WRITE_BYTES:
                await asyncio.to_thread(incoming.write, bytes(waiting))
                waiting.clear()
    except BodyCut as cut:
        await asyncio.to_thread(incoming.write, bytes(waiting))
        await asyncio.to_thread(incoming.keep)
        raise too_slow() from cut
    await asyncio.to_thread(incoming.write, bytes(waiting))
    if digest.digest() != claim_of(request).body_sha256:
        await asyncio.to_thread(incoming.cut_back, start)
        raise Refusal("signature", 401, "the body is not the one that was signed")
    if not await asyncio.to_thread(incoming.keep):
        title = "the file is not as announced, the upload begins anew"
        raise Refusal("checksum", CHECKSUM_MISMATCH, title, headers=_at(0))
    return incoming.offset


def _announced(gateway: Gateway, file_id: str) -> Announced:
    announced = find_upload(gateway.reader, file_id) if _ID.match(file_id) else None
    if announced is None:
        raise Refusal("not-found", 404, "no such upload was announced", headers=_TUS)
    return announced


def _require_tus(request: DeviceRequest) -> None:
    if request.headers.get("tus-resumable") != TUS_VERSION:
        raise Refusal("malformed", 412, "tus 1.0.0 is spoken here", headers={"Tus-Version": TUS_VERSION})


def _read_metadata(text: str, size: int) -> Announced:
    given = _METADATA.fullmatch(text)
    if given is not None:
        try:
            file_id = b64decode(given["id"] or given["id2"], validate=True).decode("ascii")
            sha256 = b64decode(given["sha256"] or given["sha2562"], validate=True).decode("ascii")
        except ValueError:
            file_id = sha256 = ""
        if _ID.match(file_id) and _SHA256.fullmatch(sha256):
            return Announced(file_id, size, sha256)
    raise Refusal("malformed", 400, "Upload-Metadata names id and sha256, and nothing else")


def _at(offset: int) -> dict[str, str]:
    return _TUS | {"Upload-Offset": str(offset)}
