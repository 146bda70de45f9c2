"""The sealed envelope, version 1: made on the kiosk, opened only by the gateway or with the offline recovery key.

    magic 8 · header length 2 · header (canonical JSON) · count 1 · wraps (kid 8 · enc 32 · ct 48 each)
    · nonce 12 · AES-256-GCM(body, aad = header ‖ count ‖ wraps) · Ed25519(all before) 64

docs/protocol.md has an annotated example; tests/vectors/envelope-v1.json is the same to the byte.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical, parse_canonical
from kiosk.sync.ids import is_uuid, is_uuid7
from kiosk.sync.keys import Audience, DeviceId, VerifyKey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from kiosk.sync.keys import DeviceKey, SealKey

MAGIC = b"MOTCHAM\x01"
ALG = "HPKE-X25519-SHA256-A256GCM.A256GCM.Ed25519"
MAX_HEADER = 512
MAX_RECIPIENTS = 4
SIGNATURE_BYTES = 64
OVERHEAD = len(MAGIC) + 2 + MAX_HEADER + 1 + MAX_RECIPIENTS * 88 + 12 + 16 + SIGNATURE_BYTES
"""The most that an envelope is longer than its body."""

Part = Literal["submission", "attachment", "booking"]
Refusal = Literal["malformed", "too_large", "audience", "device", "signature", "recipient", "sealed"]


class EnvelopeError(ProtocolError):
    """An envelope that is not opened; ``reason`` is safe to log and to send."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(f"envelope refused: {reason}")
        self.reason: Refusal = reason


@dataclass(frozen=True)
class Header:
    """What anyone may read. ``id`` is the UUIDv7 of the submission or the booking request, or the attachment's UUID."""

    id: str
    part: Part
    audience: Audience
    device: str


@dataclass(frozen=True)
class Wrap:
    """The content key, wrapped for one recipient."""

    kid: str
    enc: bytes
    ct: bytes


@dataclass(frozen=True)
class Envelope:
    """An envelope taken apart, nothing in it trusted yet."""

    header: Header
    header_bytes: bytes
    wraps: tuple[Wrap, ...]
    wraps_bytes: bytes
    nonce: bytes
    sealed: bytes
    signed: bytes
    signature: bytes


@dataclass(frozen=True)
class Opened:
    """A body whose signature and seal both hold."""

    header: Header
    body: bytes


@dataclass(frozen=True)
class Keyring:
    """The private X25519 keys of one audience, by kid: the gateway's current and former ones, or the recovery key."""

    audience: Audience
    keys: Mapping[str, X25519PrivateKey]


FindSigner: TypeAlias = Callable[[Header], VerifyKey | None]
"""Gives the public key of the device that a header names, or None when that device is not registered."""


class _HeaderJson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    alg: Literal["HPKE-X25519-SHA256-A256GCM.A256GCM.Ed25519"]
    id: str
    part: Part
    audience: Audience
    device: DeviceId


def seal(body: bytes, header: Header, recipients: Sequence[SealKey], signer: DeviceKey) -> bytes:
    """Seal ``body``; nobody but the recipients opens it again, the kiosk included.

    Raises EnvelopeError when header, recipients and signer are not all of one audience.
    """
    if any(key.audience != header.audience for key in recipients) or signer.audience != header.audience:
        raise EnvelopeError("audience")
    if signer.device_id != header.device:
        raise EnvelopeError("device")
    if not 1 <= len(recipients) <= MAX_RECIPIENTS:
        raise EnvelopeError("recipient")
    header_bytes = format_header(header)
    content_key = secrets.token_bytes(32)
    wraps = b"".join(_wrap(content_key, key, header_bytes) for key in recipients)
    wraps = bytes([len(recipients)]) + wraps
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(content_key).encrypt(nonce, body, header_bytes + wraps)
    signed = MAGIC + struct.pack(">H", len(header_bytes)) + header_bytes + wraps + nonce + sealed
    return signed + signer.sign(signed)


def open_envelope(blob: bytes, keyring: Keyring, find_signer: FindSigner, *, limit: int) -> Opened:
    """Check and open an envelope of at most ``limit`` bytes. Raises EnvelopeError."""
    return unseal(parse(blob, limit=limit), keyring, find_signer)


def parse(blob: bytes, *, limit: int) -> Envelope:
    """Take an envelope apart without trusting it. Raises EnvelopeError ("too_large" or "malformed")."""
    if len(blob) > limit:
        raise EnvelopeError("too_large")
    reader = _Reader(blob)
    if reader.take(len(MAGIC)) != MAGIC:
        raise EnvelopeError("malformed")
    header_bytes = reader.take(struct.unpack(">H", reader.take(2))[0])
    header = parse_header(header_bytes)
    start = reader.position
    wraps = tuple(
        Wrap(reader.take(8).hex(), reader.take(32), reader.take(48)) for _ in range(_count(reader.take(1)[0]))
    )
    wraps_bytes = blob[start : reader.position]
    nonce = reader.take(12)
    sealed = reader.take(len(blob) - SIGNATURE_BYTES - reader.position)
    if len(sealed) < 16:  # noqa: PLR2004 - the tag of AES-GCM
        raise EnvelopeError("malformed")
    return Envelope(
        header, header_bytes, wraps, wraps_bytes, nonce, sealed, blob[:-SIGNATURE_BYTES], blob[-SIGNATURE_BYTES:]
    )


def unseal(envelope: Envelope, keyring: Keyring, find_signer: FindSigner) -> Opened:
    """Check audience and signature, then open. Raises EnvelopeError."""
    if envelope.header.audience != keyring.audience:
        raise EnvelopeError("audience")
    signer = find_signer(envelope.header)
    if signer is None:
        raise EnvelopeError("device")
    if not signer.verifies(envelope.signature, envelope.signed):
        raise EnvelopeError("signature")
    content_key = _unwrap(envelope, keyring)
    try:
        body = AESGCM(content_key).decrypt(
            envelope.nonce, envelope.sealed, envelope.header_bytes + envelope.wraps_bytes
        )
    except InvalidTag as error:
        raise EnvelopeError("sealed") from error
    return Opened(envelope.header, body)


def format_header(header: Header) -> bytes:
    return canonical(
        {
            "v": 1,
            "alg": ALG,
            "id": header.id,
            "part": header.part,
            "audience": header.audience,
            "device": header.device,
        }
    )


def parse_header(data: bytes) -> Header:
    try:
        raw = msgspec.convert(parse_canonical(data, MAX_HEADER), _HeaderJson)
    except (ProtocolError, msgspec.ValidationError) as error:
        raise EnvelopeError("malformed") from error
    if not (is_uuid(raw.id) if raw.part == "attachment" else is_uuid7(raw.id)):
        raise EnvelopeError("malformed")
    return Header(raw.id, raw.part, raw.audience, raw.device)


class _Reader:
    """Walks over the bytes and never past their end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0

    def take(self, length: int) -> bytes:
        end = self.position + length
        if length < 0 or end > len(self._data):
            raise EnvelopeError("malformed")
        piece = self._data[self.position : end]
        self.position = end
        return piece


def _count(count: int) -> int:
    if not 1 <= count <= MAX_RECIPIENTS:
        raise EnvelopeError("malformed")
    return count


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _wrap(content_key: bytes, recipient: SealKey, info: bytes) -> bytes:
    key = X25519PublicKey.from_public_bytes(recipient.raw)
    return bytes.fromhex(recipient.kid) + _suite().encrypt(content_key, key, info=info)


def _unwrap(envelope: Envelope, keyring: Keyring) -> bytes:
    for wrap in envelope.wraps:
        key = keyring.keys.get(wrap.kid)
        if key is not None:
            try:
                content_key = _suite().decrypt(wrap.enc + wrap.ct, key, info=envelope.header_bytes)
            except InvalidTag as error:
                raise EnvelopeError("sealed") from error
            return bytes(content_key)
    raise EnvelopeError("recipient")
