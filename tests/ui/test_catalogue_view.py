"""What Home says of an old catalogue: a calm line when it matters, nothing otherwise, and never in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from kiosk.catalogue.freshness import ExpiredSince, Fresh, Freshness, NoCatalogue, OldSince, Standing
from tests.kiosk.catalogue_rows import MARRIAGE, NOW, few_rows, install
from tests.kiosk.service_point import morning_clock
from tests.ui.resident import Resident
from ui.catalogue_view import notice

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

STANDING = Standing("2026-09-01.1", 5670, datetime(2026, 9, 1, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (None, ""),
        (Fresh(STANDING), ""),
        (NoCatalogue(), ""),
        (OldSince(STANDING, NOW), "cập nhật lần cuối ngày 02/09/2026"),
        (ExpiredSince(STANDING, NOW, "timestamp"), "cập nhật lần cuối ngày 02/09/2026"),
        (NoCatalogue("no pack"), "chưa đọc được"),
    ],
)
def test_only_what_a_resident_should_know_is_said(found: Freshness | None, says: str) -> None:
    told = notice(found)
    assert says in told
    assert bool(told) == bool(says)
    assert "no pack" not in told


def test_home_says_it_as_the_catalogue_grows_old_and_everything_still_works(tmp_path: Path, qtbot: QtBot) -> None:
    install(tmp_path / "home" / "catalogue", *few_rows())
    clock = morning_clock(tmp_path)
    clock.set_wall(NOW + timedelta(days=61))
    standing = Resident(tmp_path / "home", clock, qtbot)
    assert standing.models.home.props.catalogue == ""
    standing.arrive()
    qtbot.waitUntil(lambda: standing.models.home.props.catalogue != "", timeout=10_000)
    assert "24/11/2026" in standing.models.home.props.catalogue
    standing.begin(MARRIAGE, who="me")
    assert standing.screen == "step"
    standing.switch_off()


def test_a_fresh_one_is_not_spoken_of(tmp_path: Path, qtbot: QtBot) -> None:
    install(tmp_path / "home" / "catalogue", *few_rows())
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.arrive()
    qtbot.waitUntil(lambda: standing.app.catalogue.freshness is not None, timeout=10_000)
    standing.settle()
    assert standing.models.home.props.catalogue == ""
    standing.switch_off()
