"""The kiosk as residents meet it: `kiosk run` with its own gateway, drawn by the software backend."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.memory import command_line, family, pss_mib
from kiosk.robot.agent_link import AgentLink, connect

PROGRAM = str(Path(sys.executable).with_name("kiosk"))
JOURNEY = Path(__file__).with_name("journey.yaml")
START_S = 60.0
SETTLE_S = 2.0


@dataclass(frozen=True)
class Started:
    """``ready_s`` runs from process start to the first frame that answers a touch, drawn and settled."""

    ready_s: float
    memory_mib: float


def start_once(home: Path) -> Started:
    """Start the kiosk on ``home``, wait until it can be used, weigh it, and end it."""
    token = secrets.token_urlsafe(24)
    socket = home / "bench.socket"
    socket.unlink(missing_ok=True)
    screen = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    environment = {**os.environ, **screen, "MOTCHAM_HOME": str(home), "MOTCHAM_ROBOT_TOKEN": token}
    began = time.monotonic()
    command = [PROGRAM, "run", "--robot-socket", str(socket)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        link: AgentLink | None = None
        try:
            link = connect(socket, token, lambda: process.poll() is None, START_S)
            link.ask("settle")
            ready = time.monotonic() - began
            time.sleep(SETTLE_S)
            return Started(ready, pss_mib(_without_gateway(family(process.pid))))
        finally:
            if link:
                link.close()
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
