"""``/v1/keys``: the gateway's public keys, for anybody; the root's signature is their protection."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Response, get
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import HeaderParameter

from gateway.assembly import Gateway
from gateway.web.refusals import Refusal
from gateway.web.submissions import problems


@get(
    "/v1/keys",
    responses={
        200: ResponseSpec(dict[str, Any], generate_examples=False, description="The keys, signed by their root."),
        **problems(_404="This gateway's keys are not signed yet."),
    },
)
async def get_keys(
    state: State,
    if_none_match: Annotated[str, HeaderParameter(name="If-None-Match", max_length=200)] = "",
) -> Response[bytes]:
    """Tell the keys that dossiers are sealed to and receipts are proven with; 304 when they are what is known."""
    gateway: Gateway = state.gateway
    keyring = gateway.keyring
    if not keyring.tag:
        raise Refusal("not-found", 404, "the keys of this gateway are not signed yet")
    headers = {"ETag": keyring.tag}
    if keyring.tag in if_none_match:
        return Response(b"", status_code=304, headers=headers)
    return Response(keyring.document, media_type="application/json", headers=headers)
