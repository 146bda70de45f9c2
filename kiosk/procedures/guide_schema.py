"""The shape of a guide file: every key of every entry, read into the model; references are checked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from kiosk.procedures import model
from kiosk.procedures.condition_reading import read_condition, read_params
from kiosk.procedures.conditions import Always, Condition
from kiosk.procedures.deadline import LONGEST, Unit
from kiosk.procedures.guide_entry import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.procedures.guide_yaml import Faults

_KINDS: tuple[str, ...] = get_args(model.Kind)
_GUIDE_KINDS: tuple[str, ...] = get_args(model.GuideKind)
_MISSING: tuple[str, ...] = get_args(model.Missing)
_LEVELS = ("fault", "warn")
_STYLES = ("", "words", "place")
_COUNTED = ("number", "money")
_LENGTHS: Mapping[str, Unit] = {
    "working_days": "working_day",
    "working_hours": "working_hour",
    "days": "day",
    "months": "month",
    "years": "year",
}
_KEY_OF = {unit: key for key, unit in _LENGTHS.items()}
_LONG_AGO = date(1900, 1, 1)  # stands for a date that is faulty; such a guide never leaves the loader

T = TypeVar("T")


def read_guide(plain: dict[str, object], faults: Faults) -> model.Guide:
    """Read the whole file. The guide is only to be used when ``faults`` stay empty."""
    top = Entry(plain, (), faults)
    effective = top.entry("effective")
    kind = top.choice("kind", _GUIDE_KINDS) or "dossier"
    filed = kind == "dossier"
    declaration, notice = top.entry("declaration", needed=filed), top.entry("notice", needed=filed)
    guide = model.Guide(
        code=top.text("code", needed=True),
        version=top.text("version", needed=True),
        name=top.text("name", needed=True),
        official_name=top.text("official_name", needed=True),
        result=top.text("result", needed=True),
        minutes=top.whole("minutes", needed=True),
        effective_from=effective.day("from") if effective else None,
        effective_to=effective.day("to") if effective else None,
        checked_on=top.day("checked_on", needed=True) or _LONG_AGO,
        form=top.text("form", needed=filed),
        group=top.text("group", needed=True),
        search=top.texts("search", needed=True),
        sources={each.id: each for each in _named(top.named("sources"), _source)},
        before=_all(top.entries("before"), _fact),
        people=_named(top.named("people"), _person),
        parts=_all(top.entries("parts", needed=True), _part),
        derivations=_all(top.entries("derive"), _derivation),
        documents=_named(top.named("documents"), _document),
        fees=_all(top.entries("fees"), _fee),
        fee_note=top.text("fee_note"),
        deadlines=_all(top.entries("deadlines"), _deadline),
        receivers=_all(top.entries("receivers", needed=filed), _receiver),
        channel=top.text("channel", needed=filed),
        review_title=top.text("review_title", needed=filed),
        review=_all(top.entries("review", needed=filed), _section),
        declaration=declaration.text("text", needed=True) if declaration else "",
        declaration_version=declaration.text("version", needed=True) if declaration else "",
        notice=notice.texts("text", needed=True) if notice else (),
        notice_version=notice.text("version", needed=True) if notice else "",
        choices=_all(top.entries("choices"), _choice),
        next_steps=top.texts("next_steps"),
        kind=cast("model.GuideKind", kind),
    )
    for entry in (top, effective, declaration, notice):
        if entry:
            entry.end()
    return guide


def _all(entries: list[Entry], read: Callable[[Entry], T]) -> tuple[T, ...]:
    return tuple(_whole(entry, read) for entry in entries)


def _named(entries: list[tuple[str, Entry]], read: Callable[[str, Entry], T]) -> tuple[T, ...]:
    return tuple(_whole(entry, partial(read, name)) for name, entry in entries)


def _whole(entry: Entry, read: Callable[[Entry], T]) -> T:
    """Read an entry to its end."""
    value = read(entry)
    entry.end()
    return value


def _when(entry: Entry) -> Condition:
    return read_condition(entry.raw("when"), (*entry.path, "when"), entry.faults) if entry.has("when") else Always()


def _source(name: str, entry: Entry) -> model.Source:
    checked_on = entry.day("checked_on", needed=True) or _LONG_AGO
    return model.Source(name, entry.text("title", needed=True), checked_on, entry.text("url"))


def _fact(entry: Entry) -> model.Fact:
    return model.Fact(
        entry.text("title", needed=True),
        entry.text("text", needed=True),
        entry.text("source"),
        entry.yes("unsure"),
        entry.text("icon"),
    )


def _person(key: str, entry: Entry) -> model.Person:
    return model.Person(
        key,
        label=entry.text("label", needed=True),
        choice=entry.text("choice", needed=True),
        number=entry.text("number", needed=True),
        name=entry.text("name", needed=True),
        born=entry.text("born"),
        sex=entry.text("sex"),
        when=_when(entry),
    )


def _derivation(entry: Entry) -> model.Derivation:
    return model.Derivation(entry.text("key", needed=True), entry.text("copy", needed=True), _when(entry))


def _part(entry: Entry) -> model.Part:
    return model.Part(entry.text("title", needed=True), _all(entry.entries("steps", needed=True), _step))


def _step(entry: Entry) -> model.Step:
    kind = entry.choice("kind", _KINDS, needed=True)
    leave, link = entry.entry("exit"), entry.entry("link")
    return model.Step(
        key=entry.text("key", needed=True),
        kind=cast("model.Kind", kind),
        label=entry.text("label", needed=True),
        when=_when(entry),
        help=entry.text("help"),
        why=entry.text("why"),
        text=entry.text("text"),
        official=entry.text("official"),
        options=_all(entry.entries("options"), _option),
        list_name=entry.text("list_name"),
        checks=_all(entry.entries("checks"), _check),
        missing=cast("tuple[model.Missing, ...]", _each_of(entry, "missing", _MISSING)),
        minimum=entry.whole("minimum"),
        maximum=entry.whole("maximum"),
        partial=entry.yes("partial"),
        person=entry.text("person"),
        document=entry.text("document"),
        same_as=entry.texts("same_as"),
        item_steps=_all(entry.entries("item_steps"), _step),
        item_label=entry.text("item_label"),
        exit=_whole(leave, _exit) if leave else None,
        points=entry.texts("points"),
        picture=entry.texts("picture"),
        link=_whole(link, _link) if link else None,
        source=entry.text("source"),
        unsure=entry.yes("unsure"),
        example=_example(kind, entry.raw("example")),
    )


def _each_of(entry: Entry, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = entry.texts(key)
    for value in values:
        if value not in allowed:
            entry.fault(key, f"«{value}» is not one of: {', '.join(allowed)}")
    return tuple(value for value in values if value in allowed)


def _option(entry: Entry) -> model.Option:
    return model.Option(
        entry.text("key", needed=True),
        entry.text("label", needed=True),
        entry.text("help"),
        entry.yes("exclusive"),
        _when(entry),
    )


def _check(entry: Entry) -> model.Check:
    rule, others = entry.text("rule", needed=True), entry.texts("others")
    level = "warn" if entry.choice("level", _LEVELS) == "warn" else "fault"
    params = read_params(entry, {"rule", "others", "level"})
    return model.Check(rule, others, params, cast("model.Level", level))


def _exit(entry: Entry) -> model.Exit:
    return model.Exit(entry.text("procedure"), entry.yes("officer"))


def _link(entry: Entry) -> model.Link:
    return model.Link(entry.text("url", needed=True), entry.text("label", needed=True), entry.yes("unsure"))


def _example(kind: str, plain: object) -> object:
    """Return an example as an answer: dates and digits that YAML took for more than text are text again."""
    if isinstance(plain, date):
        return plain.isoformat()
    if isinstance(plain, list):
        return [_example(kind, item) for item in plain]
    if isinstance(plain, dict):
        return {key: _example(kind, item) for key, item in plain.items()}
    if isinstance(plain, int) and not isinstance(plain, bool) and kind not in _COUNTED:
        return str(plain)
    return plain


def _document(key: str, entry: Entry) -> model.Document:
    purpose = entry.choice("purpose", get_args(model.Purpose), needed=True)
    return model.Document(
        key,
        entry.text("label", needed=True),
        cast("model.Purpose", purpose),
        _when(entry),
        entry.text("note"),
        entry.text("component_code"),
        entry.text("source"),
        entry.yes("unsure"),
    )


def _fee(entry: Entry) -> model.Fee:
    return model.Fee(
        label=entry.text("label", needed=True),
        amount=_amount(entry),
        per=entry.text("per"),
        when=_when(entry),
        note=entry.text("note"),
        source=entry.text("source"),
        unsure=entry.yes("unsure"),
    )


def _amount(entry: Entry) -> int | None:
    if entry.has("amount"):
        return entry.whole("amount")
    if "amount" not in entry:
        entry.fault("", "«amount» is missing: đồng, or null when the province sets it")
    entry.raw("amount")
    return None


def _deadline(entry: Entry) -> model.Deadline:
    amount, unit = _length_of_time(entry)
    return model.Deadline(
        text=entry.text("text", needed=True),
        amount=amount,
        unit=unit,
        same_day_before=entry.whole("same_day_before"),
        when=_when(entry),
        source=entry.text("source"),
        unsure=entry.yes("unsure"),
    )


def _length_of_time(entry: Entry) -> tuple[int | None, Unit]:
    """Return the one length of time that a deadline has, in its unit; None where it is told at the desk."""
    told = [(entry.whole(key, needed=True), unit) for key, unit in _LENGTHS.items() if key in entry]
    at_desk = entry.yes("told_at_desk")
    if len(told) + at_desk != 1:
        entry.fault("", f"a deadline has exactly one of: {', '.join(_LENGTHS)}, told_at_desk")
        return None, "working_day"
    if at_desk:
        return None, "working_day"
    ((amount, unit),) = told
    if amount > LONGEST[unit]:
        entry.fault(_KEY_OF[unit], f"is longer than {LONGEST[unit]}")
    return amount, unit


def _receiver(entry: Entry) -> model.Receiver:
    return model.Receiver(entry.text("office", needed=True), entry.text("address"), _when(entry))


def _section(entry: Entry) -> model.ReviewSection:
    return model.ReviewSection(entry.text("title", needed=True), _all(entry.entries("lines", needed=True), _line))


def _line(entry: Entry) -> model.ReviewLine:
    style = entry.choice("style", _STYLES)
    keys, text = entry.texts("keys"), entry.text("text")
    if not keys and not text:
        entry.fault("", "a line has keys, a text, or both")
    return model.ReviewLine(entry.text("label", needed=True), keys, _when(entry), cast("model.Style", style), text)


def _choice(entry: Entry) -> model.Choice:
    return model.Choice(
        entry.text("key", needed=True),
        entry.text("label", needed=True),
        entry.text("version", needed=True),
        entry.text("help"),
    )
