from datetime import datetime, time

import pytest

from kiosk.clock import HANOI
from kiosk.procedures.deadline import VietnamCalendar
from kiosk.procedures.office_hours import OfficeHours, Session, is_open, next_opening

CALENDAR = VietnamCalendar()
MORNING = Session(time(7, 30), time(11, 30))
AFTERNOON = Session(time(13, 30), time(17))
HOURS = OfficeHours(working_day=(MORNING, AFTERNOON), saturday=(MORNING,))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("now", "opened", "next_time"),
    [
        ("2026-11-20 07:29", False, "2026-11-20 07:30"),
        ("2026-11-20 07:30", True, "2026-11-20 13:30"),
        ("2026-11-20 11:30", False, "2026-11-20 13:30"),
        ("2026-11-20 16:59:59", True, "2026-11-21 07:30"),
        ("2026-11-20 17:00", False, "2026-11-21 07:30"),
        ("2026-11-21 08:00", True, "2026-11-23 07:30"),
        ("2026-11-21 14:00", False, "2026-11-23 07:30"),
        ("2026-11-22 09:00", False, "2026-11-23 07:30"),
        ("2026-11-24 09:00", False, "2026-11-25 07:30"),  # a holiday
        ("2026-08-22 14:00", True, "2026-08-24 07:30"),  # a Saturday worked like a Monday
        ("2027-02-06 09:00", False, "2027-02-11 07:30"),  # a Saturday in Tết
    ],
)
def test_the_office_is_open_in_its_sessions_on_working_days(now: str, opened: bool, next_time: str) -> None:
    assert is_open(at(now), HOURS, CALENDAR) is opened
    assert next_opening(at(now), HOURS, CALENDAR) == at(next_time)


def test_an_office_without_sessions_never_opens() -> None:
    assert next_opening(at("2026-11-20 09:00"), OfficeHours(working_day=()), CALENDAR) is None
    assert not is_open(at("2026-11-20 09:00"), OfficeHours(working_day=()), CALENDAR)
