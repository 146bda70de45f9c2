"""A card that was read, by whatever way: what a dossier may take over of it, and what is believed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.identity.card_qr import CardQr
    from kiosk.identity.chip.outcomes import ChipRead


@dataclass(frozen=True)
class ReadCard:
    """Fields that the card does not give are empty. ``born`` is a date answer; ``sex`` as a guide's options name it.

    ``record`` says how it was read and what each check found (``kiosk.identity.chip.belief``); nothing of the person.
    The address is the one of the day of issue, often older than July 2025.
    """

    number: str
    name: str
    born: str
    sex: str
    address: str
    record: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return "ReadCard(…)"  # nothing of a card may slip into a log or a traceback


def card_of_qr(qr: CardQr, at: datetime) -> ReadCard:
    """Whoever made the code could write into it what they liked: nothing was checked."""
    record = {"method": "card_qr", "at": at.isoformat(timespec="seconds"), "standing": "unchecked"}
    return ReadCard(qr.number, qr.name, qr.born, qr.sex, qr.address, record)


def card_of_chip(read: ChipRead, record: Mapping[str, str]) -> ReadCard:
    """The Vietnamese data where the card lets them be read, else its lines, whose names have no accents: left out."""
    details, mrz = read.details, read.mrz
    born = details.born if details and details.born[:4].isdigit() else ""
    return ReadCard(
        number=(details.number if details else "") or (mrz.number if mrz else ""),
        name=details.name if details else "",
        born=born or (mrz.born if mrz else ""),
        sex=str((details.sex if details else None) or (mrz.sex if mrz else "")),
        address=details.residence if details else "",
        record=record,
    )


def disagreements(one: ReadCard, other: ReadCard) -> tuple[str, ...]:
    """What two ways of reading say differently of a person, among number, name, born, sex; a warning, never a block."""
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in ("number", "name", "born", "sex")}
    return tuple(name for name, (mine, yours) in pairs.items() if mine and yours and _plain(mine) != _plain(yours))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
