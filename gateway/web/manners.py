"""What a request may not bring along: a parameter that its call does not know, or one that is told twice."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from gateway.web.refusals import Refusal

_KNOWN = {"/v1/updates": ["cursor"], "/v1/bookings": ["cursor"], "/v1/time": ["nonce"]}


async def refuse_unknown_query(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard for every route. Async, since Litestar takes a thread for one that is not."""
    if not connection.scope["query_string"]:
        return
    given = [name for name, _value in connection.query_params.multi_items()]
    if given and given != _KNOWN.get(connection.scope["path"], []):
        raise Refusal("malformed", 400, "this call does not know such parameters")
