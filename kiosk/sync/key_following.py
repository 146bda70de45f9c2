"""Follows the gateway's keys: asks for newer ones at the start, daily, and when an unknown key signed something."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from kiosk.sync.answers import Answer, NoAnswer
from kiosk.sync.key_trust import KeysRefused, KeysSame, KeysTaken, LastLook
from kiosk.sync.outcomes import LineDown

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.sync.answers import Line
    from kiosk.sync.key_trust import GatewayTrust
    from kiosk.sync.keys import GatewayKeys

DAY_S = 24 * 3600.0
log = logging.getLogger("motcham.keys")


@dataclass(frozen=True)
class NoKeysThere:
    """The gateway publishes no signed keys: it is from before there were any."""


_Told = KeysTaken | KeysSame | KeysRefused | NoKeysThere
KeysLook = _Told | LineDown


class KeyFollower:
    """Calls block; none raises for what the network or the gateway does. For any thread."""

    def __init__(self, line: Line, trust: GatewayTrust, clock: Clock) -> None:
        self._line = line
        self._trust = trust
        self._clock = clock
        self._due = clock.monotonic()

    def known(self) -> GatewayKeys:
        """The keys that count, without asking."""
        return self._trust.keys()

    def offered(self, document: bytes) -> bool:
        """Whether a document that came some other way is taken; any other answer is let pass."""
        taken = self._trust.take(document)
        if not isinstance(taken, KeysTaken):
            return False
        self._kept(taken)
        return True

    def proving(self, kid: str) -> GatewayKeys:
        """The keys that count; where none of them is ``kid``, newer ones are asked for first."""
        keys = self._trust.keys()
        if keys.receipt_key(kid) is None and isinstance(self.look(), KeysTaken):
            keys = self._trust.keys()
        return keys

    def look_when_due(self) -> LineDown | None:
        """Ask when a day has passed; the line when it is down."""
        if self._clock.monotonic() < self._due:
            return None
        looked = self.look()
        return looked if isinstance(looked, LineDown) else None

    def look(self) -> KeysLook:
        """Ask for newer keys now, take them where they follow from those that count, and keep what it came to."""
        looked = self._ask()
        if isinstance(looked, LineDown):
            return looked
        self._due = self._clock.monotonic() + DAY_S
        return self._kept(looked)

    def _kept(self, looked: _Told) -> _Told:
        self._trust.note(last_look(looked, self._clock))
        if isinstance(looked, KeysTaken):
            log.info("the gateway's keys number %d count from now on", looked.keys.number)
        elif isinstance(looked, KeysRefused):
            log.warning("keys that the gateway offers are refused: %s", looked.why)
        return looked

    def _ask(self) -> KeysLook:
        tag = self._trust.tag()
        headers = {"If-None-Match": tag} if tag else {}
        match self._line.exchange("GET", "/v1/keys", headers=headers):
            case NoAnswer(cause, retry_after=later):
                return LineDown(cause, later)
            case Answer(status=304) if tag:
                return KeysSame()
            case Answer(status=200, body=body):
                return self._trust.take(body)
            case Answer(status=404) as answer if answer.problem().kind == "not-found":
                return NoKeysThere()
        return LineDown("captive")


def last_look(looked: _Told, clock: Clock) -> LastLook:
    """What is kept of an outcome."""
    match looked:
        case KeysTaken():
            return LastLook(clock.now(), "taken")
        case KeysSame():
            return LastLook(clock.now(), "same")
        case KeysRefused(why):
            return LastLook(clock.now(), "refused", why)
        case NoKeysThere():
            return LastLook(clock.now(), "none")
        case _:
            assert_never(looked)
