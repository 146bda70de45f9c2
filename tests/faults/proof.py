"""What a proof is: a fault done on purpose, so many times, and a count of what was promised, lost and doubled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.workshop import Workshop


@dataclass(frozen=True)
class Tally:
    """``acknowledged``: dossiers whose success screen was shown (or receipt given). ``told`` are further figures.

    ``wrong`` is whatever else went wrong, a sentence each; ``listed`` are lines for the page, one thing tried each.
    """

    rounds: int
    acknowledged: int
    lost: int = 0
    doubled: int = 0
    told: str = ""
    wrong: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.acknowledged > 0 and not (self.lost or self.doubled or self.wrong)


def able() -> str:
    """Nothing is missing here."""
    return ""


@dataclass(frozen=True)
class Fault:
    """``missing`` says why it cannot be done on this machine; ``at_least`` dossiers make a full proof.

    ``quick`` is how many rounds `make test` does; 0 where a test of its own does as much.
    """

    name: str
    what: str
    how: str
    rounds: int
    quick: int
    run: Callable[[Workshop, int], Tally]
    missing: Callable[[], str] = able
    at_least: int = 1
