"""A catalogue as it travels: all rows, or what changed since another; the rows are opaque, the digest tells them."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from kiosk.errors import ProtocolError

MAX_PACKED = 32 * 1024 * 1024
MAX_UNPACKED = 320 * 1024 * 1024
MAX_CODE = 64
FULL = "full.xz"
"""The name of the target that holds everything."""
_MEMORY = 64 * 1024 * 1024
_encode = msgspec.msgpack.Encoder().encode


class Row(msgspec.Struct, frozen=True, array_like=True):
    """A procedure as bytes that only the kiosk reads."""

    code: str
    body: bytes


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With ``base`` "", ``rows`` is everything; else what is new or changed since the catalogue of that digest."""

    version: str
    imported_at: datetime
    digest: str
    base: str
    rows: tuple[Row, ...]
    removed: tuple[str, ...]


class About(msgspec.Struct, frozen=True):
    """What the signed list of targets says of a bundle."""

    version: str
    digest: str
    count: int
    imported_at: datetime


def since(digest: str) -> str:
    """The name of the target that leads from the catalogue of this digest to the current one."""
    return f"since-{digest[:16]}.xz"


def digest_of(rows: Mapping[str, bytes]) -> str:
    """The digest of the contents; their order does not matter."""
    whole = hashlib.sha256()
    for code in sorted(rows):
        whole.update(hashlib.sha256(rows[code]).digest())
    return whole.hexdigest()


def pack_bundle(bundle: Bundle) -> bytes:
    """The bundle as the bytes of a target. Raises ProtocolError when they are more than a kiosk takes."""
    packed = lzma.compress(_encode(bundle), preset=6)
    if len(packed) > MAX_PACKED:
        raise ProtocolError("the catalogue is larger than a kiosk takes")
    return packed


def unpack_bundle(packed: bytes) -> Bundle:
    """Raises ProtocolError for anything that is not a bundle of bearable size."""
    inflate = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY)
    try:
        unpacked = inflate.decompress(packed, MAX_UNPACKED)
        if not inflate.eof or inflate.unused_data:
            raise ProtocolError("a bundle that is cut off, too large, or followed by more")
        bundle = msgspec.msgpack.decode(unpacked, type=Bundle)
    except (lzma.LZMAError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a bundle: {error}") from error
    codes = [row.code for row in bundle.rows]
    if len({*codes, *bundle.removed}) != len(codes) + len(bundle.removed):
        raise ProtocolError("a bundle that names a code twice")
    if not all(0 < len(code) <= MAX_CODE for code in codes):
        raise ProtocolError("a bundle with a code that is none")
    return bundle


def difference(old: Bundle, new: Bundle) -> Bundle:
    """What leads from one whole bundle to another."""
    before = {row.code: row.body for row in old.rows}
    rows = tuple(row for row in new.rows if before.get(row.code) != row.body)
    removed = tuple(sorted(before.keys() - {row.code for row in new.rows}))
    return Bundle(new.version, new.imported_at, new.digest, old.digest, rows, removed)


def apply(known: Mapping[str, bytes], bundle: Bundle) -> dict[str, bytes]:
    """The rows that come out. Raises ProtocolError when they are not those that the bundle says."""
    if bundle.base and digest_of(known) != bundle.base:
        raise ProtocolError("the bundle leads on from another catalogue than this one")
    rows = dict(known) if bundle.base else {}
    for code in bundle.removed:
        rows.pop(code, None)
    rows.update((row.code, row.body) for row in bundle.rows)
    if digest_of(rows) != bundle.digest:
        raise ProtocolError("the rows are not those that the bundle says")
    return rows


def whole(version: str, imported_at: datetime, rows: Iterable[Row]) -> Bundle:
    """A bundle of everything."""
    listed = tuple(rows)
    return Bundle(version, imported_at, digest_of({row.code: row.body for row in listed}), "", listed, ())
