"""The gateway's ASGI application: Litestar's routes, and what every answer carries."""

from __future__ import annotations

import re
import time
from typing import cast

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from gateway.assembly import Gateway
from gateway.journal import log
from gateway.web.bookings import get_booking, get_booking_news, put_booking
from gateway.web.catalogue import get_catalogue
from gateway.web.files import append, create_upload, tell_abilities, tell_offset
from gateway.web.keys import get_keys
from gateway.web.manners import refuse_unknown_query
from gateway.web.refusals import Refusal, busy, headers_of, tell_fault, tell_http, tell_refusal, too_many
from gateway.web.slips import ask_slip, get_devices
from gateway.web.slots import get_slots
from gateway.web.status import get_health, get_time, get_updates
from gateway.web.submissions import get_submission, put_submission
from gateway.web.turns import Turns
from kiosk.sync.ids import UUID_PATTERN
from kiosk.sync.protocol import HEADER_PROBLEM, HEADER_PROTOCOL, HEADER_TIME, VERSION, encode

_UUID = re.compile(UUID_PATTERN)


def make_app(gateway: Gateway) -> Marked:
    """OpenAPI 3.1 is served at /v1/openapi.json."""
    routes = Litestar(
        route_handlers=[
            put_submission,
            get_submission,
            tell_abilities,
            create_upload,
            tell_offset,
            append,
            get_slots,
            ask_slip,
            get_devices,
            put_booking,
            get_booking,
            get_booking_news,
            get_updates,
            get_time,
            get_health,
            get_keys,
            get_catalogue,
        ],
        state=State({"gateway": gateway, "turns": Turns()}),
        guards=[refuse_unknown_query],
        exception_handlers={Refusal: tell_refusal, HTTPException: tell_http, Exception: tell_fault},
        openapi_config=OpenAPIConfig(
            title="Một Chạm gateway",
            version=VERSION,
            description="All calls but time, health, keys and catalogue are signed by a device: see docs/protocol.md.",
            path="/v1",
            render_plugins=[JsonRenderPlugin()],
            use_handler_docstrings=True,
        ),
        logging_config=None,
        request_max_body_size=None,  # each call has its own limit, see bodies.py
    )
    return Marked(routes, gateway)


class Marked:
    """Puts version and time on every answer, that of an unknown path too, and logs it. There are no web sockets.

    Who asks too often, or when too many ask at once, is refused here, before anything is read.
    """

    def __init__(self, app: ASGIApp, gateway: Gateway) -> None:
        self._app = app
        self._clock = gateway.clock
        self._limits = gateway.limits
        self._addresses = gateway.rates.addresses
        self._at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        refusal = self._refused(scope)

        async def mark(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *self.marks()]
                message = {**message, "headers": headers}
                _log(cast("HTTPScope", scope), message["status"], dict(headers), began)
            await send(message)

        if refusal is not None:
            await _refuse(refusal, mark)
            return
        self._at_once += 1
        try:
            await self._app(scope, receive, mark)
        finally:
            self._at_once -= 1

    def _refused(self, scope: Scope) -> Refusal | None:
        """What is refused before it is looked at."""
        if self._at_once >= self._limits.most_at_once:
            return busy()
        client = scope.get("client")
        wait = self._addresses.take(client[0]) if client else 0.0
        return too_many(wait) if wait else None

    def marks(self) -> list[tuple[bytes, bytes]]:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        marks = {
            HEADER_PROTOCOL: VERSION,
            HEADER_TIME: str(milliseconds),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return [(name.lower().encode(), value.encode()) for name, value in marks.items()]


async def _refuse(refusal: Refusal, send: Send) -> None:
    headers = headers_of(refusal)
    await send({"type": "http.response.start", "status": refusal.problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": encode(refusal.problem), "more_body": False})


def _log(scope: HTTPScope, status: int, headers: dict[bytes, bytes], began: float) -> None:
    """The route and, where it is one, the UUID it names; what somebody typed into a path stays out of the log."""
    last = scope["path"].rpartition("/")[2]
    claim = scope.get("state", {}).get("claim")
    log(
        "answered",
        method=scope["method"],
        route=scope.get("path_template") or None,
        id=last if _UUID.fullmatch(last) else None,
        status=status,
        problem=headers.get(HEADER_PROBLEM.lower().encode(), b"").decode() or None,
        device=claim.device_id if claim else None,
        ms=round((time.perf_counter() - began) * 1000, 1),
    )
