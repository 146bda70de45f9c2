"""Runs the steps of one journey in its world, and says what came of it."""

from __future__ import annotations

import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.catalogue.search_model import Here
from kiosk.catalogue.view import FOLDER
from kiosk.errors import KioskError
from kiosk.library import Library
from kiosk.robot import steps
from kiosk.robot.hands import Hands
from kiosk.robot.journey import Journey
from kiosk.robot.person import Person
from kiosk.robot.result import Failure, Result
from kiosk.robot.surroundings import Surroundings
from kiosk.robot.variables import fill_in
from kiosk.robot.world import Look, World, open_world
from kiosk.shelf import GuideShelf


def run_journey(journey: Journey, look: Look, out: Path | None = None) -> Result:
    """Run every step until one fails; pictures go to ``out``, or to a temporary folder that stays."""
    started = time.monotonic()
    pictures = out or Path(tempfile.mkdtemp(prefix="motcham-pictures-"))
    pictures.mkdir(parents=True, exist_ok=True)
    try:
        with open_world(journey.settings, look) as world:
            return _Run(journey, world, pictures, started, look.language).all_steps()
    except KioskError as error:
        failure = Failure(0, 0, "start", str(error))
        return Result(journey.title, len(journey.steps), time.monotonic() - started, failure)
    finally:
        if out is None and not any(pictures.iterdir()):
            pictures.rmdir()


@dataclass
class _Run:
    journey: Journey
    world: World
    pictures: Path
    started: float
    language: str
    hands: Hands = field(init=False)

    def __post_init__(self) -> None:
        self.hands = Hands(lambda: self.world.application.link)
        self.surroundings = Surroundings(self.world, self.journey.path.parent)
        library = Library(GuideShelf(), self.world.folders.kiosk / FOLDER, Here())
        self.person = Person(self.hands, self.pictures, self.surroundings.show_paper, self.language, library.load)

    def all_steps(self) -> Result:
        failure = None
        if self.journey.settings.clock is not None:
            self.surroundings.perform(steps.MoveClock(self.journey.settings.clock))
        for step in self.journey.steps:
            self.hands.step = step.number
            try:
                self._perform(fill_in(step.action, self.person.kept))
            except KioskError as error:
                failure = self._failure(step, error)
                break
        seconds = time.monotonic() - self.started
        shots, timings = tuple(self.person.shots), tuple(self.hands.timings)
        return Result(self.journey.title, len(self.journey.steps), seconds, failure, shots, timings)

    def _perform(self, action: steps.Action) -> None:
        if isinstance(action, steps.WorldAction):
            self.surroundings.perform(action)
        else:
            self.person.perform(action)

    def _failure(self, step: steps.Step, error: KioskError) -> Failure:
        """Tell what was on the screen, where there still is one."""
        names: tuple[str, ...] = ()
        picture: Path | None = None
        with suppress(KioskError):
            names = self.hands.look().names()
            target = self.pictures / f"{self.journey.path.stem}-failed.png"
            self.hands.grab(target)
            picture = target
        reason = str(error)
        if not names:
            reason = f"{reason}\n{self.world.application.child.tail()}".strip()
        return Failure(step.number, step.line, step.name, reason, names, picture)
