"""The country's certificate authorities, as the operator provisions them: a list with a version, signed by its key.

Nobody publishes Vietnam's; an operator gets them from the identity authority. The list is handed in as bytes.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidSignature

from kiosk.errors import ProtocolError
from kiosk.identity.chip.certificates import Certificate, UnsupportedError, parse_certificate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAX_STORE = 4 * 1024 * 1024
_MOST_CERTIFICATES = 1024
_CONTEXT = b"mot-cham csca store 1\n"


class _Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    made_at: datetime
    certificates: tuple[str, ...]


class _Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    contents: str
    signature: str


@dataclass(frozen=True)
class TrustStore:
    """The authorities whose signers' cards are believed."""

    version: int
    made_at: datetime
    certificates: tuple[Certificate, ...]


class TrustFault(Enum):
    """Why a list is not taken; the one before it stays in force."""

    SHAPE = "shape"
    SIGNATURE = "signature"
    ROLLBACK = "rollback"
    CERTIFICATE = "certificate"  # one that cannot be read, or that may not certify


def open_trust_store(data: bytes, operator: Ed25519PublicKey, *, at_least: int = 0) -> TrustStore | TrustFault:
    """Check signature, version and every certificate, and read nothing before the signature is checked."""
    if len(data) > MAX_STORE:
        return TrustFault.SHAPE
    try:
        signed = msgspec.json.decode(data, type=_Signed)
        raw = b64decode(signed.contents, validate=True)
        operator.verify(b64decode(signed.signature, validate=True), _CONTEXT + raw)
        contents = msgspec.json.decode(raw, type=_Contents)
    except InvalidSignature:
        return TrustFault.SIGNATURE
    except (msgspec.DecodeError, ValueError, RecursionError):
        return TrustFault.SHAPE
    if contents.made_at.tzinfo is None or len(contents.certificates) > _MOST_CERTIFICATES:
        return TrustFault.SHAPE
    if contents.version < at_least:
        return TrustFault.ROLLBACK
    try:
        certificates = tuple(parse_certificate(b64decode(text, validate=True)) for text in contents.certificates)
    except (ProtocolError, ValueError):
        return TrustFault.CERTIFICATE
    if not all(certificate.may_certify and _has_key(certificate) for certificate in certificates):
        return TrustFault.CERTIFICATE
    return TrustStore(contents.version, contents.made_at, certificates)


def _has_key(certificate: Certificate) -> bool:
    """Say whether there is a key in it, known here or not."""
    try:
        certificate.public_key()
    except UnsupportedError:
        return True
    except ProtocolError:
        return False
    return True


def sign_trust_store(
    version: int, made_at: datetime, certificates: Iterable[bytes], operator: Ed25519PrivateKey
) -> bytes:
    """Make the list out of DER certificates; the operator's work, away from any kiosk."""
    texts = tuple(b64encode(der).decode("ascii") for der in certificates)
    raw = msgspec.json.encode(_Contents(version, made_at, texts))
    signature = b64encode(operator.sign(_CONTEXT + raw)).decode("ascii")
    return msgspec.json.encode(_Signed(b64encode(raw).decode("ascii"), signature))
