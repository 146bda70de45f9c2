"""Calls that may never come back, made on a thread of their own and given up in time: drivers that hang, hang alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MOST_LOST = 4


class GaveUp:
    """Instead of a result: none came in time, or too many calls before this one are still not back."""


GAVE_UP: Final = GaveUp()


class Patience:
    """Makes calls one after the other on a daemon thread, which never keeps the program from ending.

    A call that is given up keeps its thread; the next one gets another, up to a few. Once those come back they end.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._line: _Line | None = None
        self._lost: list[_Line] = []
        self._lock = threading.Lock()

    def call(self, work: Callable[[], T], seconds: float, late: Callable[[], object] = lambda: None) -> T | GaveUp:
        """Return what ``work`` returns, or GAVE_UP after ``seconds``; raises what ``work`` raises.

        ``late`` is done when a call that was given up comes back after all.
        """
        line = self._ready_line()
        if line is None:
            return GAVE_UP
        future: Future[T] = Future()
        line.add(work, future)
        try:
            return future.result(seconds)
        except TimeoutError:
            if future.done():  # the work raised one of its own
                raise
            self._lose(line, late)
            return GAVE_UP

    def start(self, work: Callable[[], object]) -> None:
        """Have it done and don't wait; what comes of it is nobody's business."""
        line = self._ready_line()
        if line is not None:
            line.add(work, Future())

    def close(self) -> None:
        """End the thread when its work is done; waits for nothing."""
        with self._lock:
            if self._line:
                self._line.end()
            self._line = None

    def _ready_line(self) -> _Line | None:
        with self._lock:
            self._lost = [line for line in self._lost if line.is_alive]
            if self._line is None and len(self._lost) < _MOST_LOST:
                self._line = _Line(self._name)
            return self._line

    def _lose(self, line: _Line, late: Callable[[], object]) -> None:
        with self._lock:
            line.add(late, Future())
            line.end()
            if self._line is line:
                self._lost.append(line)
                self._line = None


class _Line:
    """One thread and what it has still to do."""

    def __init__(self, name: str) -> None:
        self._work: SimpleQueue[tuple[Callable[[], object], Future[Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def add(self, work: Callable[[], object], future: Future[Any]) -> None:
        self._work.put((work, future))

    def end(self) -> None:
        self._work.put(None)

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            work, future = item
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001 - handed to who waits for it
                future.set_exception(error)
