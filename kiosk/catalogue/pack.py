"""A catalogue as one file: opened in no time whatever its size, a procedure read on demand, damage noticed.

Layout: magic, length and header, then the parts that the header places: summaries (zlib), index (sorted hashes of codes
with the ordinal of the procedure) and blocks of procedures (zlib, whose checksum notices damage).
"""

from __future__ import annotations

import hashlib
import mmap
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kiosk.catalogue.model import Procedure, Summary, summarise
from kiosk.catalogue.summaries import pack_summaries, unpack_summaries
from kiosk.errors import KioskError
from kiosk.sync.bundle import digest_of

MAGIC = b"MOTCHAM CATALOGUE 1\n"
BLOCK = 32
MAX_HEADER = 1024 * 1024
MAX_BLOCK = 64 * 1024 * 1024
MAX_SUMMARIES = 256 * 1024 * 1024
_KEY = 8
_ENTRY = struct.Struct(f">{_KEY}sI")
_LENGTH = struct.Struct(">I")
_encode = msgspec.msgpack.Encoder().encode
_decode_block = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_decode_procedure = msgspec.msgpack.Decoder(Procedure).decode


class CatalogueError(KioskError):
    """A catalogue cannot be read, written or switched to."""


class CatalogueBusyError(CatalogueError):
    """Somebody else on this machine is at it: another time."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``digest`` is of the contents alone: the same procedures give the same digest in any version."""

    version: str
    imported_at: datetime
    digest: str
    count: int
    detailed: int
    summaries: int
    index: int
    blocks: tuple[int, ...]


def decode_procedure(packed: bytes) -> Procedure:
    """Raises CatalogueError when the bytes are no procedure."""
    try:
        return _decode_procedure(packed)
    except _UNREADABLE as error:
        raise CatalogueError(f"not a procedure: {error}") from error


def encode_all(procedures: Iterable[Procedure]) -> dict[str, bytes]:
    """The bytes of each procedure by its code. Raises CatalogueError when a code stands twice."""
    rows: dict[str, bytes] = {}
    for procedure in procedures:
        if procedure.code in rows:
            raise CatalogueError(f"two procedures have the same code {procedure.code}")
        rows[procedure.code] = _encode(procedure)
    return rows


def write_pack(rows: Mapping[str, bytes], version: str, imported_at: datetime) -> bytes:
    """The catalogue as the bytes of its file. Raises CatalogueError when a row is not the procedure of its code."""
    order: list[tuple[str, str, str]] = []
    summaries: list[Summary] = []
    for code in sorted(rows):
        procedure = decode_procedure(rows[code])
        if procedure.code != code:
            raise CatalogueError(f"the row of {code} is another procedure")
        order.append((procedure.field, procedure.name, code))
        summaries.append(summarise(procedure))
    alike = [code for _, _, code in sorted(order)]  # what is alike compresses together
    blocks = [
        zlib.compress(_encode([msgspec.Raw(rows[code]) for code in alike[start : start + BLOCK]]), 9)
        for start in range(0, len(alike), BLOCK)
    ]
    index = sorted(_ENTRY.pack(_key(code), ordinal) for ordinal, code in enumerate(alike))
    packed = zlib.compress(pack_summaries(summaries), 9)
    header = _encode(
        Header(
            version=version,
            imported_at=imported_at,
            digest=digest_of(rows),
            count=len(rows),
            detailed=sum(one.detailed for one in summaries),
            summaries=len(packed),
            index=len(index) * _ENTRY.size,
            blocks=tuple(map(len, blocks)),
        )
    )
    return b"".join((MAGIC, _LENGTH.pack(len(header)), header, packed, *index, *blocks))


class Pack:
    """A catalogue file that is open for reading, by any number of threads. Deleting the file does not disturb it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise CatalogueError(f"{path.name} cannot be opened: {error}") from error
        self.header, start = self._read_header()
        self._summaries = slice(start, start + self.header.summaries)
        self._index = self._summaries.stop
        at = self._index + self.header.index
        self._blocks: list[slice] = []
        for length in self.header.blocks:
            self._blocks.append(slice(at, at + length))
            at += length
        if at != len(self._map) or self.header.index != self.header.count * _ENTRY.size:
            raise self._damaged("its length is not what it says")
        self._block = lru_cache(maxsize=4)(self._read_block)

    @property
    def version(self) -> str:
        return self.header.version

    def summaries(self) -> tuple[Summary, ...]:
        """All summaries in the order of the codes. Raises CatalogueError when they are damaged."""
        packed = self._inflate(self._summaries, MAX_SUMMARIES)
        try:
            return unpack_summaries(packed)
        except (*_UNREADABLE, IndexError) as error:
            raise self._damaged("summaries") from error

    def get(self, code: str) -> Procedure | None:
        """The procedure of a code. Raises CatalogueError when the place it stands in is damaged."""
        key = _key(code)
        at = bisect_left(range(self.header.count), key, key=lambda number: self._entry(number)[0])
        if at == self.header.count:
            return None
        found, ordinal = self._entry(at)
        if found != key:
            return None
        rows = self._block(ordinal // BLOCK)
        if ordinal % BLOCK >= len(rows):
            raise self._damaged("index")
        procedure = decode_procedure(rows[ordinal % BLOCK])
        return procedure if procedure.code == code else None

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """The bytes of every procedure with its code, alike ones together."""
        for number in range(len(self._blocks)):
            for row in self._read_block(number):
                yield decode_procedure(row).code, bytes(row)

    def procedures(self) -> Iterator[Procedure]:
        """Every procedure, alike ones together."""
        for number in range(len(self._blocks)):
            yield from map(decode_procedure, self._read_block(number))

    def close(self) -> None:
        self._map.close()

    def _entry(self, number: int) -> tuple[bytes, int]:
        key, ordinal = _ENTRY.unpack_from(self._map, self._index + number * _ENTRY.size)
        return key, ordinal

    def _read_header(self) -> tuple[Header, int]:
        start = len(MAGIC) + _LENGTH.size
        if self._map[: len(MAGIC)] != MAGIC or len(self._map) < start:
            raise self._damaged("no catalogue of ours")
        (length,) = _LENGTH.unpack_from(self._map, len(MAGIC))
        if length > MAX_HEADER:
            raise self._damaged("header")
        try:
            header = msgspec.msgpack.decode(self._map[start : start + length], type=Header)
        except _UNREADABLE as error:
            raise self._damaged("header") from error
        if min((header.count, header.summaries, header.index, *header.blocks)) < 0:
            raise self._damaged("header")
        return header, start + length

    def _read_block(self, number: int) -> list[Any]:
        if number >= len(self._blocks):
            raise self._damaged("index")
        try:
            return _decode_block(self._inflate(self._blocks[number], MAX_BLOCK))
        except _UNREADABLE as error:
            raise self._damaged(f"block {number}") from error

    def _inflate(self, part: slice, most: int) -> bytes:
        inflate = zlib.decompressobj()
        try:
            unpacked = inflate.decompress(self._map[part], most)
        except zlib.error as error:
            raise self._damaged("a checksum does not agree") from error
        if not inflate.eof:
            raise self._damaged("a part is cut off or too large")
        return unpacked

    def _damaged(self, what: str) -> CatalogueError:
        return CatalogueError(f"{self.path.name} is damaged: {what}")


def _key(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()[:_KEY]
