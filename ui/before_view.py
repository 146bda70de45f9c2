"""«Trước khi bắt đầu»: the facts of a procedure, after what the catalogue says against beginning it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.catalogue.generic_words import everyday
from kiosk.phrases import say
from ui.viewmodels.home import BeforeProps
from ui.viewmodels.rows import FactRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kiosk.catalogue.remarks import Remark
    from kiosk.library import Opened
    from kiosk.procedures.model import Guide


def derive(
    procedure: Opened, names: Mapping[str, str], today: date, due: str = ""
) -> tuple[BeforeProps, tuple[FactRow, ...]]:
    """What the screen shows; ``names`` are the procedures that this kiosk can open instead.

    ``due`` says when the result can be had, as far as that can be known before anything is answered.
    """
    guide = procedure.guide
    successor = next((remark.successor for remark in procedure.remarks if remark.successor in names), "")
    minutes = say("walk.minutes" if guide.kind == "walkthrough" else "ui.minutes", minutes=str(guide.minutes))
    props = BeforeProps(guide.name, guide.result, minutes, successor, everyday(names.get(successor, "")))
    facts = [
        FactRow(fact.title, fact.text, fact.icon or "info", say("ui.unsure") if fact.unsure else "")
        for fact in guide.before
    ]
    return props, (*_warnings(procedure, names, today), *_dated(facts, due), *_source(guide))


def _dated(facts: list[FactRow], due: str) -> list[FactRow]:
    """The day goes before how long it takes; on a card of its own where several times are told."""
    if not due or any(due in fact.text for fact in facts):
        return facts
    times = [at for at, fact in enumerate(facts) if fact.icon == "clock"]
    if len(times) == 1:
        time = facts[times[0]]
        dated = replace(time, text=f"{due} {time.text[:1].upper()}{time.text[1:]}")
        return [*facts[: times[0]], dated, *facts[times[0] + 1 :]]
    at = times[0] if times else len(facts)
    doubt = facts[at].note if times else ""  # the day is no surer than the times it is reckoned from
    return [*facts[:at], FactRow(say("due.title"), due, "calendar-check", doubt), *facts[at:]]


def _warnings(procedure: Opened, names: Mapping[str, str], today: date) -> list[FactRow]:
    guide = procedure.guide
    told = [
        _in_words(remark, names) for remark in procedure.remarks if procedure.authored or remark.matter == "expires"
    ]
    if guide.effective_to is not None and today > guide.effective_to:
        told.append(say("ui.guide_old"))
    return [FactRow("", text, "warning") for text in told]


def _in_words(remark: Remark, names: Mapping[str, str]) -> str:
    """A guide made of the row says by itself that the procedure is over; of an authored one it is said here."""
    day = f"{remark.day:%d/%m/%Y}" if remark.day else ""
    sentence = say(f"remark.{remark.matter}", day=day)
    name = everyday(names.get(remark.successor, remark.successor))
    return f"{sentence} {say('remark.successor', name=name)}" if remark.successor else sentence


def _source(guide: Guide) -> tuple[FactRow, ...]:
    source = next(iter(guide.sources.values()), None)
    if source is None:
        return ()
    return (FactRow("", say("ui.source", title=source.title, date=f"{source.checked_on:%d/%m/%Y}"), "book-open"),)
