"""The lookup slip: what a resident takes away when a dossier is sealed. It names nobody and is no official receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.procedures.wizard import Wizard

HEADING = "PHIẾU TRA CỨU – KHÔNG THAY GIẤY TIẾP NHẬN"
PREPARED = "PHIẾU TRA CỨU PHẦN CHUẨN BỊ – CHƯA NỘP HỒ SƠ"


@dataclass(frozen=True)
class SlipDocument:
    """A document that went in, with the number of its photographed pages."""

    label: str
    pages: int


@dataclass(frozen=True)
class LookupSlip:
    """The slip's data. ``lookup_code`` is also what its QR says; there is no name, number, date of birth or address.

    ``receiver`` has not received yet: the slip never says more. ``to_show`` are the papers to bring for the officer.
    """

    heading: str
    demo: bool
    lookup_code: str
    procedure: str
    receiver: str
    office: str
    machine: str
    sealed_at: datetime
    documents: tuple[SlipDocument, ...]
    missing_documents: tuple[str, ...]
    to_show: tuple[str, ...]
    next_steps: tuple[str, ...]
    due: str = ""  # when the result can be had, in a sentence; "" where nothing is promised


def lookup_slip(
    wizard: Wizard, lookup_code: str, sealed_at: datetime, *, machine: str, demo: bool, due: str = ""
) -> LookupSlip:
    """Return the slip of a dossier that has just been sealed."""
    submit, show = wizard.documents()
    facts = wizard.facts()
    counts = {
        shown.step.document: len(pages)
        for shown in wizard.steps()
        if shown.step.document and isinstance(pages := facts.get(shown.key), list)
    }
    return LookupSlip(
        PREPARED if wizard.guide.channel == "prepare" else HEADING,
        demo,
        lookup_code,
        wizard.guide.name,
        wizard.receiver(),
        wizard.context.office.unit,
        machine,
        sealed_at,
        documents=tuple(SlipDocument(each.label, counts[each.key]) for each in submit if each.key in counts),
        missing_documents=tuple(each.label for each in submit if each.key not in counts),
        to_show=tuple(each.label for each in show),
        next_steps=wizard.guide.next_steps,
        due=due,
    )
