"""The days that the office works, as the kiosk knows them now: read off the GUI thread, again each minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.office import office_of
from kiosk.procedures.context import Context
from kiosk.procedures.office_hours import is_open

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.config import Config
    from kiosk.procedures.deadline import VietnamCalendar
    from ui.jobs import Jobs

LOOK_MS = 60_000


class OfficeDays(QObject):
    """``context`` is None until the calendar was read first: the first frame does not wait for it.

    A calendar that was imported meanwhile counts from the next look. A dossier that was begun keeps the one it had.
    """

    changed = Signal()

    def __init__(self, config: Config, clock: Clock, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._config = config
        self._clock = clock
        self._jobs = jobs
        self._office = office_of(config)
        self._calendar: VietnamCalendar | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._timer.start()
        self.look()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Read the calendar; what is asked of the reader after this is shown with it."""
        self._jobs.run("reader", self._read, self._seen)

    def _read(self) -> VietnamCalendar:
        from kiosk.work_days import work_days  # noqa: PLC0415 - what checks signatures is imported late

        return work_days(self._config)

    def _seen(self, calendar: VietnamCalendar) -> None:
        if calendar != self._calendar:
            self._calendar = calendar
            self.changed.emit()

    @property
    def context(self) -> Context | None:
        """The office today."""
        if self._calendar is None:
            return None
        return Context(self._clock.now().date(), self._office, self._calendar)

    @property
    def closed_today(self) -> bool:
        """Whether the office does not work at all today."""
        context = self.context
        return context is not None and not context.calendar.is_working_day(context.today)

    @property
    def open_now(self) -> bool:
        """Whether the office is open; also while the calendar is not known."""
        context, hours = self.context, self._office.hours
        return context is None or hours is None or is_open(self._clock.now(), hours, context.calendar)
