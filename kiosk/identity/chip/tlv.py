"""Tag, length, value: a strict reader for bytes that may be hostile, one level a call; and the writer."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.errors import ProtocolError

MAX_BYTES = 512 * 1024
MAX_ELEMENTS = 512
MAX_NESTED = 8192
MAX_DEPTH = 24
_LONG_TAG, _MORE, _CONSTRUCTED = 0x1F, 0x80, 0x20
_TAG_BYTES = 3
_LENGTH_BYTES = 4
_SHORT_LENGTH = 0x7F


@dataclass(frozen=True)
class Tlv:
    """One element; ``whole`` is tag, length and value as they came."""

    tag: int
    value: bytes
    whole: bytes

    @property
    def constructed(self) -> bool:
        return bool(self.whole[0] & _CONSTRUCTED)

    def __repr__(self) -> str:
        return f"Tlv({self.tag:X}, {len(self.value)} bytes)"


@dataclass(frozen=True)
class Head:
    """Where an element's value starts and how long it is said to be."""

    tag: int
    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length


def read_head(data: bytes, at: int = 0) -> Head:
    """Read tag and length. Raises ProtocolError for forms that no card needs: indefinite, cut off, too wide."""
    after = _end_of_tag(data, at)
    tag = int.from_bytes(data[at:after], "big")
    if tag == 0 or after >= len(data):
        raise ProtocolError("an element without tag or length")
    first = data[after]
    if first <= _SHORT_LENGTH:
        return Head(tag, after + 1, first)
    width = first & _SHORT_LENGTH
    start = after + 1 + width
    if not 1 <= width <= _LENGTH_BYTES or start > len(data):
        raise ProtocolError("a length that is indefinite, cut off or too wide")
    return Head(tag, start, int.from_bytes(data[after + 1 : start], "big"))


def parse(data: bytes, most: int = MAX_ELEMENTS) -> tuple[Tlv, ...]:
    """Part ``data`` into its elements, to the last byte. Raises ProtocolError for anything else."""
    if len(data) > MAX_BYTES:
        raise ProtocolError("more bytes than a card holds")
    found: list[Tlv] = []
    at = 0
    while at < len(data):
        head = read_head(data, at)
        if head.end > len(data) or len(found) == most:
            raise ProtocolError("an element that is cut off, or too many of them")
        found.append(Tlv(head.tag, data[head.start : head.end], data[at : head.end]))
        at = head.end
    return tuple(found)


def unwrap(data: bytes, tag: int) -> bytes:
    """Return the value of the only element, which has this tag. Raises ProtocolError for anything else."""
    match parse(data, 1):
        case (Tlv(tag=found, value=value),) if found == tag:
            return value
    raise ProtocolError(f"not the element {tag:X}")


def only(elements: tuple[Tlv, ...], tag: int) -> bytes:
    """Return the value of the one element with this tag. Raises ProtocolError when there is none or another."""
    values = [element.value for element in elements if element.tag == tag]
    if len(values) != 1:
        raise ProtocolError(f"not one element {tag:X}")
    return values[0]


def check_nesting(data: bytes) -> None:
    """Walk all levels, so that a parser that recurses may have it. Raises ProtocolError when too deep or too many."""
    left, waiting = MAX_NESTED, [(data, 1)]
    while waiting:
        level, depth = waiting.pop()
        elements = parse(level, left)
        left -= len(elements)
        if depth > MAX_DEPTH or left <= 0:
            raise ProtocolError("nested too deep, or too many elements")
        waiting += [(element.value, depth + 1) for element in elements if element.constructed and element.value]


def encode(tag: int, value: bytes) -> bytes:
    """Write one element with the shortest length."""
    name = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    if len(value) <= _SHORT_LENGTH:
        return name + bytes((len(value),)) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return name + bytes((_MORE | len(length),)) + length + value


def _end_of_tag(data: bytes, at: int) -> int:
    if at >= len(data):
        raise ProtocolError("no element")
    if data[at] & _LONG_TAG != _LONG_TAG:
        return at + 1
    for end in range(at + 2, at + 1 + _TAG_BYTES):
        if end <= len(data) and not data[end - 1] & _MORE:
            return end
    raise ProtocolError("a tag that is cut off or too wide")
