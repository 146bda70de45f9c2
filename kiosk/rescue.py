"""Why a kiosk is in rescue, by a name for which there are words, and what mends it."""

from __future__ import annotations

from typing import Literal

from offline_cache.errors import NoRoomToUpdate, StoreDamaged, StoreError, StoreFull, StoreNewer, UpdateFailed

Cause = Literal["room", "newer", "damaged", "update", "store"]
_CAUSES: tuple[tuple[type[StoreError], Cause], ...] = (
    (NoRoomToUpdate, "room"),
    (StoreFull, "room"),
    (StoreNewer, "newer"),
    (StoreDamaged, "damaged"),
    (UpdateFailed, "update"),
)
MEND: dict[Cause, str] = {
    "room": "make room on the disk of the data folder, then start the kiosk again",
    "newer": "install the newer release again: docs/updates.md, «Rescue»",
    "damaged": "copy the data folder to another disk before anything else: docs/updates.md, «A damaged store»",
    "update": "go back to the release before: docs/updates.md, «Going back»",
    "store": "keep the data folder as it is: docs/updates.md, «Rescue»",
}


def cause_of(error: StoreError) -> Cause:
    return next((cause for kind, cause in _CAUSES if isinstance(error, kind)), "store")
