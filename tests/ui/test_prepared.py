"""A procedure for which the person has to come: what is sent is a preparation, and no screen calls it a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.outcomes import PREPARED, Found
from tests.kiosk.catalogue_rows import install, row
from tests.kiosk.service_point import morning_clock
from tests.ui.resident import Resident
from tests.ui.test_outcome_view import item
from ui.outcome_view import OutcomeScene, derive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

CODE = "3.000226"
HANDED_IN = ("nộp lại", "nộp lần nữa", "Hồ sơ đang chờ gửi", "Hồ sơ đã đến")


@pytest.fixture
def preparing(tmp_path: Path, qtbot: QtBot) -> Iterator[Resident]:
    install(tmp_path / "home" / "catalogue", row(CODE, "Cấp tài khoản định danh mức độ 2", in_person=True))
    standing = Resident(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.arrive()
    standing.settle()
    yield standing
    standing.switch_off()


def test_its_last_button_sends_a_preparation(preparing: Resident) -> None:
    preparing.begin(CODE, who="me")
    preparing.walk_to("review")
    assert preparing.models.step.props.label == "Xem lại trước khi gửi"
    preparing.walk_to("notice", {"declaration": True})
    assert preparing.models.step.props.primary == "Gửi phần chuẩn bị"
    assert "nộp" not in preparing.models.step.props.help


def test_sealed_and_looked_up_it_is_called_a_preparation(preparing: Resident) -> None:
    code = preparing.begin(CODE, who="me")
    preparing.hand_in({"declaration": True})
    sealed = preparing.models.outcome.props
    assert (sealed.code, sealed.title) == (code, "Phần chuẩn bị đang chờ gửi")
    assert sealed.heading.startswith("PHIẾU TRA CỨU PHẦN CHUẨN BỊ")
    assert "chưa được nộp" in sealed.strong
    preparing.models.outcome.act("done")
    preparing.models.home.ask("track")
    preparing.models.lookup.typeCode(code)
    preparing.models.lookup.next()
    preparing.settle()
    assert preparing.screen == "track"
    assert preparing.models.outcome.props.title == sealed.title
    assert [event.title for event in preparing.models.outcome.events.rows] == [sealed.title]


@pytest.mark.parametrize("state", sorted(PREPARED - {"sending"}))
def test_no_state_of_it_says_that_something_was_handed_in(state: str) -> None:
    made = item(state)  # type: ignore[arg-type]  # a State
    props, _, _, _ = derive(OutcomeScene(Found(made, (), prepared=True), "Cấp tài khoản"))
    plain, _, _, _ = derive(OutcomeScene(Found(made, ()), "Cấp tài khoản"))
    told = f"{props.title} {props.text} {props.strong}"
    assert told != f"{plain.title} {plain.text} {plain.strong}"
    assert not any(words in told for words in HANDED_IN)
    assert "{" not in told


def test_what_an_officer_does_with_it_later_is_told_as_ever() -> None:
    props, _, _, _ = derive(OutcomeScene(Found(item("processing"), (), prepared=True), "Cấp tài khoản"))
    assert props.title == "Đang giải quyết"
