"""The answers laid out like the paper they become, line by line, and what comes with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kiosk.procedures import words
from kiosk.procedures.conditions import Gap, facts_of, missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.procedures.flow import Flow
    from kiosk.procedures.model import Document, Kind, ReviewLine, Step

Given = Literal["filled", "photographed", "none", "unknown", "skipped", "unasked", "later", "shown"]


@dataclass(frozen=True)
class Line:
    """One line of the paper. ``key`` is the step that «Sửa» goes to.

    ``missing`` is "none", "unknown" or "skipped" for the three other answers, "unasked" while there is no answer.
    ``kind`` lets a screen mask numbers.
    """

    label: str
    text: str = field(repr=False)
    key: str
    missing: str = ""
    kind: Kind = "text"
    question: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paper:
    """A document of this case and what became of it here. ``key`` is the step that «Sửa» goes to, "" when none does.

    ``given`` is "filled" for the form that the answers fill, "photographed" with ``pages``, one of the three other
    answers, "unasked" while there is none, "later" where its pages were not asked for, "shown" when an officer only
    looks at it.
    """

    label: str
    given: Given
    key: str = ""
    pages: int = 0


def papers(flow: Flow) -> Iterator[Paper]:
    """List the form and the documents of this case, those that are only shown last."""
    if flow.guide.form:
        yield Paper(flow.guide.form, "filled")
    needed = flow.documents()
    yield from (_paper(flow, document) for document in needed if document.purpose == "submit")
    yield from (Paper(document.label, "shown") for document in needed if document.purpose == "show")


def _paper(flow: Flow, document: Document) -> Paper:
    asked = next((key for key in flow.keys if _asks_for(flow.step_of(key), document)), "")
    if asked not in flow.by_key:
        return Paper(document.label, "later", _decides(flow, asked, document))
    answer = flow.look(asked)
    if isinstance(answer, list) and answer:
        return Paper(document.label, "photographed", asked, len(answer))
    match missing(answer):
        case "none" | "unknown" | "skipped" as lack:
            return Paper(document.label, lack, asked)
        case _:
            return Paper(document.label, "unasked", asked)


def _asks_for(step: Step | None, document: Document) -> bool:
    return step is not None and step.document == document.key


def _decides(flow: Flow, asked: str, document: Document) -> str:
    """The shown step in which the document can be ticked, so that its pages are asked for."""
    step = flow.step_of(asked)
    facts = facts_of(step.when) if step else ()
    ticks = (flow.by_key[key] for key in facts if key in flow.by_key)
    return next((each.key for each in ticks if any(option.key == document.key for option in each.step.options)), "")


def sections(flow: Flow) -> tuple[Section, ...]:
    """Return the paper with every line that applies to this case."""
    laid_out = (
        Section(section.title, tuple(line for each in section.lines for line in _lines(flow, each)))
        for section in flow.guide.review
    )
    return tuple(section for section in laid_out if section.lines)


def _lines(flow: Flow, line: ReviewLine) -> Iterator[Line]:
    if flow.holds(line.when) is False:
        return
    for group in _groups(flow):
        if any(key.startswith(f"{group.key}.") for key in line.keys):
            yield from _item_lines(flow, line, group)
            return
    found = _line(flow, line.label, line.keys, line.style)
    if found:
        yield found
    elif line.text:
        yield Line(line.label, line.text, "")


def _groups(flow: Flow) -> list[Step]:
    return [shown.step for shown in flow.shown if shown.step.kind == "group"]


def _item_lines(flow: Flow, line: ReviewLine, group: Step) -> Iterator[Line]:
    """Repeat the line for each item; keys of the item are written "<group>.<field>"."""
    items = flow.values.get(group.key)
    for number, item in enumerate(items if isinstance(items, list) else (), start=1):
        keys = tuple(key.replace(f"{group.key}.", f"{group.key}.{item}.", 1) for key in line.keys)
        found = _line(flow, line.label.replace("{n}", str(number)), keys, line.style)
        if found:
            yield found


def _line(flow: Flow, label: str, keys: tuple[str, ...], style: str) -> Line | None:
    """Return the first answered of ``keys``, else the first that could be; None when none applies."""
    known = [(key, flow.look(key)) for key in keys]
    real = [(key, answer) for key, answer in known if not isinstance(answer, Gap)]
    real.sort(key=lambda pair: bool(missing(pair[1])))
    for key, answer in real:
        origin = flow.origin(key)
        shown = flow.by_key.get(origin)
        if shown is None:
            continue
        lack = missing(answer)
        text = "" if lack else as_text(shown.step, answer, flow, style)
        return Line(label, text, origin, lack, shown.step.kind, shown.label)
    ahead = next((flow.by_key[key] for key, answer in known if answer is Gap.UNASKED and key in flow.by_key), None)
    return Line(label, "", ahead.key, "unasked", ahead.step.kind, ahead.label) if ahead else None


def as_text(step: Step, answer: object, flow: Flow, style: str = "") -> str:
    """Return an answer as the paper has it, in Vietnamese."""
    match step.kind:
        case "date":
            iso = str(answer)
            figures = words.date_in_figures(iso)
            return f"{figures} ({words.date_in_words(iso)})" if style == "words" else figures
        case "money" | "number":
            number = answer if isinstance(answer, int) else 0
            return words.money(number) if step.kind == "money" else words.number_in_figures(number)
        case "yes_no":
            return "Có" if answer is True else "Không"
        case "one_of" | "search_one" | "several" | "notice":
            picked = answer if isinstance(answer, list) else [answer]
            return ", ".join(option.label for option in flow.options(step) if option.key in picked)
        case "address":
            return _place(answer, style) if isinstance(answer, dict) else ""
        case "group" | "pages":
            return str(len(answer)) if isinstance(answer, list) else ""
        case _:
            return str(answer)


def _place(address: Mapping[str, str], style: str) -> str:
    parts = [address.get(part, "") for part in ("details", "commune_name", "province_name")]
    return ", ".join(part for part in (parts[1:] if style == "place" else parts) if part)
