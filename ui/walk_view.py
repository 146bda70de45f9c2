"""What a step of a walk-through shows, derived purely: a picture, what to do in order, a page, choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.phrases import say, say_fault
from ui.viewmodels.rows import ChoiceRow, WalkRow
from ui.viewmodels.walk import WalkProps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiosk.errors import Fault
    from kiosk.procedures.model import Step
    from kiosk.procedures.wizard import ShownStep, Wizard


def derive(
    wizard: Wizard, faults: tuple[Fault, ...], names: Mapping[str, str], *, last: bool
) -> tuple[WalkProps, tuple[WalkRow, ...], tuple[ChoiceRow, ...]]:
    """The props, what is read, and the choices; ``names`` are the procedures that can be opened here."""
    shown, place = wizard.current(), wizard.progress()
    step, link = shown.step, shown.step.link
    leave = step.exit.procedure if step.exit and step.exit.procedure in names else ""
    picture = (*step.picture, "", "", "")
    props = WalkProps(
        key=shown.key,
        procedure=wizard.guide.name,
        progress=say("walk.progress", title=place.part_title, part=str(place.part), parts=str(place.parts)),
        part=place.part,
        parts=place.parts,
        label=shown.label,
        help=step.help,
        trouble=" ".join(say_fault(fault) for fault in faults),
        icon=picture[0],
        inner=picture[1],
        badge=picture[2],
        link=link.url.removeprefix("https://") if link else "",
        link_label=link.label if link else "",
        link_unsure=say("walk.link_unsure") if link and link.unsure else "",
        exit_code=leave,
        primary=say("walk.done") if last or step.kind == "exit" else say("ui.next"),
        ends=last or step.kind == "exit",
    )
    return props, tuple(_blocks(step, names.get(leave, ""))), _choices(wizard, shown)


def _blocks(step: Step, leads_to: str) -> Iterator[WalkRow]:
    """What is read, from top to bottom."""
    if step.text:
        yield WalkRow("text", step.text)
    if step.link is not None:
        yield WalkRow("link", step.link.label)
    for number, point in enumerate(step.points, 1):
        yield WalkRow("point", point, str(number))
    if step.unsure:
        yield WalkRow("note", say("ui.unsure"))
    if leads_to:
        yield WalkRow("exit", leads_to)
    if step.kind == "exit":
        yield WalkRow("help", "")


def _choices(wizard: Wizard, shown: ShownStep) -> tuple[ChoiceRow, ...]:
    answer = wizard.answers.get(shown.key)
    if shown.step.kind == "yes_no":
        pairs = (("yes", say("ui.yes"), True), ("no", say("ui.no"), False))
        return tuple(ChoiceRow(key, text, "", answer is value) for key, text, value in pairs)
    return tuple(
        ChoiceRow(option.key, option.label, option.help, option.key == answer) for option in wizard.options(shown.key)
    )
