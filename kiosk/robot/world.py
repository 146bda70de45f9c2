"""Everything a journey happens in: folders of its own, a gateway, the network line, and the kiosk's application."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.clock import VirtualClock
from kiosk.robot.catalogue import import_catalogue
from kiosk.robot.journey import Settings
from kiosk.robot.line import Line
from kiosk.robot.office import Office
from kiosk.robot.processes import Application, Child, child_environment, python_module, wait_for_file


@dataclass(frozen=True, slots=True)
class Look:
    """How the kiosk is shown; ``window`` opens a real window instead of drawing into memory."""

    size: str = "1080x1920"
    text: str = "A"
    contrast: str = "light"
    language: str = "vi"
    window: bool = False

    @property
    def wide(self) -> bool:
        width, height = self.size.split("x")
        return int(width) > int(height)


@dataclass(frozen=True, slots=True)
class Folders:
    """``kiosk`` is MOTCHAM_HOME, the one a thief would take; ``logs`` and ``temporary`` are searched with it."""

    root: Path

    @property
    def kiosk(self) -> Path:
        return self.root / "kiosk"

    @property
    def gateway(self) -> Path:
        return self.root / "gateway"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def searched(self) -> tuple[Path, ...]:
        return self.kiosk, self.logs, self.temporary

    def make(self) -> None:
        for folder in (self.kiosk, self.gateway, self.logs, self.temporary):
            folder.mkdir(mode=0o700)


@dataclass
class World:
    folders: Folders
    line: Line
    office: Office
    application: Application
    _gateway: Child = field(repr=False)

    def cut_gateway(self) -> None:
        """Cut the gateway's power and start it again on the same data and port."""
        self._gateway.kill()
        _start_gateway(self._gateway, self.folders)


@contextmanager
def open_world(settings: Settings, look: Look) -> Iterator[World]:
    """Start gateway, line and application; end them and remove the folders afterwards."""
    folders = Folders(Path(tempfile.mkdtemp(prefix="motcham-")))
    running: list[Child] = []
    lines: list[Line] = []
    try:
        folders.make()
        _set_clocks(folders, settings)
        import_catalogue(folders.kiosk, settings.catalogue, VirtualClock(folders.kiosk / "clock").now())
        environment = child_environment(folders.kiosk, folders.temporary, window=look.window)
        gateway = _gateway_child(folders, environment, port=0)
        running.append(gateway)
        port = _start_gateway(gateway, folders)
        gateway.command = _gateway_child(folders, environment, port).command
        line = Line(port, settings.network)
        lines.append(line)
        _write_config(folders, settings, line.port)
        kiosk = Child(_kiosk_command(folders, look), environment, folders.logs / "kiosk.log")
        running.append(kiosk)
        application = Application.open(kiosk, folders.root / "robot")
        yield World(folders, line, Office(folders.gateway, environment), application, gateway)
        application.link.close()
    finally:
        for child in reversed(running):
            child.stop()
        for line in lines:
            line.close()
        with suppress(OSError):
            shutil.rmtree(folders.root)


def _set_clocks(folders: Folders, settings: Settings) -> None:
    """Begin at the journey's moment, at both ends."""
    if settings.clock is not None:
        for home in (folders.kiosk, folders.gateway):
            VirtualClock(home / "clock").set_wall(settings.clock)


def _gateway_child(folders: Folders, environment: dict[str, str], port: int) -> Child:
    command = python_module("gateway", "serve", "--data", str(folders.gateway), "--port", str(port), "--demo")
    command += ("--ready-file", str(folders.root / "gateway.ready"))
    command += ("--device-file", str(folders.kiosk / "device.pub.json"))
    return Child(command, environment, folders.root / "gateway.log")


def _start_gateway(child: Child, folders: Folders) -> int:
    """Start it and return its port."""
    ready = folders.root / "gateway.ready"
    ready.unlink(missing_ok=True)
    child.start()
    return int(wait_for_file(ready, child).split()[-1])


def _kiosk_command(folders: Folders, look: Look) -> tuple[str, ...]:
    options = ("--size", look.size, "--text", look.text, "--contrast", look.contrast, "--lang", look.language)
    return (*python_module("ui.main", "run", "--robot-socket", str(folders.root / "robot")), *options)


def _write_config(folders: Folders, settings: Settings, port: int) -> None:
    plugged = {
        name: "simulated" if device in settings.simulate else "none"
        for name, device in (
            ("scanner", "qr_scanner"),
            ("camera", "camera"),
            ("files", "files"),
            ("chip", "chip_reader"),
            ("speaker", "speaker"),
        )
    }
    lines = [
        'audience = "demo"',
        "[gateway]",
        "embedded = false",
        f'url = "http://127.0.0.1:{port}"',
        f'keys = "{folders.gateway / "gateway.pub.json"}"',
        "[devices]",
        *(f'{name} = "{driver}"' for name, driver in plugged.items()),
    ]
    (folders.kiosk / "config.toml").write_text("\n".join(lines) + "\n", "utf-8")
