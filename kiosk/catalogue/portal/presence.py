"""Whether the person must come: where fingerprints, irises or a photograph are taken by an officer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiosk.catalogue.model import Case, Method

# Biometrics with what is done to them in the same sentence; a photograph one sends along is none.
_TAKEN = re.compile(
    r"\b(?:thu nhận|thu thập|lấy|lăn|xác thực|quét|kiểm tra)\b[^.;\n]{0,80}\b(?:vân tay|mống mắt|sinh trắc)"
    r"|\b(?:chụp ảnh|thu nhận ảnh)\b[^.;\n]{0,30}\b(?:khuôn mặt|chân dung)[^.;\n]{0,40}\b(?:vân tay|mống mắt)"
    r"|\bchụp ảnh, thu nhận\b",
    re.IGNORECASE,
)
_NOT_TAKEN = re.compile(
    r"\bkhông (?:phải |cần |yêu cầu )?(?:thu nhận|thu thập|lấy|lăn|xác thực|quét|kiểm tra)\b", re.IGNORECASE
)


def must_come(steps: Iterable[str], methods: Iterable[Method], cases: Iterable[Case]) -> bool:
    """Whether anything the portal says of the procedure takes biometrics from the person."""
    return any(_TAKEN.search(text) and not _NOT_TAKEN.search(text) for text in _texts(steps, methods, cases))


def _texts(steps: Iterable[str], methods: Iterable[Method], cases: Iterable[Case]) -> Iterator[str]:
    yield from steps
    yield from (method.text for method in methods)
    for case in cases:
        yield from (component.name for component in case.components)
        yield from case.notes
