"""What lies over the screen (a sheet, a question, the cover), and what its answers and the footer's buttons lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kiosk.phrases import say

if TYPE_CHECKING:
    from kiosk.outcomes import Found
    from ui.card_flow import CardFlow
    from ui.chip_flow import ChipFlow
    from ui.flow import Flow
    from ui.presence import Presence
    from ui.queue_flow import QueueFlow
    from ui.speaking import Speaking


class Overlays(QObject):
    """``name`` is the sheet that was opened, "" for none; what is `shown` can be another that is more urgent."""

    changed = Signal()

    def __init__(
        self, flow: Flow, presence: Presence, speaking: Speaking, queue: QueueFlow, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._flow = flow
        self._presence = presence
        self._speaking = speaking
        self._queue = queue
        self.name = ""
        self.help_text = ""

    @property
    def holds_nothing(self) -> bool:
        """Nobody is in the middle of anything: help that was called for stays on an empty screen."""
        return self.name in {"", "called"}

    def open(self, name: str) -> None:
        self.name = name
        self.changed.emit()

    def forget(self) -> None:
        self.name = ""

    def shown(self, card: CardFlow, chip: ChipFlow) -> str:
        """What is on top: the cover, else what cannot wait for the sheet that is open."""
        if self._presence.covered:
            return "paused" if self._presence.paused else "cover"
        if self._flow.keeping.alike is not None:
            return "alike"
        if chip.stage:
            return "chip"
        if card.open:
            if self.name == "place_card":  # it was placed
                self.name = ""
            return "card"
        return self.name

    def footer(self, key: str) -> None:
        """A button of the footer was pressed."""
        match key:
            case "home":
                if self._flow.session is not None:
                    self.open("leave")
                else:
                    self._flow.leave()
            case "pause":
                self._presence.pause()
            case "read":
                self._speaking.press()
            case _:
                self.open(key)

    def answered(self, key: str) -> None:
        """A button of the sheet was pressed."""
        if key == "patient":
            self._presence.patient = not self._presence.patient
        elif key in {"alike:see", "alike:new"}:
            self._answer_alike(key)
        elif key.startswith("help:"):
            self.name = "called"
            self.help_text = say(key.replace(":", "."))
        else:
            self.name = ""
            self._presence.touch()
            if key == "leave":
                self._flow.leave()
            elif key == "queue":
                self._queue.open()
            elif key in {"read:all", "read:printed"}:
                self._speaking.start(entered=key == "read:all")
        self.changed.emit()

    def _answer_alike(self, key: str) -> None:
        """A dossier like this one is here already: look at it, with the draft kept, or seal this one too."""
        alike, desk = self._flow.keeping.alike, self._flow.desk
        if key == "alike:new":
            self._flow.keeping.seal(though_alike=True)
        elif alike is not None and desk is not None:
            self._flow.leave()
            self._flow.sitting.run("store", lambda: desk.state_of(alike.id, proved=False), self._see)

    def _see(self, found: Found | None) -> None:
        if found is not None:
            self._flow.found = found
            self._flow.go("track")
