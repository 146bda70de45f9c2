"""What one attempt to send one item came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from kiosk.sync.booking import SignedAnswer
    from kiosk.sync.outcomes import LineDown
    from kiosk.sync.receipt import SignedReceipt
    from offline_cache.sealed import SealedFile


@dataclass(frozen=True)
class Arrived:
    """The gateway proved that it holds the dossier."""

    receipt: SignedReceipt


@dataclass(frozen=True)
class Replied:
    """The gateway answered the booking request, and proved it."""

    answer: SignedAnswer


@dataclass(frozen=True)
class Stuck:
    """The item needs a human; ``reason`` is a word, never a text."""

    reason: str


@dataclass(frozen=True)
class Stopped:
    """The line went down. ``in_doubt``: the item may have arrived. ``progressed``: some bytes of a file did."""

    down: LineDown
    in_doubt: bool = False
    progressed: bool = False


@dataclass(frozen=True)
class Lacks:
    """Nothing was tried yet: these files must be at the gateway first."""

    files: tuple[SealedFile, ...]


Attempt: TypeAlias = Arrived | Replied | Stuck | Stopped
