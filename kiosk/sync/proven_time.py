"""The gateway's time under its signature: what a kiosk with a wrong clock judges certificates by."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical
from kiosk.sync.keys import Audience, GatewayKeys, KidText
from kiosk.sync.protocol import Moment, Wire, decode
from kiosk.sync.signed import is_signed

SIGNED_AS = b"motcham time 1\n"
NONCE = re.compile(r"[0-9a-f]{32}")


class ToldTime(Wire, frozen=True, kw_only=True):
    """``nonce`` is the asker's own, so that an old answer never fits."""

    audience: Audience
    nonce: Annotated[str, Meta(pattern=NONCE.pattern + r"\Z", max_length=32)]
    now: Moment

    def signed_bytes(self) -> bytes:
        return SIGNED_AS + canonical(msgspec.to_builtins(self))


class SignedTime(Wire, frozen=True, kw_only=True):
    """``200`` of ``GET /v1/time?nonce=``."""

    time: ToldTime
    kid: KidText
    signature: Annotated[str, Meta(min_length=86, max_length=86)]


def new_nonce() -> str:
    return secrets.token_hex(16)


def proven_time(body: bytes, nonce: str, keys: GatewayKeys) -> datetime | None:
    """The time that a pinned receipt key signed for this nonce; None for whatever else ``body`` is."""
    try:
        told = decode(body, SignedTime)
    except ProtocolError:
        return None
    if told.time.nonce != nonce:
        return None
    if not is_signed(keys, told.time.audience, told.kid, told.signature, told.time.signed_bytes()):
        return None
    return datetime.fromisoformat(told.time.now).astimezone(UTC)
