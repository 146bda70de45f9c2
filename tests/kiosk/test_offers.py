"""Which times may be offered: pure rules, whatever page, clock, calendar and haste."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import HANOI
from kiosk.offers import OFFLINE_LEAD, OfferedDesk, Rules, offered, wanted, wish
from kiosk.procedures.deadline import VietnamCalendar
from kiosk.sync.desks import moment_of, slot_time
from kiosk.sync.slots import DaySlots, DeskSlots, SlotPage

DAYS = VietnamCalendar()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)  # a Monday before a holiday

times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 10, 20, 30]))
days = st.builds(
    DaySlots,
    day=st.dates(date(2026, 11, 20), date(2027, 1, 10)),
    free=st.dictionaries(times, st.integers(0, 9), min_size=1, max_size=8),
)


def desk(code: str, offered_days: list[DaySlots], lead: int = 60, procedures: tuple[str, ...] = ()) -> DeskSlots:
    return DeskSlots(
        desk=code,
        kind="police" if code == "a" else "one_stop",
        name="Công an",
        place="Tầng 1",
        minutes=20,
        lead_minutes=lead,
        procedures=procedures,
        days=tuple({day.day: day for day in offered_days}.values()),
    )


pages = st.builds(
    lambda first, second, lead: SlotPage(audience="demo", desks=(desk("a", first, lead), desk("b", second))),
    *(st.lists(days, max_size=6), st.lists(days, max_size=3), st.integers(0, 7 * 24 * 60)),
)
nows = st.integers(0, 41 * 24 * 60).map(lambda minutes: NOW - timedelta(days=3) + timedelta(minutes=minutes))


def slots(desks: tuple[OfferedDesk, ...]) -> list[tuple[str, str, int]]:
    return [(one.desk, slot.slot, slot.free) for one in desks for day in one.days for slot in day.slots]


@given(page=pages, now=nows, online=st.booleans(), data=st.data())
def test_nothing_is_offered_that_cannot_be_had(
    page: SlotPage, now: datetime, online: bool, data: st.DataObject
) -> None:
    all_of = [(one.desk, slot_time(day.day, time)) for one in page.desks for day in one.days for time in day.free]
    taken = Counter(data.draw(st.lists(st.sampled_from(all_of), max_size=5)) if all_of else [])
    made = offered(page, Rules(now, online, DAYS, taken))
    published = {
        (one.desk, slot_time(day.day, time)): free
        for one in page.desks
        for day in one.days
        for time, free in day.free.items()
    }
    leads = {one.desk: timedelta(minutes=one.lead_minutes) for one in page.desks}
    for code, slot, free in slots(made):
        assert free == published[code, slot] - taken[code, slot] > 0
        lead = leads[code] if online else max(leads[code], OFFLINE_LEAD)
        assert moment_of(slot) - now > lead
        assert not DAYS.is_holiday(moment_of(slot).date())
    found = {(code, slot) for code, slot, _ in slots(made)}
    for (code, slot), free in published.items():  # and nothing is kept back
        lead = leads[code] if online else max(leads[code], OFFLINE_LEAD)
        wait = moment_of(slot) - now
        if (
            free > taken[code, slot]
            and lead < wait < timedelta(days=32)
            and not DAYS.is_holiday(moment_of(slot).date())
        ):
            assert (code, slot) in found


@given(page=pages, now=nows)
def test_offers_come_in_the_order_of_time_and_no_desk_is_empty(page: SlotPage, now: datetime) -> None:
    for one in offered(page, Rules(now, True, DAYS)):
        assert one.days
        in_order = [slot.slot for day in one.days for slot in day.slots]
        assert in_order == sorted(set(in_order))
        assert all(day.slots and slot.starts_at.date() == day.day for day in one.days for slot in day.slots)


@given(page=pages, now=nows)
def test_offline_never_offers_more_than_online(page: SlotPage, now: datetime) -> None:
    assert set(slots(offered(page, Rules(now, False, DAYS)))) <= set(slots(offered(page, Rules(now, True, DAYS))))


def test_a_holiday_is_not_offered_whatever_the_page_says() -> None:
    page = SlotPage(
        audience="demo",
        desks=(desk("a", [DaySlots(day=date(2026, 11, number), free={"08:00": 1}) for number in (24, 25, 28)]),),
    )
    made = offered(page, Rules(NOW, True, DAYS))
    assert [day.day.day for day in made[0].days] == [25, 28]  # Wednesday, and Saturday morning


def test_procedure_and_kind_choose_the_desk() -> None:
    day = [DaySlots(day=date(2026, 11, 25), free={"08:00": 1})]
    page = SlotPage(audience="demo", desks=(desk("a", day, procedures=("3.000228",)), desk("b", day)))
    rules = Rules(NOW, True, DAYS)
    assert [one.desk for one in offered(page, rules, "3.000228")] == ["a", "b"]
    assert [one.desk for one in offered(page, rules, "1.001193")] == ["b"]
    assert [one.desk for one in offered(page, rules, "3.000228", "police")] == ["a"]
    assert offered(page, rules, "1.001193", "police") == ()


def test_a_wish_has_two_different_choices_or_one() -> None:
    page = SlotPage(
        audience="demo", desks=(desk("a", [DaySlots(day=date(2026, 11, 25), free={"08:00": 1, "09:00": 1})]),)
    )
    (made,) = offered(page, Rules(NOW, True, DAYS))
    eight, nine = made.days[0].slots
    assert wish(made, eight, eight) == wish(made, eight)
    kept = wanted("book", 1, wish(made, eight, nine))
    assert kept.choices == ("2026-11-25T08:00:00+07:00", "2026-11-25T09:00:00+07:00")
    assert wanted("cancel", 3, None).choices == ()
    assert made.has(eight.slot)
    assert not made.has("2026-11-25T10:00:00+07:00")
