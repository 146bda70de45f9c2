"""The child processes of a journey: the application and its gateway, started, killed and started again."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.robot.agent_link import AgentLink, connect

START_S = 30.0
END_S = 10.0
POLL_S = 0.01
TAIL_LINES = 12


class ChildError(KioskError):
    """A child process does not start or ends by itself."""


@dataclass
class Child:
    """One process at a time of ``command``; what it prints is appended to ``log``."""

    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, extra: Mapping[str, str] | None = None) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**self.environment, **(extra or {})},
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def wait(self, seconds: float) -> int:
        """Wait for its end; raises ChildError when it does not come."""
        if self._process is None:
            raise ChildError("the process was never started")
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise ChildError("the process does not end") from error

    def kill(self) -> None:
        """Cut its power: SIGKILL, with everything it had in memory."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and end it when it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def tail(self) -> str:
        """Return the last lines it printed, for a failure."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-TAIL_LINES:])
        return ""


def child_environment(home: Path, temporary: Path, *, window: bool) -> dict[str, str]:
    """What the children see: their own data and temporary folders, and no screen unless ``window``."""
    environment = {**os.environ, "MOTCHAM_HOME": str(home), "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"}
    if not window:
        environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    return environment


@dataclass
class Application:
    """The kiosk's window as a child process, with the link to its agent."""

    child: Child
    socket: Path
    link: AgentLink

    @classmethod
    def open(cls, child: Child, socket: Path) -> Application:
        """Start it and wait for its agent; raises ChildError or AgentError."""
        return cls(child, socket, _start(child, socket))

    def cut_power(self) -> None:
        self.link.close()
        self.child.kill()

    def start_again(self) -> None:
        self.link = _start(self.child, self.socket)

    def close(self) -> None:
        self.link.close()
        self.child.stop()


def _start(child: Child, socket: Path) -> AgentLink:
    token = secrets.token_urlsafe(24)
    socket.unlink(missing_ok=True)
    child.start({"MOTCHAM_ROBOT_TOKEN": token})
    try:
        return connect(socket, token, lambda: child.alive, START_S)
    except KioskError as error:
        child.kill()
        raise ChildError(f"{error}\n{child.tail()}".strip()) from error


def python_module(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *arguments)


def wait_for_file(path: Path, child: Child) -> str:
    """Return what ``path`` holds as soon as it is there; raises ChildError when ``child`` ends or is too slow."""
    deadline = time.monotonic() + START_S
    while child.alive and time.monotonic() < deadline:
        with contextlib.suppress(FileNotFoundError):
            text = path.read_text("utf-8")
            if text.strip():
                return text
        time.sleep(POLL_S)
    raise ChildError(f"{child.command[2]} did not become ready\n{child.tail()}".strip())
