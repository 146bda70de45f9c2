"""The embedded gateway of a demo kiosk: a child process that ends with its parent."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from kiosk.errors import KioskError

START_S = 20.0
_LOOK_EVERY_S = 0.05


class EmbeddedGateway:
    """Starts ``python -m gateway serve`` on a free port of this machine and stops it again."""

    def __init__(self, data: Path, device_file: Path) -> None:
        self._data = data
        ready = data / "ready"
        data.mkdir(parents=True, exist_ok=True)
        ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "gateway", "serve", "--data", str(data), "--port", "0", "--demo"]
        command += ["--ready-file", str(ready), "--device-file", str(device_file), "--parent", str(os.getpid())]
        with (data / "gateway.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def url(self) -> str:
        """Where it listens; "" while it does not yet, or no longer. Does not block."""
        return "" if self._process.poll() is not None else listening_at(self._data)

    def wait_for_url(self) -> str:
        """Block until it listens. Raises KioskError when it ends or does not come up in time."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if url := listening_at(self._data):
                return url
            if self._process.poll() is not None:
                raise KioskError(f"the embedded gateway ended with code {self._process.returncode}")
            time.sleep(_LOOK_EVERY_S)
        raise KioskError("the embedded gateway did not start in time")

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def listening_at(data: Path) -> str:
    """Where the embedded gateway of a data folder listens, by its own word; "" when it does not run."""
    try:
        port = (data / "ready").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return f"http://127.0.0.1:{port}" if port else ""
