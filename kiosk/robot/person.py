"""Does what a person in front of the screen does, and checks what that person sees."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

from kiosk.robot import steps
from kiosk.robot.answering import Answering
from kiosk.robot.beside import text_beside
from kiosk.robot.hands import MAX_PAGES, PATIENCE_S, Hands, is_paged
from kiosk.robot.keyboard import Keyboard
from kiosk.robot.question import Load
from kiosk.robot.result import Picture, StepError
from kiosk.robot.screen import Screen, plain

QR = "qr"
"""In place of a label: what the QR code on the screen says."""

GLANCE_S = 1.5
"""How long a text is waited for before the pages are turned to look for it."""


@dataclass
class Person:
    """``kept`` are the texts remembered so far, ``shots`` the pictures taken."""

    hands: Hands
    pictures: Path
    show_paper: Callable[[str], None]
    language: str = "vi"
    load: Load | None = None
    kept: dict[str, str] = field(default_factory=dict)
    shots: list[Picture] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keyboard = Keyboard(self.hands)
        self.answering = Answering(self.hands, self.keyboard, self.show_paper, self.language, self.load)

    def perform(self, action: steps.ScreenAction) -> None:  # noqa: C901 - one line for each step there is
        match action:
            case steps.Expect(texts):
                self._expect(texts, PATIENCE_S)
            case steps.Wait(until, seconds):
                self._expect((until,), seconds)
            case steps.Absent(texts):
                self._absent(texts)
            case steps.Tap(name):
                self.hands.tap(name)
            case steps.Keep(labels):
                self._keep(labels)
            case steps.Keys(text):
                self.keyboard.reach()
                self.keyboard.press(text)
            case steps.Answer(values):
                self.answering.answer(values)
            case steps.Fill(values):
                self.answering.fill(values)
            case steps.Finish(control):
                self.answering.finish(control)
            case steps.Choose(label):
                self.answering.choose(label)
            case steps.Shot(name):
                self._shot(name)
            case _:
                assert_never(action)

    def _expect(self, texts: tuple[str, ...], seconds: float) -> None:
        """See every text now, or soon; or, where something is paged, on its pages together."""

        def all_shown(screen: Screen) -> bool:
            return all(screen.shows(text) for text in texts)

        glance = min(seconds, GLANCE_S)
        for patience in (glance, seconds - glance):
            if self.hands.wait_for(all_shown, patience) is not None:
                return
            pages = self.hands.read_pages() if is_paged(self.hands.look()) else (self.hands.look(),)
            missing = [text for text in texts if not any(page.shows(text) for page in pages)]
            if not missing:
                return
        raise StepError(f"not on the screen: {', '.join(f'«{text}»' for text in missing)}")

    def _absent(self, texts: tuple[str, ...]) -> None:
        screen = self.hands.look()
        there = [text for text in texts if screen.holds(text)]
        if there:
            raise StepError(f"still there: {', '.join(f'«{text}»' for text in there)}")

    def _keep(self, labels: Mapping[str, str]) -> None:
        for name, label in labels.items():
            if label == QR:
                self.kept[name] = self._read_qr()
                continue
            if self.hands.wait_for(lambda screen, label=label: text_beside(screen, label) is not None) is None:  # type: ignore[misc]
                raise StepError(f"no text stands beside «{label}»")
            self.kept[name] = text_beside(self.hands.look(), label) or ""

    def _read_qr(self) -> str:
        """Read the one QR code that a telephone would see on the screen, on a later page if need be."""
        import zxingcpp  # noqa: PLC0415 - only journeys that take a code away need it
        from PIL import Image  # noqa: PLC0415

        codes: list[str] = []
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "screen.png"
            for _ in range(MAX_PAGES):
                self.hands.settle()
                self.hands.grab(path)
                with Image.open(path) as picture:
                    codes = [code.text for code in zxingcpp.read_barcodes(picture.convert("L")) if code.valid]
                if codes or not self.hands.turn_page():
                    break
        if len(codes) != 1:
            raise StepError(f"{len(codes)} QR codes can be read on the screen")
        return codes[0]

    def _shot(self, name: str) -> None:
        self.hands.settle()
        path = self.pictures / f"{name}.png"
        self.hands.grab(path)
        self.shots.append(Picture(path, caption(self.hands.look()) or name))


def caption(screen: Screen) -> str:
    """Return what the screen is about: its question, or its first heading."""
    headings = (plain(node.name) for node in screen.nodes if node.shown and node.role == "Heading")
    return str(screen.place.get("label") or next(headings, ""))
