"""One resident's time at the machine: what was begun for one is not shown to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.jobs import Jobs, Line

T = TypeVar("T")


class Sitting:
    """Runs jobs for whoever sits here now; when they have left meanwhile, nobody hears of a job's end."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._number = 0

    def end(self) -> None:
        """The resident has left."""
        self._number += 1

    def run(
        self,
        line: Line,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """As `Jobs.run`, for this resident alone."""
        number = self._number

        def finished(result: T) -> None:
            if number == self._number:
                done(result)

        def broke(error: Exception) -> None:
            if failed is not None and number == self._number:
                failed(error)

        self._jobs.run(line, work, finished, broke)
