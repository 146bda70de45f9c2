"""A private key on the disk: one small file for each, for the gateway's own user alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from gateway.folder import Folder
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import (
    KEY_BYTES,
    decode_bytes,
    decode_key_file,
    encode_bytes,
    format_key_file,
    read_key_file,
    write_key_file,
)
from kiosk.sync.keys import Audience, KeyText, KidText, key_id

Purpose = Literal["seal", "receipt", "recovery", "root"]


class PrivateKeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]
    purpose: Purpose
    audience: Audience
    kid: KidText
    private_key: KeyText

    def raw(self) -> bytes:
        """Raises ProtocolError."""
        return decode_bytes(self.private_key, KEY_BYTES)


def key_path(folder: Folder, purpose: Purpose, kid: str) -> Path:
    return folder.keys / f"{purpose}-{kid}.key"


def write_private(path: Path, purpose: Purpose, audience: Audience, public: bytes, private: bytes) -> None:
    if path.exists():
        raise ConfigError(f"{path} exists and is not overwritten")
    file = PrivateKeyFile(
        v=1, purpose=purpose, audience=audience, kid=key_id(public), private_key=encode_bytes(private)
    )
    write_key_file(path, format_key_file(file))


def read_private(path: Path) -> PrivateKeyFile:
    """Raises OSError or ProtocolError."""
    return decode_key_file(read_key_file(path), PrivateKeyFile)


def bring_private(path: Path, purpose: Purpose, audience: Audience, kid: str) -> PrivateKeyFile:
    """Read a key that was kept away. Raises ConfigError when it is not the one that is wanted."""
    try:
        found = read_private(path)
        found.raw()
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the {purpose} key cannot be read from {path}: {error}") from error
    if (found.kid, found.purpose, found.audience) != (kid, purpose, audience):
        raise ConfigError(f"{path} is not the {purpose} key of this gateway")
    return found
