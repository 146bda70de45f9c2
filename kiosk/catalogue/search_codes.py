"""Procedures by their codes: whole, begun, without the points, without the series, with one digit wrong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kiosk.text import fold

_SIGNS = re.compile(r"[^0-9a-z]+")
_CODE = re.compile(r"[a-z]?[\d.\s_-]+[a-z0-9_]*")
_SHORTEST, _SHORTEST_DIGITS, _SHORTEST_TAIL = 3, 2, 4
_WHOLE = 7  # digits of a code; what follows are those of one of its cases, 1.001193.01
_MOST = 50


class Codes:
    """``codes`` in the order of their documents."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._keys = sorted((_key(code), document) for document, code in enumerate(codes))
        self._tails = sorted((key[1:], document) for key, document in self._keys if key[1:])

    def find(self, text: str) -> tuple[int, ...]:
        """The documents whose code was typed, the best first; none when the text is no code."""
        folded = fold(text)
        key = _key(folded)
        if not _CODE.fullmatch(folded) or len(key) < _SHORTEST or sum(map(str.isdigit, key)) < _SHORTEST_DIGITS:
            return ()
        found = _begun(self._keys, key)
        if not found and len(key) >= _SHORTEST_TAIL:
            found = _begun(self._tails, key)
        if not found and len(key) > _WHOLE:
            found = tuple(_whole(self._keys, key[:_WHOLE]))
        return found or tuple(document for near in _one_wrong(key) for document in _whole(self._keys, near))


def _key(code: str) -> str:
    return _SIGNS.sub("", fold(code))


def _begun(keys: list[tuple[str, int]], beginning: str) -> tuple[int, ...]:
    low = bisect_left(keys, (beginning, -1))
    high = bisect_left(keys, (beginning + "\uffff", -1), low)
    return tuple(sorted(document for _, document in keys[low:high])[:_MOST])


def _whole(keys: list[tuple[str, int]], key: str) -> Iterator[int]:
    at = bisect_left(keys, (key, -1))
    if at < len(keys) and keys[at][0] == key:
        yield keys[at][1]


def _one_wrong(key: str) -> Iterator[str]:
    for at in range(len(key) - 1):
        yield key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    for at, digit in enumerate(key):
        yield from (key[:at] + other + key[at + 1 :] for other in "0123456789" if other != digit)
