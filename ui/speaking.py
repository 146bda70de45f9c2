"""«Nghe đọc»: has what is on screen read aloud, and silenced as soon as something else is on screen."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from kiosk.devices.ports import DeviceStatus, Failed, Ready, Said, Saying, SpeechNews
from ui.spoken_view import READ, passages, private

if TYPE_CHECKING:
    from kiosk.devices.ports import Speaker
    from ui.jobs import Jobs
    from ui.presenter import Models

log = logging.getLogger("motcham.speech")

Listen = Literal["", "ready", "reading"]
"""What the footer has: no button, «Nghe đọc», or «Dừng đọc»."""


class Speaking(QObject):
    """Between the speaker and the screens. Nothing is read before it is asked for, and nothing entered unless it is."""

    changed = Signal()
    heard = Signal()  # something is being said: a sign that somebody is there
    asked = Signal(str)  # an overlay: whether what only the resident should hear is read too, or that there is no voice
    _told = Signal(int, object)

    def __init__(self, speaker: Speaker | None, jobs: Jobs, models: Models, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaker = speaker
        self._jobs = jobs
        self._models = models
        self._ready = False
        self._number = 0  # of the reading; news of an earlier one are late
        self._reading: tuple[str, bool, tuple[str, ...]] | None = None  # screen, with what was entered, passages
        self._told.connect(self._hear)  # emitted on the speaker's thread, so Qt queues it

    def listen_on(self, screen: str) -> Listen:
        """What the footer has on a screen."""
        if self._reading is not None:
            return "reading"
        return "ready" if self._ready and screen in READ else ""

    def look(self) -> None:
        """Look whether there is a voice, off the GUI thread: a loudspeaker may have been plugged in meanwhile."""
        if self._speaker is not None:
            self._jobs.run("device", self._speaker.status, self._looked)

    def _looked(self, status: DeviceStatus) -> None:
        if self._ready != (status == Ready()):
            self._ready = status == Ready()
            self.changed.emit()

    def press(self) -> None:
        """The footer's button."""
        if self._reading is not None:
            self.stop()
            return
        kind = private(self._models.shell.props.screen, self._models)
        if kind:
            self.asked.emit(f"read_{kind}")
        else:
            self.start(entered=False)

    def start(self, *, entered: bool) -> None:
        """Read the screen that is on."""
        screen = self._models.shell.props.screen
        texts = passages(screen, self._models, entered=entered)
        if self._speaker is None or not texts:
            return
        self._number += 1
        number = self._number
        self._reading = (screen, entered, texts)
        self._speaker.say(texts, lambda news: self._told.emit(number, news))
        self.changed.emit()

    def stop(self) -> None:
        """Be silent, and have the speaker forget what it was handed."""
        if self._speaker is not None:
            self._speaker.stop()
        if self._reading is not None:
            self._reading = None
            self.changed.emit()

    def end(self) -> None:
        """The session is over."""
        self.stop()
        self.look()

    def keep_to(self, overlay: str) -> None:
        """Called after everything is shown: what is not on screen any more is not read on."""
        if self._reading is None:
            return
        screen, entered, texts = self._reading
        here = self._models.shell.props.screen
        if overlay or here != screen or passages(here, self._models, entered=entered) != texts:
            self.stop()

    def _hear(self, number: int, news: SpeechNews) -> None:
        if number != self._number or self._reading is None:
            return
        self.heard.emit()
        match news:
            case Saying():
                pass
            case Said():
                self._reading = None
                self.changed.emit()
            case Failed(reason):
                log.warning("the voice does not work: %s", reason)
                self._reading, self._ready = None, False
                self.asked.emit("no_voice")
                self.look()

    def close(self) -> None:
        self._reading = None
        if self._speaker is not None:
            self._speaker.close()
