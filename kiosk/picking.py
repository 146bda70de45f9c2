"""Choosing a time at a desk, one question at a time: a frozen state in which every answer is a new one.

Which desk, which day, which half of it, which time, and what if that has no room. A question with one answer is not
asked; an answer that is changed takes back those that followed from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from kiosk.clock import HANOI
from kiosk.offers import OfferedSlot, wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.offers import OfferedDesk, Offers, Wish

Question = Literal["near", "desk", "day", "half", "time", "second", "second_day", "second_half", "second_time", "check"]
"""``near``: what the office said is free near the time that it could not give. ``check``: all of it, to be sent."""

NOON = 12
MORNING, AFTERNOON = "morning", "afternoon"
SOON = "soon"
NONE, OTHER = "none", "other"
"""Answers that are no time: no second choice is wanted; none of those proposed."""


@dataclass(frozen=True)
class Picking:
    """``near`` may hold times that are not offered any more; they are left out. ``here`` is the question on screen.

    ``near_desk`` is the desk that those times are at.

    ``wished`` is a day (ISO) that was asked for before there were times, or `SOON`; it is chosen already when the days
    come, if there is something on it.
    """

    offers: Offers
    near: tuple[datetime, ...] = ()
    near_desk: str = ""
    wished: str = ""
    answers: Mapping[Question, str] = field(default_factory=dict)
    here: Question = "check"

    # ---- the questions --------------------------------------------------------------------------------------

    def questions(self) -> tuple[Question, ...]:
        """What is asked, as far as the answers tell; in order."""
        return tuple(self._questions())

    def _questions(self) -> Iterator[Question]:
        if self._near():
            yield "near"
        if not self._near() or self.answers.get("near") == OTHER:
            if len(self.offers.desks) > 1:
                yield "desk"
            yield "day"
            if len(self._halves("day")) > 1:
                yield "half"
            yield "time"
        if self.first is not None and len(self.options("second")) > 1:
            yield "second"
            if self.answers.get("second") == OTHER:
                yield "second_day"
                if len(self._halves("second_day")) > 1:
                    yield "second_half"
                yield "second_time"
        yield "check"

    def options(self, question: Question) -> tuple[str, ...]:
        """The answers to choose from: desk codes, ISO days, halves of a day, slots, and what is no time."""
        match question:
            case "near":
                return (*(slot.slot for slot in self._near()), OTHER)
            case "desk":
                return tuple(desk.desk for desk in self.offers.desks)
            case "day" | "second_day":
                return tuple(day.isoformat() for day in self._by_day(question))
            case "half" | "second_half":
                return self._halves("day" if question == "half" else "second_day")
            case "time":
                return tuple(slot.slot for slot in self._within("day", "half"))
            case "second_time":
                return tuple(slot.slot for slot in self._within("second_day", "second_half"))
            case "second":
                return self._second_options()
            case _:
                return ()

    # ---- moves ----------------------------------------------------------------------------------------------

    def begin(self) -> Picking:
        """Stand on the first question."""
        return self._to(self.questions()[0])

    def _to(self, question: Question) -> Picking:
        """Stand on a question; a day that was wished for answers that of the day."""
        days = self.options("day") if question == "day" and not self.answered("day") else ()
        wished = days[:1] if self.wished == SOON else tuple(day for day in days if day == self.wished)
        answers: Mapping[Question, str] = {**self.answers, "day": wished[0]} if wished else self.answers
        return replace(self, answers=answers, here=question)

    def choose(self, answer: str) -> Picking:
        """Answer the question on screen; those after it are asked anew when it is another answer."""
        if answer not in self.options(self.here) or self.answers.get(self.here) == answer:
            return self
        asked = self.questions()
        kept = {
            question: self.answers[question] for question in asked[: asked.index(self.here)] if self.answered(question)
        }
        return replace(self, answers=kept | {self.here: answer})

    def answered(self, question: Question) -> bool:
        return self.answers.get(question) in self.options(question)

    @property
    def may_go_on(self) -> bool:
        return self.here == "check" or self.answered(self.here)

    def next(self) -> Picking:
        asked = self.questions()
        return self._to(asked[min(asked.index(self.here) + 1, len(asked) - 1)])

    def back(self) -> Picking | None:
        """The question before; None from the first one."""
        asked = self.questions()
        at = asked.index(self.here)
        return replace(self, here=asked[at - 1]) if at else None

    # ---- what was chosen ------------------------------------------------------------------------------------

    @property
    def desk(self) -> OfferedDesk | None:
        """The desk chosen, or the only one; that of the time that is near, when that was taken."""
        near = self.answers.get("near", "")
        if near and near != OTHER:
            return self._desk(self.near_desk)
        if len(self.offers.desks) == 1:
            return self.offers.desks[0]
        return self._desk(self.answers.get("desk", ""))

    @property
    def first(self) -> OfferedSlot | None:
        near = self.answers.get("near", OTHER)
        return self._slot(self.answers.get("time", "") if near == OTHER else near)

    @property
    def second(self) -> OfferedSlot | None:
        proposed = self.answers.get("second", "")
        return self._slot(self.answers.get("second_time", "") if proposed == OTHER else proposed)

    def wish(self) -> Wish | None:
        """What is asked for; None while no time is chosen."""
        if self.desk is None or self.first is None:
            return None
        return wish(self.desk, self.first, self.second)

    # ---- what is offered ------------------------------------------------------------------------------------

    def _desk(self, code: str) -> OfferedDesk | None:
        return next((desk for desk in self.offers.desks if desk.desk == code), None)

    def _slots(self) -> tuple[OfferedSlot, ...]:
        return tuple(slot for day in self.desk.days for slot in day.slots) if self.desk else ()

    def _slot(self, named: str) -> OfferedSlot | None:
        return next((slot for slot in self._slots() if slot.slot == named), None)

    def _near(self) -> tuple[OfferedSlot, ...]:
        desk = self._desk(self.near_desk)
        slots = (slot for day in desk.days for slot in day.slots) if desk else ()
        return tuple(sorted((slot for slot in slots if slot.starts_at in self.near), key=lambda slot: slot.starts_at))

    def _by_day(self, question: Question) -> Mapping[date, list[OfferedSlot]]:
        """The times of each day; the second choice is another time than the first."""
        taken = self.first.slot if question == "second_day" and self.first else ""
        days: dict[date, list[OfferedSlot]] = {}
        for slot in self._slots():
            if slot.slot != taken:
                days.setdefault(local(slot).date(), []).append(slot)
        return days

    def _on(self, question: Question) -> list[OfferedSlot]:
        """The times of the day that was chosen."""
        chosen = self.answers.get(question, "")
        return self._by_day(question).get(date.fromisoformat(chosen), []) if chosen else []

    def _halves(self, question: Question) -> tuple[str, ...]:
        return _halves(self._on(question))

    def _within(self, day: Question, half: Question) -> tuple[OfferedSlot, ...]:
        """The times of the chosen day in the chosen half, or in its only one."""
        halves = self._halves(day)
        return self.times_of(day, self.answers.get(half, "") if len(halves) > 1 else "".join(halves))

    def times_of(self, question: Question, half: str) -> tuple[OfferedSlot, ...]:
        """The times in that half of the day chosen."""
        return tuple(slot for slot in self._on(question) if half_of(slot) == half)

    def halves_of(self, question: Question, day: date) -> tuple[str, ...]:
        """In which halves of an offered day there are times."""
        return _halves(self._by_day(question).get(day, []))

    def _second_options(self) -> tuple[str, ...]:
        """None; the next time of the same day, the same time of another day; any other."""
        first = self.first
        others = [slot for slot in self._slots() if first is None or slot.slot != first.slot]
        if first is None or not others:
            return (NONE,)
        begins = local(first)
        after = [slot for slot in others if slot.starts_at > first.starts_at]
        same_day = [slot for slot in after if local(slot).date() == begins.date()]
        later = [slot for slot in after if local(slot).date() > begins.date() and local(slot).time() >= begins.time()]
        proposed = (*same_day[:1], *later[:1])
        more = (OTHER,) if len(others) > len(proposed) else ()
        return (NONE, *(slot.slot for slot in proposed), *more)


def _halves(slots: list[OfferedSlot]) -> tuple[str, ...]:
    there = {half_of(slot) for slot in slots}
    return tuple(half for half in (MORNING, AFTERNOON) if half in there)


def local(slot: OfferedSlot) -> datetime:
    return slot.starts_at.astimezone(HANOI)


def half_of(slot: OfferedSlot) -> str:
    return MORNING if local(slot).hour < NOON else AFTERNOON
