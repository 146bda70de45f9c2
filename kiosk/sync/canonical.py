"""Canonical JSON: the one byte form of a value that is signed, hashed or sealed."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from kiosk.errors import ProtocolError


def canonical(value: Any) -> bytes:
    """Write a value as UTF-8 JSON with keys in code-point order, no spaces and no floats.

    The value is built of dict, list, tuple, str, int, bool and None. Raises ProtocolError for any other.
    """
    try:
        _refuse_floats(value)
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise ProtocolError("a value without a canonical form") from error


def parse_canonical(data: bytes, limit: int) -> Any:
    """Read canonical bytes, at most ``limit`` long. Raises ProtocolError when they are not canonical."""
    if len(data) > limit:
        raise ProtocolError(f"longer than {limit} bytes")
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError("not JSON") from error
    if canonical(value) != data:
        raise ProtocolError("not in canonical form")
    return value


def _refuse_floats(value: Any) -> None:
    match value:
        case float():
            raise ProtocolError("a number with a fraction has no canonical form")
        case dict():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise ProtocolError("a key that is not text")
                _refuse_floats(item)
        case list() | tuple():
            for item in value:
                _refuse_floats(item)
        case _:
            return
