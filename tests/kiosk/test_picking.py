"""Choosing a time: which questions are asked, what they offer, and what follows from another answer."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.clock import HANOI
from kiosk.offers import OfferedDay, OfferedDesk, OfferedSlot, Offers, kind_of
from kiosk.picking import AFTERNOON, MORNING, NONE, OTHER, Picking

CHECKED = datetime(2026, 11, 24, 8, 42, tzinfo=HANOI)
THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"


def slot(day: str, time: str) -> str:
    return f"{day}T{time}:00+07:00"


def desk(code: str = "cong-an", **days: str) -> OfferedDesk:
    made = tuple(
        OfferedDay(
            datetime.fromisoformat(f"2026-11-{day[1:]}").date(),
            tuple(OfferedSlot(slot(f"2026-11-{day[1:]}", time), 1) for time in times.split()),
        )
        for day, times in days.items()
    )
    return OfferedDesk(code, "police", "Công an phường", "Tầng 1", 20, made)


TWO_DAYS = desk(d26="08:10 08:30 13:30", d27="08:10 13:30")


def picking(
    *desks: OfferedDesk, near: tuple[datetime, ...] = (), near_desk: str = TWO_DAYS.desk, wished: str = ""
) -> Picking:
    return Picking(Offers(desks or (TWO_DAYS,), CHECKED, fresh=True), near, near_desk, wished).begin()


def answering(state: Picking, *answers: str) -> Picking:
    for answer in answers:
        state = state.choose(answer)
        assert state.may_go_on
        state = state.next()
    return state


def test_one_desk_is_not_asked_and_two_are() -> None:
    assert picking().here == "day"
    two = picking(TWO_DAYS, desk("khac", d27="09:00"))
    assert (two.here, two.options("desk")) == ("desk", ("cong-an", "khac"))
    there = answering(two, "khac")
    assert there.desk is not None
    assert there.desk.desk == "khac"
    assert there.options("day") == (FRIDAY,)


def test_a_day_then_a_half_then_a_time_then_a_second_choice() -> None:
    state = answering(picking(), THURSDAY, MORNING)
    assert (state.here, state.options("time")) == ("time", (slot(THURSDAY, "08:10"), slot(THURSDAY, "08:30")))
    state = answering(state, slot(THURSDAY, "08:10"))
    assert state.here == "second"
    assert state.options("second") == (NONE, slot(THURSDAY, "08:30"), slot(FRIDAY, "08:10"), OTHER)
    state = answering(state, slot(FRIDAY, "08:10"))
    wish = state.wish()
    assert state.here == "check"
    assert wish is not None
    assert (wish.desk, wish.first, wish.second) == ("cong-an", slot(THURSDAY, "08:10"), slot(FRIDAY, "08:10"))


def test_a_half_in_which_alone_there_is_something_is_not_asked() -> None:
    state = answering(picking(desk(d26="08:10 08:30", d27="13:30")), FRIDAY)
    assert (state.here, state.options("time")) == ("time", (slot(FRIDAY, "13:30"),))


def test_no_second_choice_and_none_to_be_had() -> None:
    none = answering(picking(), THURSDAY, AFTERNOON, slot(THURSDAY, "13:30"), NONE).wish()
    assert none is not None
    assert none.second == ""
    only = answering(picking(desk(d26="08:10")), THURSDAY, slot(THURSDAY, "08:10"))
    assert only.here == "check"


def test_another_second_choice_is_asked_for_day_by_day_and_is_another_time() -> None:
    state = answering(picking(), THURSDAY, MORNING, slot(THURSDAY, "08:10"), OTHER)
    assert state.here == "second_day"
    state = answering(state, THURSDAY, MORNING)
    assert state.options("second_time") == (slot(THURSDAY, "08:30"),)
    assert state.second is None
    wish = answering(state, slot(THURSDAY, "08:30")).wish()
    assert wish is not None
    assert wish.second == slot(THURSDAY, "08:30")


def test_another_answer_takes_back_those_after_it_and_the_same_one_none() -> None:
    state = answering(picking(), THURSDAY, MORNING, slot(THURSDAY, "08:10"), NONE)
    back = state
    while back.here != "day":
        earlier = back.back()
        assert earlier is not None
        back = earlier
    assert back.choose(THURSDAY).wish() == state.wish()
    other = back.choose(FRIDAY)
    assert other.wish() is None
    assert other.questions() == ("day", "half", "time", "check")
    assert back.back() is None


def test_what_is_not_offered_is_not_taken_and_nothing_is_passed_unanswered() -> None:
    state = picking()
    assert not state.may_go_on
    assert state.choose("2026-11-28") is state
    assert picking(wished="2026-11-28").answers == {}


def test_a_day_that_was_wished_for_is_chosen_already() -> None:
    state = picking(wished=FRIDAY)
    assert (state.here, state.may_go_on, state.answers) == ("day", True, {"day": FRIDAY})
    assert picking(wished="soon").answers == {"day": THURSDAY}
    of_two = answering(picking(TWO_DAYS, desk("khac", d27="09:00 09:20"), wished=FRIDAY), "khac")
    assert (of_two.here, of_two.answers.get("day")) == ("day", FRIDAY)
    assert of_two.choose(FRIDAY) is of_two


def test_times_near_come_first_as_far_as_they_are_still_free() -> None:
    gone, there = (datetime.fromisoformat(slot(THURSDAY, time)) for time in ("09:00", "08:30"))
    state = picking(near=(gone, there))
    assert (state.here, state.options("near")) == ("near", (slot(THURSDAY, "08:30"), OTHER))
    taken = answering(state, slot(THURSDAY, "08:30"), NONE).wish()
    assert taken is not None
    assert taken.first == slot(THURSDAY, "08:30")
    assert answering(state, OTHER).here == "day"
    assert picking(near=(gone,)).here == "day"


def test_times_near_are_those_of_the_desk_that_was_asked() -> None:
    both = desk("khac", d26="08:30 09:00"), TWO_DAYS
    eight_thirty = datetime.fromisoformat(slot(THURSDAY, "08:30"))
    taken = answering(picking(*both, near=(eight_thirty,)), slot(THURSDAY, "08:30"), NONE).wish()
    assert taken is not None
    assert taken.desk == TWO_DAYS.desk
    of_the_other = datetime.fromisoformat(slot(THURSDAY, "09:00"))
    assert picking(*both, near=(of_the_other,)).here == "desk"
    assert picking(*both, near=(eight_thirty,), near_desk="").here == "desk"


@pytest.mark.parametrize(
    ("offices", "kind"),
    [
        (("Công an {unit}",), "police"),
        (("Trung tâm Phục vụ hành chính công {unit}",), "one_stop"),
        (("Công an {unit}", "Trung tâm Phục vụ hành chính công {unit}"), "one_stop"),
        ((), ""),
    ],
)
def test_who_receives_a_procedure_says_which_desks_there_are(offices: tuple[str, ...], kind: str) -> None:
    assert kind_of(offices) == kind
