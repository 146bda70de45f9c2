"""The first frame waits for nothing that it does not show; and headless commands wait for no Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = {"holidays", "img2pdf", "msgspec", "pikepdf", "PIL", "qrcode", "requests", "urllib3", "zxingcpp"}
SLOW |= {"kiosk.bootstrap", "kiosk.places.gazetteer", "kiosk.procedures.model", "kiosk.sync.sealing", "yaml", "bogo"}


def loaded_by(statement: str) -> set[str]:
    """The modules that are there after a statement in a new interpreter."""
    code = f"{statement}; import sys; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize("module", ["ui.window", "ui.application"])
def test_the_window_comes_before_what_is_slow(module: str) -> None:
    assert loaded_by(f"import {module}") & SLOW == set()


@pytest.mark.parametrize("module", ["ui.main", "kiosk.cli", "kiosk.bootstrap", "gateway.cli"])
def test_headless_commands_load_no_qt(module: str) -> None:
    assert not any(name.startswith("PySide6") for name in loaded_by(f"import {module}"))
