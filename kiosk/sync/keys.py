"""The keys of delivery: the gateway's public keys as it publishes them, and the device's own signing key.

``gateway.pub.signed.json`` (written by ``gateway keys``) is what a gateway serves, a kiosk pins and a stick brings::

    {"v":2,"audience":"demo","number":1795442400,"issued_at":"2026-11-24T08:00:00+07:00",
     "root":{"kid":"…","public_key":"…"},        signs this file; may be kept away from the gateway
     "seal":[{"kid":"…","public_key":"…"},…],    current first, then the next
     "recovery":{"kid":"…","public_key":"…"},
     "receipt":[{"kid":"…","public_key":"…"},…], current first, then the next
     "retired":[…],                              receipt keys whose signatures still count
     "signatures":[{"kid":"…","signature":"…"}]}

``gateway.pub.json`` beside it has ``"v":1`` and audience, seal, recovery and receipt alone: releases from before keys
were signed read that one. What is empty is left out. Keys are 32 raw bytes in base64url without padding; a kid is the
first 16 hex digits of SHA-256 over them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import (
    KEY_BYTES,
    decode_bytes,
    decode_key_file,
    encode_bytes,
    format_key_file,
    read_key_file,
    write_key_file,
)
from kiosk.sync.protocol import Moment

if TYPE_CHECKING:
    from pathlib import Path

Audience = Literal["demo", "practice", "production"]
"""Three worlds that never mix: each has keys of its own, and both sides refuse what belongs to another."""

DEVICE_ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}\Z"

KeyText = Annotated[str, msgspec.Meta(min_length=43, max_length=43)]
KidText = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
DeviceId = Annotated[str, msgspec.Meta(pattern=DEVICE_ID_PATTERN)]

MAX_CURRENT = 4
MAX_RETIRED = 16
MAX_SIGNATURES = 8


def key_id(public: bytes) -> str:
    """Name a public key in short."""
    return hashlib.sha256(public).hexdigest()[:16]


@dataclass(frozen=True)
class SealKey:
    """An X25519 public key that dossiers of one audience are sealed to."""

    audience: Audience
    raw: bytes

    @cached_property
    def kid(self) -> str:
        return key_id(self.raw)


@dataclass(frozen=True)
class VerifyKey:
    """An Ed25519 public key: of the gateway's receipts, or of a device."""

    raw: bytes

    @cached_property
    def kid(self) -> str:
        return key_id(self.raw)

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            self._key.verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class GatewayKeys:
    """What a kiosk knows of its gateway. ``seal[0]`` and ``receipt[0]`` are in use; any of ``receipt`` proves.

    ``root`` is None and ``number`` 0 where the keys were published before they were signed.
    """

    audience: Audience
    seal: tuple[SealKey, ...]
    recovery: SealKey
    receipt: tuple[VerifyKey, ...]
    root: VerifyKey | None = None
    number: int = 0

    @property
    def recipients(self) -> tuple[SealKey, ...]:
        """Whom every envelope is sealed to: the gateway's current key and the offline recovery key."""
        return (self.seal[0], self.recovery)

    def receipt_key(self, kid: str) -> VerifyKey | None:
        return next((key for key in self.receipt if key.kid == kid), None)

    def proving(self, kid: str) -> GatewayKeys:  # noqa: ARG002 - as whoever follows the gateway's keys
        """These keys, whatever ``kid`` is to be proven by: nobody looks for newer ones."""
        return self


@dataclass(frozen=True)
class DevicePublicKey:
    """What the gateway knows of a device."""

    device_id: str
    audience: Audience
    key: VerifyKey


@dataclass(frozen=True)
class DeviceKey:
    """The device's Ed25519 key: it signs envelopes and requests."""

    device_id: str
    audience: Audience
    private: bytes = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(message)

    @property
    def public(self) -> DevicePublicKey:
        key = Ed25519PrivateKey.from_private_bytes(self.private).public_key()
        return DevicePublicKey(self.device_id, self.audience, VerifyKey(key.public_bytes_raw()))


class NamedKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kid: KidText
    public_key: KeyText


class KeySignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kid: KidText
    signature: Annotated[str, msgspec.Meta(min_length=86, max_length=86)]


class KeysDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Published keys, as above; who may sign them: keys_document.py."""

    v: Literal[1, 2]
    audience: Audience
    number: Annotated[int, msgspec.Meta(ge=0, lt=2**53)] = 0
    issued_at: Moment = ""
    root: NamedKey | None = None
    seal: Annotated[tuple[NamedKey, ...], msgspec.Meta(min_length=1, max_length=MAX_CURRENT)]
    recovery: NamedKey
    receipt: Annotated[tuple[NamedKey, ...], msgspec.Meta(min_length=1, max_length=MAX_CURRENT)]
    retired: Annotated[tuple[NamedKey, ...], msgspec.Meta(max_length=MAX_RETIRED)] = ()
    signatures: Annotated[tuple[KeySignature, ...], msgspec.Meta(max_length=MAX_SIGNATURES)] = ()

    def keys(self) -> GatewayKeys:
        """Raises ProtocolError where a key is not what its name says."""
        return GatewayKeys(
            self.audience,
            tuple(SealKey(self.audience, _raw(key)) for key in self.seal),
            SealKey(self.audience, _raw(self.recovery)),
            tuple(VerifyKey(_raw(key)) for key in (*self.receipt, *self.retired)),
            VerifyKey(_raw(self.root)) if self.root else None,
            self.number,
        )


class _DeviceKeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    device_id: DeviceId
    audience: Audience
    private_key: KeyText


class _DevicePublicFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    device_id: DeviceId
    public_key: KeyText
    audience: Audience


def parse_document(data: bytes) -> KeysDocument:
    """Read published keys; the signatures are not looked at. Raises ProtocolError when they are none."""
    read = decode_key_file(data, KeysDocument)
    signed = (read.number > 0, read.issued_at != "", read.root is not None, bool(read.signatures))
    if not (all(signed) if read.v == 2 else not any((*signed, read.retired))):  # noqa: PLR2004 - the file's version
        raise ProtocolError(f"not a key file of version {read.v}")
    read.keys()
    return read


def parse_gateway_keys(data: bytes) -> GatewayKeys:
    """Read the keys alone, as `parse_document`."""
    return parse_document(data).keys()


def format_gateway_keys(keys: GatewayKeys) -> bytes:
    """Write the keys for releases from before they were signed, which know at most four receipt keys."""
    return format_key_file(
        KeysDocument(
            v=1,
            audience=keys.audience,
            seal=tuple(name_key(key.raw) for key in keys.seal),
            recovery=name_key(keys.recovery.raw),
            receipt=tuple(name_key(key.raw) for key in keys.receipt[:MAX_CURRENT]),
        )
    )


def signed_beside(path: Path) -> Path:
    """Where the signed keys are, beside those of ``gateway.pub.json``."""
    return path.with_suffix(".signed.json")


def new_device_key(audience: Audience) -> DeviceKey:
    """A device is named by the kid of its key, so the public key alone registers it."""
    private = Ed25519PrivateKey.generate()
    return DeviceKey(key_id(private.public_key().public_bytes_raw()), audience, private.private_bytes_raw())


def load_or_make_device_key(path: Path, audience: Audience) -> DeviceKey:
    """Read the device's key, made and written (0600) at the first run. Raises ConfigError."""
    try:
        if not path.exists():
            key = new_device_key(audience)
            private = encode_bytes(key.private)
            file = _DeviceKeyFile(v=1, device_id=key.device_id, audience=audience, private_key=private)
            write_key_file(path, format_key_file(file))
            return key
        read = decode_key_file(read_key_file(path), _DeviceKeyFile)
        key = DeviceKey(read.device_id, read.audience, decode_bytes(read.private_key, KEY_BYTES))
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the device's key cannot be read from {path}: {error}") from error
    if key.audience != audience:
        raise ConfigError(f"{path} is a device key for {key.audience}, but this kiosk is set to {audience}")
    return key


def format_device_public(public: DevicePublicKey) -> bytes:
    """Write the device file that ``gateway devices add`` and ``gateway serve --device-file`` read."""
    text = encode_bytes(public.key.raw)
    return format_key_file(
        _DevicePublicFile(device_id=public.device_id, public_key=text, audience=public.audience),
    )


def parse_device_public(data: bytes) -> DevicePublicKey:
    """Read a device file. Raises ProtocolError when the bytes are not one."""
    read = decode_key_file(data, _DevicePublicFile)
    return DevicePublicKey(read.device_id, read.audience, VerifyKey(decode_bytes(read.public_key, KEY_BYTES)))


def name_key(raw: bytes) -> NamedKey:
    return NamedKey(kid=key_id(raw), public_key=encode_bytes(raw))


def _raw(named: NamedKey) -> bytes:
    raw = decode_bytes(named.public_key, KEY_BYTES)
    if key_id(raw) != named.kid:
        raise ProtocolError(f"key {named.kid} is not what its name says")
    return raw
