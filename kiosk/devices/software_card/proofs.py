"""How a software card proves that it is no copy: its private keys for active and for chip authentication."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from kiosk.identity.chip.certificates import curve_of
from kiosk.identity.chip.ciphers import Suite
from kiosk.identity.chip.iso9796 import HEADER, LONG_TRAILER
from kiosk.identity.chip.messaging import Keys, session_keys

_SHA256_TRAILER = bytes((0x34, LONG_TRAILER))


@dataclass(frozen=True)
class ActiveKey:
    """Signs challenges."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    def sign(self, challenge: bytes) -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            return _sign_rsa(self.private, challenge)
        width = (curve_of(self.private.public_key()).order.bit_length() + 7) // 8
        numbers = decode_dss_signature(self.private.sign(challenge, ec.ECDSA(hashes.SHA256())))
        return b"".join(number.to_bytes(width, "big") for number in numbers)


@dataclass(frozen=True)
class AgreementKey:
    """Agrees on keys."""

    private: ec.EllipticCurvePrivateKey
    suite: Suite

    def agree(self, theirs: bytes) -> Keys:
        """Raises ProtocolError for what is no point of the curve."""
        curve = curve_of(self.private.public_key())
        secret = self.private.private_numbers().private_value
        return session_keys(self.suite, curve.shared_x(secret, curve.decode(theirs)))


def _sign_rsa(key: rsa.RSAPrivateKey, challenge: bytes) -> bytes:
    """Sign as ISO/IEC 9796-2, scheme 1, with as many random bytes as fit before the digest."""
    numbers = key.private_numbers()
    width = key.key_size // 8
    filler = secrets.token_bytes(width - 1 - hashlib.sha256().digest_size - len(_SHA256_TRAILER))
    digest = hashlib.sha256(filler + challenge).digest()
    block = bytes((HEADER,)) + filler + digest + _SHA256_TRAILER
    return pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n).to_bytes(width, "big")
