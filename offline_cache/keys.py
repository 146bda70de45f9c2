"""The local key, made at first run: drafts, pages, messages and proofs hang on it; sealed dossiers do not."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from offline_cache.cipher import KEY_SIZE, new_key
from offline_cache.errors import StoreError
from offline_cache.files import write_durably

if TYPE_CHECKING:
    from pathlib import Path

_MODE = 0o600


@dataclass(frozen=True, slots=True, repr=False)
class StoreKeys:
    """Keys of their own for drafts, messages and proofs, all derived from the local key."""

    drafts: bytes
    messages: bytes
    proofs: bytes


def load_keys(folder: Path) -> StoreKeys:
    """Read ``local.key`` in ``folder``; make it when there is none. StoreError when it cannot be trusted."""
    local = _key_file(folder / "local.key")
    return StoreKeys(
        drafts=_derive(local, "drafts"),
        messages=_derive(local, "messages"),
        proofs=_derive(local, "proofs"),
    )


def _key_file(path: Path) -> bytes:
    if not path.exists():
        write_durably(path, new_key())
    info = path.lstat()
    if not stat.S_ISREG(info.st_mode):
        raise StoreError(f"{path.name} is not a plain file")
    if stat.S_IMODE(info.st_mode) != _MODE:
        raise StoreError(f"{path.name} must have mode 0600, not {stat.S_IMODE(info.st_mode):04o}")
    key = path.read_bytes()
    if len(key) != KEY_SIZE:
        raise StoreError(f"{path.name} must hold {KEY_SIZE} bytes, not {len(key)}")
    return key


def _derive(local: bytes, purpose: str) -> bytes:
    info = b"mot-cham store v1 " + purpose.encode()
    return HKDF(algorithm=hashes.SHA256(), length=KEY_SIZE, salt=None, info=info).derive(local)
