"""«Xuất ra USB»: what waits in this machine goes on a stick, from the screen of the queue; docs/courier.md.

It asks for no PIN: what is written is sealed to the gateway, neither the kiosk nor whoever holds the stick can open it,
the file names nobody, and nothing leaves the outbox by it. Whoever takes the stick away has bytes that say nothing.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kiosk.devices.ports import Sticks
from ui.usb_view import Broken, Export, Writing, Written, derive_usb

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.devices.ports import FileSource
    from ui.flow import Flow
    from ui.viewmodels.queue import ExportButton
    from ui.viewmodels.rows import FactRow


class UsbExport:
    """Looks at sticks and writes to one, both on the sticks' own thread: a bad one makes nobody else wait.

    An export goes on when whoever began it has left the screen; who comes back is told how it ended.
    """

    def __init__(self, flow: Flow, files: FileSource | None, config: Config, clock: Clock) -> None:
        self._flow = flow
        self._files = files
        self._config = config
        self._clock = clock
        self._sticks = Sticks()
        self._looking = False
        self._export: Export | None = None

    @property
    def writing(self) -> bool:
        return isinstance(self._export, Writing)

    def look(self) -> None:
        """See which sticks are in."""
        files = self._files
        if files is None or self._looking or self.writing:
            return
        self._looking = True
        self._flow.jobs.run(
            "stick", lambda: files.sticks(self._config.store_folder), self._looked, lambda _: self._looked(Sticks())
        )

    def press(self) -> None:
        files = self._files
        if files is None or self.writing:
            return
        self._export = Writing()
        self._flow.jobs.run(
            "stick",
            lambda: write_waiting(self._config, self._clock, files),
            self._ended,
            lambda _: self._ended(Broken()),
        )
        self._flow.changed.emit()

    def forget(self) -> None:
        """What was told is not for the next person; what is being written goes on."""
        if not self.writing:
            self._export = None

    def button(self, *, waits: bool) -> ExportButton:
        if self.writing:
            return "writing"
        return "ready" if waits and self._sticks.only else ""

    def row(self, *, waits: bool) -> FactRow | None:
        return derive_usb(self._sticks, self._export, waits=waits)

    def _looked(self, sticks: Sticks) -> None:
        self._looking = False
        if sticks != self._sticks:
            self._sticks = sticks
            self._flow.changed.emit()

    def _ended(self, export: Export) -> None:
        self._export = export
        self._flow.changed.emit()


def write_waiting(config: Config, clock: Clock, files: FileSource) -> Written:
    """On the sticks' thread. Raises ConfigError, StoreError.

    Which stick is in is looked at anew: under one that was pulled out lies a folder of the kiosk's own disk.
    """
    from kiosk.courier import export_to, open_sending  # noqa: PLC0415 - what seals and signs is not for the first frame
    from kiosk.sync.courier_export import Exported, NotExported  # noqa: PLC0415 - as above

    target = files.sticks(config.store_folder).only
    if target is None:
        return Written(NotExported("gone"))
    opened, folder = open_sending(config)
    with closing(opened) as reader:
        outcome = export_to(config, reader, clock, target, folder=folder)
    if not isinstance(outcome, Exported):
        return Written(outcome)
    try:
        return Written(outcome, sum(path.stat().st_size for path in outcome.files))
    except OSError:
        return Written(NotExported("gone"))
