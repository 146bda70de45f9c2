"""How large the pieces of a file are: what the line carries in a few seconds, so that nothing waits long for one."""

from __future__ import annotations

SMALLEST = 24 * 1024
"""The heads of question and answer are then 3% of what goes over the line."""
LARGEST = 512 * 1024
SECONDS = 4.0
_GROWTH = 4
_SLOW = 256 * 1024
_NARROW = 48 * 1024


class PieceSize:
    """Follows the line; several threads may tell it at once, the last one counts."""

    def __init__(self) -> None:
        self._size = SMALLEST
        self.slow = False  # a few seconds carry so little that big files should make way for what is small
        self.narrow = False  # so little that a third file at once would only make each of them wait

    def next(self) -> int:
        return self._size

    def took(self, size: int, seconds: float) -> None:
        """A piece of ``size`` bytes was acknowledged after so many seconds."""
        if size < SMALLEST:
            return  # the end of a file: mostly the time of the way there and back
        fitting = int(size * SECONDS / max(seconds, 0.001))
        self.slow, self.narrow = fitting < _SLOW, fitting < _NARROW
        self._size = max(SMALLEST, min(LARGEST, fitting, self._size * _GROWTH))
