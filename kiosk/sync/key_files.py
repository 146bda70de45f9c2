"""Small JSON files that hold keys: read with a limit and strictly, written whole and durably."""

from __future__ import annotations

import contextlib
import fcntl
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kiosk.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY_BYTES = 32
MAX_KEY_FILE = 8 * 1024

_File = TypeVar("_File", bound=msgspec.Struct)


def encode_bytes(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode_bytes(text: str, length: int) -> bytes:
    """Undo encode_bytes for exactly ``length`` bytes. Raises ProtocolError for any other spelling."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError as error:
        raise ProtocolError("not base64url") from error
    if len(raw) != length or encode_bytes(raw) != text:
        raise ProtocolError(f"not {length} bytes in base64url")
    return raw


def decode_key_file(data: bytes, kind: type[_File]) -> _File:
    if len(data) > MAX_KEY_FILE:
        raise ProtocolError("too large for a key file")
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a key file: {error}") from error


def format_key_file(file: msgspec.Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def read_key_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_KEY_FILE + 1)


def write_key_file(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write ``path`` whole or not at all, durably, with ``mode`` from its first byte."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One process at a time changes the keys of a folder; waits for the other."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """What changes whenever the file is written anew; None where it is not."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
