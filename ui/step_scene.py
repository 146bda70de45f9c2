"""All that a step's picture depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.errors import Fault
    from kiosk.procedures.wizard import Wizard
    from kiosk.session import Session


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
    due: str = ""  # when the result can be had, for the steps that say it

    @property
    def wizard(self) -> Wizard:
        return self.session.wizard


def as_text(answer: object) -> str:
    """An answer as it stands in a text field; nothing for what is no text."""
    return "" if answer is None or isinstance(answer, dict | list | bool) else str(answer)


def as_date(cells: str) -> str:
    """The three cells "21/11/2026", "0/11/2026" or "0/0/2026" as a date is written."""
    parts = cells.split("/")
    while len(parts) > 1 and parts[0].strip("0") == "":
        parts = parts[1:]
    return "/".join(parts)
