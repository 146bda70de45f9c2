"""What the catalogue's row says against beginning a procedure: it is over, or changed since its guide was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kiosk.catalogue.model import Procedure
    from kiosk.procedures.model import Guide

Matter = Literal["suspended", "expired", "replaced", "expires", "changed"]


@dataclass(frozen=True, slots=True)
class Remark:
    """``day`` is when it ends, or when the row changed; ``successor`` the code of the procedure to do instead."""

    matter: Matter
    day: date | None = None
    successor: str = ""


def remarks_on(guide: Guide, procedure: Procedure, today: date) -> tuple[Remark, ...]:
    """Everything to be said before a resident begins; it warns, and nothing here forbids."""
    return tuple(remark for remark in (_over(procedure, today), _changed(guide, procedure)) if remark is not None)


def _over(procedure: Procedure, today: date) -> Remark | None:
    ends = procedure.expires_on
    match procedure.state:
        case "suspended" | "expired" | "replaced":
            return Remark(procedure.state, ends, procedure.successor)
        case _ if ends is not None:
            return Remark("expired" if ends < today else "expires", ends, procedure.successor)
        case _ if procedure.successor:
            return Remark("replaced", None, procedure.successor)
    return None


def _changed(guide: Guide, procedure: Procedure) -> Remark | None:
    """A guide was checked on a day; a row that the portal changed later may say something else."""
    checked, updated = guide.checked_on, procedure.updated_at
    if checked is None or updated is None or updated.date() <= checked:
        return None
    return Remark("changed", updated.date())
