"""Whose certificates the line believes, and at what time: the gateway's own authority, pinned, or the public ones.

A kiosk whose clock is wrong would hold a good certificate for a bad one. It then asks the gateway for a time that is
signed by a pinned receipt key (see `proven_time`), and from there on judges every certificate by that time, carried on
by the monotonic clock. The chain and the name are checked all the same.
"""

from __future__ import annotations

import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import certifi

from kiosk.clock import Clock
from kiosk.errors import ConfigError
from kiosk.sync.deadline import Secure
from kiosk.sync.outcomes import LineCause

_MOST_CA_BYTES = 64 * 1024
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME, which ssl has no name for
_NOT_YET_VALID, _HAS_EXPIRED = 9, 10  # X509_V_ERR_*, as ssl tells them in verify_code
_OTHER_NAME = {62, 64}
PORTAL_PORT = 80


class OutOfDateError(ssl.SSLError):
    """The certificate does not hold at the proven time."""


class TlsTrust:
    """Shared by all threads and all lines to one gateway: `secure` is for their sessions.

    ``portal_port`` is where log-in pages are looked for.
    """

    def __init__(self, authority: Path | None, clock: Clock, *, portal_port: int = PORTAL_PORT) -> None:
        """``authority`` is a PEM file of CA certificates, None the public ones. Raises ConfigError."""
        self.portal_port = portal_port
        self.valid_until: datetime | None = None  # of the certificate that was seen last
        self._clock = clock
        self._lock = threading.Lock()
        self._proven: tuple[datetime, float] | None = None
        bundle = _read(authority) if authority else None
        self._strict = _context(bundle, authority)
        self._timeless = _context(bundle, authority)
        self._timeless.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
        self.secure = Secure(self._context, self._check)
        self.timeless = Secure(lambda: self._timeless, lambda _certificate: None)
        """Believes certificates of any date: to ask for a proof of the time, and for nothing else."""

    def prove(self, moment: datetime) -> None:
        """Judge certificates by this time from now on."""
        with self._lock:
            self._proven = (moment, self._clock.monotonic())

    def _context(self) -> ssl.SSLContext:
        return self._strict if self._proven is None else self._timeless

    def _check(self, certificate: dict[str, Any]) -> None:
        """Judge the dates of a certificate. Raises OutOfDateError."""
        since, until = (_moment(certificate, name) for name in ("notBefore", "notAfter"))
        self.valid_until = until
        with self._lock:
            proven = self._proven
        if proven is None:  # the handshake judged it
            return
        moment = proven[0] + timedelta(seconds=self._clock.monotonic() - proven[1])
        if not since <= moment <= until:
            raise OutOfDateError("the certificate does not hold at the time that the gateway signed")


def tls_cause(error: ssl.SSLError) -> LineCause:
    """What a failed handshake means. A date that does not fit is put down to the clock until a time is proven."""
    match error:
        case OutOfDateError():
            return "tls_expired"
        case ssl.SSLCertVerificationError(verify_code=code) if code in {_NOT_YET_VALID, _HAS_EXPIRED}:
            return "tls_clock"
        case ssl.SSLCertVerificationError(verify_code=code) if code in _OTHER_NAME:
            return "tls_name"
        case ssl.SSLCertVerificationError():
            return "tls_authority"
    return "tls"


def _context(bundle: str | None, authority: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if bundle is None:
        context.load_verify_locations(certifi.where())
        return context
    try:
        context.load_verify_locations(cadata=bundle)
    except (ssl.SSLError, ValueError) as error:
        raise ConfigError(f"{authority} holds no certificates of an authority (PEM)") from error
    if not context.get_ca_certs():  # a server's own certificate is no authority
        raise ConfigError(f"{authority} holds no certificate of an authority: pin the CA's, not the server's")
    return context


def _read(authority: Path) -> str:
    try:
        with authority.open("rb") as file:
            data = file.read(_MOST_CA_BYTES + 1)
        if len(data) > _MOST_CA_BYTES:
            raise ConfigError(f"{authority} is larger than {_MOST_CA_BYTES} bytes")
        return data.decode("ascii")
    except OSError as error:
        raise ConfigError(f"{authority} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{authority} holds no certificates of an authority (PEM)") from error


def _moment(certificate: dict[str, Any], name: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate[name]), UTC)
