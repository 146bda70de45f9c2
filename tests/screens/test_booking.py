"""A visit with the longest names that a desk may have, on every screen in the looks that leave least room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.sight import close_sight, open_sight
from tests.sync.fake_bookings import desk
from tests.ui.visitor import FIRST, NEXT, ON_FRIDAY, THURSDAY, Visitor

LONG = "Bàn tiếp nhận hồ sơ căn cước, định danh và xác thực điện tử, đăng ký cư trú của Công an phường "
NAME, PLACE = (LONG * 2)[:190].strip(), (f"Trung tâm Phục vụ hành chính công, {LONG}" * 2)[:190].strip()
pytestmark = pytest.mark.qt_log_ignore("Member contentWidth of the object PopupList", "pipewire-0.3")


def walk(look: Callable[[str], None], someone: Visitor) -> None:
    """Everything that becomes of a visit, looking at every screen."""
    someone.prepare()
    look("no times known")
    someone.sync()
    look("offered")
    someone.act("choose")
    look("desk")
    someone.pick("cong-an")
    look("day")
    someone.pick(THURSDAY)
    look("half")
    someone.pick("morning")
    look("time")
    someone.pick(FIRST)
    look("second")
    someone.pick(ON_FRIDAY)
    look("check")
    someone.send()
    look("asked")
    someone.office_closes(FIRST)
    someone.office_closes(ON_FRIDAY)
    someone.sync()
    look("no room")
    someone.act("choose")
    look("near")
    someone.pick(NEXT, "none")
    someone.send()
    someone.sync()
    look("confirmed")
    someone.models.outcome.act("noted")
    look("track")
    someone.act("cancel")
    look("drop")
    someone.send()
    look("cancelling")
    someone.sync()
    look("cancelled")


@pytest.mark.parametrize("size", ["1080x1920", "1366x768"])
def test_nothing_is_cut_lies_over_another_or_hangs_out(tmp_path: Path, qtbot: QtBot, size: str) -> None:
    seen = open_sight(tmp_path, qtbot, size, "A++", Visitor)
    someone = seen.resident
    assert isinstance(someone, Visitor)
    someone.meet_office(desk(name=NAME, place=PLACE), desk("khac", name=NAME, place=PLACE))
    try:
        walk(seen.look, someone)
        assert "\n".join(seen.faults) == ""
    finally:
        close_sight(seen)
