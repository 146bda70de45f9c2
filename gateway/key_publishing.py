"""Publishes the gateway's public keys: signed by the root key, and by receipt keys for kiosks that know no root."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from gateway.folder import Folder
from gateway.private_keys import bring_private, key_path, read_private, write_private
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import encode_bytes, format_key_file, read_key_file, write_key_file
from kiosk.sync.keys import (
    MAX_SIGNATURES,
    Audience,
    KeysDocument,
    KeySignature,
    NamedKey,
    format_gateway_keys,
    name_key,
    parse_document,
)
from kiosk.sync.keys_document import signed_bytes


@dataclass(frozen=True)
class RootKey:
    public: NamedKey
    private: bytes = field(repr=False)


def read_published(folder: Folder) -> bytes:
    """Raises OSError."""
    return read_key_file(folder.signed_keys if folder.signed_keys.exists() else folder.public_keys)


def published(folder: Folder) -> KeysDocument:
    """What is published; an unsigned file had former receipt keys in the place of the next. Raises ConfigError."""
    try:
        document = parse_document(read_published(folder))
    except FileNotFoundError as error:
        raise ConfigError(f"no keys in {folder.root}: run `gateway keys init` first") from error
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"the published keys in {folder.root} cannot be read: {error}") from error
    if document.root is not None:
        return document
    return msgspec.structs.replace(document, receipt=document.receipt[:1], retired=document.receipt[1:])


def publish(folder: Folder, document: KeysDocument, root: RootKey, now: datetime) -> KeysDocument:
    """Sign and write: last, so that no key is published whose private half is not on the disk.

    The number is the time, so that a gateway that was set up again from a backup does not give one twice.
    """
    fresh = msgspec.structs.replace(
        document,
        v=2,
        number=max(document.number + 1, int(now.timestamp())),
        issued_at=now.isoformat(timespec="seconds"),
        root=root.public,
        signatures=(),
    )
    message = signed_bytes(fresh)
    signers = [(root.public.kid, root.private), *_receipt_signers(folder, document)][:MAX_SIGNATURES]
    signatures = (KeySignature(kid, encode_bytes(_sign(private, message))) for kid, private in signers)
    signed = msgspec.structs.replace(fresh, signatures=tuple(signatures))
    write_key_file(folder.signed_keys, format_key_file(signed), mode=0o644)
    write_key_file(folder.public_keys, format_gateway_keys(signed.keys()), mode=0o644)
    return signed


def make_root(folder: Folder, audience: Audience, path: Path | None = None) -> RootKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    root = RootKey(name_key(public), private.private_bytes_raw())
    write_private(path or folder.root_key(root.public.kid), "root", audience, public, root.private)
    return root


def bring_root(folder: Folder, document: KeysDocument, path: Path | None = None) -> RootKey:
    """The root key, from ``path`` or where it was made; a gateway from before there was one makes it now.

    Raises ConfigError.
    """
    if document.root is None:
        return make_root(folder, document.audience)
    path = path or folder.root_key(document.root.kid)
    if not path.exists():
        raise ConfigError(
            f"the root key is not at {path}: bring it (--root-file); where it is lost, --new-root makes another,"
            " and every kiosk is told by hand"
        )
    return RootKey(document.root, bring_private(path, "root", document.audience, document.root.kid).raw())


def make_seal(folder: Folder, audience: Audience) -> NamedKey:
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key = name_key(public)
    write_private(key_path(folder, "seal", key.kid), "seal", audience, public, private.private_bytes_raw())
    return key


def make_receipt(folder: Folder, audience: Audience) -> NamedKey:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key = name_key(public)
    write_private(key_path(folder, "receipt", key.kid), "receipt", audience, public, private.private_bytes_raw())
    return key


def make_recovery(folder: Folder, audience: Audience, path: Path | None = None) -> tuple[NamedKey, Path]:
    """Make a recovery key, and tell where it was written."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key = name_key(public)
    path = path or folder.recovery_key(key.kid)
    write_private(path, "recovery", audience, public, private.private_bytes_raw())
    return key, path


def _receipt_signers(folder: Folder, document: KeysDocument) -> list[tuple[str, bytes]]:
    """Receipt keys that kiosks may have pinned, the oldest first: who was away for longest knows no other."""
    keys = (document.receipt[0], *document.retired)
    paths = [key_path(folder, "receipt", key.kid) for key in keys]
    try:
        return [(path.stem.partition("-")[2], read_private(path).raw()) for path in reversed(paths) if path.exists()]
    except (OSError, ProtocolError) as error:
        raise ConfigError(f"a receipt key in {folder.keys} cannot be read: {error}") from error


def _sign(private: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)
