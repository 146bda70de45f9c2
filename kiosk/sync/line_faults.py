"""What a failed exchange means: which of the line's causes an exception or a stranger's answer stands for."""

from __future__ import annotations

import errno
import ssl
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from requests import exceptions as failed
from urllib3 import exceptions as urllib3_failed

from kiosk.clock import Clock
from kiosk.sync.outcomes import LineCause
from kiosk.sync.tls import tls_cause

_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_LONGEST_WAIT = 3600.0


def cause_of(error: Exception) -> LineCause:
    """The cause behind an exception of requests, urllib3 or the socket."""
    match error:
        case failed.SSLError() | urllib3_failed.SSLError():
            broken = [one for one in _chain(error) if isinstance(one, ssl.SSLError)]
            return tls_cause(broken[0]) if broken else "tls"
        case failed.Timeout() | urllib3_failed.TimeoutError() | TimeoutError():
            return "timeout"
    for inner in _chain(error):
        match inner:
            case urllib3_failed.NameResolutionError():
                return "offline"
            case OSError(errno=number) if number in _NO_ROUTE:
                return "offline"
            case TimeoutError():
                return "timeout"
    return "refused"


def stranger(status: int, headers: Mapping[str, str]) -> tuple[LineCause, bool]:
    """Who answered when it was not a gateway, and whether the request surely had no effect.

    A proxy without its gateway says 502 to 504, a portal anything else: redirects, 200, 511, pages in HTML.
    """
    html = headers.get("content-type", "").startswith("text/html")
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return "too_many", True
        case HTTPStatus.SERVICE_UNAVAILABLE:
            return "server", True
        case HTTPStatus.BAD_GATEWAY | HTTPStatus.GATEWAY_TIMEOUT:
            return "server", False
        case HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
            return "captive", True
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not html:
            return "server", False
        case _:
            return "captive", True


def seconds_to_wait(retry_after: str, clock: Clock) -> float | None:
    """Read Retry-After: seconds, or a date (RFC 9110, 10.2.3); what is neither says nothing."""
    if retry_after.isascii() and retry_after.isdigit():
        return min(float(retry_after[:9]), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - clock.now()).total_seconds(), 0.0), _LONGEST_WAIT)


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        reason = getattr(error, "reason", None)
        inner = [item for item in (reason, *error.args) if isinstance(item, BaseException)]
        error = inner[0] if inner else error.__cause__ or error.__context__
    return found
