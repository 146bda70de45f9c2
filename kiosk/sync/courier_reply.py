"""The way back: a receipt is sealed to the kiosk that it is for, since it names a lookup code and papers."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.courier_file import MAX_RECEIPT
from kiosk.sync.key_files import (
    KEY_BYTES,
    decode_bytes,
    decode_key_file,
    encode_bytes,
    format_key_file,
    read_key_file,
    write_key_file,
)
from kiosk.sync.keys import KeyText
from kiosk.sync.protocol import decode, encode
from kiosk.sync.receipt import SignedReceipt

if TYPE_CHECKING:
    from pathlib import Path

_SEALED_AS = b"motcham courier receipt 1\n"


@dataclass(frozen=True)
class ReplyKey:
    """The X25519 key that opens the receipts which come back to this kiosk, and nothing else."""

    private: bytes = field(repr=False)

    @property
    def public(self) -> str:
        """As a parcel names it."""
        key = X25519PrivateKey.from_private_bytes(self.private)
        return encode_bytes(key.public_key().public_bytes_raw())


class _ReplyKeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    private_key: KeyText


def load_or_make_reply_key(path: Path) -> ReplyKey:
    """Read the key, made and written (0600) at the first export. Raises ConfigError when it cannot be used."""
    try:
        if not path.exists():
            _make(path)
        read = decode_key_file(read_key_file(path), _ReplyKeyFile)
        return ReplyKey(decode_bytes(read.private_key, KEY_BYTES))
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the key for receipts cannot be read from {path}: {error}") from error


def seal_receipt(receipt: SignedReceipt, reply: str) -> bytes:
    """Seal to the ``reply`` key of a parcel. Raises ProtocolError when that is no key."""
    try:
        public = X25519PublicKey.from_public_bytes(decode_bytes(reply, KEY_BYTES))
        return _suite().encrypt(encode(receipt), public, info=_info(receipt.receipt.id))
    except ValueError as error:  # a point of small order
        raise ProtocolError("not a key for receipts") from error


def open_receipt(sealed: bytes, submission_id: str, key: ReplyKey) -> SignedReceipt | None:
    """None when it is sealed to somebody else, or is no receipt; whose signature it bears is asked elsewhere."""
    private = X25519PrivateKey.from_private_bytes(key.private)
    with suppress(InvalidTag, ValueError, ProtocolError):
        opened = _suite().decrypt(sealed, private, info=_info(submission_id))
        return decode(bytes(opened), SignedReceipt, MAX_RECEIPT)
    return None


def _make(path: Path) -> None:
    """Two that make it at once must not end with two keys: who comes second takes the first one's."""
    private = X25519PrivateKey.generate().private_bytes_raw()
    fresh = path.with_name(f".{path.name}.{os.getpid()}.made")
    write_key_file(fresh, format_key_file(_ReplyKeyFile(v=1, private_key=encode_bytes(private))))
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _info(submission_id: str) -> bytes:
    return _SEALED_AS + submission_id.encode("ascii")


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
