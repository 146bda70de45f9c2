"""What a resident should know about the catalogue itself: only that it is old, and what that means for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.clock import HANOI
from kiosk.phrases import say

if TYPE_CHECKING:
    from kiosk.catalogue.freshness import Freshness


def notice(freshness: Freshness | None) -> str:
    """The sentence on Home; "" while the catalogue can be relied on, or nobody has looked yet."""
    if freshness is None:
        return ""
    from kiosk.catalogue.freshness import ExpiredSince, NoCatalogue, OldSince  # noqa: PLC0415 - not for the first frame

    match freshness:
        case OldSince(standing) | ExpiredSince(standing):
            return say("home.catalogue_old", day=f"{standing.imported_at.astimezone(HANOI):%d/%m/%Y}")
        case NoCatalogue(damaged) if damaged:
            return say("home.catalogue_damaged")
        case _:
            return ""
