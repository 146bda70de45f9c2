"""The dossier on screen as the outbox has it now: read again whenever the line has news."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.outcomes import Found
    from ui.flow import Flow

OVER = frozenset({"collected", "refused", "withdrawn", "stopped"})
"""States after which no news is waited for."""
_SHOWN_ON = frozenset({"sealed", "track"})


class FoundWatch:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    @property
    def waits(self) -> bool:
        """Whether somebody looks at a dossier of which there may be news."""
        found = self._flow.found
        return found is not None and self._flow.screen in _SHOWN_ON and found.item.state not in OVER

    def refresh(self) -> None:
        found, desk = self._flow.found, self._flow.desk
        if found is not None and desk is not None and self._flow.screen in _SHOWN_ON:
            self._flow.sitting.run("store", lambda: desk.state_of(found.item.id, proved=found.proved), self._refreshed)

    def _refreshed(self, found: Found | None) -> None:
        current = self._flow.found
        if found is not None and current is not None and found.item.id == current.item.id and found != current:
            self._flow.found = found
            self._flow.changed.emit()
