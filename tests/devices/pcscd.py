"""A pcscd of a test's own: its own socket, its own readers, vpcd's ports of its own; skipped where it can't be had.

pcscd takes its socket from whoever starts it, as systemd does, so it needs no fixed place. What is missing is said;
with MOTCHAM_PCSC=required, as in CI, it fails instead.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
_AS_SYSTEMD = 'exec env LISTEN_PID=$$ LISTEN_FDS=1 "$@" 3<&0 </dev/null'
_CONFIG = """FRIENDLYNAME "Virtual PCD"
DEVICENAME   /dev/null:0x{port:X}
LIBPATH      {driver}
CHANNELID    0x{port:X}
"""


class PrivatePcscd:
    """Starts and stops the service; clients in this process find it by the variable that pcsc-lite reads."""

    def __init__(self, folder: Path, program: str) -> None:
        self.port = _free_port()
        self._program = program
        self._path = folder / "pcscd.comm"
        self._conf = folder / "reader.conf.d"
        self._conf.mkdir()
        (self._conf / "vpcd").write_text(_CONFIG.format(port=self.port, driver=DRIVER), "ascii")
        self._process: subprocess.Popen[bytes] | None = None
        os.environ[SOCKET_VARIABLE] = str(self._path)

    def start(self) -> None:
        self._path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self._path))
            listening.listen(8)
            command = ["sh", "-c", _AS_SYSTEMD, "sh", self._program, "--foreground", "--config", str(self._conf)]
            self._process = subprocess.Popen(
                command, stdin=listening.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(10)
        self._process = None
        self._path.unlink(missing_ok=True)

    def freeze(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)


def private_pcscd(folder: Path) -> Iterator[PrivatePcscd]:
    """Have one for as long as somebody uses it; skips with what is missing."""
    program = shutil.which("pcscd", path=os.environ.get("PATH", "") + ":/usr/sbin")
    missing = [
        what
        for what, there in (
            ("pcscd", program),
            ("vsmartcard-vpcd", DRIVER.exists()),
            ("pyscard (make setup-chip)", find_spec("smartcard")),
        )
        if not there
    ]
    if missing and os.environ.get("MOTCHAM_PCSC") == "required":
        pytest.fail(f"missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"no chip reader by pcscd here, missing: {', '.join(missing)}")
    assert program
    service = PrivatePcscd(folder, program)
    service.start()
    try:
        yield service
    finally:
        service.stop()


def _free_port() -> int:
    """A port that is free, and the one after it: vpcd takes one for each of its two slots."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
