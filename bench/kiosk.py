"""The kiosk as residents meet it: `kiosk run` with its own gateway, drawn by the software backend."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.memory import command_line, family, pss_mib

PROGRAM = str(Path(sys.executable).with_name("kiosk"))
JOURNEY = Path(__file__).with_name("journey.yaml")
SETTLE_S = 2.0


@dataclass(frozen=True)
class Started:
    """``ready_s`` runs from process start to the first frame; from then on the window's loop is free for touches."""

    ready_s: float
    memory_mib: float


def start_once(home: Path) -> Started:
    """Start the kiosk on ``home``, wait for its first frame, weigh it, and end it."""
    screen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    environment = {**os.environ, **screen, "MOTCHAM_HOME": str(home)}
    command = [PROGRAM, "run", "--report-first-frame"]
    began = time.monotonic()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            if not process.stdout or "first frame" not in process.stdout.readline():
                raise RuntimeError("the kiosk ended before its first frame")
            ready = time.monotonic() - began
            time.sleep(SETTLE_S)
            return Started(ready, pss_mib(_without_gateway(family(process.pid))))
        finally:
            process.terminate()


def tap_to_paint_ms(out: Path) -> list[float]:
    """Walk a whole birth registration and return how long each touch took to show."""
    command = [PROGRAM, "robot", str(JOURNEY), "--json", "--out", str(out)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout)
    if not told["ok"]:
        raise RuntimeError(f"the journey failed: {told['reason']}")
    return [timing["ms_to_paint"] for timing in told["timings"] if timing["ms_to_paint"] is not None]


def _without_gateway(pids: frozenset[int]) -> frozenset[int]:
    gateways = [pid for pid in pids if "gateway serve" in command_line(pid)]
    return pids.difference(*(family(pid) for pid in gateways)) if gateways else pids
