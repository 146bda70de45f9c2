from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import HANOI
from kiosk.procedures.deadline import (
    Swap,
    Unit,
    VietnamCalendar,
    due_date,
    in_a_sentence,
    in_words,
    years_of_known_swaps,
)

CALENDAR = VietnamCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [
        ("2026-11-20", 3, "2026-11-26"),  # 24 November is a holiday from 2026
        ("2025-11-20", 3, "2025-11-25"),  # and was none before
        ("2026-11-23", 7, "2026-12-03"),
        ("2027-02-01", 7, "2027-02-17"),  # Tết 4–10 February 2027
        ("2026-04-24", 3, "2026-05-04"),  # Hùng Kings, 30 April, 1 May
        ("2026-08-28", 3, "2026-09-07"),
        ("2026-08-21", 1, "2026-08-22"),  # a swapped working Saturday
        ("2026-11-21", 1, "2026-11-23"),  # accepted on a Saturday
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-22", 0, "2026-11-23"),  # accepted on a Sunday: the same day is Monday
    ],
)
def test_working_days_are_counted_from_the_day_after_acceptance(accepted: str, days: int, due: str) -> None:
    assert due_date(at(accepted + " 09:00"), days, CALENDAR) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("accepted", "due"),
    [
        ("2026-11-20 14:59", "2026-11-20"),
        ("2026-11-20 15:00", "2026-11-23"),
        ("2026-11-23 16:30", "2026-11-25"),  # over the holiday
        ("2026-11-21 09:00", "2026-11-23"),  # Saturday morning
        ("2026-11-21 16:00", "2026-11-23"),  # Saturday afternoon is no later than the morning
        ("2027-02-03 15:00", "2027-02-11"),  # the eve of Tết
    ],
)
def test_after_fifteen_a_same_day_result_is_due_next_working_day(accepted: str, due: str) -> None:
    assert due_date(at(accepted), 0, CALENDAR, same_day_before=15) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("accepted", "amount", "unit", "due"),
    [
        ("2026-11-20", 4, "working_hour", "2026-11-23"),
        ("2026-11-20", 8, "working_hour", "2026-11-23"),
        ("2026-11-20", 9, "working_hour", "2026-11-25"),
        ("2026-11-20", 5, "day", "2026-11-25"),
        ("2026-11-20", 4, "day", "2026-11-25"),  # ends on the holiday
        ("2026-11-20", 1, "day", "2026-11-23"),  # ends on a Saturday
        ("2026-10-30", 1, "month", "2026-11-30"),
        ("2027-01-31", 1, "month", "2027-03-01"),  # 28 February is a Sunday
        ("2026-12-31", 14, "month", "2028-02-29"),
        ("2026-11-20", 1, "year", "2027-11-22"),  # 20 November 2027 is a Saturday
        ("2028-02-29", 1, "year", "2029-02-28"),
    ],
)
def test_other_units_end_on_a_working_day(accepted: str, amount: int, unit: Unit, due: str) -> None:
    assert due_date(at(accepted + " 09:00"), amount, CALENDAR, unit=unit) == date.fromisoformat(due)


def test_the_hour_that_counts_is_the_one_in_vietnam() -> None:
    assert due_date(datetime(2026, 11, 20, 8, tzinfo=UTC), 0, CALENDAR, same_day_before=15) == date(2026, 11, 23)
    assert due_date(datetime(2026, 11, 20, 7, 59, tzinfo=UTC), 0, CALENDAR, same_day_before=15) == date(2026, 11, 20)


def test_a_swap_announced_later_moves_the_due_date() -> None:
    swapped = VietnamCalendar((Swap(works=date(2027, 3, 6), off=date(2027, 3, 8)),))
    friday = at("2027-03-05 10:00")
    assert due_date(friday, 1, CALENDAR) == date(2027, 3, 8)
    assert due_date(friday, 1, swapped) == date(2027, 3, 6)
    assert due_date(friday, 2, swapped) == date(2027, 3, 9)
    assert swapped.is_holiday(date(2027, 3, 8))
    assert not swapped.is_holiday(date(2027, 3, 6))


def test_a_calendar_without_working_days_is_refused() -> None:
    start = date(2027, 3, 1)
    days = [start + timedelta(days=count) for count in range(60)]
    endless = VietnamCalendar(tuple(Swap(works=date(2030, 1, 1), off=day) for day in days))
    with pytest.raises(ValueError, match="swaps"):
        endless.working_day(start, 1)


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.integers(0, 30),
    st.sampled_from([0, 15]),
)
def test_a_due_date_is_a_working_day_and_never_earlier_for_more_days(
    day: date, hour: time, days: int, before: int
) -> None:
    accepted = datetime.combine(day, hour, HANOI)
    due = due_date(accepted, days, CALENDAR, same_day_before=before)
    assert CALENDAR.is_working_day(due)
    assert due >= accepted.date()
    longer = due_date(accepted, days + 1, CALENDAR, same_day_before=before)
    assert longer > due or (longer == due and not CALENDAR.is_working_day(day))


@given(
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.integers(0, 40),
    st.sampled_from(get_args(Unit)),
)
def test_every_unit_ends_on_a_working_day_and_grows_with_the_amount(day: date, amount: int, unit: Unit) -> None:
    accepted = datetime.combine(day, time(9), HANOI)
    due = due_date(accepted, amount, CALENDAR, unit=unit)
    assert CALENDAR.is_working_day(due)
    assert due >= day
    assert due_date(accepted, amount + 1, CALENDAR, unit=unit) >= due


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(1, 40))
def test_as_many_days_are_worked_as_were_given(day: date, days: int) -> None:
    due = due_date(datetime.combine(day, time(9), HANOI), days, CALENDAR)
    between = (day + timedelta(days=ahead) for ahead in range(1, (due - day).days + 1))
    assert sum(map(CALENDAR.is_working_day, between)) == days


@given(st.dates(date(2027, 1, 1), date(2029, 12, 31)), st.dates(date(2027, 1, 1), date(2029, 12, 31)))
def test_a_swap_changes_its_two_days_and_no_other(works: date, off: date) -> None:
    swapped = VietnamCalendar((Swap(works, off),))
    for ahead in range(-3, 4):
        for day in (works + timedelta(days=ahead), off + timedelta(days=ahead)):
            expected = True if day == works else False if day == off else CALENDAR.is_working_day(day)
            assert swapped.is_working_day(day) is expected


def test_a_day_is_written_with_its_weekday() -> None:
    assert in_words(date(2026, 11, 23)) == "Thứ Hai, 23/11/2026"
    assert in_words(date(2027, 2, 7)) == "Chủ Nhật, 07/02/2027"


moments = st.builds(datetime.combine, st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.times(), st.just(HANOI))
swapped_days = st.lists(
    st.builds(Swap, st.dates(date(2026, 1, 1), date(2031, 3, 1)), st.dates(date(2026, 1, 1), date(2031, 3, 1))),
    max_size=4,
)


@given(moments, moments, st.integers(0, 60), st.sampled_from(get_args(Unit)), st.sampled_from([0, 15]), swapped_days)
def test_who_is_accepted_later_is_never_due_earlier(
    one: datetime, two: datetime, amount: int, unit: Unit, before: int, swaps: list[Swap]
) -> None:
    calendar = VietnamCalendar(tuple(swaps))
    first, second = (
        due_date(moment, amount, calendar, unit=unit, same_day_before=before) for moment in sorted((one, two))
    )
    assert first <= second
    assert calendar.is_working_day(first)
    assert first >= min(one, two).date()


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(1, 400))
def test_of_the_ways_to_read_an_hour_the_one_that_ends_last_is_reckoned(day: date, hours: int) -> None:
    accepted = datetime.combine(day, time(16, 59), HANOI)
    by_the_clock = CALENDAR.working_day_from((accepted + timedelta(hours=hours)).date())
    assert due_date(accepted, hours, CALENDAR, unit="working_hour") >= by_the_clock


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_the_nearest_working_days_are_on_both_sides(day: date) -> None:
    before, after = CALENDAR.working_day_until(day), CALENDAR.working_day_from(day)
    assert before <= day <= after
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    assert (before == after) == CALENDAR.is_working_day(day)


def test_calendars_of_the_same_days_are_equal() -> None:
    swap = Swap(works=date(2027, 3, 6), off=date(2027, 3, 8))
    assert VietnamCalendar((swap,)) == VietnamCalendar((swap,)).warmed()
    assert VietnamCalendar((swap,)) != VietnamCalendar()


def test_the_years_of_known_swaps_are_the_packages() -> None:
    assert {2024, 2025, 2026} <= years_of_known_swaps()
    assert 2060 not in years_of_known_swaps()


def test_a_day_in_a_sentence_begins_small() -> None:
    assert in_a_sentence(date(2026, 11, 26)) == "thứ Năm, 26/11/2026"
    assert in_a_sentence(date(2027, 2, 7)) == "Chủ Nhật, 07/02/2027"
