r"""Signatures over the gateway's published keys: what is signed, and whether a key signed it.

Ed25519 over ``motcham keys 1\n`` and the canonical bytes of the document without its ``signatures``. The root's
signature is the one that counts; receipt keys sign beside it for kiosks that pinned keys before there was a root.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from kiosk.errors import ProtocolError
from kiosk.sync.canonical import canonical
from kiosk.sync.key_files import decode_bytes

if TYPE_CHECKING:
    from kiosk.sync.keys import KeysDocument, VerifyKey

SIGNED_AS = b"motcham keys 1\n"
"""Goes before the canonical bytes, so that a signature made for something else never fits."""


def signed_bytes(document: KeysDocument) -> bytes:
    body = msgspec.to_builtins(document)
    body.pop("signatures", None)
    return SIGNED_AS + canonical(body)


def is_signed_by(document: KeysDocument, key: VerifyKey) -> bool:
    """Whether ``key`` made one of the signatures."""
    message = signed_bytes(document)
    for named in document.signatures:
        try:
            if named.kid == key.kid and key.verifies(decode_bytes(named.signature, 64), message):
                return True
        except ProtocolError:  # a signature that is none
            continue
    return False


def tag_of(document: KeysDocument) -> str:
    """The entity tag of a document: the same at both ends, however it is spelled."""
    return f'"{hashlib.sha256(signed_bytes(document)).hexdigest()[:16]}"'
