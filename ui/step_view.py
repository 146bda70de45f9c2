"""What a step shows, derived purely from the session: the head, the field, the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kiosk.errors import Fault
from kiosk.identity.card_number import mask
from kiosk.lists import list_names
from kiosk.phrases import say, say_fault
from kiosk.procedures.answers import read as read_answer
from kiosk.procedures.model import Step
from kiosk.procedures.wizard import Line, ShownStep, Wizard
from kiosk.procedures.words import date_in_words, money
from kiosk.session import Session
from kiosk.text import fold
from ui.viewmodels.rows import ChoiceRow, FactRow, FaultRow, PlainRow, ReviewRow
from ui.viewmodels.step import StepLists, StepProps

PAGES: Mapping[str, str] = {
    "text": "text",
    "name": "text",
    "phone": "text",
    "email": "text",
    "national_number": "text",
    "money": "text",
    "number": "number",
    "date": "date",
    "yes_no": "options",
    "one_of": "options",
    "several": "options",
    "search_one": "search",
    "address": "address",
    "pages": "pages",
    "group": "group",
    "info": "reading",
    "exit": "reading",
    "papers": "papers",
    "review": "review",
    "fee": "fee",
    "declaration": "declaration",
    "notice": "notice",
}
HINTS = {
    "name": "name",
    "phone": "phone",
    "email": "email",
    "national_number": "digits",
    "money": "digits",
    "number": "digits",
}
STEPPER_MOST = 20


@dataclass(frozen=True)
class StepScene:
    """All that a step's picture depends on."""

    session: Session
    names: Mapping[str, str]  # procedures this kiosk has, by code
    faults: tuple[Fault, ...] = ()
    appeared: tuple[str, ...] = ()
    query: str = ""
    saved: bool = False
    language: str = "vi"

    @property
    def wizard(self) -> Wizard:
        return self.session.wizard


def derive(scene: StepScene) -> tuple[StepProps, StepLists]:
    """The props and lists of the step the wizard stands on."""
    shown = scene.wizard.current()
    step = shown.step
    props = replace(_head(scene, shown), **_field(scene, shown))
    lists = StepLists(
        options=_options(scene, shown),
        missing=_missing(scene, shown),
        faults=_faults(scene, shown),
        items=_items(scene, step),
        facts=_facts(scene, step),
        shown_only=_shown_only(scene, step),
        lines=_lines(scene) if step.kind == "review" else (),
    )
    return props, lists


def _head(scene: StepScene, shown: ShownStep) -> StepProps:
    step, place = shown.step, scene.wizard.progress()
    say_it = scene.language
    return StepProps(
        key=shown.key,
        page=page_of(step),
        procedure=scene.wizard.guide.name,
        progress=say(
            "ui.progress",
            say_it,
            part=str(place.part),
            parts=str(place.parts),
            title=place.part_title,
            question=str(place.question),
            questions=str(place.questions),
        ),
        part=place.part,
        parts=place.parts,
        label=shown.label,
        help=step.help,
        why=step.why,
        text=step.text,
        official=step.official,
        unsure=say("ui.unsure", say_it) if step.unsure else "",
        saved=say("ui.saved", say_it, code=scene.session.lookup_code) if scene.saved else "",
        appeared=_appeared(scene),
        primary=say(f"ui.{_onward(step)}", say_it),
        primary_icon={"seal": "paper-plane-tilt", "home": "house-line"}.get(_onward(step), "arrow-right"),
        query=scene.query,
        card=bool(step.person) and step.kind == "national_number",
        faulty=any(fault.level == "fault" and fault.field == shown.key for fault in scene.faults),
        noted=bool(scene.faults),
        leads=step.kind == "exit",
        exit_code=_exit_code(scene, step),
        exit_name=scene.names.get(step.exit.procedure, "") if step.exit else "",
    )


def _onward(step: Step) -> str:
    """What the primary button of a step does."""
    return {"notice": "seal", "exit": "home"}.get(step.kind, "next")


def page_of(step: Step) -> str:
    """Which body shows a step; a big number is typed, a small one counted."""
    if step.kind == "number" and not 0 < step.maximum <= STEPPER_MOST:
        return "text"
    return PAGES[step.kind]


def _exit_code(scene: StepScene, step: Step) -> str:
    code = step.exit.procedure if step.exit else ""
    return code if code in scene.names else ""


def _appeared(scene: StepScene) -> str:
    if not scene.appeared:
        return ""
    labels = {shown.key: shown.label for shown in scene.wizard.steps()}
    new = [f"«{labels[key]}»" for key in scene.appeared if key in labels]
    if len(new) > 2:  # noqa: PLR2004 - two are read at a glance
        listed = say("ui.and_more", scene.language, labels=", ".join(new[:2]), count=str(len(new) - 2))
    else:
        listed = ", ".join(new)
    return say("ui.appeared", scene.language, labels=listed) if new else ""


def _field(scene: StepScene, shown: ShownStep) -> dict[str, Any]:
    """The props that belong to the step's kind."""
    step, key = shown.step, shown.key
    answer = scene.wizard.answers.get(key)
    pending = scene.session.pending.get(key)
    page = page_of(step)
    if page == "text":
        typed = pending if pending is not None else _as_text(answer)
        return {"value": typed, "hints": HINTS.get(step.kind, "text"), "masked": step.kind == "national_number"}
    if page == "number":
        number = answer if isinstance(answer, int) else step.minimum
        return {"number": number, "minimum": step.minimum, "maximum": step.maximum}
    if page == "date":
        return _date_field(step, answer, pending)
    if page == "search":
        return {"title": _chosen_label(scene, shown, answer)}
    if page == "options":
        return {"many": step.kind == "several"}
    if page == "group":
        return {"add_text": say("ui.item_add", scene.language, item=step.item_label)}
    if page == "review":
        return {"title": scene.wizard.guide.review_title}
    if page == "declaration":
        return {"accepted": answer is True, "text": scene.wizard.guide.declaration}
    return {}


def _as_text(answer: object) -> str:
    return "" if answer is None or isinstance(answer, dict | list | bool) else str(answer)


def _date_field(step: Step, answer: object, pending: str | None) -> dict[str, Any]:
    """The cells, and the date in words as soon as they hold one: that is how a slip of the finger is noticed."""
    day, month, year = split_date(pending if pending is not None else _as_text(answer))
    read = read_answer(step, as_date(pending)) if pending is not None else answer
    read_back = date_in_words(read) if isinstance(read, str) else ""
    return {"day": day, "month": month, "year": year, "partial": step.partial, "read_back": read_back}


def as_date(cells: str) -> str:
    """The three cells "21/11/2026", "0/11/2026" or "0/0/2026" as a date is written."""
    parts = cells.split("/")
    while len(parts) > 1 and parts[0].strip("0") == "":
        parts = parts[1:]
    return "/".join(parts)


def split_date(text: str) -> tuple[int, int, int]:
    """Day, month and year of a date answer, or of what stands in the three cells ("21/11/2026"); 0 is empty."""
    if "/" in text:
        day, month, year = (int(part) if part.isdigit() else 0 for part in text.split("/"))
        return day, month, year
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    parts += [0] * (3 - len(parts))
    return parts[2], parts[1], parts[0]


def _chosen_label(scene: StepScene, shown: ShownStep, answer: object) -> str:
    return next((option.label for option in scene.wizard.options(shown.key) if option.key == answer), "")


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
    texts = (_as_text(answer) for key, answer in scene.wizard.answers.items() if key.startswith(prefix))
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
            money(line.amount) if line.amount is not None else say("ui.fee_desk", scene.language),
            "money",
            " ".join(part for part in (line.note, _doubt(scene, line.unsure)) if part),
        )
        for line in scene.wizard.fees()
    ]
    note = scene.wizard.guide.fee_note
    return (*lines, FactRow("", note, "info")) if note else tuple(lines)


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
    return tuple(rows)


def _line_text(scene: StepScene, line: Line) -> str:
    """What a line of the paper says; numbers are masked, and what is missing is said as it was answered."""
    if line.missing:
        return say(f"review.{line.missing}", scene.language)
    return mask(line.text) if line.kind in {"national_number", "phone"} else line.text
