"""A visit beside a sealed preparation: chosen, told as it stands, moved, cancelled; and nobody has to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kiosk.catalogue_rows import install, row
from tests.kiosk.service_point import BIRTH, morning_clock
from tests.sync.fake_bookings import desk as made_desk
from tests.ui.visitor import FIRST, FRIDAY, LEVEL_2, NEXT, ON_FRIDAY, THURSDAY, Visitor
from ui.viewmodels.booking import BookingProps
from ui.viewmodels.visit import VisitProps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

AT_THE_DESK = "3.000226"  # of the catalogue: the one-stop desk receives it


@pytest.fixture
def visitor(tmp_path: Path, qtbot: QtBot) -> Iterator[Visitor]:
    install(tmp_path / "home" / "catalogue", row(AT_THE_DESK, "Cấp tài khoản cho người nước ngoài", in_person=True))
    standing = Visitor(tmp_path / "home", morning_clock(tmp_path), qtbot)
    standing.come()
    yield standing
    standing.switch_off()


# --- offered


def test_a_machine_that_knows_no_times_says_so_and_seals_all_the_same(visitor: Visitor) -> None:
    visitor.prepare()
    assert visitor.screen == "sealed"
    assert "khi máy có mạng" in visitor.visit.text
    assert (visitor.visit.choose, visitor.visit.asked) == ("", False)
    visitor.sync()
    assert visitor.visit.choose == "Chọn giờ đến quầy"


def test_a_dossier_that_is_handed_in_is_offered_no_visit(visitor: Visitor) -> None:
    visitor.sync()
    visitor.begin(BIRTH)
    visitor.hand_in()
    visitor.settle()
    assert visitor.visit == VisitProps()


def test_the_desk_is_that_of_whoever_receives_it(visitor: Visitor) -> None:
    visitor.sync()
    visitor.prepare()
    visitor.act("choose")
    assert visitor.question.help == "Nơi đến: Công an phường, Tầng 1."
    for_police = visitor.choices
    visitor.models.outcome.act("done")
    visitor.prepare(AT_THE_DESK)
    visitor.act("choose")
    assert visitor.question.stage == "day"
    wish_desk = visitor.app.booking._picking
    assert wish_desk is not None
    assert wish_desk.desk is not None
    assert wish_desk.desk.desk == "mot-cua"
    assert for_police != []


def test_more_desks_than_one_are_asked_first(visitor: Visitor) -> None:
    visitor.office.bookings.publish(made_desk("cong-an-2", name="Công an, cơ sở 2"))
    visitor.sync()
    visitor.prepare()
    visitor.act("choose")
    assert (visitor.question.stage, visitor.choices) == ("desk", ["cong-an", "cong-an-2"])
    assert not visitor.question.can_go_on
    visitor.pick("cong-an-2")
    assert visitor.question.help.startswith("Nơi đến: Công an, cơ sở 2")


def test_a_day_that_was_wished_for_in_the_dossier_is_chosen_already(visitor: Visitor) -> None:
    visitor.prepare(visit_choice="day", visit_day=FRIDAY, visit_time="morning")
    visitor.sync()
    visitor.act("choose")
    chosen = [choice.key for choice in visitor.models.booking.options.rows if choice.selected]
    assert chosen == [FRIDAY]
    assert visitor.question.can_go_on


def test_where_times_are_known_no_day_is_wished_for_first(visitor: Visitor) -> None:
    visitor.begin(LEVEL_2, who="me")
    assert "visit.choice" in visitor.wizard.flow.by_key
    visitor.flow.leave()
    visitor.settle()
    visitor.sync()
    visitor.begin(LEVEL_2, who="me")
    assert not {"visit.choice", "visit.day", "visit.time"} & set(visitor.wizard.flow.by_key)
    before = visitor.wizard.progress()
    assert before.parts == len({shown.part for shown in visitor.wizard.steps()})
    visitor.hand_in({"declaration": True})
    visitor.settle()
    assert visitor.visit.choose == "Chọn giờ đến quầy"
    visitor.begin(AT_THE_DESK, who="me")
    assert "visit.choice" not in visitor.wizard.flow.by_key


def test_a_desk_that_others_are_received_at_gives_no_times_and_a_day_is_wished_for(visitor: Visitor) -> None:
    visitor.meet_office(made_desk("mot-cua", kind="one_stop"))
    visitor.sync()
    visitor.begin(LEVEL_2, who="me")
    assert "visit.choice" in visitor.wizard.flow.by_key


def test_old_times_are_told_with_their_age(visitor: Visitor) -> None:
    visitor.sync()
    visitor.clock.pass_time(2 * 3600)
    visitor.prepare()
    visitor.act("choose")
    assert "8 giờ 42" in visitor.question.note


# --- asked for


def test_offline_it_is_a_request_and_then_the_office_keeps_it(visitor: Visitor) -> None:
    visitor.sync()
    visitor.prepare()
    visitor.act("choose")
    visitor.pick(THURSDAY, "morning", FIRST)
    assert visitor.choices == ["none", NEXT, ON_FRIDAY, "other"]
    visitor.pick(ON_FRIDAY)
    assert (visitor.question.stage, visitor.question.primary) == ("check", "Gửi yêu cầu")
    assert "yêu cầu đặt lịch, chờ xác nhận" in visitor.question.help
    assert [fact.text for fact in visitor.models.booking.facts.rows] == [
        "8 giờ 10, Thứ Năm, 26/11/2026",
        "Công an phường, Tầng 1",
        "8 giờ 10, Thứ Sáu, 27/11/2026",
    ]
    visitor.send()
    assert visitor.screen == "sealed"
    asked = visitor.visit
    assert (asked.tone, asked.title) == ("waiting", "Yêu cầu đặt lịch, chờ xác nhận")
    assert (asked.heading, asked.when) == ("YÊU CẦU ĐẶT LỊCH – CHỜ XÁC NHẬN", "8 giờ 10, Thứ Năm, 26/11/2026")
    assert "Nếu hết chỗ thì xin 8 giờ 10, Thứ Sáu" in asked.text
    assert (asked.choose, asked.move, asked.cancel) == ("", "Đổi lịch", "Hủy lịch")
    visitor.sync()
    kept = visitor.visit
    assert (kept.tone, kept.title, kept.heading) == ("accepted", "Đã xác nhận lịch hẹn", "LỊCH HẸN – ĐÃ XÁC NHẬN")


def test_back_leads_through_the_questions_to_the_slip(visitor: Visitor) -> None:
    visitor.sync()
    code = visitor.prepare()
    visitor.act("choose")
    visitor.pick(THURSDAY, "morning")
    for stage in ("half", "day"):
        visitor.models.booking.back()
        assert visitor.question.stage == stage
    visitor.models.booking.back()
    assert (visitor.screen, visitor.models.outcome.props.code) == ("sealed", code)
    assert visitor.models.outcome.props.just_sealed
    assert visitor.visit.choose != ""


def test_a_time_that_went_meanwhile_is_said_and_the_times_are_shown_again(visitor: Visitor) -> None:
    visitor.sync()
    visitor.prepare()
    visitor.act("choose")
    visitor.pick(THURSDAY, "morning", FIRST, "none")
    visitor.office_closes(FIRST)
    visitor.sync()
    visitor.send()
    assert (visitor.screen, visitor.question.stage) == ("booking", "day")
    assert "không còn trống" in visitor.question.trouble
    visitor.pick(THURSDAY, "morning", NEXT, "none")
    assert visitor.question.trouble == ""
    visitor.send()
    assert visitor.visit.when.startswith("8 giờ 30")


def test_a_store_that_fails_is_told_and_can_be_tried_again(visitor: Visitor) -> None:
    visitor.sync()
    visitor.prepare()
    visitor.act("choose")
    visitor.pick(THURSDAY, "morning", FIRST, "none")
    visitor.sql("ALTER TABLE slot_page RENAME TO gone")
    visitor.send()
    assert "Máy chưa cất được yêu cầu này" in visitor.question.trouble
    visitor.sql("ALTER TABLE gone RENAME TO slot_page")
    visitor.send()
    assert visitor.visit.title == "Yêu cầu đặt lịch, chờ xác nhận"


def test_a_second_tap_while_it_is_kept_asks_once(visitor: Visitor) -> None:
    visitor.sync()
    code = visitor.prepare()
    visitor.act("choose")
    visitor.pick(THURSDAY, "morning", FIRST, "none")
    with visitor.held():
        visitor.models.booking.next()
        assert not visitor.question.can_go_on
        visitor.models.booking.next()
        visitor.models.booking.back()
    assert visitor.screen == "sealed"
    assert len(visitor.on_disk(lambda store: store.bookings.requests(code))) == 1


# --- moved and cancelled by the code


def booked(visitor: Visitor) -> str:
    visitor.sync()
    code = visitor.prepare()
    visitor.book()
    visitor.sync()
    visitor.models.outcome.act("done")
    assert visitor.visit == VisitProps()
    visitor.look_up("track", code)
    return code


def test_the_code_shows_the_visit_and_moves_it(visitor: Visitor) -> None:
    booked(visitor)
    assert (visitor.screen, visitor.visit.title) == ("track", "Đã xác nhận lịch hẹn")
    assert "Chưa có lịch hẹn" not in visitor.models.outcome.props.text
    visitor.act("move")
    visitor.pick(FRIDAY, "morning", ON_FRIDAY, "none")
    assert "Lịch đang giữ (8 giờ 10, Thứ Năm, 26/11/2026)" in visitor.question.help
    visitor.send()
    assert (visitor.screen, visitor.visit.title) == ("track", "Yêu cầu đổi lịch, chờ xác nhận")
    visitor.sync()
    assert (visitor.visit.title, visitor.visit.when) == ("Đã đổi lịch hẹn", "8 giờ 10, Thứ Sáu, 27/11/2026")


def test_cancelling_is_asked_once_and_can_be_left(visitor: Visitor) -> None:
    booked(visitor)
    visitor.act("cancel")
    assert (visitor.question.question, visitor.question.back) == ("Hủy lịch này?", "Giữ lại")
    assert visitor.models.booking.facts.rows[0].text == "8 giờ 10, Thứ Năm, 26/11/2026"
    visitor.models.booking.back()
    assert visitor.visit.title == "Đã xác nhận lịch hẹn"
    visitor.act("cancel")
    visitor.send()
    assert visitor.visit.title == "Yêu cầu hủy lịch, chờ xác nhận"
    assert (visitor.visit.move, visitor.visit.cancel) == ("Đổi lịch", "")
    visitor.sync()
    assert (visitor.visit.title, visitor.visit.move, visitor.visit.choose) == ("Đã hủy lịch hẹn", "", "Chọn giờ khác")


def test_no_room_offers_what_is_near_and_that_can_be_had(visitor: Visitor) -> None:
    visitor.sync()
    visitor.prepare()
    visitor.book()
    visitor.office_closes(FIRST)
    visitor.sync()
    assert (visitor.visit.tone, visitor.visit.title) == ("plum", "Chưa đặt được lịch")
    visitor.act("choose")
    assert visitor.question.stage == "near"
    assert NEXT in visitor.choices
    visitor.pick(NEXT, "none")
    visitor.send()
    visitor.sync()
    assert (visitor.visit.title, visitor.visit.when) == ("Đã xác nhận lịch hẹn", "8 giờ 30, Thứ Năm, 26/11/2026")


def test_whoever_comes_next_sees_nothing_of_it(visitor: Visitor) -> None:
    visitor.sync()
    code = visitor.prepare()
    visitor.act("choose")
    visitor.pick(THURSDAY, "morning", FIRST, "none")
    with visitor.held():
        visitor.models.booking.next()
        visitor.go_home()
    assert (visitor.visit, visitor.question) == (VisitProps(), BookingProps())
    assert "8 giờ 10" not in visitor.shown_anywhere()
    assert code not in visitor.shown_anywhere()
    visitor.prepare()
    assert not visitor.visit.asked


# --- time goes by


def test_a_visit_that_is_over_is_said_to_be_and_another_can_be_asked_for(visitor: Visitor) -> None:
    code = booked(visitor)
    visitor.models.outcome.act("done")
    visitor.clock.pass_time(3 * 24 * 3600)
    visitor.sync()
    visitor.look_up("track", code)
    assert (visitor.visit.title, visitor.visit.heading) == ("Giờ hẹn đã qua", "")
    assert (visitor.visit.choose, visitor.visit.move, visitor.visit.cancel) == ("Chọn giờ khác", "", "")


def test_a_request_that_nobody_answered_in_time_is_said_and_asked_for_anew(visitor: Visitor) -> None:
    visitor.sync()
    code = visitor.prepare()
    visitor.book()
    visitor.models.outcome.act("done")
    visitor.clock.pass_time(2 * 24 * 3600)
    visitor.look_up("track", code)
    assert (visitor.visit.tone, visitor.visit.title) == ("plum", "Giờ đã xin qua mất")
    visitor.act("move")
    day = visitor.choices[0]
    visitor.pick(day)
    visitor.pick(visitor.choices[0])
    visitor.pick(visitor.choices[0], "none")
    visitor.send()
    assert visitor.visit.title == "Yêu cầu đổi lịch, chờ xác nhận"
