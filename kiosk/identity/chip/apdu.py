"""Commands to a card and its answers as bytes, short and extended, with the status words by name (ISO/IEC 7816-4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk.errors import ProtocolError

SHORT_DATA = 255
SHORT_ANSWER = 256
LONG_ANSWER = 65536
_LONG_DATA = 65535
_HEADER = 4
_STATUS_BYTES = 2
_LONG_LENGTH = 3  # a zero, then two bytes


class Ins(IntEnum):
    """The instructions that are used."""

    MANAGE_SECURITY = 0x22
    EXTERNAL_AUTHENTICATE = 0x82
    GET_CHALLENGE = 0x84
    GENERAL_AUTHENTICATE = 0x86
    INTERNAL_AUTHENTICATE = 0x88
    SELECT = 0xA4
    READ_BINARY = 0xB0
    READ_BINARY_FAR = 0xB1  # the offset is in the data: beyond 32,767
    GET_RESPONSE = 0xC0


class Status(IntEnum):
    """The status words that are told apart; any other stays a number."""

    DONE = 0x9000
    END_OF_FILE = 0x6282
    WRONG_KEY = 0x6300
    WRONG_LENGTH = 0x6700
    SECURITY = 0x6982
    KEY_BLOCKED = 0x6983
    CONDITIONS = 0x6985
    NO_CURRENT_FILE = 0x6986
    MESSAGING_MISSING = 0x6987
    MESSAGING_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    FUNCTION = 0x6A81
    NOT_FOUND = 0x6A82
    WRONG_P1_P2 = 0x6A86
    NO_REFERENCE = 0x6A88
    BEYOND_THE_END = 0x6B00
    INSTRUCTION = 0x6D00
    CLASS = 0x6E00


MORE_WAITING = 0x61
LENGTH_IS = 0x6C
TRIES_LEFT = 0x63C0


@dataclass(frozen=True)
class Command:
    """``answer`` is how many bytes are wanted back at most (Le): 0 none, 256 all a short answer holds."""

    ins: int
    p1: int = 0
    p2: int = 0
    data: bytes = b""
    answer: int = 0
    cla: int = 0

    @property
    def header(self) -> bytes:
        return bytes((self.cla, self.ins, self.p1, self.p2))

    def encode(self) -> bytes:
        """Return the shortest form that holds it."""
        if len(self.data) > _LONG_DATA or not 0 <= self.answer <= LONG_ANSWER:
            raise ProtocolError("more than a command can hold")
        if len(self.data) <= SHORT_DATA and self.answer <= SHORT_ANSWER:
            length = bytes((len(self.data),)) if self.data else b""
            return self.header + length + self.data + (bytes((self.answer % 256,)) if self.answer else b"")
        length = b"\0" + len(self.data).to_bytes(2, "big") if self.data else b""
        answer = (self.answer % LONG_ANSWER).to_bytes(2, "big") if self.answer else b""
        return self.header + length + self.data + (answer if self.data or not answer else b"\0" + answer)

    def __repr__(self) -> str:
        return f"Command({self.header.hex()}, …)"


@dataclass(frozen=True)
class Response:
    """``protected`` says whether the answer came under secure messaging."""

    data: bytes
    status: int
    protected: bool = False

    @property
    def done(self) -> bool:
        return self.status == Status.DONE

    def __repr__(self) -> str:
        return f"Response(…, {self.status:04X})"


def parse_response(raw: bytes) -> Response:
    """Part an answer into data and status. Raises ProtocolError when it is too short or too long for one."""
    if not _STATUS_BYTES <= len(raw) <= LONG_ANSWER + _STATUS_BYTES:
        raise ProtocolError("not the answer of a card")
    return Response(raw[:-2], int.from_bytes(raw[-2:], "big"))


def parse_command(raw: bytes) -> Command:
    """Read a command as a card does. Raises ProtocolError for anything that is none."""
    if len(raw) < _HEADER:
        raise ProtocolError("not a command")
    cla, ins, p1, p2 = raw[:_HEADER]
    data, answer = _parse_body(raw[_HEADER:])
    return Command(ins, p1, p2, data, answer, cla)


def _parse_body(body: bytes) -> tuple[bytes, int]:
    if not body:
        return b"", 0
    long = body[0] == 0 and len(body) >= _LONG_LENGTH
    most, wide = (LONG_ANSWER, 2) if long else (SHORT_ANSWER, 1)
    rest = body[1:] if long else body
    first = int.from_bytes(rest[:wide], "big")
    if len(rest) == wide:
        return b"", first or most
    data, tail = rest[wide : wide + first], rest[wide + first :]
    if not data or len(data) != first or len(tail) not in {0, wide}:
        raise ProtocolError("a command whose lengths do not agree")
    return data, (int.from_bytes(tail, "big") or most) if tail else 0
