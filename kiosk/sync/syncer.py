"""The syncer: what is due goes to the gateway, what the gateway says comes back, each outcome one transaction.

`run_once` is called again and again by one network thread, which waits ``Report.next_in`` seconds between calls and is
woken early by whoever calls `wake`. A run lasts as long as files are on their way; meanwhile it goes on handing over
dossiers and asking for news. Every store call goes through ``submit``, which runs it in the store-writer thread.
"""

from __future__ import annotations

import contextlib
import threading
from random import SystemRandom
from typing import TYPE_CHECKING, TypeVar, assert_never

from kiosk.sync.agreeing import Agreement
from kiosk.sync.attempts import Arrived, Lacks, Replied, Stopped, Stuck
from kiosk.sync.booking_news import BookingNews
from kiosk.sync.courier_rounds import CourierRounds
from kiosk.sync.device_news import DeviceNews
from kiosk.sync.line import NOTE, Line, LineState, Waker
from kiosk.sync.outcomes import ItemRefused, LineDown, Updates
from kiosk.sync.report import Report, Tally
from kiosk.sync.sending import Sending, Submit
from kiosk.sync.settling import Policy, settle_attempt
from kiosk.sync.updates import CURSOR, settle_updates
from kiosk.sync.upkeep import Upkeep
from kiosk.sync.uploads import Uploads
from kiosk.sync.volume import Volume

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from kiosk.clock import Clock
    from kiosk.sync.attempts import Attempt
    from kiosk.sync.budget import Allowance
    from kiosk.sync.outcomes import Gateway
    from offline_cache.items import Item
    from offline_cache.store import Store

_T = TypeVar("_T")

_MOST_ITEMS = 50
_MOST_PAGES = 20
"""How much one run does at most, so that updates and deliveries take turns."""

_WINDOW = 200
_NEWEST = 50
"""Dossiers with files under way at most, the longest waiting first; beyond them only those that were sealed last."""


def at_once(call: Callable[[], _T], /) -> _T:
    """The `Submit` of a process with one thread."""
    return call()


class Syncer:
    """Lives in the network thread; ``line``, ``sending``, `wake` and `stop` may be used from any thread.

    ``changed`` is called in the network thread whenever an item or the line changed. ``lanes`` is how many files are
    brought at once: with 1 in the network thread itself, else on as many threads.
    """

    def __init__(
        self,
        store: Store,
        gateway: Gateway,
        clock: Clock,
        submit: Submit = at_once,
        *,
        policy: Policy | None = None,
        random: Random | None = None,
        changed: Callable[[], None] = lambda: None,
        lanes: int = 1,
        allowance: Allowance | None = None,
    ) -> None:
        self._outbox = store.outbox
        self._notes = store.notes
        self._gateway = gateway
        self._clock = clock
        self._submit = submit
        self._policy = policy or Policy()
        self._random = random or SystemRandom()
        self._changed = changed
        self._volume = Volume(store, gateway, clock, submit, allowance)
        self._uploads = Uploads(gateway, self._volume.budget, clock, lanes)
        self._sender = Sending(store, gateway, submit, self._uploads)
        self._bookings = BookingNews(store, gateway, clock, submit)
        self._devices = DeviceNews(store, gateway, clock, submit)
        self._courier = CourierRounds(store, gateway, clock, submit, self._policy)
        self._upkeep = Upkeep(store, clock, submit, self._policy)
        self._agreement = Agreement(store, gateway, clock, submit, self._policy)
        self._line_note = submit(lambda: store.notes.get(NOTE))
        self._line = Line(clock, self._random, self._line_note)
        self._at_rest = self._line.state
        self._next_pull = 0.0
        self._wakers: set[Waker] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._handing_over: frozenset[str] = frozenset()

    @property
    def line(self) -> LineState:
        return self._line.state

    @property
    def sending(self) -> frozenset[str]:
        """Items that are being handed over or whose files are on their way."""
        return self._handing_over | self._uploads.under_way

    def wake(self, by: Waker) -> None:
        """Make the next run, or the one under way, try everything at once; the caller also ends its wait."""
        with self._lock:
            self._wakers.add(by)
        self._uploads.wake()

    def stop(self) -> None:
        """End a run after the dossier that is being handed over and the pieces of files that are on their way."""
        self._stopping.set()
        self._uploads.stop()

    def run_once(self) -> Report:
        tally = Tally()
        try:
            self._run(tally)
        except BaseException:
            if self._line.state.kind == "sending":
                self._line.state = self._at_rest
            with contextlib.suppress(BaseException):
                self._uploads.halt()
            self._changed()
            raise
        self._tend(tally)
        return tally.report(
            self.line,
            0.0 if tally.more_to_carry and self._line.wait() == 0 else self._next_in(),
            tuple(self._volume.held),
            self._volume.frees_at(),
        )

    def _run(self, tally: Tally) -> None:
        """Rounds until nothing is due and no file is on its way, or the line is down."""
        self._next_pull = 0.0
        while True:
            self._upkeep.follow_clock()
            self._answer_wakers()
            if self._line.wait() > 0 or not self._round(tally):
                break
            self._volume.keep()
            if self._stopping.is_set() or not self._uploads.busy:
                break
            self._uploads.wait(max(1.0, self._next_pull - self._clock.monotonic()))
        self._uploads.halt()
        self._settle_brought(tally)
        if self._line.state.kind == "sending":
            self._came_up()
        if self._line.state.up and self._line.wait() == 0:
            self._courier.carry(tally, self._volume.budget, self._stopping)
        self._volume.keep()

    def _round(self, tally: Tally) -> bool:
        """Ask for news now and then, hand over what is due, put files in line; whether the line held."""
        asks = self._clock.monotonic() >= self._next_pull
        if asks:
            self._next_pull = self._clock.monotonic() + self._policy.poll.total_seconds()
            if not self._pull(tally):
                return False
        self._volume.free()
        answered = len(tally.answered)
        if not self._send_due(tally):
            return False
        if self._volume.hold(self._uploads):
            self._changed()
        if asks or len(tally.answered) > answered:
            if self._line.state.kind != "sending" or not self._uploads.busy:
                self._came_up()
            self._fetch_bookings(tally)
            self._devices.fetch()
            self._compare(tally)
            self._upkeep.keep_skew(self._gateway.skew())
            self._tend(tally)
        return True

    def _compare(self, tally: Tally) -> None:
        told = self._agreement.compare()
        if told:
            tally.needs_human += told
            self._changed()

    def _tend(self, tally: Tally) -> None:
        back = self._courier.take_up(self.sending)
        told = self._upkeep.look_after()
        purged = self._upkeep.purge()
        tally.needs_human += told
        tally.purged += purged
        tally.received += back
        for item_id in back:
            self._volume.let_go(item_id)
        if told or purged or back:
            self._changed()

    def _answer_wakers(self) -> None:
        with self._lock:
            wakers, self._wakers = self._wakers, set()
        for waker in wakers:
            self._line.wake(waker)
        if wakers:
            self._next_pull = 0.0
            self._submit(self._outbox.wake)

    def _pull(self, tally: Tally) -> bool:
        """Fetch updates, which also shows whether the line is up; whether sending may be tried."""
        for _ in range(_MOST_PAGES):
            cursor = self._submit(lambda: self._notes.get(CURSOR))
            pull = self._gateway.pull(cursor)
            match pull:
                case Updates():
                    if not self._uploads.busy:
                        self._came_up()
                    self._keep(pull, tally)
                    if not pull.more or pull.cursor == cursor:
                        return True
                case ItemRefused(problem=problem):
                    tally.refused = problem.kind
                    return True
                case LineDown(cause=cause):
                    if self._uploads.busy:  # whether the line is down, the files tell better: they may crowd it
                        tally.refused = cause
                        return True
                    # A fault in the gateway's updates alone must not keep dossiers from being sent.
                    if cause in {"server", "unproven"} and self._submit(lambda: self._outbox.due(self._clock.now(), 1)):
                        tally.refused = cause
                        return True
                    self._went_down(pull)
                    return False
                case _:
                    assert_never(pull)
        return True

    def _keep(self, page: Updates, tally: Tally) -> None:
        """Keep a page of updates and the cursor behind it in one transaction."""

        def keep() -> tuple[int, int]:
            settlements, strangers = settle_updates(page.updates, self._outbox.get)
            if settlements or page.cursor != self._notes.get(CURSOR):
                self._outbox.settle(settlements, {CURSOR: page.cursor})
            return len(settlements), strangers

        updates, strangers = self._submit(keep)
        tally.updates += updates
        tally.strangers += strangers
        if updates:
            self._changed()

    def _fetch_bookings(self, tally: Tally) -> None:
        """After dossiers; what goes wrong here is found by the next pull, and keeps nothing else from being sent."""
        tally.news += self._bookings.fetch(at_once=bool(tally.answered))
        if tally.news:
            self._changed()

    def _send_due(self, tally: Tally) -> bool:
        """Whether the line held."""
        for _ in range(_MOST_ITEMS):
            if not self._settle_brought(tally):
                return False
            item = None if self._stopping.is_set() else self._next_due()
            if item is None:
                break
            if not self._send(item, tally):
                return False
        return True

    def _next_due(self) -> Item | None:
        under_way = self._uploads.under_way
        if len(under_way) >= _WINDOW + _NEWEST:
            return None
        besides, newest = under_way | self._volume.held, len(under_way) >= _WINDOW
        due = self._submit(lambda: self._outbox.due(self._clock.now(), 1, besides, newest=newest))
        return due[0] if due else None

    def _send(self, item: Item, tally: Tally) -> bool:
        """Hand one item over, or put its files in line; whether the line held."""
        if self._line.state.kind != "sending":
            self._at_rest = self._line.state
        self._handing_over = frozenset({item.id})
        self._line.begin_sending()
        self._changed()
        self._uploads.make_way(way=True)
        try:
            attempt = self._sender.send(item)
            if isinstance(attempt, Lacks):
                self._uploads.bring(item.id, attempt.files)
                return True
            return self._conclude(item, attempt, tally)
        finally:
            self._uploads.make_way(way=False)
            self._handing_over = frozenset()
            self._changed()

    def _conclude(self, item: Item, attempt: Attempt, tally: Tally) -> bool:
        """Settle an attempt; whether the line held."""
        settlement = settle_attempt(item, attempt, self._clock.now(), self._policy, self._random)
        self._submit(lambda: self._outbox.settle([settlement]))
        match attempt:
            case Arrived():
                self._line.came_up("sending")
                tally.received.append(item.id)
            case Replied():
                self._line.came_up("sending")
                tally.answered.append(item.id)
            case Stuck():
                tally.needs_human.append(item.id)
            case Stopped(down=down, in_doubt=in_doubt, progressed=progressed):
                if in_doubt:
                    tally.in_doubt.append(item.id)
                self._went_down(down, progressed=progressed)
                return False
            case _:
                assert_never(attempt)
        return True

    def _settle_brought(self, tally: Tally) -> bool:
        """Settle items whose files failed, those whose files came are due; whether the line held."""
        held = True
        for brought in self._uploads.take_brought():
            item = self._submit(lambda item_id=brought.item_id: self._outbox.get(item_id))  # type: ignore[misc]  # its default
            if brought.failed is None or item is None:
                continue
            if isinstance(brought.failed, Stuck) or held:  # a line that is down counts once, for the first it failed
                held = self._conclude(item, brought.failed, tally) and held
                self._changed()
        return held

    def _came_up(self) -> None:
        before = self._line.state
        self._line.came_up()
        self._line_changed(before)

    def _went_down(self, down: LineDown, *, progressed: bool = False) -> None:
        before = self._line.state
        self._line.went_down(down, progressed=progressed)
        self._line_changed(before)

    def _line_changed(self, before: LineState) -> None:
        note = self._line.note()
        if note != self._line_note:
            self._line_note = note
            self._submit(lambda: self._notes.put(NOTE, note))
        if self._line.state != before:
            self._changed()

    def _next_in(self) -> float:
        """Seconds until the next run is worth it: the line's wait, else the first item due, else the next poll."""
        with self._lock:
            if self._wakers:
                return 0.0
        poll = self._policy.poll.total_seconds()
        if self._line.wait() > 0:
            return self._line.wait()
        due_at = self._submit(lambda: self._outbox.next_due(self._volume.held))
        return poll if due_at is None else min(poll, max(0.0, (due_at - self._clock.now()).total_seconds()))
