"""RSA signatures that carry part of their message: ISO/IEC 9796-2, scheme 1, as active authentication uses them."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

HEADER: Final = 0x6A  # partial recovery, and no bytes of padding
SHORT_TRAILER: Final = 0xBC  # SHA-1
LONG_TRAILER: Final = 0xCC  # the byte before it names the hash
TRAILERS: Final = {0x33: "sha1", 0x34: "sha256", 0x35: "sha512", 0x36: "sha384", 0x38: "sha224"}
_NIBBLE, _C = 0x0F, 0x0C


def recovers(key: RSAPublicKey, signature: bytes, rest: bytes) -> bool:
    """Open a signature and compare the digest in it with that of the recovered part and ``rest``."""
    numbers = key.public_numbers()
    width = (numbers.n.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != width or value >= numbers.n:
        return False
    opened = pow(value, numbers.e, numbers.n)
    if opened & _NIBBLE != _C:
        opened = numbers.n - opened  # a signer may send whichever of the two is smaller
    block = opened.to_bytes(width, "big")
    hash_name, end = _trailer(block)
    if block[0] != HEADER or not hash_name:
        return False
    size = hashlib.new(hash_name).digest_size
    recovered, digest = block[1 : end - size], block[end - size : end]
    if end - size <= 1:
        return False
    return hmac.compare_digest(hashlib.new(hash_name, recovered + rest).digest(), digest)


def _trailer(block: bytes) -> tuple[str, int]:
    """The hash that the last bytes name, and where they begin."""
    if block[-1] == SHORT_TRAILER:
        return "sha1", len(block) - 1
    if block[-1] == LONG_TRAILER:
        return TRAILERS.get(block[-2], ""), len(block) - 2
    return "", len(block)
