"""When a desk is open: its hours, never a holiday; and slots that lie within them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.work_days import WorkDays
from kiosk.procedures.deadline import Swap, VietnamCalendar
from kiosk.sync.desks import Desk, Week, moment_of, slot_time, spans_on, times_on
from kiosk.sync.work_calendar import Swapped, WorkCalendar
from tests.sync.fake_bookings import desk

DAYS = WorkDays()
SATURDAY_WORKED, MONDAY_OFF = date(2027, 3, 6), date(2027, 3, 8)
SWAPPED = WorkDays(
    WorkCalendar(
        number=1,
        audience="demo",
        title="t",
        source="s",
        checked_on=date(2026, 12, 1),
        years=(2027,),
        swaps=(Swapped(works=SATURDAY_WORKED, off=MONDAY_OFF),),
        days_off=(date(2027, 3, 10),),
    )
)

any_day = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    """Desks as an operator may write them: up to two spans on each of some days."""

    def spans() -> tuple[str, ...]:
        count = draw(st.sampled_from([0, 1, 2]))
        ends = sorted(draw(st.lists(st.integers(0, 24 * 60 - 1), min_size=2 * count, max_size=2 * count, unique=True)))
        return tuple(
            f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in zip(ends[::2], ends[1::2], strict=True)
        )

    hours = Week(**{day: spans() for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")})
    closed = draw(st.lists(any_day, max_size=3))
    return desk(minutes=draw(st.integers(10, 240)), hours=hours, closed=tuple(closed))


@given(made=desks(), day=any_day)
def test_every_slot_lies_within_the_hours_and_none_overlap(made: Desk, day: date) -> None:
    begins = [moment_of(slot_time(day, time)) for time in times_on(made, day, DAYS)]
    length = timedelta(minutes=made.minutes)
    if not made.faults():
        assert all(later - earlier >= length for earlier, later in pairwise(begins))
    spans = [
        [datetime.fromisoformat(f"{day}T{part}:00+07:00") for part in span.split("-")]
        for span in spans_on(made, day, DAYS)
    ]
    for moment in begins:
        assert any(opens <= moment and moment + length <= closes for opens, closes in spans)


@given(made=desks(), day=any_day, days=st.sampled_from([DAYS, SWAPPED]))
def test_a_desk_is_open_on_its_days_and_never_on_a_day_off(made: Desk, day: date, days: WorkDays) -> None:
    spans = spans_on(made, day, days)
    if days.is_holiday(day) or day in made.closed:
        assert spans == ()
    elif day.weekday() >= 5 and days.is_working_day(day):
        assert spans == made.hours.mon
    else:
        assert spans == made.hours.days[day.weekday()]


@given(made=desks(), day=any_day)
def test_a_file_without_faults_has_room_in_each_span(made: Desk, day: date) -> None:
    open_spans = spans_on(made, day, DAYS)
    if not made.faults() and open_spans:
        assert len(times_on(made, day, DAYS)) >= len(open_spans)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2026, 11, 23), 21),  # a Monday
        (date(2026, 11, 24), 0),  # the day of culture, a holiday from 2026 on
        (date(2026, 11, 28), 12),  # a Saturday: the morning
        (date(2026, 11, 29), 0),  # a Sunday
        (date(2027, 2, 6), 0),  # the Saturday in Tết
        (date(2027, 2, 13), 12),
        (date(2027, 9, 2), 0),
    ],
)
def test_days_as_a_resident_knows_them(day: date, count: int) -> None:
    assert len(times_on(desk(), day, DAYS)) == count


def test_a_saturday_worked_for_another_day_is_worked_whole() -> None:
    assert len(times_on(desk(), SATURDAY_WORKED, SWAPPED)) == 21
    assert len(times_on(desk(), SATURDAY_WORKED, DAYS)) == 12
    assert times_on(desk(), MONDAY_OFF, SWAPPED) == ()
    assert times_on(desk(), date(2027, 3, 10), SWAPPED) == ()


def test_gateway_and_kiosk_count_the_same_days() -> None:
    kiosk_days = VietnamCalendar((Swap(SATURDAY_WORKED, MONDAY_OFF),), (date(2027, 3, 10),))
    for ahead in range(3 * 365):
        day = date(2026, 1, 1) + timedelta(days=ahead)
        assert SWAPPED.is_working_day(day) == kiosk_days.is_working_day(day), day
        assert SWAPPED.is_holiday(day) == kiosk_days.is_holiday(day), day
