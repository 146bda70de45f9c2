"""How long an answer a reader carries, by its own word (PC/SC part 10, 2.2 and 2.6.14) or by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from kiosk.identity.chip.apdu import LONG_ANSWER, SHORT_ANSWER

FEATURES: Final = 0x42000000 + 3400
"""The control code, in pcsc-lite's numbers, that lists a reader's features; the numbers of the rest are among them."""
_PROPERTIES = 0x12
_LARGEST_APDU = 0x0A  # dwMaxAPDUDataSize: 0 where long commands do not pass
_CARRY_ALL = ("Virtual PCD",)
"""Readers that say nothing of it and are known to carry long answers."""


def longest_answer(reader: str, control: Callable[[int], bytes]) -> int:
    """The most data bytes of one answer; ``control`` gives what the reader's driver says to a number, or nothing."""
    number = next((value for tag, value in _parts(control(FEATURES), "big") if tag == _PROPERTIES), None)
    if number is not None:
        for tag, value in _parts(control(number), "little"):
            if tag == _LARGEST_APDU:
                return LONG_ANSWER if value > SHORT_ANSWER else SHORT_ANSWER
    return LONG_ANSWER if reader.startswith(_CARRY_ALL) else SHORT_ANSWER


def _parts(data: bytes, order: str) -> Iterator[tuple[int, int]]:
    """Tag, length, number: features in big endian, properties in little."""
    at = 0
    while at + 2 <= len(data):
        tag, length = data[at], data[at + 1]
        value = data[at + 2 : at + 2 + length]
        yield tag, int.from_bytes(value, "big" if order == "big" else "little")
        at += 2 + length
