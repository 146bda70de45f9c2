"""The gateway's ASGI application: Litestar's routes, and what every answer carries."""

from __future__ import annotations

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
from gateway.web.refusals import Refusal, tell_fault, tell_http, tell_refusal
from gateway.web.slots import get_slots
from gateway.web.status import get_health, get_time, get_updates
from gateway.web.submissions import get_submission, put_submission
from gateway.web.turns import Turns
from kiosk.clock import Clock
from kiosk.sync.protocol import HEADER_PROBLEM, HEADER_PROTOCOL, HEADER_TIME, VERSION

_LONGEST_PATH = 80


def make_app(gateway: Gateway) -> ASGIApp:
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
            put_booking,
            get_booking,
            get_booking_news,
            get_updates,
            get_time,
            get_health,
            get_catalogue,
        ],
        state=State({"gateway": gateway, "turns": Turns()}),
        exception_handlers={Refusal: tell_refusal, HTTPException: tell_http, Exception: tell_fault},
        openapi_config=OpenAPIConfig(
            title="Một Chạm gateway",
            version=VERSION,
            description="Every call but time, health and the catalogue is signed by a device: see docs/protocol.md.",
            path="/v1",
            render_plugins=[JsonRenderPlugin()],
            use_handler_docstrings=True,
        ),
        logging_config=None,
        request_max_body_size=None,  # each call has its own limit, see bodies.py
    )
    return Marked(routes, gateway.clock)


class Marked:
    """Puts version and time on every answer, that of an unknown path too, and logs it. There are no web sockets."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()

        async def mark(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message["headers"], *self._marks()]
                message = {**message, "headers": headers}
                _log(cast("HTTPScope", scope), message["status"], dict(headers), began)
            await send(message)

        await self._app(scope, receive, mark)

    def _marks(self) -> list[tuple[bytes, bytes]]:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        marks = {
            HEADER_PROTOCOL: VERSION,
            HEADER_TIME: str(milliseconds),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return [(name.lower().encode(), value.encode()) for name, value in marks.items()]


def _log(scope: HTTPScope, status: int, headers: dict[bytes, bytes], began: float) -> None:
    claim = scope.get("state", {}).get("claim")
    log(
        "answered",
        method=scope["method"],
        path=ascii(scope["path"])[1:-1][:_LONGEST_PATH],
        status=status,
        problem=headers.get(HEADER_PROBLEM.lower().encode(), b"").decode() or None,
        device=claim.device_id if claim else None,
        ms=round((time.perf_counter() - began) * 1000, 1),
    )
