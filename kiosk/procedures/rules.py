"""The closed registry of named rules: propositions about answers that guides check by, or branch on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from kiosk.procedures.dates import Span, full_years, span
from kiosk.procedures.deadline import in_a_sentence, in_words
from kiosk.text import clean

if TYPE_CHECKING:
    from kiosk.procedures.context import Context

Truth = bool | None
"""True, False, or None: cannot be said from what is known."""

Params = Mapping[str, str | int]
Shape = Literal["date", "text", "number", "list", "place", "any"]

NUMBER_LENGTH = 12
_NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Case:
    """What a rule judges: the checked field's own answer first, then the others; None where there is no answer."""

    values: tuple[object, ...] = field(repr=False)
    params: Params
    context: Context

    @property
    def own(self) -> object:
        return self.values[0]

    @property
    def others(self) -> tuple[object, ...]:
        return self.values[1:]

    def whole(self, name: str, otherwise: int) -> int:
        value = self.params.get(name, otherwise)
        return value if isinstance(value, int) else otherwise

    def in_limits(self, least: int, most: int | None = None) -> Truth:
        """Say whether a quantity known to lie between ``least`` and ``most`` lies between the params min and max."""
        return _within(least, least if most is None else most, self.whole("min", 0), self.whole("max", _NO_LIMIT))


@dataclass(frozen=True)
class Rule:
    """``holds`` says whether the proposition is true; a check faults only when it is false.

    ``shapes`` are those of the first value and of each further one; ``others`` is the least and the greatest number
    of further ones; ``required`` and ``optional`` are its parameters with their types. ``reminds`` is set where no law
    makes the proposition true: such a check must have the level "warn". ``tells`` gives the words of a fault what would
    be right instead, already written for a resident, by the names in ``told``.
    """

    holds: Callable[[Case], Truth]
    shapes: tuple[Shape, Shape] = ("any", "any")
    others: tuple[int, int] = (0, 0)
    required: Mapping[str, type] = field(default_factory=dict)
    optional: Mapping[str, type] = field(default_factory=dict)
    reminds: bool = False
    told: tuple[str, ...] = ()
    tells: Callable[[Case], Mapping[str, str]] = field(default=lambda _: {})


def tells(name: str, case: Case) -> Mapping[str, str]:
    """What the words of a fault may say beside the check's own parameters."""
    return REGISTRY[name].tells(case)


def holds(name: str, case: Case) -> Truth:
    """Say whether rule ``name`` is true of the case; KeyError when the registry has no such rule."""
    return REGISTRY[name].holds(case)


def _within(least: int, most: int, low: int, high: int) -> Truth:
    if low <= least and most <= high:
        return True
    return False if most < low or least > high else None


def _every(truths: list[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths or not truths else True


def _in_order(earlier: Span | None, later: Span | None, days: int) -> Truth:
    """Say whether ``later`` comes at least ``days`` after ``earlier``."""
    if earlier is None or later is None:
        return None
    gap = timedelta(days=days)
    if later.first - earlier.last >= gap:
        return True
    return False if later.last - earlier.first < gap else None


def _not_in_future(case: Case) -> Truth:
    today = Span(case.context.today, case.context.today)
    return _in_order(span(case.own), today, 0)


def _not_before(case: Case) -> Truth:
    when = span(case.own)
    return None if when is None else when.last.year >= case.whole("year", 0)


def _days_since(case: Case) -> Truth:
    when = span(case.own)
    if when is None:
        return None
    least, most = (case.context.today - when.last).days, (case.context.today - when.first).days
    return _within(least, most, case.whole("more_than", -_NO_LIMIT) + 1, case.whole("at_most", _NO_LIMIT))


def _after_today(case: Case) -> Truth:
    return _in_order(Span(case.context.today, case.context.today), span(case.own), 1)


def _first_day(case: Case) -> Mapping[str, str]:
    return {"next": in_a_sentence(case.context.calendar.working_day(case.context.today, 1))}


def _within_days(case: Case) -> Truth:
    return _in_order(span(case.own), Span(_horizon(case), _horizon(case)), 0)


def _last_day(case: Case) -> Mapping[str, str]:
    return {"last": in_a_sentence(case.context.calendar.working_day_until(_horizon(case)))}


def _horizon(case: Case) -> date:
    return case.context.today + timedelta(days=case.whole("days", 0))


def _open_day(case: Case) -> Truth:
    """The office works on that day, by the law's holidays and the swaps that this kiosk knows.

    Of a day that is not ahead nothing is said: that is another rule's.
    """
    when = span(case.own)
    if when is None or when.first != when.last or when.first <= case.context.today:
        return None
    return case.context.calendar.is_working_day(when.first)


def _next_open_day(case: Case) -> Mapping[str, str]:
    when = span(case.own)
    if when is None:
        return {}
    return {"day": in_words(when.first), "next": in_a_sentence(case.context.calendar.working_day_from(when.first))}


def _age_between(case: Case) -> Truth:
    born = span(case.own)
    at = span(case.others[0]) if case.others else Span(case.context.today, case.context.today)
    if born is None or at is None:
        return None
    return case.in_limits(*_ages(born, at))


def _parent_age(case: Case) -> Truth:
    """The answer is the child's date of birth, the other the parent's; one born after the child is born_after's."""
    child, parent = span(case.own), span(case.others[0])
    if child is None or parent is None or child.last < parent.first:
        return None
    return case.in_limits(*_ages(parent, child))


def _ages(born: Span, at: Span) -> tuple[int, int]:
    return full_years(born.last, at.first), full_years(born.first, at.last)


def _full_date(case: Case) -> Truth:
    when = span(case.own)
    return None if when is None else when.first == when.last


def _before(case: Case) -> Truth:
    return _every([_in_order(span(case.own), span(other), 1) for other in case.others])


def _after(case: Case) -> Truth:
    return _every([_in_order(span(other), span(case.own), 1) for other in case.others])


def _on_or_after(case: Case) -> Truth:
    return _every([_in_order(span(other), span(case.own), 0) for other in case.others])


def _surname_of(case: Case) -> Truth:
    """Compare the first words; where a name begins as Ê Đê and Mnông names do (Y, H'), the clan that ends it too."""
    own, *others = (value.casefold().split() if isinstance(value, str) else [] for value in case.values)
    if len(own) <= 1:
        return None  # one word holds no surname beside the name
    clan_last = len(own[0]) == 1 or "'" in own[0]
    if any(other and (own[0] == other[0] or (clan_last and own[-1] == other[-1])) for other in others):
        return True
    return False if all(others) else None


def _number_agrees(case: Case) -> Truth:
    """Century and sex stand in the fourth digit, the year in the fifth and sixth; there is no check digit.

    Luật Căn cước 26/2023 guarantees only twelve digits, so guides may use this to remind, never to refuse.
    """
    number = case.own
    if not isinstance(number, str) or len(number) != NUMBER_LENGTH or not number.isdecimal():
        return None
    century, is_female = divmod(int(number[3]), 2)
    year = 1900 + 100 * century + int(number[4:6])
    compared: list[Truth] = []
    for other in (*case.others, case.params.get("sex")):
        if other in {"male", "female"}:
            compared.append(other == ("female" if is_female else "male"))
        elif (born := span(other)) is not None:
            compared.append(born.first.year == year)
    return _every(compared)


def _equals(case: Case) -> Truth:
    own = _plain(case.own)
    return _every([None if own is None or other is None else own == _plain(other) for other in case.others])


def _differs_from(case: Case) -> Truth:
    own = _plain(case.own)
    return _every([None if own is None or other is None else own != _plain(other) for other in case.others])


def _plain(value: object) -> object:
    return clean(value).casefold() if isinstance(value, str) else value


def _length(case: Case) -> Truth:
    return case.in_limits(len(case.own)) if isinstance(case.own, str) else None


def _word_count(case: Case) -> Truth:
    return case.in_limits(len(case.own.split())) if isinstance(case.own, str) else None


def _count(case: Case) -> Truth:
    return case.in_limits(len(case.own)) if isinstance(case.own, list) else None


def _in_this_commune(case: Case) -> Truth:
    code, here = _commune(case.own), case.context.office.commune_code
    return code == here if code and here else None


def _same_commune(case: Case) -> Truth:
    codes = [_commune(value) for value in case.values]
    return _every([codes[0] == code if codes[0] and code else None for code in codes[1:]])


def _commune(value: object) -> str:
    code = value.get("commune", "") if isinstance(value, Mapping) else ""
    return code if isinstance(code, str) else ""


_LIMITS = {"min": int, "max": int}

REGISTRY: Mapping[str, Rule] = {
    "not_in_future": Rule(_not_in_future, ("date", "any")),
    "not_before": Rule(_not_before, ("date", "any"), required={"year": int}),
    "full_date": Rule(_full_date, ("date", "any")),
    "days_since": Rule(_days_since, ("date", "any"), optional={"more_than": int, "at_most": int}),
    "after_today": Rule(_after_today, ("date", "any"), told=("next",), tells=_first_day),
    "within_days": Rule(_within_days, ("date", "any"), required={"days": int}, told=("last",), tells=_last_day),
    "open_day": Rule(_open_day, ("date", "any"), told=("day", "next"), tells=_next_open_day),
    "age_between": Rule(_age_between, ("date", "date"), (0, 1), optional=_LIMITS),
    "parent_age": Rule(_parent_age, ("date", "date"), (1, 1), optional=_LIMITS, reminds=True),
    "before": Rule(_before, ("date", "date"), (1, 4)),
    "after": Rule(_after, ("date", "date"), (1, 4)),
    "on_or_after": Rule(_on_or_after, ("date", "date"), (1, 4)),
    "born_before": Rule(_before, ("date", "date"), (1, 4)),
    "born_after": Rule(_after, ("date", "date"), (1, 4)),
    "surname_of": Rule(_surname_of, ("text", "text"), (1, 4), reminds=True),
    "number_agrees": Rule(_number_agrees, ("text", "any"), (0, 2), optional={"sex": str}, reminds=True),
    "differs_from": Rule(_differs_from, ("any", "any"), (1, 8)),
    "equals": Rule(_equals, ("any", "any"), (1, 1)),
    "length": Rule(_length, ("text", "any"), optional=_LIMITS),
    "word_count": Rule(_word_count, ("text", "any"), optional=_LIMITS),
    "count": Rule(_count, ("list", "any"), optional=_LIMITS),
    "in_this_commune": Rule(_in_this_commune, ("place", "any"), reminds=True),
    "same_commune": Rule(_same_commune, ("place", "place"), (1, 4), reminds=True),
}
