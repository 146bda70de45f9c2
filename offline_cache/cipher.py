"""AES-256-GCM boxes for what the kiosk itself must read again: drafts, pages, messages."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from offline_cache.errors import StoreError

KEY_SIZE = 32
_NONCE_SIZE = 12


def new_key() -> bytes:
    return os.urandom(KEY_SIZE)


def encrypt(key: bytes, plain: bytes, aad: str) -> bytes:
    """``nonce ‖ ciphertext ‖ tag``; ``aad`` says what the box is and whose, so that boxes cannot be swapped."""
    nonce = os.urandom(_NONCE_SIZE)
    return nonce + AESGCM(key).encrypt(nonce, plain, aad.encode())


def decrypt(key: bytes, box: bytes, aad: str) -> bytes:
    """Return the plain bytes; StoreError when the box was damaged, swapped or made under another key."""
    if len(box) < _NONCE_SIZE:
        raise StoreError("an encrypted record is cut short")
    try:
        return AESGCM(key).decrypt(box[:_NONCE_SIZE], box[_NONCE_SIZE:], aad.encode())
    except InvalidTag as error:
        raise StoreError("an encrypted record does not open: it is damaged, or the local key is another one") from error


def keyed_hash(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 over the parts, each with its length before it."""
    mac = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        data = part.encode()
        mac.update(len(data).to_bytes(4, "big") + data)
    return mac.digest()
