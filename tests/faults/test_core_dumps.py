"""A kiosk that crashes leaves no picture of its memory behind, whatever the machine would keep."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.updating import ROOT

pytestmark = pytest.mark.fault
PR_GET_DUMPABLE = 3


@pytest.mark.skipif(sys.platform != "linux", reason="limits are read from /proc")
def test_the_running_kiosk_may_not_be_dumped_and_is_not(tmp_path: Path) -> None:
    config = '[gateway]\nembedded = false\nurl = "http://127.0.0.1:9"\nkeys = "gateway.pub.json"\n'
    (tmp_path / "config.toml").write_text(config, "utf-8")
    environment = {**os.environ, "MOTCHAM_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    allowing = ("sh", "-c", 'ulimit -c "$(ulimit -Hc)"; exec "$@"', "sh")
    command = [*allowing, sys.executable, "-m", "ui.main", "run", "--report-first-frame"]

    kiosk = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environment, "QT_QUICK_BACKEND": "software"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert kiosk.stdout is not None
    assert kiosk.stdout.readline() == b"first frame\n"
    limits = Path(f"/proc/{kiosk.pid}/limits").read_text("ascii")
    assert [line.split()[4:6] for line in limits.splitlines() if "core file" in line] == [["0", "0"]]
    os.kill(kiosk.pid, signal.SIGABRT)
    _, status = os.waitpid(kiosk.pid, 0)
    kiosk.returncode = os.waitstatus_to_exitcode(status)
    kiosk.stdout.close()
    assert os.WIFSIGNALED(status)
    assert not os.WCOREDUMP(status)


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_no_other_program_of_the_same_user_reads_its_memory() -> None:
    code = "from kiosk.hardening import forbid_core_dumps as f; import ctypes; f(); "
    code += f"raise SystemExit(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}))"
    assert ctypes.CDLL(None).prctl(PR_GET_DUMPABLE) == 1
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
