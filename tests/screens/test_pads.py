"""Questions answered with digits: nothing lies over a key of the pad, in any look and with any of the other answers.

With MOTCHAM_GALLERY=FOLDER the pictures are written there, to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from kiosk.phrases import say
from tests.controls.stage import CONTROLS
from tests.controls.test_gallery import SCALES, picture
from tests.screens.sight import Sight, close_sight, open_sight
from ui.agent_scene import read_scene
from ui.viewmodels.rows import ChoiceRow, FaultRow
from ui.viewmodels.step import StepLists, StepModel, StepProps

OTHERS = ("unknown", "none", "skipped")
HELP = "Có trong thông báo kết quả, VNeID. Không nhớ thì bấm «Chưa biết»."
IN_WORDS = "ngày hai mươi lăm tháng mười hai năm một nghìn chín trăm chín mươi chín"
WRONG = "Ngày này phải sau ngày hết hạn tạm trú đã đăng ký."
TYPED = {"day": 25, "month": 12, "year": 1999}
STATES: dict[str, dict[str, object]] = {
    "empty": {},
    "read back": {**TYPED, "read_back": IN_WORDS},
    "wrong": {**TYPED, "read_back": WRONG, "faulty": True, "noted": True},
}
WARNED = (FaultRow("", "", WRONG, "fault"),)
DATE = "Ngày hết hạn tạm trú đã đăng ký"
NUMBERS: dict[str, dict[str, object]] = {
    "phone": {"hints": "phone", "label": "Số điện thoại di động"},
    "national number": {"hints": "digits", "label": "Số định danh của người gia hạn tạm trú", "card": True},
}
QUESTION = StepProps(
    procedure="Gia hạn tạm trú",
    progress="Phần 3/5: Chỗ ở và thời hạn · câu 2/12",
    part=3,
    parts=5,
    help=HELP,
    primary="Tiếp tục",
)
pytestmark = pytest.mark.qt_log_ignore("Member contentWidth of the object PopupList", "pipewire-0.3")


@dataclass
class Asker:
    """Puts any question on the screen of a step, whatever the flow stands on."""

    sight: Sight
    step: StepModel

    def ask(self, named: str, others: int, props: dict[str, object], faults: tuple[FaultRow, ...] = ()) -> None:
        rows = tuple(ChoiceRow(kind, say(f"ui.{kind}"), "", selected=False) for kind in OTHERS[:others])
        self.step.lay_out(StepLists(missing=rows, faults=faults))
        self.step.show(replace(QUESTION, key=named, has_missing=others > 0, **props))  # type: ignore[arg-type]
        self._judge(named)

    def _judge(self, named: str) -> None:
        """Look, and see that each control may be pressed."""
        self.sight.resident.app.presence.touch()
        self.sight.look(named)
        picture(self.sight.stage, named.replace(" ", "-"))
        self.sight.faults += [f"{named}: {fault}" for fault in self.sight.covered()]

    def looks(self) -> Iterator[str]:
        for letter in SCALES:
            self.sight.resident.models.shell.display(letter, "")
            yield f"{self.sight.pane.width()} {letter}"


@pytest.fixture(params=["1080x1920", "1366x768"])
def asker(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[Asker]:
    sight = open_sight(tmp_path, qtbot, request.param, "A")
    sight.resident.begin()
    sight.look("first")
    drawn = [place.item for place in read_scene(sight.pane).places.values()]
    screen = next(item for item in drawn if item.metaObject().className().startswith("StepScreen"))
    step = StepModel()  # the flow writes to its own, and again whenever the clock ticks
    assert screen.setProperty("model", step)
    yield Asker(sight, step)
    close_sight(sight)


def test_nothing_lies_over_the_pad_of_a_date(asker: Asker) -> None:
    sight = asker.sight
    least = 64 if sight.landscape else 96
    for look in asker.looks():
        for partial, others, (state, props) in product((False, True), range(4), STATES.items()):
            named = f"{look} {'partial' if partial else 'whole'} {others} {state}"
            asker.ask(named, others, {"page": "date", "label": DATE, "partial": partial, **props})
            controls = {node["name"]: node for node in sight.stage.nodes() if node["role"] in CONTROLS}
            wanted = {*"0123456789", "Xóa", "Ngày", "Năm", *(say(f"ui.{kind}") for kind in OTHERS[:others])}
            sight.faults += [f"{named}: no {name}" for name in wanted - controls.keys()]
            small = [name for name in wanted & controls.keys() if min(controls[name]["rect"][2:]) < least]
            sight.faults += [f"{named}: {name} is too small" for name in small]
            places = {name: QRect(*node["rect"]) for name, node in controls.items()}
            pairs = [pair for pair in combinations(places, 2) if places[pair[0]].intersects(places[pair[1]])]
            sight.faults += [f"{named}: «{one}» and «{two}» overlap" for one, two in pairs]
    assert "\n".join(sight.faults) == ""


def test_nothing_lies_over_the_keys_of_a_number(asker: Asker) -> None:
    for look in asker.looks():
        for others, faults, (kind, props) in product(range(3), ((), WARNED), NUMBERS.items()):
            named = f"{look} {kind} {others} {'wrong' if faults else 'empty'}"
            asker.ask(named, others, {"page": "text", "noted": bool(faults), "faulty": bool(faults), **props}, faults)
    assert "\n".join(asker.sight.faults) == ""
