"""The files' own line: two or three at once, piece by piece, so that what is small is never stuck behind what is big.

A file is brought in turns of a few pieces. Who is next: the dossier that lacks the fewest bytes, and every third time
the one that has waited longest, so that small dossiers pass big ones and no stream of them ever stops a big one. With
one lane the turns are taken in the thread that waits; with more, on threads that end their pieces and nothing else:
they never touch the store.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from kiosk.sync.attempts import Stopped, Stuck
from kiosk.sync.budget import SMALL
from kiosk.sync.outcomes import Conflict, ItemRefused, Paused, UploadCut, Uploaded
from kiosk.sync.pieces import PieceSize

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.budget import Budget
    from kiosk.sync.outcomes import Uploader
    from offline_cache.sealed import SealedFile

TURN = 8
"""Pieces of one file in a row while another waits."""
_OLDEST_EVERY = 3
_NARROW_LANES = 2
_LONGEST_WAY = 30.0
"""Seconds a big file makes way at most for what is small, before its next piece."""


@dataclass(eq=False)
class _Load:
    """What one item still lacks at the gateway."""

    item_id: str
    number: int  # in the order of arrival
    left: int
    small: bool
    files: list[_File] = field(default_factory=list)  # waiting for their turn
    running: int = 0
    over: bool = False  # refused, cut or given up: nothing of it goes on


@dataclass(eq=False)
class _File:
    sealed: SealedFile
    load: _Load
    offset: int = 0


@dataclass(frozen=True)
class Brought:
    """Of one item: every file is there (``failed`` is None), or why not."""

    item_id: str
    failed: Stuck | Stopped | None = None


class Uploads:
    """For the network thread, unless a method says otherwise; the lanes are threads of its own."""

    def __init__(self, gateway: Uploader, budget: Budget, clock: Clock, lanes: int) -> None:
        self._gateway = gateway
        self._budget = budget
        self._clock = clock
        self._sizes = PieceSize()
        self._lanes = lanes
        self._pool = ThreadPoolExecutor(lanes, "motcham-files") if lanes > 1 else None
        self._changed = threading.Condition()
        self._loads: dict[str, _Load] = {}
        self._brought: list[Brought] = []
        self._running = 0
        self._turns = 0
        self._halted = False
        self._making_way = False
        self._woken = False
        self._broken: BaseException | None = None
        self._offsets: dict[str, int] = {}  # acknowledged bytes of files that are not whole yet
        self._there: set[str] = set()  # whole files of unfinished items, not to be asked about again

    @property
    def under_way(self) -> frozenset[str]:
        """Items whose files are being brought or wait for their turn."""
        with self._changed:
            return frozenset(self._loads)

    @property
    def busy(self) -> bool:
        """Whether a file is on its way or could be, or something came to an end that was not taken yet."""
        with self._changed:
            ended = bool(self._brought) or self._broken is not None
            return ended or self._running > 0 or self._next() is not None

    def lacking(self, files: tuple[SealedFile, ...]) -> tuple[SealedFile, ...]:
        """Those of the files that are not known to be at the gateway."""
        return tuple(file for file in files if file.id not in self._there)

    def forget(self, file_ids: tuple[str, ...]) -> None:
        """The gateway misses these, or nobody asks for them any more."""
        with self._changed:
            self._there.difference_update(file_ids)
            for file_id in file_ids:
                self._offsets.pop(file_id, None)

    def bring(self, item_id: str, files: tuple[SealedFile, ...]) -> None:
        """Put an item's files in line."""
        total = sum(file.size for file in files)
        with self._changed:
            left = total - sum(self._offsets.get(file.id, 0) for file in files)
            load = _Load(item_id, self._turns, left, total <= SMALL)
            load.files = [_File(file, load, self._offsets.get(file.id, 0)) for file in files]
            self._loads[item_id] = load
            self._halted = False
        self._start()

    def wait(self, seconds: float) -> None:
        """Until a file came or failed, somebody woke us, or time is up; with one lane, the work itself: one turn."""
        if self._pool is None:
            job = self._take()
            if job is not None:
                self._carry(job)
        else:
            self._start()  # an hour may have begun that has room again
            with self._changed:
                self._changed.wait_for(
                    lambda: self._brought or self._broken or self._woken or not self._running, seconds
                )
                self._woken = False
        self._raise_what_broke()

    def take_brought(self) -> tuple[Brought, ...]:
        """What came to an end since the last time."""
        with self._changed:
            brought, self._brought = tuple(self._brought), []
            return brought

    def halt(self) -> None:
        """The line is down, or the run ends: pieces under way end, nothing begins, and what waited is given up."""
        with self._changed:
            self._halted = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._running)
            self._give_up()
        self._raise_what_broke()

    def hold_back(self) -> tuple[tuple[str, bool], ...]:
        """Give up what the budget has no room for: the items, and whether they count as small."""
        with self._changed:
            if self._halted or self._running or self._next() is not None:
                return ()
            held = tuple((load.item_id, load.small) for load in self._loads.values())
            self._give_up()
            return held

    def wake(self) -> None:
        """End a wait; for any thread."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Begin no more pieces; for any thread."""
        with self._changed:
            self._halted = True
            self._woken = True
            self._changed.notify_all()

    def make_way(self, *, way: bool) -> None:
        """While a dossier is handed over it has a slow line for itself, but for the pieces under way."""
        with self._changed:
            self._making_way = way
            self._changed.notify_all()

    def _raise_what_broke(self) -> None:
        with self._changed:
            broken, self._broken = self._broken, None
            if broken is not None:
                self._give_up()
        if broken is not None:
            raise broken

    def _give_up(self) -> None:
        for load in self._loads.values():
            load.over = True
        self._loads.clear()

    def _start(self) -> None:
        if self._pool is None:
            return
        for _ in range(self._lanes):
            job = self._take()
            if job is None:
                return
            self._pool.submit(self._run_lane, job)

    def _run_lane(self, job: _File | None) -> None:
        while job is not None:
            self._carry(job)
            job = self._take()

    def _take(self) -> _File | None:
        with self._changed:
            lanes = min(self._lanes, _NARROW_LANES) if self._sizes.narrow else self._lanes
            file = self._next() if self._running < lanes else None
            if file is not None:
                self._turns += 1
                self._running += 1
                file.load.running += 1
                file.load.files.remove(file)
            return file

    def _next(self) -> _File | None:
        """Whose turn it is."""
        if self._halted or self._broken is not None:
            return None
        room = {small: self._budget.has_room(small=small) for small in (True, False)}
        waiting = [load for load in self._loads.values() if load.files and not load.over and room[load.small]]
        if not waiting:
            return None
        if self._turns % _OLDEST_EVERY == _OLDEST_EVERY - 1:
            return min(waiting, key=lambda load: (load.number, load.item_id)).files[0]
        return min(waiting, key=lambda load: (load.left, load.number, load.item_id)).files[0]

    def _carry(self, file: _File) -> None:
        """One turn of one file."""
        turn = _Turn(self, file, self._sizes, self._budget, self._clock)
        try:
            upload = self._gateway.upload(file.sealed.id, file.sealed.path, file.sealed.sha256, turn)
        except OSError:  # The file cannot be read: whatever the network does becomes an outcome.
            self._ended(file, Stuck("lost"))
        except BaseException as error:  # noqa: BLE001 - raised again in the network thread
            with self._changed:
                self._broken = error
            self._ended(file, None)
        else:
            match upload:
                case Uploaded():
                    self._arrived(file)
                case Paused(offset=offset):
                    self._stands(file, offset)
                    self._ended(file, None, again=True)
                case UploadCut(offset=offset, down=down):
                    progressed = self._stands(file, offset)
                    self._ended(file, Stopped(down, progressed=progressed))
                case Conflict():
                    self._ended(file, Stuck("conflict"))
                case ItemRefused(problem=problem):
                    self._ended(file, Stuck(problem.kind))
                case _:
                    assert_never(upload)
        finally:
            turn.close()

    def _stands(self, file: _File, offset: int) -> bool:
        """Note how far the file is; whether that is further than before."""
        with self._changed:
            before = self._offsets.get(file.sealed.id, 0)
            self._offsets[file.sealed.id] = offset
            file.load.left -= offset - file.offset
            file.offset = offset
            return offset > before

    def _arrived(self, file: _File) -> None:
        self._stands(file, file.sealed.size)
        with self._changed:
            self._offsets.pop(file.sealed.id, None)
            self._there.add(file.sealed.id)
        self._ended(file, None)

    def _ended(self, file: _File, failed: Stuck | Stopped | None, *, again: bool = False) -> None:
        """The turn is over: the file waits for another, came whole, or failed with all its item's files."""
        with self._changed:
            load = file.load
            self._running -= 1
            load.running -= 1
            if again:
                load.files.append(file)
            is_whole = not (load.files or load.running or self._broken)
            if not load.over and (failed is not None or is_whole) and self._loads.get(load.item_id) is load:
                del self._loads[load.item_id]
                load.over = True
                self._brought.append(Brought(load.item_id, failed))
            if isinstance(failed, Stopped):
                self._halted = True
            self._changed.notify_all()

    def goes_on(self, load: _Load, pieces: int) -> bool:
        """Whether a turn goes on after so many pieces; on a slow line it waits for what is small. For the lanes."""
        with self._changed:
            if self._pool is not None and self._sizes.slow:
                self._changed.wait_for(lambda: self._may_pass(load) or self._halted, _LONGEST_WAY)
            if self._halted or load.over:
                return False
            other = self._next() if pieces else None
            if other is None or other.load is load:
                return True
            return pieces < TURN and other.load.left * 2 >= load.left

    def _may_pass(self, load: _Load) -> bool:
        """Whether neither a dossier is being handed over nor a smaller one's files are on their way."""
        small = not load.small and any(other.small and other.running for other in self._loads.values())
        return not (self._making_way or small)

    def moved(self, file: _File, size: int) -> None:
        """So many more bytes are acknowledged. For the lanes."""
        with self._changed:
            file.load.left -= size
            file.offset += size


class _Turn:
    """The `Pace` of one turn of one file."""

    def __init__(self, uploads: Uploads, file: _File, sizes: PieceSize, budget: Budget, clock: Clock) -> None:
        self._uploads = uploads
        self._file = file
        self._sizes = sizes
        self._budget = budget
        self._clock = clock
        self._pieces = 0
        self._reserved = 0
        self._began = 0.0

    def piece(self, left: int) -> int:
        """As much as the line carries in a few seconds and the budget has room for; 0 when the turn is over."""
        self.close()
        if not self._uploads.goes_on(self._file.load, self._pieces):
            return 0
        self._reserved = self._budget.reserve(min(left, self._sizes.next()), small=self._file.load.small)
        self._pieces += 1
        self._began = self._clock.monotonic()
        return self._reserved

    def arrived(self, size: int) -> None:
        self._sizes.took(size, self._clock.monotonic() - self._began)
        self._uploads.moved(self._file, size)

    def close(self) -> None:
        """What was set aside for the last piece is counted by now."""
        self._budget.release(self._reserved)
        self._reserved = 0
