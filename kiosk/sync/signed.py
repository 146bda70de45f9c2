"""Whether the gateway said something: one check for all that it signs about bookings."""

from __future__ import annotations

from kiosk.errors import ProtocolError
from kiosk.sync.key_files import decode_bytes
from kiosk.sync.keys import Audience, GatewayKeys


def is_signed(keys: GatewayKeys, audience: Audience, kid: str, signature: str, data: bytes) -> bool:
    """Whether one of the pinned receipt keys of this audience made the signature over ``data``."""
    key = keys.receipt_key(kid)
    if key is None or audience != keys.audience:
        return False
    try:
        return key.verifies(decode_bytes(signature, 64), data)
    except ProtocolError:  # a signature that is none
        return False
