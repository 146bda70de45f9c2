"""Does what happens around the screen: cards, papers, sticks, network, power, time, the officer, a thief's search."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, assert_never

from kiosk.robot import steps
from kiosk.robot.leaks import find_leaks
from kiosk.robot.result import StepError
from kiosk.robot.world import World

ARRIVAL_S = 10.0
LOOK_AGAIN_S = 0.3
STATUS_WORDS = ("ready", "missing", "unplugged", "failed")


@dataclass
class Surroundings:
    """``folder`` is where a journey's own pictures and files are."""

    world: World
    folder: Path

    def perform(self, action: steps.WorldAction) -> None:  # noqa: C901, PLR0912 - one line for each step there is
        match action:
            case steps.Card(text):
                self._card(text)
            case steps.Chip():
                self._chip(action)
            case steps.Photo(picture):
                self.show_paper(picture)
            case steps.Insert(paths):
                self._insert(paths)
            case steps.Hear():
                self._hear(action)
            case steps.Unheard(texts):
                self._hear_nothing_of(texts)
            case steps.Device(changes):
                for name, status in changes.items():
                    self._become(name, status)
            case steps.Network(mode):
                self.world.line.switch(mode)
            case steps.MoveClock(move):
                self._move_clock(move)
            case steps.Idle(seconds):
                self._ask("clock", **{"pass": seconds})
            case steps.Officer(change):
                self.world.office.change(change)
            case steps.Power(whose):
                self._cut_power(whose)
            case steps.Nowhere(texts):
                self._search(texts)
            case steps.GatewayHolds(expected):
                self._check_gateway(expected)
            case _:
                assert_never(action)

    def show_paper(self, picture: str) -> None:
        """Lay a picture under the camera: a file beside the journey, or one of the built-in papers."""
        path = self.folder / picture
        self._device("camera", "look_at", str(path.resolve()) if path.is_file() else picture)

    def _ask(self, do: str, **what: object) -> dict[str, Any]:
        return self.world.application.link.ask(do, **what)

    def _device(self, name: str, call: str, *args: object) -> dict[str, Any]:
        return self._ask("device", name=name, call=call, args=list(args))

    def _card(self, text: str) -> None:
        if not self._device("qr_scanner", "arrive", text)["done"]:
            raise StepError("nothing reads the scanner on this screen")

    def _chip(self, chip: steps.Chip) -> None:
        if chip.kind:
            self._device("chip_reader", "lay", chip.kind, chip.milliseconds, chip.pull_after)
        else:
            self._device("chip_reader", "remove")

    def _hear(self, heard: steps.Hear) -> None:
        for text in heard.texts:
            if not self._device("speaker", "has_said", text)["done"]:
                raise StepError(f"nobody hears «{text}»")
        if heard.finish:
            self._device("speaker", "finish")

    def _hear_nothing_of(self, texts: tuple[str, ...]) -> None:
        for text in texts:
            if self._device("speaker", "has_said", text)["done"]:
                raise StepError(f"everybody hears «{text}»")

    def _insert(self, paths: tuple[str, ...]) -> None:
        if not paths:
            self._device("files", "eject")
            return
        files = [self.folder / path for path in paths]
        for file in files:
            if not file.is_file():
                raise StepError(f"no such file: {file}")
        self._device("files", "insert", [str(file.resolve()) for file in files])

    def _become(self, name: str, status: str) -> None:
        if status not in STATUS_WORDS:
            raise StepError(f"a device is one of: {', '.join(STATUS_WORDS)}")
        if name == "files":
            self._unplug_stick(status)
        else:
            self._device(name, "become", status)

    def _unplug_stick(self, status: str) -> None:
        if status == "ready":
            raise StepError("a stick is put in with «file: [paths]»")
        self._device("files", "eject")

    def _move_clock(self, move: timedelta | datetime) -> None:
        if isinstance(move, datetime):
            self._ask("clock", set=move.isoformat())
        else:
            self._ask("clock", shift=move.total_seconds())

    def _cut_power(self, whose: str) -> None:
        if whose == "gateway":
            self.world.cut_gateway()
            return
        self.world.application.cut_power()
        self.world.application.start_again()

    def _search(self, texts: tuple[str, ...]) -> None:
        leaks = find_leaks(texts, self.world.folders.searched)
        if leaks:
            root = self.world.folders.root
            raise StepError("; ".join(f"«{leak.text}» is in {leak.place.relative_to(root)}" for leak in leaks))

    def _check_gateway(self, expected: Mapping[str, object]) -> None:
        """Compare what the gateway holds; what is still on its way may arrive within a moment."""
        wanted = dict(expected)
        records = wanted.pop("records", None)
        deadline = time.monotonic() + ARRIVAL_S
        while True:
            held = self.world.office.dossiers()
            fitting = [dossier for dossier in held if _fits(dossier, wanted)]
            enough = len(fitting) == records if records is not None else bool(fitting)
            if enough:
                return
            if time.monotonic() > deadline or (isinstance(records, int) and len(fitting) > records):
                raise StepError(f"the gateway holds {len(held)} dossiers, {len(fitting)} of them as expected: {held}")
            time.sleep(LOOK_AGAIN_S)


def _fits(dossier: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Compare by the names of `gateway dossiers list --json`; «status» is the official code or its name."""
    return all(
        str(value) in {str(dossier.get(name)) for name in (("code", "state") if key == "status" else (key,))}
        for key, value in wanted.items()
    )
