"""Waiting for another process."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def wait_until(true: Callable[[], bool], in_vain: Callable[[], object] = lambda: None) -> bool:
    """Wait for another process; False when ``in_vain`` says that it will never be, or after twenty seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not in_vain():
        if true():
            return True
        time.sleep(0.005)
    return False


def wait_for_file(path: Path, in_vain: Callable[[], object]) -> bool:
    """Wait until the file has something in it."""

    def is_written() -> bool:
        with suppress(FileNotFoundError):
            return bool(path.read_text("ascii").strip())
        return False

    return wait_until(is_written, in_vain)
