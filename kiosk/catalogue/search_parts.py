"""The bytes an index is made of: named parts in one stretch, rows of numbers, and texts that are read one at a time.

Nothing is decoded before it is asked for, so that a mapped file costs the same to open whatever it holds.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal, TypeAlias, overload

import msgspec

MAGIC = b"MOTCHAM SEARCH 2\n"
_MOST_HEADER = 1 << 16
_ALIGNED = 8
Parts: TypeAlias = Mapping[str, memoryview]


class DamagedIndexError(ValueError):
    """Bytes that are no index, or not the one that was wanted."""


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    made_of: str
    order: str  # numbers are in the order of the machine that wrote them
    parts: dict[str, int]


def joined(parts: Mapping[str, bytes], made_of: str) -> bytes:
    """The parts as one stretch of bytes, which says what they were made of."""
    header = msgspec.msgpack.encode(_Header(made_of, sys.byteorder, {name: len(part) for name, part in parts.items()}))
    whole = bytearray(MAGIC + len(header).to_bytes(4, "big") + header)
    for part in parts.values():
        whole += bytes(-len(whole) % _ALIGNED)
        whole += part
    return bytes(whole)


def parted(whole: memoryview, made_of: str) -> Parts:
    """The parts of ``whole``, not copied. Raises DamagedIndexError when it is not what was made of the same."""
    start = len(MAGIC) + 4
    length = int.from_bytes(whole[len(MAGIC) : start], "big")
    if whole[: len(MAGIC)] != MAGIC or length > _MOST_HEADER:
        raise DamagedIndexError("no index of ours")
    try:
        header = msgspec.msgpack.decode(whole[start : start + length], type=_Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedIndexError("header") from error
    if (header.made_of, header.order) != (made_of, sys.byteorder):
        raise DamagedIndexError("it was made of something else")
    parts: dict[str, memoryview] = {}
    at = start + length
    for name, size in header.parts.items():
        at += -at % _ALIGNED
        parts[name] = whole[at : at + max(size, 0)]
        at += size
    if at != len(whole):
        raise DamagedIndexError("its length is not what it says")
    return parts


@overload
def numbers(part: memoryview, kind: Literal["I", "H"] = "I") -> memoryview[int]: ...
@overload
def numbers(part: memoryview, kind: Literal["d"]) -> memoryview[float]: ...
def numbers(part: memoryview, kind: Literal["I", "H", "d"] = "I") -> memoryview[int] | memoryview[float]:
    """A part read as whole numbers of four bytes ("I") or two ("H"), or as fractions ("d")."""
    return part.cast(kind)


def texts_as_parts(name: str, texts: Iterable[bytes]) -> dict[str, bytes]:
    """Texts as two parts: where each ends, and all of them."""
    kept = list(texts)
    return {f"{name}.ends": array("I", accumulate(map(len, kept))).tobytes(), name: b"".join(kept)}


class Texts(Sequence[bytes]):
    """Texts read out of two parts, one at a time."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._ends, self._whole = numbers(parts[f"{name}.ends"]), parts[name]
        if (self._ends[-1] if self._ends else 0) != len(self._whole):
            raise DamagedIndexError(f"the texts of {name}")

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, number: int) -> bytes: ...
    @overload
    def __getitem__(self, number: slice) -> list[bytes]: ...
    def __getitem__(self, number: int | slice) -> bytes | list[bytes]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        return bytes(self._whole[self._ends[number - 1] if number else 0 : self._ends[number]])

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))
