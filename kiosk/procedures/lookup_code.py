"""«Mã tra cứu»: K, eight characters of base 32 and a check character, shown as K7F3-29QD-4M."""

from __future__ import annotations

from enum import Enum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, which are read as other characters or spell words."""

ENTROPY_BYTES = 5
_PREFIX = "K"
_BODY = 8
_LENGTH = len(_PREFIX) + _BODY + 1
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IGNORED = " -\u2010\u2011\u2012\u2013\u2014\u2212\u00a0"


class CodeFault(Enum):
    """Why what was typed is no lookup code."""

    EMPTY = "empty"
    SHORT = "short"
    LONG = "long"
    CHARACTER = "character"  # a character no code has
    PREFIX = "prefix"  # does not begin with K
    CHECK = "check"  # the check character disagrees: mistyped


def new(entropy: bytes) -> str:
    """Make a code, as shown, from exactly five random bytes."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a lookup code takes {ENTROPY_BYTES} random bytes")
    bits = int.from_bytes(entropy, "big")
    body = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(35, -1, -5))
    return _shown(_PREFIX + body + _check_character(body))


def parse(typed: str) -> str | CodeFault:
    """Return the code as shown, however it was typed: any case, with or without dashes, o for 0, i and l for 1."""
    code = "".join(char for char in typed.strip() if char not in _IGNORED).upper().translate(_READ_AS)
    if not code:
        return CodeFault.EMPTY
    if any(char not in _VALUE for char in code):
        return CodeFault.CHARACTER
    if not code.startswith(_PREFIX):
        return CodeFault.PREFIX
    if len(code) != _LENGTH:
        return CodeFault.SHORT if len(code) < _LENGTH else CodeFault.LONG
    if _check_character(code[1:-1]) != code[-1]:
        return CodeFault.CHECK
    return _shown(code)


def shown_so_far(typed: str) -> str:
    """Return what has been typed with dashes where a code has them, for the code pad."""
    code = "".join(char for char in typed if char not in _IGNORED).upper().translate(_READ_AS)
    return _shown(code[:_LENGTH])


def _shown(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _check_character(body: str) -> str:
    """Luhn modulo 32: every second value, counted from the right, is doubled and its two base-32 digits added."""
    total = 0
    for place, char in enumerate(reversed(body)):
        value = _VALUE[char] * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
