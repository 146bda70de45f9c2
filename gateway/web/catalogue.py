"""``/v1/catalogue``: the signed catalogue, for anybody; its signatures are its protection."""

from __future__ import annotations

import asyncio
import hashlib
import re
from pathlib import Path
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import FromPath, HeaderParameter

from gateway.assembly import Gateway
from gateway.web.refusals import Refusal
from gateway.web.submissions import problems
from kiosk.clock import Clock

_NAMES = {
    "metadata": re.compile(r"timestamp\.json|[1-9][0-9]{0,8}\.(?:root|snapshot|targets)\.json"),
    "targets": re.compile(r"[0-9a-f]{64}\.[a-z0-9-]{1,40}\.xz"),
}


@get("/v1/catalogue/{part:str}/{name:str}", responses=problems())
async def get_catalogue(
    part: FromPath[str],
    name: FromPath[str],
    state: State,
    if_none_match: Annotated[str, HeaderParameter(name="If-None-Match", max_length=200)] = "",
) -> Response[bytes]:
    """Give a file of the catalogue by the rules of The Update Framework; 304 when it is the one that is asked about."""
    known = _NAMES.get(part)
    if known is None or not known.fullmatch(name):
        raise Refusal("not-found", 404, "no such part of the catalogue")
    gateway: Gateway = state.gateway
    folder = gateway.folder.catalogue
    if name == "timestamp.json":
        await asyncio.to_thread(_renew, folder, gateway.clock)
    data = await asyncio.to_thread(_read, folder / part / name)
    tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
    headers = {"ETag": tag}
    if tag in if_none_match:
        return Response(b"", status_code=304, headers=headers)
    media = "application/json" if part == "metadata" else "application/x-xz"
    return Response(data, media_type=media, headers=headers)


def _renew(folder: Path, clock: Clock) -> None:
    from gateway.catalogue_repository import Repository  # noqa: PLC0415 - a gateway without a catalogue needs no TUF

    Repository(folder, folder / "keys").renew_if_due(clock.now())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal("not-found", 404, "no such part of the catalogue") from error
