"""What a request may not bring along: a parameter that its call does not know, or one that is told twice."""

from __future__ import annotations

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from gateway.web.refusals import Refusal

_CURSOR_CALLS = frozenset({"/v1/updates", "/v1/bookings"})


async def refuse_unknown_query(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard for every route. Async, since Litestar takes a thread for one that is not."""
    if not connection.scope["query_string"]:
        return
    given = [name for name, _value in connection.query_params.multi_items()]
    known = ["cursor"] if connection.scope["path"] in _CURSOR_CALLS else []
    if given and given != known:
        raise Refusal("malformed", 400, "this call does not know such parameters")
