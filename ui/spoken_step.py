"""What is read aloud of a question: its help, what is wrong, its choices; what was entered only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.phrases import say
from ui.spoken_rows import FEW, choices, chosen, facts, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ui.presenter import Models
    from ui.viewmodels.step import StepProps


def read_step(models: Models, entered: bool) -> Iterator[str]:
    step = models.step
    props = step.props
    yield from (props.label, props.help, props.why, props.text, props.unsure, props.appeared)
    yield from (say("speech.take_care", text=text) for text in (props.trouble, models.papers.props.trouble) if text)
    for fault in step.faults.rows:
        yield say("speech.take_care", text=joined(fault.title, fault.text))
    yield from facts(step.facts.rows)
    yield from (say("speech.to_bring", text=joined(row.title, row.text)) for row in step.shownOnly.rows)
    yield from _body(models, props)
    yield from (say("speech.or_else", text=row.text) for row in step.missing.rows)
    if entered:
        yield from _answers(models, props)
    elif props.page == "review":
        yield say("speech.review")


def _body(models: Models, props: StepProps) -> Iterator[str]:
    """What is to be done on a question of this kind."""
    options = models.step.options.rows
    match props.page:
        case "options":
            yield from choices(options)
        case "search":
            yield from choices(options[:FEW])
            yield say("speech.more", count=str(len(options) - FEW)) if len(options) > FEW else ""
        case "notice":
            if options:
                yield say("speech.optional")
                yield from choices(options)
        case "address":
            yield say("speech.address")
            yield from (say("speech.or_else", text=row.title) for row in models.address.shortcuts.rows)
        case "pages":
            yield say("speech.pages") if models.papers.props.camera else ""
        case "declaration":
            yield say("speech.declaration")
        case "group":
            yield props.add_text
        case _:
            pass


def _answers(models: Models, props: StepProps) -> Iterator[str]:
    """What was entered, as the screen shows it."""
    step, address = models.step, models.address.props
    match props.page:
        case "address":
            yield _entered(", ".join(part for part in (address.details, address.commune, address.province) if part))
        case "pages":
            yield models.papers.props.count_text
        case "group":
            yield from (joined(row.title, row.subtitle) for row in step.items.rows)
        case "review":
            for row in step.lines.rows:
                yield row.label if row.heading else say("speech.line", label=row.label, text=row.text)
        case "options" | "notice":
            yield from chosen(step.options.rows)
        case page:
            told = {"text": props.value, "number": str(props.number), "search": props.title, "date": props.read_back}
            yield _entered(told.get(page, "") if not (page == "date" and step.faults.rows) else "")
    yield from chosen(step.missing.rows)


def _entered(text: str) -> str:
    return say("speech.entered", text=text) if text.strip() else ""
