"""The list of files on a card (EF.COM) and its machine-readable lines (DG1)."""

from __future__ import annotations

from typing import Final

from kiosk.errors import ProtocolError
from kiosk.identity.chip import tlv
from kiosk.identity.mrz import Mrz, read_mrz

_COM, _TAGS = 0x60, 0x5C
_DG1, _MRZ = 0x61, 0x5F1F
_TD1 = 90
_LINE = 30
GROUP_TAGS: Final = {
    0x61: 1,
    0x75: 2,
    0x63: 3,
    0x76: 4,
    0x65: 5,
    0x66: 6,
    0x67: 7,
    0x68: 8,
    0x69: 9,
    0x6A: 10,
    0x6B: 11,
    0x6C: 12,
    0x6D: 13,
    0x6E: 14,
    0x6F: 15,
    0x70: 16,
}


def parse_com(data: bytes) -> frozenset[int]:
    """The numbers of the data groups that EF.COM lists; nobody signs it. Raises ProtocolError for anything else."""
    tags = tlv.only(tlv.parse(tlv.unwrap(data, _COM), 8), _TAGS)
    return frozenset(GROUP_TAGS[tag] for tag in tags if tag in GROUP_TAGS)


def parse_dg1(data: bytes) -> Mrz:
    """Read the three lines of a card. Raises ProtocolError for another document, or lines that do not add up."""
    text = tlv.unwrap(tlv.unwrap(data, _DG1), _MRZ)
    if len(text) != _TD1 or not text.isascii():
        raise ProtocolError("not the lines of a card")
    lines = [text[start : start + _LINE].decode("ascii") for start in range(0, _TD1, _LINE)]
    outcome = read_mrz("\n".join(lines))
    if not isinstance(outcome, Mrz):
        raise ProtocolError(f"lines that do not add up: {outcome.value}")
    return outcome
