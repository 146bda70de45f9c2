"""Procedures by their codes: whole, begun, without the points, without the series, with one digit wrong."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kiosk.catalogue.search_parts import Parts, Texts, numbers, texts_as_parts
from kiosk.text import fold

_SIGNS = re.compile(r"[^0-9a-z]+")
_CODE = re.compile(r"[a-z]?[\d.\s_-]+[a-z0-9_]*")
_SHORTEST, _SHORTEST_DIGITS, _SHORTEST_TAIL = 3, 2, 4
_DIGITS = b"0123456789"
_WHOLE = 7  # digits of a code; what follows are those of one of its cases, 1.001193.01
_MOST = 50
_LONGEST = 40  # characters, points and spaces too; what is longer is no code


def codes_as_parts(codes: Sequence[str]) -> dict[str, bytes]:
    """``codes`` in the order of their documents."""
    keys = sorted((_key(code), document) for document, code in enumerate(codes))
    tails = sorted((key[1:], document) for key, document in keys if key[1:])
    return _sorted_as_parts("codes", keys) | _sorted_as_parts("tails", tails)


def _sorted_as_parts(name: str, keys: Sequence[tuple[bytes, int]]) -> dict[str, bytes]:
    documents = array("I", (document for _, document in keys))
    return texts_as_parts(name, (key for key, _ in keys)) | {f"{name}.documents": documents.tobytes()}


class Codes:
    """Codes read out of their parts."""

    def __init__(self, parts: Parts) -> None:
        self._keys, self._tails = _Sorted(parts, "codes"), _Sorted(parts, "tails")

    def find(self, text: str) -> tuple[int, ...]:
        """The documents whose code was typed, the best first; none when the text is no code."""
        if len(text) > _LONGEST:
            return ()
        folded = fold(text)
        key = _key(folded)
        if (
            not _CODE.fullmatch(folded)
            or len(key) < _SHORTEST
            or sum(map(str.isdigit, key.decode())) < _SHORTEST_DIGITS
        ):
            return ()
        found = self._keys.begun(key)
        if not found and len(key) >= _SHORTEST_TAIL:
            found = self._tails.begun(key)
        if not found and len(key) > _WHOLE:
            found = self.like(key[:_WHOLE].decode())
        return found or tuple(document for near in _one_wrong(key) for document in self._keys.whole(near))

    def like(self, code: str) -> tuple[int, ...]:
        """The documents whose code is written with the same letters and digits."""
        return tuple(self._keys.whole(_key(code)))


class _Sorted:
    """Keys in their order, with the document of each."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._keys, self._documents = Texts(parts, name), numbers(parts[f"{name}.documents"])

    def begun(self, beginning: bytes) -> tuple[int, ...]:
        low, high = self._at(beginning), self._at(beginning + b"\xff")
        return tuple(sorted(self._documents[low:high].tolist())[:_MOST])

    def whole(self, key: bytes) -> Iterator[int]:
        for at in range(self._at(key), len(self._keys)):
            if self._keys[at] != key:
                break
            yield self._documents[at]

    def _at(self, key: bytes) -> int:
        return bisect_left(range(len(self._keys)), key, key=self._keys.__getitem__)


def _key(code: str) -> bytes:
    return _SIGNS.sub("", fold(code)).encode()


def _one_wrong(key: bytes) -> Iterator[bytes]:
    """Two digits exchanged, one wrong, and of a key that is not as long as a code, one left out or one too many."""
    for at in range(len(key) - 1):
        yield key[:at] + key[at + 1 : at + 2] + key[at : at + 1] + key[at + 2 :]
    for at, digit in enumerate(key):
        yield from (key[:at] + bytes([other]) + key[at + 1 :] for other in _DIGITS if other != digit)
    if len(key) == _WHOLE - 1:
        yield from dict.fromkeys(key[:at] + bytes([digit]) + key[at:] for at in range(_WHOLE) for digit in _DIGITS)
    elif len(key) == _WHOLE + 1:
        yield from dict.fromkeys(key[:at] + key[at + 1 :] for at in range(len(key)))
