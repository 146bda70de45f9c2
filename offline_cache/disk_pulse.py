"""Whether the disk still keeps what is written: asked after a commit, since a failing one may have said so in vain.

When ext4 finds an error and gives its journal up (errors=remount-ro), an fsync that waits at that moment can return as
if all were well, and the file loses its new length: 3 % of such failures took the dossier that was just acknowledged
(tests/faults, "read-only"). A change of a file's length must begin in the journal, and is refused from then on.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_DEAD = {errno.EROFS, errno.EIO}


class Pulse:
    """Lives with the store's writing connection. Makes nothing durable and costs some microseconds."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._length = 0

    def beats(self) -> bool:
        """False when the disk takes no change any more; a full one lives."""
        self._length = 1 - self._length
        try:
            os.ftruncate(self._descriptor, self._length)
        except OSError as error:
            return error.errno not in _DEAD
        return True

    def close(self) -> None:
        os.close(self._descriptor)


def feel(lock: Path) -> Pulse | None:
    """By the length of the lock's file, which says nothing; None where there is none, or it cannot be written."""
    try:
        return Pulse(os.open(lock, os.O_WRONLY))
    except OSError:
        return None
