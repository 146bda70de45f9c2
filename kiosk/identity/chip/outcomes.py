"""What comes of a read: the card's data with the outcome of each check, or why the card is refused or was not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal, TypeAlias

from kiosk.identity.chip.dg13 import VietnameseData
from kiosk.identity.chip.files import FileFault
from kiosk.identity.chip.originality import Originality
from kiosk.identity.chip.passive import PassiveResult
from kiosk.identity.chip.photo import Photo
from kiosk.identity.chip.stopped import ReadFault
from kiosk.identity.mrz import Mrz

Access = Literal["pace_can", "pace_mrz", "bac"]


@dataclass(frozen=True)
class Checks:
    """What is believed after a read, and why; it holds nothing of the person, and is what a submission keeps."""

    at: datetime
    access: Access
    passive: PassiveResult
    active: Originality
    chip: Originality
    store_version: int | None
    """The version of the operator's list of authorities; None where there was none."""

    @property
    def copied(self) -> bool:
        """A card whose issuer gave it a key, and that could prove none."""
        found = {self.active, self.chip}
        return Originality.PROVEN not in found and bool(found & {Originality.FAILED, Originality.WITHHELD})


@dataclass(frozen=True)
class ChipRead:
    """A card that was read and not refused. ``missing`` says of wanted data groups why they are not here.

    The photograph is apart from the data: to be shown to its owner, and wiped.
    """

    mrz: Mrz | None
    details: VietnameseData | None
    checks: Checks
    missing: Mapping[int, FileFault]
    photo: Photo | None = None

    def __repr__(self) -> str:
        return f"ChipRead({self.checks.passive.outcome.value}, …)"


class Refusal(Enum):
    """Why a card's data are not handed on."""

    ALTERED = "altered"
    COPIED = "copied"
    FOREIGN = "foreign"  # signed by somebody who is not among the authorities of the operator's list


@dataclass(frozen=True)
class Refused:
    """A card that was read and is not believed; none of its data are here."""

    why: Refusal
    checks: Checks


@dataclass(frozen=True)
class NotRead:
    """Nothing was read."""

    fault: ReadFault


ChipOutcome: TypeAlias = ChipRead | Refused | NotRead
