"""Canonical JSON: the same value gives the same bytes."""

from __future__ import annotations

import json


def canonical(value: object) -> bytes:
    """Write UTF-8 JSON with sorted keys and no spaces; the value holds no floats."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")
