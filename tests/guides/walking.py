"""Walks a guide as a resident does: a persona's own answers where it has them, the guide's examples elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kiosk.procedures.context import Context, Office
from kiosk.procedures.guides import load_guide
from kiosk.procedures.model import Guide
from kiosk.procedures.wizard import ShownStep, Wizard, start

ASSETS = Path(__file__).resolve().parents[2] / "assets"
CONTEXT = Context(date(2026, 11, 24), Office("Phường Lê Chân", "Thành phố Hải Phòng", "11383", "31"))
UNKNOWN = {"missing": "unknown"}
NONE = {"missing": "none"}
SKIPPED = {"missing": "skipped"}
SILENT = {"info", "papers", "review", "fee", "exit"}
BAN_BO = {
    "province": "12",
    "commune": "03424",
    "province_name": "Tỉnh Lai Châu",
    "commune_name": "Xã Bản Bo",
    "details": "Bản Nà Luồng",
    "dataset": "thử",
}


@dataclass(frozen=True)
class Walk:
    """``seen`` are the screens in order; ``stopped_at`` is the exit that the way led to, "" when it led to the end."""

    wizard: Wizard
    seen: tuple[str, ...]
    stopped_at: str = ""

    def texts(self) -> dict[str, str]:
        """The paper's lines by section and label."""
        return {
            f"{section.title}/{line.label}": line.text for section in self.wizard.review() for line in section.lines
        }


@cache
def guide(code: str) -> Guide:
    path = ASSETS / "guides" / f"{code}.yaml"
    return load_guide(path.read_bytes(), path.name)


def walk(code: str, answers: Mapping[str, object], context: Context = CONTEXT) -> Walk:
    wizard, seen = start(guide(code), context), list[str]()
    while not wizard.at_end:
        here = wizard.current()
        if here.step.kind == "group" and not wizard.answers.get(here.key) and here.step.minimum:
            wizard = wizard.add_item(here.key)
            continue
        seen.append(here.key)
        if here.step.kind == "exit":
            return Walk(wizard, tuple(seen), here.key)
        wizard = _passed(wizard, here, answers)
    return Walk(wizard, tuple(seen))


def _passed(wizard: Wizard, here: ShownStep, answers: Mapping[str, object]) -> Wizard:
    if here.step.kind not in SILENT | {"group"}:
        given = wizard.answer(here.key, answers.get(here.key, here.step.example))
        assert not given.refused, (here.key, given.faults)
        wizard = given.wizard
    gone = wizard.advance()
    assert not gone.faults, (here.key, gone.faults)
    return gone.wizard
