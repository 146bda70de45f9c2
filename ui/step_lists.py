"""The lists a step shows, derived purely: choices, faults, items, documents, fees, the lines of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.identity.card_number import mask
from kiosk.lists import list_names
from kiosk.phrases import say, say_fault
from kiosk.procedures.words import money
from kiosk.text import fold
from ui.step_scene import StepScene, as_text
from ui.viewmodels.rows import ChoiceRow, FactRow, FaultRow, PlainRow, ReviewRow
from ui.viewmodels.step import StepLists

if TYPE_CHECKING:
    from kiosk.procedures.model import Step
    from kiosk.procedures.wizard import Line, Paper, ShownStep


def lists_of(scene: StepScene, shown: ShownStep) -> StepLists:
    """The lists of the step on screen; the most are empty."""
    step = shown.step
    return StepLists(
        options=_options(scene, shown),
        missing=_missing(scene, shown),
        faults=_faults(scene, shown),
        items=_items(scene, step),
        facts=_facts(scene, step),
        shown_only=_shown_only(scene, step),
        lines=_lines(scene) if step.kind == "review" else (),
    )


def _options(scene: StepScene, shown: ShownStep) -> tuple[ChoiceRow, ...]:
    step = shown.step
    answer = scene.wizard.answers.get(shown.key)
    if step.kind == "yes_no":
        pairs = (("yes", say("ui.yes", scene.language), True), ("no", say("ui.no", scene.language), False))
        return tuple(ChoiceRow(key, text, "", answer is value) for key, text, value in pairs)
    if step.kind == "notice":
        ticked = answer if isinstance(answer, list) else []
        return tuple(
            ChoiceRow(choice.key, choice.label, choice.help, choice.key in ticked)
            for choice in scene.wizard.guide.choices
        )
    if step.kind == "search_one":
        return _found(scene, shown, answer)
    ticked = answer if isinstance(answer, list) else [answer]
    return tuple(
        ChoiceRow(option.key, option.label, option.help, option.key in ticked)
        for option in scene.wizard.options(shown.key)
    )


def _found(scene: StepScene, shown: ShownStep, answer: object) -> tuple[ChoiceRow, ...]:
    """The options whose words begin with every word of the query; all of them while nothing is typed."""
    words = fold(scene.query).split()
    names = list_names(shown.step.list_name) if shown.step.list_name else {}
    return tuple(
        ChoiceRow(option.key, option.label, option.help, option.key == answer)
        for option in scene.wizard.options(shown.key)
        if _begins(words, names.get(option.key) or tuple(fold(option.label).split()))
    )


def _begins(words: list[str], names: tuple[str, ...]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in words)


def _missing(scene: StepScene, shown: ShownStep) -> tuple[ChoiceRow, ...]:
    answer = scene.wizard.answers.get(shown.key)
    given = answer.get("missing") if isinstance(answer, dict) else None
    return tuple(ChoiceRow(kind, say(f"ui.{kind}", scene.language), "", given == kind) for kind in shown.step.missing)


def _faults(scene: StepScene, shown: ShownStep) -> tuple[FaultRow, ...]:
    labels = {entry.key: entry.label for entry in scene.wizard.steps()}
    return tuple(
        FaultRow(
            fault.field,
            labels.get(fault.field, "") if fault.field != shown.key else "",
            say_fault(fault, scene.language),
            fault.level,
        )
        for fault in scene.faults
    )


def _items(scene: StepScene, step: Step) -> tuple[PlainRow, ...]:
    """The items of a repeated group, each by the first thing that was said of it."""
    items = scene.wizard.answers.get(step.key)
    if step.kind != "group" or not isinstance(items, list):
        return ()
    return tuple(
        PlainRow(item, _item_title(scene, step, number), _item_text(scene, f"{step.key}.{item}."))
        for number, item in enumerate(items, 1)
    )


def _item_title(scene: StepScene, step: Step, number: int) -> str:
    title = say("ui.item_title", scene.language, item=step.item_label, number=str(number))
    return title[:1].upper() + title[1:]


def _item_text(scene: StepScene, prefix: str) -> str:
    texts = (as_text(answer) for key, answer in scene.wizard.answers.items() if key.startswith(prefix))
    return next((text for text in texts if text), "")


def _facts(scene: StepScene, step: Step) -> tuple[FactRow, ...]:
    if step.kind == "papers":
        submit, _ = scene.wizard.documents()
        return tuple(
            FactRow(document.label, document.note, "camera", _doubt(scene, document.unsure)) for document in submit
        )
    if step.kind == "fee":
        return _fees(scene)
    if step.kind == "notice":
        return tuple(FactRow("", text, "") for text in scene.wizard.guide.notice)
    return ()


def _shown_only(scene: StepScene, step: Step) -> tuple[FactRow, ...]:
    if step.kind != "papers":
        return ()
    _, show = scene.wizard.documents()
    return tuple(FactRow(document.label, document.note, "eye", _doubt(scene, document.unsure)) for document in show)


def _fees(scene: StepScene) -> tuple[FactRow, ...]:
    lines = [
        FactRow(
            line.label,
            _amount(scene, line.amount),
            "money",
            " ".join(part for part in (line.note, _doubt(scene, line.unsure)) if part),
        )
        for line in scene.wizard.fees()
    ]
    if scene.due:
        lines.append(FactRow(say("due.title", scene.language), scene.due, "calendar-check"))
    note = scene.wizard.guide.fee_note
    return (*lines, FactRow("", note, "info")) if note else tuple(lines)


def _amount(scene: StepScene, amount: int | None) -> str:
    """A fee of nothing is one that its source calls free; what the source leaves open, an officer tells."""
    if amount is None:
        return say("ui.fee_desk", scene.language)
    return money(amount) if amount else say("ui.fee_free", scene.language)


def _doubt(scene: StepScene, unsure: bool) -> str:
    return say("ui.unsure", scene.language) if unsure else ""


def _lines(scene: StepScene) -> tuple[ReviewRow, ...]:
    rows: list[ReviewRow] = []
    for section in scene.wizard.review():
        rows.append(ReviewRow("", section.title, "", heading=True, missing=False))
        rows += [
            ReviewRow(line.key, line.label, _line_text(scene, line), heading=False, missing=bool(line.missing))
            for line in section.lines
        ]
    return (*rows, *_papers(scene))


def _papers(scene: StepScene) -> tuple[ReviewRow, ...]:
    """What comes with the paper: filled here, photographed here, or for the desk."""
    papers = scene.wizard.papers()
    rows = [
        ReviewRow(each.key, each.label, _given(scene, each), heading=False, missing=_lacks(each)) for each in papers
    ]
    return (
        (ReviewRow("", say("papers.heading", scene.language), "", heading=True, missing=False), *rows) if rows else ()
    )


def _given(scene: StepScene, paper: Paper) -> str:
    if paper.given in {"none", "unknown", "skipped", "unasked"}:
        return say(f"review.{paper.given}" if paper.given != "skipped" else "papers.skipped", scene.language)
    return say(f"papers.{paper.given}", scene.language, pages=str(paper.pages))


def _lacks(paper: Paper) -> bool:
    return paper.given not in {"filled", "photographed", "shown"}


def _line_text(scene: StepScene, line: Line) -> str:
    """What a line of the paper says; numbers are masked, and what is missing is said as it was answered."""
    if line.missing:
        return say(f"review.{line.missing}", scene.language)
    return mask(line.text) if line.kind in {"national_number", "phone"} else line.text
