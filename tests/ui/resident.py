"""A resident before the view models: taps what the screens offer, and sees what they show. No QML is loaded."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import delete

from kiosk.clock import VirtualClock
from kiosk.config import Config
from kiosk.devices.registry import open_devices
from kiosk.devices.simulated import SimulatedCamera, SimulatedFiles, SimulatedScanner
from kiosk.sync.protocol import OfficialCode, Update
from kiosk.sync.updates import settle_updates
from tests.kiosk.service_point import BIRTH, offline_config, pin_gateway
from ui.application import Application
from ui.row_model import RowModel
from ui.viewmodels.view_model import ViewModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from kiosk.desk import Desk
    from kiosk.procedures.wizard import Wizard
    from kiosk.session import Session
    from offline_cache.store import Store
    from ui.jobs import Line

MOTHERS_CARD = "012302000007||Lò Thị Mai|05092002|Nữ|Bản Nà Luồng, Nà Tăm, Tam Đường, Lai Châu|20072022"
FATHERS_CARD = "001099012345|012345678|Nguyễn Văn An|01011999|Nam|Số 1, Quang Trung, Hà Đông, Hà Nội|15042021"
T = TypeVar("T")


class Resident:
    """Whoever stands at the machine; ``app`` is the machine."""

    def __init__(self, home: Path, clock: VirtualClock, qtbot: QtBot, usb: Path | None = None) -> None:
        self.config: Config = offline_config(home)
        if usb is not None:  # real sticks are mounted below
            devices = replace(self.config.devices, files="folder", usb=str(usb))
            self.config = replace(self.config, devices=devices)
        self.gateway = pin_gateway(self.config)
        self.clock = clock
        self.qtbot = qtbot
        self.app = Application(self.config, clock, open_devices(self.config.devices))
        self.flow, self.models = self.app.flow, self.app.models

    def arrive(self) -> None:
        """The machine is switched on and ready."""
        self.app.open()
        self.qtbot.waitUntil(lambda: self.flow.desk is not None, timeout=10_000)

    def switch_off(self) -> None:
        """The machine is switched off; Qt's objects go at once and in Qt's order, not whenever Python tidies up."""
        self.app.close()
        delete(self.app)

    def settle(self) -> None:
        """Wait until nothing is under way but the network."""
        self.qtbot.waitUntil(lambda: not self.app.jobs.busy, timeout=10_000)

    @contextmanager
    def held(self, line: Line = "store") -> Iterator[None]:
        """As long as it lasts, nothing on that line comes back: the disk or the camera is slow."""
        go_on = threading.Event()
        self.app.jobs.run(line, go_on.wait)
        try:
            yield
        finally:
            go_on.set()
        self.settle()

    # ---- taps -----------------------------------------------------------------------------------------------

    def choose_procedure(self, code: str = BIRTH) -> None:
        self.models.home.open(code)
        self.qtbot.waitUntil(lambda: self.flow.screen == "before", timeout=10_000)

    def begin(self, code: str = BIRTH, who: str = "child") -> str:
        """Begin a dossier and stand on its first question; its code."""
        self.choose_procedure(code)
        self.models.before.begin()
        self.settle()
        assert self.screen == "who"
        lookup_code = self.models.who.props.code
        self.models.who.choose(who)
        self.models.who.next()
        assert self.screen == "step"
        return lookup_code

    def answer_here(self, answers: Mapping[str, object]) -> None:
        """Answer the question on screen: as ``answers`` say, else by the guide's example."""
        here = self.flow.here
        assert here is not None
        value = answers.get(here.key, here.step.example)
        if here.step.kind == "pages" and here.key not in answers:
            if here.key not in self.wizard.answers:
                self.photograph()
        elif value is not None:
            assert self.flow.answer(value), self.flow.faults

    def walk_to(self, key: str, answers: Mapping[str, object] | None = None) -> None:
        """Answer and go on until that question is on screen."""
        for _ in range(80):
            here = self.flow.here
            assert here is not None, self.screen
            if here.key == key:
                return
            self.answer_here(answers or {})
            self.next()
        raise AssertionError(f"{key} was not reached")

    def next(self) -> None:
        """Tiếp tục; a reminder is read and passed."""
        before = self.flow.here
        self.models.step.next()
        if self.flow.here == before and self.flow.faults and all(fault.level == "warn" for fault in self.flow.faults):
            self.models.step.next()

    def hand_in(self, answers: Mapping[str, object] | None = None) -> None:
        self.walk_to("notice", answers)
        self.models.step.next()
        self.settle()

    def photograph(self) -> None:
        self.models.papers.act("capture", "")
        self.settle()

    def go_home(self) -> None:
        self.models.shell.footer("home")
        if self.models.shell.props.overlay == "leave":
            self.models.shell.answer("leave")

    def look_up(self, purpose: str, code: str, digits: str = "") -> None:
        self.models.home.ask(purpose)
        self.models.lookup.typeCode(code)
        self.models.lookup.next()
        self.settle()
        if digits:
            self.models.lookup.typeDigits(digits)
            self.models.lookup.next()
            self.settle()

    def lay_card(self, text: str = MOTHERS_CARD) -> None:
        assert self.scanner.arrive(text)

    def pass_time(self, seconds: float) -> None:
        self.clock.pass_time(seconds)
        self.app.presence.tick()

    # ---- sees -----------------------------------------------------------------------------------------------

    @property
    def screen(self) -> str:
        return self.models.shell.props.screen

    @property
    def here(self) -> str:
        return self.models.step.props.key if self.screen == "step" else ""

    @property
    def overlay(self) -> str:
        return self.models.shell.props.overlay

    @property
    def wizard(self) -> Wizard:
        assert self.flow.wizard is not None
        return self.flow.wizard

    @property
    def session(self) -> Session:
        assert self.flow.session is not None
        return self.flow.session

    def rows(self, name: str) -> tuple[object, ...]:
        """The rows of a list of the step on screen."""
        rows: tuple[object, ...] = getattr(self.models.step, name).rows
        return rows

    def shown_anywhere(self) -> str:
        """Everything that a view model holds, on screen or not."""
        models = [model for model in vars(self.models).values() if isinstance(model, QObject)]
        props = [repr(model.props) for model in models if isinstance(model, ViewModel)]
        lists = [repr(each.rows) for model in models for each in model.findChildren(RowModel)]
        return "\n".join(props + lists)

    @property
    def pictures(self) -> int:
        return len(self.app.pictures._images)

    # ---- the machine ----------------------------------------------------------------------------------------

    @property
    def scanner(self) -> SimulatedScanner:
        assert isinstance(self.app.devices.scanner, SimulatedScanner)
        return self.app.devices.scanner

    @property
    def camera(self) -> SimulatedCamera:
        assert isinstance(self.app.devices.camera, SimulatedCamera)
        return self.app.devices.camera

    @property
    def stick(self) -> SimulatedFiles:
        assert isinstance(self.app.devices.files, SimulatedFiles)
        return self.app.devices.files

    def at_desk(self, asked: Callable[[Desk], T]) -> T:
        """What the desk answers, on the store's own line and after what is under way."""
        self.settle()
        desk = self.flow.desk
        assert desk is not None
        return self.app.jobs.wait_on_store(lambda: asked(desk))

    def on_disk(self, asked: Callable[[Store], T]) -> T:
        """What the store holds, on its own line and after what is under way."""
        self.settle()
        kiosk = self.app._kiosk
        assert kiosk is not None
        return self.app.jobs.wait_on_store(lambda: asked(kiosk.store))

    def sql(self, statement: str) -> None:
        """Do something to the store's database, at once on its line."""
        self.on_disk(lambda store: store._database._connection.execute(statement))

    def officer_writes(self, code: str, official: OfficialCode, message: str = "", *reasons: str) -> None:
        """The gateway tells what an officer did with the dossier of that lookup code."""

        def settle(store: Store) -> None:
            item = store.outbox.find(code)
            assert item is not None
            at = self.clock.now().isoformat()
            update = Update(id=item.id, dossier_code="H31-1", code=official, at=at, message=message, reasons=reasons)
            settlements, _ = settle_updates((update,), store.outbox.get)
            store.outbox.settle(settlements)

        self.on_disk(settle)
