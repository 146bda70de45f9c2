"""Qt calls that return nothing must not use up None."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import ui
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal()

bell = Bell()
for _ in range(100_000):
    bell.setObjectName("bell")
    bell.rung.emit()
    bell.parent()
print("alive")
"""


def test_a_hundred_thousand_calls_leave_none_true_and_false_alive() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], check=False, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "alive", "")
