"""The line to the gateway: what the header chip says, and when the next try may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiosk.sync.backoff import LONGEST_RETRY_AFTER, wait_seconds

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from kiosk.clock import Clock
    from kiosk.sync.outcomes import LineCause, LineDown

LineKind: TypeAlias = Literal["offline", "captive", "gateway_down", "sending", "online"]
Waker: TypeAlias = Literal["network", "hand"]

NOTE = "line"


@dataclass(frozen=True)
class LineState:
    """For the header chip. ``cause`` names the failing step in a word: a `LineCause`, "untried", or ""."""

    kind: LineKind
    since: datetime
    cause: LineCause | Literal["", "untried"] = ""

    @property
    def up(self) -> bool:
        return self.kind in {"sending", "online"}


class Line:
    """Lives in the network thread. Waits are measured on the monotonic clock, and noted on the wall clock's."""

    def __init__(self, clock: Clock, random: Random, note: str) -> None:
        self._clock = clock
        self._random = random
        self._failures = 0
        self._wait_until = 0.0
        self._asked_to_wait = False
        self.state = LineState("offline", clock.now(), "untried")
        self._read(note)

    def wait(self) -> float:
        """Seconds until the next try may be; 0 is now."""
        return max(0.0, self._wait_until - self._clock.monotonic())

    def wake(self, by: Waker) -> None:
        """End the wait. A network that came up does not overrule a gateway that asked for patience; a hand does."""
        if by == "hand" or not self._asked_to_wait:
            self._wait_until = 0.0

    def begin_sending(self) -> None:
        self._turn("sending", "")

    def came_up(self, kind: Literal["online", "sending"] = "online") -> None:
        self._failures, self._wait_until, self._asked_to_wait = 0, 0.0, False
        self._turn(kind, "")

    def went_down(self, down: LineDown, *, progressed: bool = False) -> None:
        """Stop the line and wait. A try that brought some bytes over before it failed is the first failure again."""
        self._failures = 1 if progressed else self._failures + 1
        seconds = wait_seconds(self._failures, down.cause, down.retry_after, self._random)
        self._wait_until = self._clock.monotonic() + seconds
        self._asked_to_wait = down.retry_after is not None
        self._turn(_kind(down.cause), down.cause)

    def note(self) -> str:
        """The schedule to keep durably: failures so far, when the wait ends, whether it was asked for."""
        until = self._clock.now().timestamp() + self.wait() if self.wait() else 0.0
        return f"{self._failures} {until:.0f} {int(self._asked_to_wait)}"

    def _read(self, note: str) -> None:
        if not note:
            return
        failures, until, asked = note.split()
        self._failures, self._asked_to_wait = int(failures), asked == "1"
        left = float(until) - self._clock.now().timestamp()
        if left <= LONGEST_RETRY_AFTER:  # Longer than that was never agreed: the clock was stepped back meanwhile.
            self._wait_until = self._clock.monotonic() + max(0.0, left)

    def _turn(self, kind: LineKind, cause: LineCause | Literal[""]) -> None:
        if (kind, cause) != (self.state.kind, self.state.cause):
            self.state = LineState(kind, self._clock.now(), cause)


def _kind(cause: LineCause) -> LineKind:
    match cause:
        case "offline":
            return "offline"
        case "captive":
            return "captive"
        case _:
            return "gateway_down"
