"""Named rules: what they say of full and partial dates, names and numbers, and when they cannot say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.procedures.context import Context
from kiosk.procedures.dates import span
from kiosk.procedures.deadline import Swap, VietnamCalendar
from kiosk.procedures.rules import REGISTRY, Case, holds, tells
from tests.procedures.samples import ADDRESS, CONTEXT, TODAY


def judge(rule: str, *values: object, **params: str | int) -> bool | None:
    return holds(rule, Case(values, params, CONTEXT))


def told_by(rule: str, *values: object, **params: str | int) -> dict[str, str]:
    told = dict(tells(rule, Case(values, params, CONTEXT)))
    assert set(told) <= set(REGISTRY[rule].told)
    return told


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
partial = st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0].isoformat()[: pair[1]])
dated_rules = st.sampled_from(
    [
        "not_in_future",
        "not_before",
        "days_since",
        "age_between",
        "before",
        "after",
        "on_or_after",
        "born_after",
        "parent_age",
    ]
)
PARAMS = {
    "not_before": {"year": 1950},
    "days_since": {"more_than": 60},
    "age_between": {"min": 14, "max": 55},
    "parent_age": {"min": 14, "max": 55},
}


def day_within(answer: str, part: float) -> str:
    meant = span(answer)
    assert meant is not None
    return (meant.first + timedelta(days=int((meant.last - meant.first).days * part))).isoformat()


@given(dated_rules, partial, partial, st.floats(0, 1), st.floats(0, 1))
def test_a_verdict_on_a_partial_date_holds_for_every_day_it_may_mean(
    rule: str, own: str, other: str, one: float, two: float
) -> None:
    values = (own, other)[: 1 + min(REGISTRY[rule].others[1], 1)]
    verdict = judge(rule, *values, **PARAMS.get(rule, {}))
    exact = judge(
        rule, *(day_within(value, at) for value, at in zip(values, (one, two), strict=False)), **PARAMS.get(rule, {})
    )
    if verdict is not None and exact is not None:
        assert exact is verdict


@given(
    st.sampled_from(sorted(REGISTRY)),
    st.lists(st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text())), min_size=1, max_size=3),
)
def test_no_rule_stumbles_over_strange_answers(rule: str, values: list[object]) -> None:
    least = REGISTRY[rule].others[0]
    assert judge(rule, *values, *[None] * least) in {True, False, None}


@given(st.sampled_from(sorted(REGISTRY)))
def test_no_rule_says_anything_of_nothing(rule: str) -> None:
    assert judge(rule, None, *[None] * REGISTRY[rule].others[1]) is None


@pytest.mark.parametrize(
    ("born", "at", "truth"),
    [
        ("2012-11-25", None, False),  # fourteen tomorrow
        ("2012-11-24", None, True),  # fourteen today
        ("2012", None, None),
        ("2012-02-29", "2026-02-28", False),  # grows older on 1 March
        ("2012-02-29", "2026-03-01", True),
        ("1971", "2026-11-24", True),
        ("1970", "2026-11-24", None),
        ("1969", "2026-11-24", False),
    ],
)
def test_ages(born: str, at: str | None, truth: bool | None) -> None:
    values = (born,) if at is None else (born, at)
    assert judge("age_between", *values, min=14, max=55) is truth


def test_the_sixtieth_day_is_still_in_time() -> None:
    assert judge("days_since", (TODAY - timedelta(days=60)).isoformat(), more_than=60) is False
    assert judge("days_since", (TODAY - timedelta(days=61)).isoformat(), more_than=60) is True
    assert judge("days_since", "2026", more_than=60) is None


@pytest.mark.parametrize(
    ("number", "others", "truth"),
    [
        ("012302000007", ("2002-09-05",), True),
        ("012302000007", ("2002",), True),
        ("012302000007", ("2003-09-05",), False),
        ("012302000007", ("female",), True),
        ("012302000007", ("male",), False),
        ("012302000007", ("2002-09-05", "male"), False),
        ("001099012345", ("1999-01-01", "male"), True),
        ("012302000007", (None,), None),
        ("12302000007", ("2002",), None),
    ],
)
def test_the_number_reminds_of_sex_and_year(number: str, others: tuple[object, ...], truth: bool | None) -> None:
    assert judge("number_agrees", number, *others) is truth


@pytest.mark.parametrize(
    ("child", "parents", "truth"),
    [
        ("Nguyễn Thị Minh An", ("Lò Thị Mai", "Nguyễn Văn An"), True),
        ("Nguyễn Thị Minh An", ("Lò Thị Mai", "Trần Văn An"), False),
        ("nguyễn an", ("NGUYỄN VĂN AN",), True),
        ("Trần Minh An", ("Nguyễn Văn An",), False),  # the given name is no surname
        ("H'Linh Niê", ("Y Bhăm Niê",), True),  # Ê Đê: the clan stands last
        ("K'Brôi", ("K'Tem",), None),  # one word: no surname to compare
        ("Nguyễn An", ("Lò Thị Mai", None), None),
    ],
)
def test_a_surname_of_neither_parent_is_worth_a_look(
    child: str, parents: tuple[object, ...], truth: bool | None
) -> None:
    assert judge("surname_of", child, *parents) is truth


def test_order_of_dates() -> None:
    assert judge("born_after", "2026-11-02", "2002-09-05", "1999-01-01") is True
    assert judge("born_after", "1999-01-01", "2002-09-05") is False
    assert judge("born_after", "2002", "2002-09-05") is None
    assert judge("before", "2026-11-02", "2026-11-02") is False
    assert judge("on_or_after", "2026-11-02", "2026-11-02") is True


def test_sameness_ignores_case_and_spaces() -> None:
    assert judge("differs_from", "012302000007", "012302000007") is False
    assert judge("differs_from", "Lò  Thị Mai", "lò thị mai") is False
    assert judge("differs_from", "a", "b", None) is None
    assert judge("equals", True, True) is True


def test_places() -> None:
    here = {**ADDRESS, "commune": "11383"}
    assert judge("in_this_commune", here) is True
    assert judge("in_this_commune", ADDRESS) is False
    assert judge("same_commune", ADDRESS, here) is False


def test_sizes() -> None:
    assert judge("length", "abc", max=2) is False
    assert judge("word_count", "Lò Thị Mai", min=2) is True
    assert judge("count", ["1", "2"], min=3) is False


def test_a_wished_day_is_a_working_day_ahead_and_the_next_one_is_told() -> None:
    assert judge("after_today", TODAY.isoformat()) is False
    assert judge("after_today", "2026-11-25") is True
    assert judge("after_today", "2026-11") is None
    assert judge("within_days", "2027-01-23", days=60) is True
    assert judge("within_days", "2027-01-24", days=60) is False
    assert judge("open_day", "2026-11-27") is True
    assert judge("open_day", "2026-11-28") is False
    assert judge("open_day", "2026-11-22") is None  # gone: another rule's
    assert told_by("after_today", "2026-11-20") == {"next": "thứ Tư, 25/11/2026"}
    assert told_by("within_days", "2027-05-01", days=60) == {"last": "thứ Sáu, 22/01/2027"}
    told = {"day": "Thứ Bảy, 28/11/2026", "next": "thứ Hai, 30/11/2026"}
    assert told_by("open_day", "2026-11-28") == told
    assert told_by("open_day", None) == {}
    assert told_by("equals", "x") == {}


def test_an_office_is_open_on_the_days_that_were_announced() -> None:
    swapped = VietnamCalendar((Swap(works=date(2026, 11, 28), off=date(2026, 11, 30)),))
    context = Context(TODAY, CONTEXT.office, swapped)
    assert holds("open_day", Case(("2026-11-28",), {}, context)) is True
    assert holds("open_day", Case(("2026-11-30",), {}, context)) is False
