"""One signed HTTP exchange with the gateway: it comes to an answer of the gateway's own, or to none."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from http.client import HTTPException
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from kiosk.clock import Clock
from kiosk.errors import ConfigError
from kiosk.sync.answers import Answer, NoAnswer, Patience
from kiosk.sync.deadline import Cord, open_session
from kiosk.sync.http_signature import sign_request
from kiosk.sync.keys import DeviceKey
from kiosk.sync.line_faults import cause_of, seconds_to_wait, stranger
from kiosk.sync.outcomes import Skew
from kiosk.sync.portal import portal_answers
from kiosk.sync.protocol import HEADER_PROTOCOL, HEADER_TIME, MAX_ANSWER, VERSION
from kiosk.sync.proven_time import new_nonce
from kiosk.sync.time_anchor import TimeAnchor
from kiosk.sync.tls import TlsTrust

_LATER = {408, 423, 425}


class GatewayLine:
    """Exchanges with one gateway, from any thread; each thread has a session of its own."""

    def __init__(
        self,
        url: str,
        device: DeviceKey,
        clock: Clock,
        patience: Patience,
        tls: TlsTrust,
        proven: Callable[[bytes, str], datetime | None],
    ) -> None:
        """``proven`` reads the time out of a signed answer to a nonce, None where it proves none."""
        self._device = device
        self._tls = tls
        self._proven = proven
        self._clock = clock
        self._patience = patience
        self._anchor = TimeAnchor(clock)
        self._local = threading.local()
        self._opened: list[tuple[requests.Session, Cord]] = []
        self.move_to(url)

    def move_to(self, url: str) -> None:
        """Use another address from the next exchange on. Raises ConfigError for what is not http(s)://host[:port]."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ConfigError(f"not the address of a gateway: {url}")
        self._url = url.rstrip("/")

    def close(self) -> None:
        """Close the connections of all threads, when none is in use any more."""
        for session, _ in self._opened:
            session.close()

    def sent(self) -> int:
        """How many bytes were handed to the connections of all threads."""
        return sum(cord.sent for _, cord in tuple(self._opened))

    def skew(self) -> Skew | None:
        return self._anchor.skew()

    def exchange(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer | NoAnswer:
        """Send one request and read its answer; blocks at most as long as the patience for this size allows.

        A clock that is too far off is corrected by what the gateway answers, and the request sent once more.
        """
        result = self._once(method, path, body, headers or {})
        if isinstance(result, NoAnswer) and result.cause == "tls_clock" and self._prove_time():
            result = self._once(method, path, body, headers or {})
        if isinstance(result, NoAnswer) and result.cause in {"tls", "tls_authority"} and self._behind_portal():
            return NoAnswer("captive")
        if isinstance(result, Answer) and result.status == requests.codes.unauthorized:
            if result.problem().kind == "clock":
                result = self._once(method, path, body, headers or {})
            if isinstance(result, Answer) and result.status == requests.codes.unauthorized:
                return NoAnswer("auth")
        return result

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer | NoAnswer:
        outgoing = _Outgoing(body)
        session, cord = self._session()
        all_headers = self._headers(method, path, body, headers)
        started = self._clock.monotonic()
        try:
            with cord.within(self._patience.for_size(len(body))):
                response = session.request(
                    method,
                    self._url + path,
                    data=outgoing if body else None,
                    headers=all_headers,
                    timeout=(self._patience.connect, self._patience.answer_after(len(body))),
                    allow_redirects=False,
                    stream=True,
                )
                with response:
                    content = response.raw.read(MAX_ANSWER + 1, decode_content=False)
        except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
            session.close()
            return NoAnswer("timeout" if cord.cut else cause_of(error), outgoing.is_sent)
        if cord.cut:  # in the middle of the head, which then looks as if it had ended
            session.close()
            return NoAnswer("timeout", outgoing.is_sent)
        lower = {name.lower(): value for name, value in response.headers.items()}
        return self._judge(Answer(response.status_code, lower, content), started, sent=outgoing.is_sent)

    def timeless(self, path: str) -> bytes:
        """Get what proves itself, over a connection that is to the gateway whatever the dates of its certificate are.

        Empty where there was no answer.
        """
        cord = Cord(self._patience.stall)
        try:
            with open_session(cord, self._tls.timeless) as session, cord.within(self._patience.for_size(0)):
                waits = (self._patience.connect, self._patience.answer)
                headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
                with session.get(
                    self._url + path, headers=headers, timeout=waits, allow_redirects=False, stream=True
                ) as response:
                    content: bytes = response.raw.read(MAX_ANSWER, decode_content=False)
        except (requests.RequestException, HTTPError, HTTPException, OSError):
            return b""
        return content

    def _prove_time(self) -> bool:
        nonce = new_nonce()
        moment = self._proven(self.timeless(f"/v1/time?nonce={nonce}"), nonce)
        if moment is not None:
            self._tls.prove(moment)
        return moment is not None

    def _behind_portal(self) -> bool:
        parts = urlsplit(self._url)
        return portal_answers(parts.hostname or "", (self._tls.portal_port, parts.port or 443), self._patience)

    def _headers(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
        created = int(self._anchor.now().timestamp())
        signed = sign_request(self._device, method, path, hashlib.sha256(body).digest(), created)
        length = {"Content-Length": str(len(body))} if body else {}
        return {"Accept": "application/json", "Accept-Encoding": "identity", **headers, **length, **signed}

    def _judge(self, answer: Answer, started: float, *, sent: bool) -> Answer | NoAnswer:
        later = seconds_to_wait(answer.headers.get("retry-after", ""), self._clock)
        if answer.headers.get(HEADER_PROTOCOL.lower()) != VERSION:
            cause, undone = stranger(answer.status, answer.headers)
            return NoAnswer(cause, sent=sent and not undone, retry_after=later)
        self._anchor.learn(answer.headers.get(HEADER_TIME.lower(), ""), started)
        if len(answer.body) > MAX_ANSWER:
            return NoAnswer("unproven", sent)
        match answer.status:
            case 403:
                return NoAnswer("auth")
            case 429:
                return NoAnswer("too_many", retry_after=later)
            case status if status >= requests.codes.server_error or status in _LATER:
                return NoAnswer("server", retry_after=later)
        return answer

    def _session(self) -> tuple[requests.Session, Cord]:
        if not hasattr(self._local, "session"):
            cord = Cord(self._patience.stall)
            self._local.session = (open_session(cord, self._tls.secure), cord)
            self._opened.append(self._local.session)
        session: tuple[requests.Session, Cord] = self._local.session
        return session


class _Outgoing:
    """A body that urllib3 reads in small pieces, each bounded by the stall time-out, and that knows if it all went."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._position = 0

    def __len__(self) -> int:
        return len(self._body)

    def read(self, size: int = 16 * 1024) -> bytes:
        piece = self._body[self._position : self._position + size]
        self._position += len(piece)
        return piece

    @property
    def is_sent(self) -> bool:
        return self._position == len(self._body)
