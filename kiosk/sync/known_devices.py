"""The keys of all devices of a gateway, signed by it: by them any kiosk tells offline who made a slip."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kiosk.sync.canonical import canonical
from kiosk.sync.key_files import KEY_BYTES, decode_bytes
from kiosk.sync.keys import Audience, GatewayKeys, KeyText, KidText, VerifyKey
from kiosk.sync.protocol import Wire, decode
from kiosk.sync.signed import is_signed

SIGNED_AS = b"motcham devices 1\n"
"""Goes before the canonical bytes, so that a signature made for something else never fits."""

MAX_DEVICES = 20_000
"""Of one gateway; 46 bytes each, within the longest answer."""


class DeviceList(Wire, frozen=True, kw_only=True):
    """``GET /v1/devices``: public keys in the order of registration. It tells no time and no names."""

    v: Literal[1] = 1
    audience: Audience
    keys: Annotated[list[KeyText], Meta(max_length=MAX_DEVICES)]  # Litestar describes a tuple of them wrongly

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + canonical(msgspec.to_builtins(self))


class SignedDevices(Wire, frozen=True, kw_only=True):
    devices: DeviceList
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]

    def holds(self, keys: GatewayKeys) -> bool:
        """Whether one of the pinned receipt keys made this signature, and for this audience."""
        return is_signed(keys, self.devices.audience, self.kid, self.signature, self.devices.signed_bytes())

    def find(self, kid: str) -> VerifyKey | None:
        keys = (VerifyKey(decode_bytes(text, KEY_BYTES)) for text in self.devices.keys)
        return next((key for key in keys if key.kid == kid), None)


def tag_of(data: bytes) -> str:
    """The ETag of a list; quotes included, as HTTP has it."""
    return f'"{hashlib.sha256(data).hexdigest()[:16]}"'


def read_signed_devices(data: bytes) -> SignedDevices:
    """Read a list as it came. Raises ProtocolError when it is none; whether its signature holds is another question."""
    return decode(data, SignedDevices)
