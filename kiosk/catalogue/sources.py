"""Where a signed catalogue comes from: the gateway, or a file on a stick. Neither is believed: TUF checks all."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import requests
from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface
from urllib3.exceptions import HTTPError

from kiosk.catalogue.pack import CatalogueError
from kiosk.sync.answers import Patience
from kiosk.sync.bundle import MAX_PACKED
from kiosk.sync.deadline import Cord, Secure, open_session
from kiosk.sync.line_faults import cause_of
from kiosk.sync.outcomes import LineCause
from kiosk.sync.protocol import HEADER_PROTOCOL

METADATA = "metadata/"
TARGETS = "targets/"
TIMESTAMP = "timestamp.json"
_MOST = {TIMESTAMP: 16 * 1024, METADATA: 5 * 1024 * 1024, TARGETS: MAX_PACKED}
_MOST_STICK = MAX_PACKED + 16 * 1024 * 1024
_PIECE = 64 * 1024


class LineError(DownloadError):
    """The line does not carry: nothing can be said about the catalogue."""

    def __init__(self, cause: LineCause) -> None:
        super().__init__(cause)
        self.cause = cause


class Source(Protocol):
    """``base`` ends with a slash; below it are ``metadata/`` and ``targets/``."""

    @property
    def base(self) -> str: ...

    @property
    def fetcher(self) -> FetcherInterface: ...

    def tag(self, known: str) -> str | None:
        """The tag of the current timestamp; None when it is the one that is known. Raises LineError."""
        ...


class GatewaySource(FetcherInterface):
    """A gateway. Each fetch ends by a deadline; an answer that is no gateway's is a fault of the line."""

    def __init__(self, url: str, patience: Patience | None = None, secure: Secure | None = None) -> None:
        """``secure`` says whose certificates are believed: nobody's without it."""
        self.base = f"{url.rstrip('/')}/v1/catalogue/"
        self.fetcher: FetcherInterface = self
        self.received = 0  # bytes of all answers, heads too
        self._patience = patience or Patience()
        self._cord = Cord(self._patience.stall)
        self._session = open_session(self._cord, secure)
        self._timestamp = b""
        self._stopped = threading.Event()

    def close(self) -> None:
        self._session.close()

    def stop(self) -> None:
        """Cut what is under way and ask nothing more; from any thread. What is only connecting ends by its time-out."""
        self._stopped.set()
        self._cord.pull()

    def tag(self, known: str) -> str | None:
        status, headers, body = self._get(
            f"{self.base}{METADATA}{TIMESTAMP}", {"If-None-Match": known} if known else {}
        )
        if status == HTTPStatus.NOT_MODIFIED:
            return None
        if status != HTTPStatus.OK:
            raise DownloadHTTPError("no catalogue there", status)
        self._timestamp = body
        return headers.get("etag", "")

    def _fetch(self, url: str) -> Iterator[bytes]:
        if url.endswith(TIMESTAMP) and self._timestamp:
            yield self._timestamp  # just asked for
            return
        status, _, body = self._get(url, {})
        if status != HTTPStatus.OK:
            raise DownloadHTTPError(f"{url.rpartition('/')[2]} is not there", status)
        yield body

    def _get(self, url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        most = next(most for end, most in _MOST.items() if end in url)
        try:
            with self._cord.within(self._patience.for_size(most)):
                if self._stopped.is_set():
                    raise LineError("offline")
                waits = (self._patience.connect, self._patience.answer)
                answer = self._session.get(url, headers=headers, timeout=waits, allow_redirects=False, stream=True)
                with answer:
                    body = _read(answer, most)
        except (requests.RequestException, HTTPError, OSError) as error:
            self._session.close()
            raise LineError("timeout" if self._cord.cut else cause_of(error)) from error
        told = {name.lower(): value for name, value in answer.headers.items()}
        self.received += len(body) + sum(len(name) + len(value) + 4 for name, value in told.items()) + 20
        if HEADER_PROTOCOL.lower() not in told:
            raise LineError("captive")
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise LineError("server")
        return answer.status_code, told, body


def _read(answer: requests.Response, most: int) -> bytes:
    """The body, one byte more than ``most`` at the most: then TUF refuses it as too long."""
    parts: list[bytes] = []
    left = most + 1
    while left > 0 and (part := answer.raw.read(min(left, _PIECE), decode_content=False)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class StickSource(FetcherInterface):
    """A file that `gateway catalogue export` wrote. Raises CatalogueError when it is none."""

    def __init__(self, file: Path) -> None:
        self.base = "stick:/"
        self.fetcher: FetcherInterface = self
        try:
            if file.stat().st_size > _MOST_STICK:
                raise CatalogueError(f"{file.name} is larger than a kiosk takes")
            self._archive = zipfile.ZipFile(file)
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise CatalogueError(f"{file.name} cannot be read: {error}") from error

    def close(self) -> None:
        self._archive.close()

    def tag(self, known: str) -> str | None:  # noqa: ARG002 - a stick is always looked at
        return ""

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(self.base)
        try:
            with self._archive.open(name) as file:
                while part := file.read(_PIECE):
                    yield part
        except KeyError as error:
            raise DownloadHTTPError(f"{name} is not in the file", HTTPStatus.NOT_FOUND) from error
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise DownloadError(f"{name} is damaged") from error
