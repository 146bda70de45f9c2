"""The envelope a second time, from docs/protocol.md alone: pyhpke for HPKE, every byte placed by hand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey, KEMKeyPair


@dataclass(frozen=True)
class Recipient:
    private: X25519PrivateKey
    ephemeral: X25519PrivateKey
    kid: str


def suite() -> CipherSuite:
    return CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)


def build(vector: dict[str, Any]) -> bytes:
    """The bytes that a vector's keys, randomness and body make."""
    header = json.dumps(vector["header"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    content_key = bytes.fromhex(vector["content_key"])
    wraps = bytes([len(vector["recipients"])])
    for recipient in map(read_recipient, vector["recipients"]):
        pair = KEMKeyPair(
            KEMKey.from_pyca_cryptography_key(recipient.ephemeral),
            KEMKey.from_pyca_cryptography_key(recipient.ephemeral.public_key()),
        )
        public = KEMKey.from_pyca_cryptography_key(recipient.private.public_key())
        enc, sender = suite().create_sender_context(public, info=header, eks=pair)
        wraps += bytes.fromhex(recipient.kid) + enc + sender.seal(content_key)
    nonce = bytes.fromhex(vector["nonce"])
    sealed = AESGCM(content_key).encrypt(nonce, bytes.fromhex(vector["body"]), header + wraps)
    signed = b"MOTCHAM\x01" + len(header).to_bytes(2, "big") + header + wraps + nonce + sealed
    return signed + Ed25519PrivateKey.from_private_bytes(bytes.fromhex(vector["device_private_key"])).sign(signed)


def open_for(blob: bytes, recipient: X25519PrivateKey, kid: str) -> bytes:
    """The body, opened without kiosk.sync: signature aside, everything is checked by the two seals."""
    length = int.from_bytes(blob[8:10], "big")
    header = blob[10 : 10 + length]
    at = 10 + length
    count = blob[at]
    wraps = blob[at : at + 1 + 88 * count]
    at += len(wraps)
    mine = next(wrap for wrap in (wraps[1 + 88 * i : 89 + 88 * i] for i in range(count)) if wrap[:8].hex() == kid)
    key = KEMKey.from_pyca_cryptography_key(recipient)
    content_key = suite().create_recipient_context(mine[8:40], key, info=header).open(mine[40:])
    return AESGCM(content_key).decrypt(blob[at : at + 12], blob[at + 12 : -64], header + wraps)


def read_recipient(raw: dict[str, str]) -> Recipient:
    return Recipient(
        X25519PrivateKey.from_private_bytes(bytes.fromhex(raw["private_key"])),
        X25519PrivateKey.from_private_bytes(bytes.fromhex(raw["ephemeral_private_key"])),
        raw["kid"],
    )
