"""The four suites of Doc 9303 part 11: 3DES, and AES with three lengths of key; each with its MAC and its keys."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import Enum
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from cryptography.hazmat.primitives.cmac import CMAC

from kiosk.errors import ProtocolError

MAC_BYTES = 8
_PAD = b"\x80"
_DES_BLOCK = 8
_SINGLE = ECB()  # noqa: S305 - of one block, as the standard writes it


class Purpose(Enum):
    """The counter that parts the keys made from one secret."""

    ENCRYPTION = 1
    MAC = 2
    PASSWORD = 3  # the key that hides PACE's nonce


@dataclass(frozen=True)
class Suite:
    """One way to encrypt and to sign messages; ``number`` ends the object identifiers that name it."""

    number: int
    name: str
    key_bytes: int
    block: int
    hash_name: str

    def derive(self, secret: bytes, purpose: Purpose) -> bytes:
        """Make a key (part 11, 9.7.1). Parity bits of DES are left as they come; the cipher ignores them."""
        digest = hashlib.new(self.hash_name, secret + purpose.value.to_bytes(4, "big"))
        return digest.digest()[: self.key_bytes]

    def encrypt(self, key: bytes, iv: bytes, data: bytes) -> bytes:
        encryptor = Cipher(self._algorithm(key), CBC(iv)).encryptor()
        return encryptor.update(data) + encryptor.finalize()

    def decrypt(self, key: bytes, iv: bytes, data: bytes) -> bytes:
        """Raises ProtocolError for what is no whole number of blocks."""
        if len(data) % self.block:
            raise ProtocolError("not whole blocks")
        decryptor = Cipher(self._algorithm(key), CBC(iv)).decryptor()
        return decryptor.update(data) + decryptor.finalize()

    def one_block(self, key: bytes, block: bytes) -> bytes:
        return _one_block(self._algorithm(key), block)

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return eight bytes over a message; 3DES needs whole blocks (the retail MAC), AES takes any length."""
        if self.block == _DES_BLOCK:
            return _retail_mac(key, message)
        maker = CMAC(AES(key))
        maker.update(message)
        return maker.finalize()[:MAC_BYTES]

    @property
    def zeros(self) -> bytes:
        return bytes(self.block)

    def pad(self, data: bytes) -> bytes:
        """Add one bit and zeros up to whole blocks (ISO/IEC 9797-1, method 2)."""
        padded = data + _PAD
        return padded + bytes(-len(padded) % self.block)

    def _algorithm(self, key: bytes) -> BlockCipherAlgorithm:
        return TripleDES(key + key[:8]) if self.block == _DES_BLOCK else AES(key)


def unpad(data: bytes) -> bytes:
    """Undo ``Suite.pad``. Raises ProtocolError where there is no padding."""
    bare = data.rstrip(b"\0")
    if not bare.endswith(_PAD):
        raise ProtocolError("no padding")
    return bare[:-1]


def _retail_mac(key: bytes, message: bytes) -> bytes:
    """Single DES in a chain, and triple DES at the last block (ISO/IEC 9797-1, algorithm 3)."""
    if not message or len(message) % _DES_BLOCK:
        raise ProtocolError("not whole blocks")
    left, right = key[:8], key[8:16]
    single = Cipher(TripleDES(left * 3), CBC(bytes(_DES_BLOCK))).encryptor()
    last = (single.update(message) + single.finalize())[-_DES_BLOCK:]
    opened = Cipher(TripleDES(right * 3), _SINGLE).decryptor()
    return _one_block(TripleDES(left * 3), opened.update(last) + opened.finalize())


def _one_block(algorithm: BlockCipherAlgorithm, block: bytes) -> bytes:
    encryptor = Cipher(algorithm, _SINGLE).encryptor()
    return encryptor.update(block) + encryptor.finalize()


DES: Final = Suite(1, "3DES", 16, _DES_BLOCK, "sha1")
AES128: Final = Suite(2, "AES-128", 16, 16, "sha1")
AES192: Final = Suite(3, "AES-192", 24, 16, "sha256")
AES256: Final = Suite(4, "AES-256", 32, 16, "sha256")
SUITES: Final = {suite.number: suite for suite in (DES, AES128, AES192, AES256)}
