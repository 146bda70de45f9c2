"""Forgets uploads that nobody goes on with, so that what was begun and given up does not fill the disk."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

from gateway.database import Connection
from gateway.journal import log, log_fault
from gateway.shelf import Shelf
from gateway.uploads import forget

_FIRST_SECONDS = 60.0
_EVERY_SECONDS = 3600.0
_DAY_SECONDS = 86_400.0

Submit = Callable[[Callable[[Connection], None]], object]


def sweep(shelf: Shelf, submit: Submit, keep_days: float) -> int:
    """Take away unfinished uploads older than that by the machine's clock; how many.

    The file goes first: an announcement without a file is an upload at its beginning, a file without its announcement
    would be in nobody's way but in the disk's.
    """
    gone = shelf.sweep(time.time() - keep_days * _DAY_SECONDS)
    for file_id in gone:
        submit(lambda connection, file_id=file_id: forget(connection, file_id))  # type: ignore[misc]  # its default
    if gone:
        log("unfinished uploads forgotten", files=len(gone))
    return len(gone)


@contextlib.contextmanager
def sweeping(shelf: Shelf, submit: Submit, keep_days: float) -> Iterator[None]:
    """Sweep every hour, on a thread of its own, until the block ends."""
    ended = threading.Event()

    def run() -> None:
        wait = _FIRST_SECONDS
        while not ended.wait(wait):
            wait = _EVERY_SECONDS
            try:
                sweep(shelf, submit, keep_days)
            except OSError as error:
                log_fault(error)

    thread = threading.Thread(target=run, name="gateway-sweeping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
