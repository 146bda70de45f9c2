"""What the sheet about a card on the reader shows: a pure function of what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kiosk.identity.mrz_parts import PARTS, TypedParts
from kiosk.phrases import say
from ui.viewmodels.chip import ChipProps

Stage = Literal["", "key", "lines", "look", "reading", "trouble"]
Way = Literal["digits", "lines"]


@dataclass(frozen=True)
class Asking:
    """What is asked of whoever laid the card down.

    ``stage``: six digits are asked ("key"), the parts of the lines ("lines"), a photograph of them ("look"), the card
    is read, or was not ("trouble", with the words ``said``). ``way`` is what opens it now.
    """

    stage: Stage = ""
    digits: str = field(default="", repr=False)
    typed: TypedParts = field(default_factory=TypedParts)
    said: str = ""
    way: Way = "digits"
    lines_help: bool = False  # after trouble: the lines may open what the digits did not
    again_helps: bool = True
    working: bool = False


def derive(asking: Asking, *, camera: bool) -> ChipProps:
    match asking.stage:
        case "key":
            return ChipProps(stage="key", digits=asking.digits, title=say("chip.key.title"), text=say("chip.key.text"))
        case "lines":
            return _lines(asking.typed, camera=camera)
        case "look":
            text = asking.said or say("chip.look.text")
            return ChipProps(stage="look", title=say("chip.look.title"), text=text, working=asking.working)
        case "reading":
            return ChipProps(stage="reading", title=say("chip.reading.title"), text=asking.said)
        case "trouble":
            return ChipProps(
                stage="trouble",
                title=say("chip.trouble.title"),
                text=asking.said,
                lines=asking.lines_help,
                again=asking.again_helps,
            )
        case _:
            return ChipProps()


def _lines(typed: TypedParts, *, camera: bool) -> ChipProps:
    part = typed.part
    place = say(
        "chip.lines.place", at=str(typed.at + 1), of=str(len(PARTS)), where=say(f"chip.lines.{part.name}.where")
    )
    return ChipProps(
        stage="lines",
        digits=typed.text,
        title=say(f"chip.lines.{part.name}.title"),
        text=say("chip.lines.wrong") if typed.wrong else place,
        part=part.name,
        length=part.length,
        wrong=typed.wrong,
        can_go_on=typed.may_go_on,
        camera=camera and typed.at == 0,
    )
