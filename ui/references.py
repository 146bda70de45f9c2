"""Keeps None, True and False alive under PySide6 6.12 on Python 3.11.

PySide6's wheels are built for the stable interface of newer Pythons, where these three are immortal: a Qt call that
returns nothing, or a signal's emit, hands out a reference that it does not own. On 3.11 each such call takes one
away, and after some thousands of calls, a few minutes of use, Python aborts with "deallocating None".
"""

from __future__ import annotations

import ctypes
import sys

MANY = 1 << 40
"""More calls than a kiosk makes in its life, far below what the counter holds."""


def keep_singletons() -> None:
    """Give the three so many references that none of them is ever the last; does nothing where they are immortal."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) >= MANY:
        return
    for single in (None, True, False):
        # The reference count is the first field of every object.
        ctypes.c_ssize_t.from_address(id(single)).value += MANY
