"""Whether a network wants a log-in before it is used: such a portal answers plain HTTP in anybody's name."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from kiosk.sync.answers import Patience
from kiosk.sync.deadline import Cord, open_session
from kiosk.sync.protocol import HEADER_PROTOCOL

_LOOK_SECONDS = 5.0


def portal_answers(host: str, ports: Iterable[int], patience: Patience) -> bool:
    """Ask for a page in plain HTTP where the gateway should be, and see whether a log-in page comes instead."""
    return any(_is_portal(host, port, patience) for port in dict.fromkeys(ports))


def _is_portal(host: str, port: int, patience: Patience) -> bool:
    cord = Cord(patience.stall)
    waits = (min(patience.connect, _LOOK_SECONDS), _LOOK_SECONDS)
    name = f"[{host}]" if ":" in host else host
    try:
        with open_session(cord) as session, cord.within(2 * _LOOK_SECONDS):
            answer = session.get(f"http://{name}:{port}/", timeout=waits, allow_redirects=False, stream=True)
            answer.close()
    except (requests.RequestException, HTTPError, OSError):
        return False
    if HEADER_PROTOCOL in answer.headers:
        return False
    to = urlsplit(answer.headers.get("Location", ""))
    match answer.status_code:
        case HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
            return True
        case status if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            return to.hostname not in {None, host}  # a web server sends its own visitors to https
        case HTTPStatus.OK:
            return answer.headers.get("Content-Type", "").startswith("text/html")
    return False
