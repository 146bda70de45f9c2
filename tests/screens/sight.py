"""The real screens before a resident, in a window, and what is wrong with how they look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import cast

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickView, QQuickWindow
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.controls.stage import CONTROLS, Stage
from tests.controls.test_gallery import SLACK, collide, drawn
from tests.kiosk.service_point import morning_clock
from tests.ui.resident import Resident
from ui import keyboard, window
from ui.agent_scene import read_scene

SETTLING_MS = 25
PATIENCE = 20
READY_MS = 900  # Main.qml makes the other screens ready half a second after the first
MOST_PAGES = 80
HEADER, FOOTER, ACTIONS, KEYS = (
    {True: 64, False: 132},
    {True: 0, False: 148},
    {True: 96, False: 156},
    {True: 372, False: 640},
)


@dataclass
class Sight:
    """A resident who also sees: ``faults`` collects what is wrong, each with the screen that it was on."""

    resident: Resident
    engine: QQmlApplicationEngine
    pane: QQuickWindow
    bot: QtBot
    landscape: bool
    faults: list[str] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        return Stage(cast("QQuickView", self.pane), self.pane, self.bot)

    def look(self, named: str) -> None:
        """Look at the screen, at every page of what is paged."""
        self.bot.wait(SETTLING_MS)
        for page in range(MOST_PAGES):
            self.faults += [f"{named}, page {page + 1}: {fault}" for fault in self._standing_faults()]
            forward = [node for node in self.stage.nodes() if node["name"] == "Xem tiếp" and node["enabled"]]
            if not forward:
                return
            self.stage.tap("Xem tiếp")
            self.bot.wait(SETTLING_MS)
        self.faults.append(f"{named}: its pages have no end")

    def _standing_faults(self) -> list[str]:
        """What is wrong and stays so: on a busy machine a page is laid out later than it is looked at."""
        for _ in range(PATIENCE):
            faults = list(self._faults())
            if not faults:
                break
            self.bot.wait(SETTLING_MS)
        return faults

    def _faults(self) -> Iterator[str]:
        words = [each for each in drawn(self.stage) if len(each.text) > 1]  # digits stand in cells of their own
        broken = self._broken()
        yield from (f"cut: «{each.text[:60]}»" for each in words if each.cut and each.text not in broken)
        pairs = ((one, two) for one, two in combinations(words, 2) if not {one.text, two.text} & broken)
        yield from (f"«{one.text[:40]}» over «{two.text[:40]}»" for one, two in pairs if collide(one, two))
        yield from self._outside()

    def covered(self) -> Iterator[str]:
        """Controls whose middle another control takes; only where no sheet is open, which covers all."""
        controls = [node for node in self.stage.every_node() if node["role"] in CONTROLS and node["enabled"]]
        for under in (node for node in controls if node["covered"]):
            left, top, width, height = under["rect"]
            middle = QPoint(left + width // 2, top + height // 2)
            above = [node["name"] for node in controls if node is not under and QRect(*node["rect"]).contains(middle)]
            yield f"«{under['name']}» lies under {above}"

    def _broken(self) -> set[str]:
        """Texts that are meant to go on: over the next page, or in the sheet that holds all of them."""
        meant = set()
        for place in read_scene(self.pane).places.values():
            if not place.item.inherits("QQuickText"):
                continue
            if place.item.property("truncated") or any(paged(above) for above in ancestors(place.item)):
                meant.add(str(place.item.property("text")))
        return meant

    def _outside(self) -> Iterator[str]:
        """What hangs out of the body of the screen, under the buttons or the keyboard."""
        top, bottom = self._body()
        for place in read_scene(self.pane).places.values():
            item = place.item
            body = next((above for above in ancestors(item) if above.metaObject().indexOfProperty("sheet") >= 0), None)
            if body is None or not (item.inherits("QQuickText") and str(item.property("text")).strip()):
                continue
            box = item.mapRectToScene(QRectF(0, 0, item.width(), item.property("contentHeight"))).intersected(
                place.seen
            )
            if box.bottom() > bottom + SLACK or box.top() < top - SLACK:
                yield f"outside: «{str(item.property('text'))[:60]}» ends at {box.bottom():.0f} of {bottom}"

    def _body(self) -> tuple[int, int]:
        keys = KEYS[self.landscape] if any(node["name"] == "Đóng bàn phím" for node in self.stage.nodes()) else 0
        height = self.pane.height() - FOOTER[self.landscape]
        has_bar = any(node["name"] in {"Quay lại", "Tôi đã ghi mã"} for node in self.stage.nodes())
        return HEADER[self.landscape], height - (ACTIONS[self.landscape] + keys if has_bar else 0)


def ancestors(item: QQuickItem) -> Iterator[QQuickItem]:
    above = item.parentItem()
    while above is not None:
        yield above
        above = above.parentItem()


def paged(item: QQuickItem) -> bool:
    """Whether it is a list whose page ends or begins within a row."""
    about = item.metaObject()
    return about.indexOfProperty("skipped") >= 0 and (item.property("skipped") > 0 or item.property("cut") > 0)


def open_sight(folder: Path, bot: QtBot, size: str, text: str, who: type[Resident] = Resident) -> Sight:
    """The kiosk's window at that size, with large text or not; what is in ``folder``/home is its catalogue."""
    keyboard.prepare_environment()
    standing = who(folder / "home", morning_clock(folder), bot)
    landscape = size == "1366x768"
    standing.app._around = replace(standing.app._around, text_scale=text, landscape=landscape)
    standing.app.config = replace(standing.app.config, screen=replace(standing.app.config.screen, text=text, size=size))
    standing.arrive()  # nothing imports on another thread while QML's own reads the screens: both want the lock
    standing.settle()
    engine, pane = window.load(standing.app)
    width, height = map(int, size.split("x"))
    pane.resize(width, height)
    pane.show()
    standing.app.show()
    bot.wait(READY_MS)
    return Sight(standing, engine, pane, bot, landscape)


def close_sight(sight: Sight) -> None:
    """The threads end, then the window goes, then what it shows; Qt lets go of Python's lock only in its own loop."""
    sight.pane.close()
    sight.resident.app.close()
    with sight.bot.waitSignal(sight.engine.destroyed):
        sight.engine.deleteLater()
    delete(sight.resident.app)
