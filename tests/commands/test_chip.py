"""``kiosk chip`` where there is no reader: one sentence, and nothing personal on a command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def program(home: Path, given: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk.cli", "chip", *arguments]
    environment = {**os.environ, "MOTCHAM_HOME": str(home), "PCSCLITE_CSOCK_NAME": str(home / "no-service")}
    return subprocess.run(command, input=given, env=environment, capture_output=True, text=True, check=False)


def test_a_machine_without_a_reader_says_what_to_do(tmp_path: Path) -> None:
    done = program(tmp_path, "", "status")
    assert done.returncode == 1
    assert "make setup-chip" in done.stdout or "systemctl" in done.stdout
    read = program(tmp_path, "001099012345", "read", "--seconds", "0")
    assert read.returncode == 1
    assert "why: no_service" in read.stdout
    assert "001099012345" not in read.stdout + read.stderr


@pytest.mark.parametrize("given", ["", "12345", "0010990123456", "x" * 90, "một hai ba bốn"])
def test_what_opens_no_card_is_one_sentence(tmp_path: Path, given: str) -> None:
    done = program(tmp_path, given, "read")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert not given.strip() or given not in done.stderr
