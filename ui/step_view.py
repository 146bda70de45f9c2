"""What a step shows, derived purely from the session: the head, the field of its kind, and its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kiosk.catalogue.generic_words import everyday, plain
from kiosk.phrases import say, say_fault
from kiosk.procedures.answers import read as read_answer
from kiosk.procedures.model import Step
from kiosk.procedures.wizard import ShownStep
from kiosk.procedures.words import date_in_words
from ui.step_lists import lists_of
from ui.step_scene import StepScene, as_date, as_text
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
PREPARE = "prepare"
"""The channel of a guide that ends in a visit: what is sent is a preparation, no dossier."""

LEFT_OUT = 20
"""Characters of the official name beyond the everyday one that are worth a touch: «Thủ tục …» is not."""


def derive(scene: StepScene) -> tuple[StepProps, StepLists]:
    """The props and lists of the step the wizard stands on."""
    shown = scene.wizard.current()
    props = replace(_head(scene, shown), **_field(scene, shown))
    return props, lists_of(scene, shown)


def _head(scene: StepScene, shown: ShownStep) -> StepProps:
    step, place = shown.step, scene.wizard.progress()
    say_it = scene.language
    return StepProps(
        key=shown.key,
        page=page_of(step),
        procedure=scene.wizard.guide.name,
        official_name=_official_name(scene),
        preparing=scene.wizard.guide.channel == PREPARE,
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
        text=_text(step, shown.label),
        official=step.official,
        unsure=say("ui.unsure", say_it) if step.unsure else "",
        saved=say("ui.saved", say_it, code=scene.session.lookup_code) if scene.saved else "",
        appeared=_appeared(scene),
        primary=say(f"ui.{_onward(scene, step)}", say_it),
        primary_icon={"notice": "paper-plane-tilt", "exit": "house-line"}.get(step.kind, "arrow-right"),
        query=scene.query,
        card=bool(step.person) and step.kind == "national_number",
        faulty=any(fault.level == "fault" and fault.field == shown.key for fault in scene.faults),
        noted=bool(scene.faults),
        leads=step.kind == "exit",
        has_missing=bool(step.missing),
        exit_code=_exit_code(scene, step),
        exit_name=everyday(scene.names.get(step.exit.procedure, "")) if step.exit else "",
    )


def _official_name(scene: StepScene) -> str:
    """The whole name, where it says more than the everyday one by which the screens go."""
    guide = scene.wizard.guide
    return guide.official_name if len(guide.official_name) > len(guide.name) + LEFT_OUT else ""


def _text(step: Step, label: str) -> str:
    """What there is to read; of a document only what its name on the screen does not say."""
    return "" if step.kind == "pages" and plain(step.text) == plain(label) else step.text


def _onward(scene: StepScene, step: Step) -> str:
    """What the primary button of a step does: a preparation is sent, nothing is handed in by it."""
    if step.kind == "notice":
        return "send" if scene.wizard.guide.channel == PREPARE else "seal"
    return "home" if step.kind == "exit" else "next"


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
        typed = pending if pending is not None else as_text(answer)
        return {"value": typed, "hints": HINTS.get(step.kind, "text"), "masked": step.kind == "national_number"}
    if page == "number":
        number = answer if isinstance(answer, int) else step.minimum
        return {"number": number, "minimum": step.minimum, "maximum": step.maximum}
    if page == "date":
        return _date_field(scene, step, answer, pending)
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


def _date_field(scene: StepScene, step: Step, answer: object, pending: str | None) -> dict[str, Any]:
    """The cells, and under them the date in words as soon as they hold one, or what is wrong with it."""
    day, month, year = split_date(pending if pending is not None else as_text(answer))
    read = read_answer(step, as_date(pending)) if pending is not None else answer
    wrong = [fault for fault in scene.faults if fault.level == "fault"]
    told = " ".join(say_fault(fault, scene.language) for fault in wrong or scene.faults)
    read_back = told or (date_in_words(read) if isinstance(read, str) else "")
    return {"day": day, "month": month, "year": year, "partial": step.partial, "read_back": read_back}


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
