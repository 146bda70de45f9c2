"""What a run of the syncer did, and how it is counted meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.sync.line import LineState


@dataclass(frozen=True)
class Report:
    """What one run did: ids of dossiers, ``refused`` why updates could not be fetched, ``next_in`` in seconds.

    ``held`` are dossiers whose files wait until ``frees_at``, since the volume allowed by then is used up.
    """

    line: LineState
    received: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    needs_human: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()
    updates: int = 0
    strangers: int = 0  # updates about dossiers this store does not know
    refused: str = ""
    next_in: float = 0.0
    answered: tuple[str, ...] = ()  # booking requests
    news: int = 0  # answers about bookings that were not known yet
    held: tuple[str, ...] = ()
    frees_at: datetime | None = None
    carried: tuple[str, ...] = ()  # dossiers of other kiosks that were brought over


@dataclass
class Tally:
    """A report in the making."""

    received: list[str] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    needs_human: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    purged: list[str] = field(default_factory=list)
    updates: int = 0
    news: int = 0
    strangers: int = 0
    refused: str = ""
    carried: list[str] = field(default_factory=list)
    more_to_carry: bool = False

    def report(
        self, line: LineState, next_in: float, held: tuple[str, ...] = (), frees_at: datetime | None = None
    ) -> Report:
        return Report(
            line,
            tuple(self.received),
            tuple(self.in_doubt),
            tuple(self.needs_human),
            tuple(self.purged),
            self.updates,
            self.strangers,
            self.refused,
            next_in,
            tuple(self.answered),
            self.news,
            held,
            frees_at,
            tuple(self.carried),
        )
