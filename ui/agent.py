"""The robot's ear and finger inside the application: a private local socket that speaks lines of JSON.

Started only for ``--robot-socket``, and never on an enrolled (production) kiosk. A request is
``{"id": 1, "do": "touch", …}``, its answer ``{"id": 1, "ok": true, …}`` or ``{"id": 1, "ok": false, "error": "…"}``;
the first request of the one connection is ``{"do": "hello", "token": …}``.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot
from PySide6.QtGui import QAccessible
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtQuick import QQuickWindow

from kiosk.clock import VirtualClock
from kiosk.devices.ports import DeviceStatus, Failed, Missing, Ready, Unplugged
from kiosk.errors import DeviceError
from ui.agent_finger import Finger
from ui.agent_scene import accessible_nodes, drawn_texts, read_scene

TOKEN_VARIABLE = "MOTCHAM_ROBOT_TOKEN"  # noqa: S105 - the name of the variable, not a token
LINE_LIMIT = 1 << 20
IDLE_STEP_S = 1.0
SETTLE_S = 5.0

DEVICE_CALLS = {
    "qr_scanner": frozenset({"arrive", "become"}),
    "camera": frozenset({"look_at", "become"}),
    "files": frozenset({"insert", "eject"}),
    "chip_reader": frozenset({"lay", "remove", "become"}),
    "speaker": frozenset({"has_said", "finish", "become"}),
}
"""What a journey may do to a simulated device."""

STATUSES: Mapping[str, DeviceStatus] = {
    "ready": Ready(),
    "missing": Missing(),
    "unplugged": Unplugged(),
    "failed": Failed("made to fail by a journey"),
}


@dataclass(frozen=True, slots=True)
class AgentHooks:
    """What the application lends to the robot.

    ``describe`` says which screen is on: ``{"screen": "step", "procedure": "1.001193", "key": "child.full_name",
    "kind": "name", "label": "…", "answered": false}`` on a question, at least ``{"screen": "home"}`` elsewhere; an
    overlay (cover, sheet) is told as ``"overlay"``.
    ``busy`` is true while a job is queued or runs whose result will change the screen (not the syncer's).
    ``tick`` makes the timers of the application look at the clock again; the robot calls it after each virtual second.
    ``devices`` are the simulated ones by the name used in journeys: qr_scanner, camera, files, speaker.
    """

    describe: Callable[[], Mapping[str, object]]
    busy: Callable[[], bool]
    clock: VirtualClock
    devices: Mapping[str, object]
    tick: Callable[[], None]


def take_token() -> str:
    """Take the one-time token that the runner passed, removed from the environment; empty when there is none."""
    return os.environ.pop(TOKEN_VARIABLE, "")


class Agent(QObject):
    """Serves one robot on a private socket; call ``QAccessible.setActive(True)`` before QML is loaded."""

    def __init__(self, window: QQuickWindow, socket_name: str, token: str, hooks: AgentHooks) -> None:
        super().__init__(window)
        if not token:
            raise DeviceError("the robot's socket needs the one-time token of its runner")
        QAccessible.setActive(True)
        self._window, self._token, self._hooks = window, token, hooks
        self._finger = Finger(window, hooks.describe, hooks.busy)
        self._socket: QLocalSocket | None = None
        self._answering = False
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(1)
        self._server.newConnection.connect(self._connected)
        if not self._server.listen(socket_name):
            raise DeviceError(f"the robot's socket cannot be opened: {self._server.errorString()}")

    @Slot()
    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        self._server.close()
        socket.setParent(self)
        socket.readyRead.connect(self._read)
        self._socket = socket

    @Slot()
    def _read(self) -> None:
        """Answer every whole line; a request that lets the application run does not start another."""
        socket = self._socket
        while socket is not None and not self._answering and socket.canReadLine():
            self._answering = True
            try:
                self._answer(socket, bytes(socket.readLine(LINE_LIMIT).data()))
            finally:
                self._answering = False

    def _answer(self, socket: QLocalSocket, line: bytes) -> None:
        request: dict[str, Any] = {}
        try:
            request = json.loads(line)
            if self._token and not self._hello(request, socket):
                socket.abort()
                self._socket = None
                return
            answer: dict[str, object] = {"ok": True, **self._do(request)}
        except (DeviceError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            answer = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        answer["id"] = request.get("id") if isinstance(request, dict) else None
        socket.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
        socket.flush()

    def _hello(self, request: object, socket: QLocalSocket) -> bool:
        """Compare the token; it is good once. The application does not outlive the robot that it was opened for."""
        given = request.get("token") if isinstance(request, dict) and request.get("do") == "hello" else None
        expected, self._token = self._token, ""
        right = isinstance(given, str) and hmac.compare_digest(given.encode(), expected.encode())
        if right:
            socket.disconnected.connect(QCoreApplication.quit)
        return right

    def _do(self, request: dict[str, Any]) -> Mapping[str, object]:
        do: dict[str, Callable[[dict[str, Any]], Mapping[str, object]]] = {
            "hello": lambda _: {"pid": os.getpid()},
            "tree": self._tree,
            "describe": lambda _: {"screen": dict(self._hooks.describe()), "busy": self._hooks.busy()},
            "touch": self._touch,
            "settle": lambda asked: {"settled": self._finger.settle(float(asked.get("limit", SETTLE_S)))},
            "grab": self._grab,
            "clock": self._move_clock,
            "device": self._device,
            "quit": self._quit,
        }
        if request["do"] not in do:
            raise ValueError(f"unknown request: {request['do']}")
        return do[request["do"]](request)

    def _tree(self, _: dict[str, Any]) -> dict[str, object]:
        scene = read_scene(self._window)
        return {
            "nodes": accessible_nodes(scene),
            "texts": drawn_texts(scene),
            "screen": dict(self._hooks.describe()),
            "width": self._window.width(),
            "height": self._window.height(),
        }

    def _touch(self, request: dict[str, Any]) -> Mapping[str, object]:
        limit, settle = float(request.get("limit", SETTLE_S)), bool(request.get("settle", True))
        return self._finger.touch(int(request["x"]), int(request["y"]), settle=settle, limit_s=limit)

    def _quit(self, _: dict[str, Any]) -> dict[str, object]:
        QTimer.singleShot(0, QCoreApplication.quit)
        return {}

    def _grab(self, request: dict[str, Any]) -> dict[str, object]:
        path = Path(request["path"])
        if not self._window.grabWindow().save(str(path)):
            raise OSError(f"the picture cannot be written: {path}")
        return {"path": str(path)}

    def _move_clock(self, request: dict[str, Any]) -> dict[str, object]:
        clock = self._hooks.clock
        if "set" in request:
            clock.set_wall(datetime.fromisoformat(request["set"]))
        if "shift" in request:
            clock.shift_wall(timedelta(seconds=float(request["shift"])))
        left = float(request.get("pass", 0))
        while left > 0:
            # Second by second, as timers would see it: a cover comes first, then its countdown.
            clock.pass_time(min(left, IDLE_STEP_S))
            left -= IDLE_STEP_S
            self._hooks.tick()
        self._hooks.tick()
        self._finger.settle(SETTLE_S)
        return {"now": clock.now().isoformat()}

    def _device(self, request: dict[str, Any]) -> dict[str, object]:
        name, call = request["name"], request["call"]
        if call not in DEVICE_CALLS.get(name, ()) or name not in self._hooks.devices:
            raise DeviceError(f"no simulated device does this: {name} {call}")
        args = request.get("args", [])
        if call == "become":
            args = [STATUSES[args[0]]]
        done = getattr(self._hooks.devices[name], call)(*args)
        return {"done": done is not False, "settled": self._finger.settle(SETTLE_S)}
