"""The way to the card: sends a command, under secure messaging once there is a session, and minds the time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.identity.chip import apdu
from kiosk.identity.chip.apdu import Command, Response, Status, parse_response
from kiosk.identity.chip.stopped import ReadFault, StoppedError
from kiosk.identity.chip.transport import Transport, TransportFault

if TYPE_CHECKING:
    from kiosk.clock import Clock
    from kiosk.identity.chip.messaging import Messaging

_FAULTS = {
    TransportFault.NO_SERVICE: ReadFault.NO_SERVICE,
    TransportFault.NO_READER: ReadFault.NO_READER,
    TransportFault.IN_USE: ReadFault.IN_USE,
    TransportFault.NO_CARD: ReadFault.NO_CARD,
    TransportFault.MUTE: ReadFault.MUTE,
    TransportFault.REMOVED: ReadFault.REMOVED,
    TransportFault.TIMED_OUT: ReadFault.TIMED_OUT,
}
_SESSION_OVER = {Status.DONE, Status.MESSAGING_MISSING, Status.MESSAGING_WRONG}
_MOST_PARTS = 257  # of the longest answer, 256 bytes each
_PLAIN_CHUNK = apdu.SHORT_ANSWER
_PROTECTED_CHUNK = 223  # what a short answer holds beside status, checksum and padding, whichever the suite
_OVERHEAD = 64  # the same of a long one, with room for the element around far reads


class Channel:
    """``send`` raises StoppedError when no answer can come any more, ``session`` protects what is sent from then on."""

    def __init__(self, transport: Transport, clock: Clock, seconds: float) -> None:
        self._transport = transport
        self._clock = clock
        self._ends = clock.monotonic() + seconds
        self._long_answer = 0
        self.session: Messaging | None = None

    def connect(self) -> None:
        fault = self._transport.connect()
        if fault:
            raise StoppedError(_FAULTS[fault])

    def disconnect(self) -> None:
        self._transport.disconnect()

    def allow_long_answers(self, most: int) -> None:
        """Let answers be as long as the card says it can make them, and the reader carry them."""
        most = min(most, self._transport.longest_answer)
        self._long_answer = most if most > apdu.SHORT_ANSWER else 0

    @property
    def reader_takes_long_answers(self) -> bool:
        return self._transport.longest_answer > apdu.SHORT_ANSWER

    @property
    def chunk(self) -> int:
        """How many bytes of a file one answer can bring."""
        if self._long_answer:
            return self._long_answer - _OVERHEAD
        return _PROTECTED_CHUNK if self.session else _PLAIN_CHUNK

    def send(self, command: Command) -> Response:
        """Return the answer, opened. Raises StoppedError (BROKEN among them when a checksum is wrong)."""
        try:
            if not self.session:
                return self._exchange(command)
            response = self.session.open(self._exchange(self.session.protect(command)))
        except ProtocolError as error:
            raise StoppedError(ReadFault.BROKEN) from error
        if not response.protected and response.status in _SESSION_OVER:
            raise StoppedError(ReadFault.BROKEN)  # a bare yes is one that anybody could have said
        return response

    def send_again_if_refused(self, command: Command) -> Response:
        """Send, and once more on a 6982: some cards say it once where they should not."""
        response = self.send(command)
        if response.status != Status.SECURITY:
            return response
        if self.session and not response.protected:
            self.session.take_back()
        return self.send(command)

    def _exchange(self, command: Command) -> Response:
        response = self._transmit(command)
        if response.status >> 8 == apdu.LENGTH_IS and not response.data:
            response = self._transmit(replace(command, answer=response.status & 0xFF or apdu.SHORT_ANSWER))
        data = response.data
        for _ in range(_MOST_PARTS):
            if response.status >> 8 != apdu.MORE_WAITING:
                break
            waiting = response.status & 0xFF or apdu.SHORT_ANSWER
            response = self._transmit(Command(apdu.Ins.GET_RESPONSE, answer=waiting))
            data += response.data
        return Response(data, response.status)

    def _transmit(self, command: Command) -> Response:
        if self._clock.monotonic() > self._ends:
            raise StoppedError(ReadFault.TIMED_OUT)
        raw = self._transport.transmit(command.encode())
        if isinstance(raw, TransportFault):
            raise StoppedError(_FAULTS[raw])
        return parse_response(raw)
