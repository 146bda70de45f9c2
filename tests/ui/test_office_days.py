"""A calendar that comes while the kiosk runs changes what the screens say, at the latest for whoever begins next."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import msgspec

from kiosk.clock import HANOI
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.work_calendar import SignedCalendar, Swapped, WorkCalendar
from kiosk.work_days import Taken, take_calendar
from tests.kiosk.service_point import RESIDENCE

if TYPE_CHECKING:
    from tests.ui.resident import Resident

SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)
BEFORE = "Chậm nhất thứ Hai, 30/11/2026, nếu cán bộ tiếp nhận vào thứ Tư, 25/11/2026."
AFTER = "Chậm nhất thứ Bảy, 28/11/2026, nếu cán bộ tiếp nhận vào thứ Tư, 25/11/2026."
CLOSED = "Hôm nay cơ quan nghỉ."


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), HANOI)


def bring_calendar(resident: Resident, number: int = 1) -> None:
    """What ``kiosk calendar import`` does beside the running kiosk: that Saturday is worked, and Monday is off."""
    calendar = WorkCalendar(
        number=number,
        audience="demo",
        title="Lịch",
        source="made up",
        checked_on=date(2026, 11, 1),
        years=(2026,),
        swaps=(Swapped(works=SATURDAY, off=MONDAY),),
    )
    keys = resident.gateway
    signature = encode_bytes(keys.receipt.sign(calendar.signed_bytes()))
    signed = SignedCalendar(calendar=calendar, kid=keys.public.receipt[0].kid, signature=signature)
    assert isinstance(take_calendar(resident.config, msgspec.json.encode(signed)), Taken)


def due_before(resident: Resident) -> str:
    resident.choose_procedure(RESIDENCE)
    resident.settle()
    (row,) = (row for row in resident.models.before.facts.rows if row.icon == "clock")
    return str(row.text)


def test_a_swapped_day_changes_the_day_that_is_promised(resident: Resident) -> None:
    resident.settle()
    assert due_before(resident).startswith(BEFORE)
    resident.go_home()
    bring_calendar(resident)
    assert due_before(resident).startswith(AFTER)


def test_who_began_keeps_the_calendar_and_who_begins_next_has_the_new_one(resident: Resident) -> None:
    resident.settle()
    resident.begin(RESIDENCE)
    bring_calendar(resident)
    resident.hand_in()
    first = resident.models.outcome.nextSteps.rows[0].title
    assert "thứ Hai, 30/11/2026" in first
    resident.go_home()
    resident.begin(RESIDENCE)
    resident.hand_in()
    resident.models.shell.answer("alike:new")
    resident.settle()
    assert "thứ Bảy, 28/11/2026" in resident.models.outcome.nextSteps.rows[0].title


def test_the_step_of_the_fee_says_the_day_too(resident: Resident) -> None:
    resident.begin(RESIDENCE)
    resident.walk_to("fee")
    (row,) = (row for row in resident.rows("facts") if getattr(row, "icon", "") == "calendar-check")
    assert getattr(row, "text", "").startswith(BEFORE)


def test_home_follows_a_calendar_that_comes_while_nobody_is_there(resident: Resident) -> None:
    resident.settle()
    for moment, closed in ((at(SATURDAY, 9), True), (at(MONDAY, 9), False)):
        resident.clock.set_wall(moment)
        resident.app.show()
        assert resident.models.home.props.notice.startswith(CLOSED) is closed
    bring_calendar(resident)
    resident.app.days.look()  # as each minute
    resident.settle()
    assert resident.models.home.props.notice.startswith(CLOSED)
    resident.clock.set_wall(at(SATURDAY, 9))
    resident.app.show()
    assert resident.models.home.props.notice == ""
    resident.clock.set_wall(at(SATURDAY, 19))
    resident.app.show()
    assert resident.models.home.props.notice.startswith("Ngoài giờ tiếp nhận")
