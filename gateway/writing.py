"""Threads that do for many at once what each would do alone: one commit, one fsync, one way to the server and back."""

from __future__ import annotations

import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from gateway.database import Connection, Where, Work, connect, transact
from kiosk.errors import DataError

_BATCH = 128

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

Together = Callable[[Connection, Sequence[_Item]], Sequence[_Result]]
"""Does nothing but SQL, and gives each item's result in their order. It may be called again, with one item alone."""

_Job = tuple[Together[Any, Any], Any, "Future[Any]"]


class Batches:
    """A thread with a connection of its own; jobs that wait are done together. Each statement stands for itself.

    What shares its ``together`` is handed to it in one call.
    """

    def __init__(self, where: Where, name: str) -> None:
        self._connection = connect(where)
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit_to(self, together: Together[_Item, _Result], item: _Item) -> Future[_Result]:
        future: Future[_Result] = Future()
        self._jobs.put((together, item, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, then close."""
        self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch: list[_Job] = [first]
            ended = False
            with contextlib.suppress(queue.Empty):
                while len(batch) < _BATCH and not ended:
                    job = self._jobs.get_nowait()
                    if job is None:
                        ended = True
                    else:
                        batch.append(job)
            self._settle(batch)
            if ended:
                return

    def _settle(self, waiting: list[_Job]) -> None:
        batch = [job for job in waiting if job[2].set_running_or_notify_cancel()]  # whoever waited may have gone
        try:
            done = self._do(batch)
        except (sqlite3.Error, OSError, DataError) as error:
            for _, _, future in batch:
                future.set_exception(error)
            return
        for (_, _, future), outcome in zip(batch, done, strict=True):
            if isinstance(outcome, _Failed):
                future.set_exception(outcome.error)
            else:
                future.set_result(outcome)

    def _do(self, batch: list[_Job]) -> list[object]:
        return _all(self._connection, batch)


class Writer(Batches):
    """The thread through which all writes of this process go: a batch is one transaction.

    A job that fails is undone alone. A future is done only when its job is on the disk.
    """

    def __init__(self, where: Where) -> None:
        super().__init__(where, "gateway-writer")

    def submit(self, work: Work[_Result]) -> Future[_Result]:
        future: Future[_Result] = self.submit_to(_each, work)
        return future

    def _do(self, batch: list[_Job]) -> list[object]:
        """What each came to. A batch in which one fails is undone and done again, each job within a savepoint.

        Nearly all batches have none, and on a server two statements less a job are a third of its way there and back.
        """
        with contextlib.suppress(Exception):
            return transact(self._connection, lambda connection: _all(connection, batch))
        return transact(self._connection, lambda connection: [_attempt(connection, job) for job in batch])


def _all(connection: Connection, batch: Iterable[_Job]) -> list[object]:
    kinds: dict[Together[Any, Any], list[tuple[int, object]]] = {}
    for number, (together, item, _) in enumerate(batch):
        kinds.setdefault(together, []).append((number, item))
    done: dict[int, object] = {}
    for together, numbered in kinds.items():
        results = together(connection, [item for _, item in numbered])
        done |= {number: result for (number, _), result in zip(numbered, results, strict=True)}
    return [done[number] for number in sorted(done)]


def _each(connection: Connection, works: Sequence[Work[Any]]) -> list[Any]:
    return [work(connection) for work in works]


class _Failed:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _attempt(connection: Connection, job: _Job) -> object:
    together, item, _ = job
    connection.execute("SAVEPOINT job")
    try:
        (result,) = together(connection, [item])
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to that job's future
        connection.execute("ROLLBACK TO job")
        return _Failed(error)
    finally:
        connection.execute("RELEASE job")
    return result
