"""The card itself: takes commands one by one and answers as ISO/IEC 7816-4 and Doc 9303 have it, quirks included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from kiosk.devices.software_card.access import CardBac, CardPace, Step
from kiosk.devices.software_card.card_messaging import CardMessaging
from kiosk.errors import ProtocolError
from kiosk.identity.chip import files, originality, pace, tlv
from kiosk.identity.chip.apdu import SHORT_ANSWER, Command, Ins, Status, parse_command

if TYPE_CHECKING:
    from kiosk.devices.software_card.proofs import ActiveKey, AgreementKey
    from kiosk.identity.chip.keys import MrzKey
    from kiosk.identity.chip.security_infos import PaceWay

_PROTECTED = 0x0C
_BY_NAME = 0x04
_SHORT_ID = 0x80
_CARD_ACCESS_SHORT_ID = 0x1C
_OFFSET, _DISCRETIONARY = 0x54, 0x53
_FREE = {files.CARD_ACCESS, files.ATTRIBUTES}


class Quirk(Enum):
    """Ways in which real cards are reported to be odd."""

    NO_MASTER_FILE = "no_master_file"  # SELECT MF answers 6D00
    NO_CARD_ACCESS_BY_NAME = "no_card_access_by_name"  # EF.CardAccess is read by its short id alone
    REFUSES_ONCE = "refuses_once"  # the first read of each file answers 6982, protected
    REFUSES_ONCE_BARE = "refuses_once_bare"  # the first selection after another answers 6982, unprotected
    MISSING_BARE = "missing_bare"  # what is not there is said to be so without protection


@dataclass(frozen=True)
class Contents:
    """All that is on a card. ``ways`` empty: BAC alone."""

    files: Mapping[bytes, bytes]
    can: str
    mrz: MrzKey
    ways: tuple[PaceWay, ...]
    active: ActiveKey | None = None
    agreement: AgreementKey | None = None
    quirks: frozenset[Quirk] = frozenset()


class SoftwareCard:
    """``answer`` takes a command APDU and returns the response APDU; ``reset`` is what taking it away does."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.attempts = 0
        """How often somebody tried to open it."""
        self.reset()

    def reset(self) -> None:
        self._session: CardMessaging | None = None
        self._next: CardMessaging | None = None
        self._inside = False
        self._file: bytes | None = None
        self._pace: CardPace | None = None
        self._bac: CardBac | None = None
        self._agreeing = False
        self._refused: set[tuple[int, bytes]] = set()

    def answer(self, raw: bytes) -> bytes:
        try:
            command = parse_command(raw)
        except ProtocolError:
            return _status(Status.WRONG_LENGTH)
        if command.cla & _PROTECTED != _PROTECTED:
            self._session = None
            step = self._carry_out(command)
            self._begin(step)
            return step.data + _status(step.status)
        return self._answer_protected(command)

    def _answer_protected(self, command: Command) -> bytes:
        if self._session is None:
            return _status(Status.MESSAGING_MISSING)
        if self._odd(Quirk.REFUSES_ONCE_BARE, Ins.SELECT, command):
            return _status(Status.SECURITY)
        try:
            opened = self._session.open(command)
        except ProtocolError:
            self._session = None
            return _status(Status.MESSAGING_WRONG)
        step = self._carry_out(opened)
        if step.status == Status.NOT_FOUND and Quirk.MISSING_BARE in self._contents.quirks:
            return _status(step.status)
        body = self._session.protect(opened.ins, step.data, step.status)
        self._begin(step)
        if len(body) > (command.answer or SHORT_ANSWER):
            return _status(Status.WRONG_LENGTH)
        return body + _status(step.status)

    def _begin(self, step: Step) -> None:
        if step.keys:
            self._session = CardMessaging(step.keys)

    def _carry_out(self, command: Command) -> Step:
        try:
            match command.ins:
                case Ins.SELECT:
                    return self._select(command)
                case Ins.READ_BINARY | Ins.READ_BINARY_FAR:
                    return self._read(command)
                case Ins.MANAGE_SECURITY:
                    return self._manage(command)
                case Ins.GENERAL_AUTHENTICATE:
                    return self._general(command)
                case Ins.GET_CHALLENGE:
                    self._bac = CardBac(self._contents.mrz)
                    return Step(self._bac.challenge)
                case Ins.EXTERNAL_AUTHENTICATE if self._bac:
                    self.attempts += 1
                    return self._bac.authenticate(command.data)
                case Ins.INTERNAL_AUTHENTICATE if self._contents.active and self._session:
                    return Step(self._contents.active.sign(command.data))
        except ProtocolError:
            return Step(status=Status.WRONG_DATA)
        return Step(status=Status.INSTRUCTION)

    def _select(self, command: Command) -> Step:
        contents = self._contents
        if command.p1 == _BY_NAME:
            self._inside = command.data == files.APPLICATION
            return Step(status=Status.DONE if self._inside else Status.NOT_FOUND)
        if command.data == files.MASTER_FILE:
            odd = Quirk.NO_MASTER_FILE in contents.quirks
            return Step(status=Status.INSTRUCTION if odd else Status.DONE)
        odd = command.data == files.CARD_ACCESS and Quirk.NO_CARD_ACCESS_BY_NAME in contents.quirks
        self._file = None
        if command.data in _FREE and not self._inside and not odd:
            self._file = command.data if command.data in contents.files else None
        elif not self._session or not self._inside:
            return Step(status=Status.SECURITY)
        elif command.data in contents.files:
            self._file = command.data
        return Step(status=Status.DONE if self._file else Status.NOT_FOUND)

    def _read(self, command: Command) -> Step:
        if command.ins == Ins.READ_BINARY and command.p1 & _SHORT_ID:
            self._file = files.CARD_ACCESS if command.p1 & 0x1F == _CARD_ACCESS_SHORT_ID else None
            offset = command.p2
        elif command.ins == Ins.READ_BINARY:
            offset = command.p1 << 8 | command.p2
        else:
            offset = int.from_bytes(tlv.unwrap(command.data, _OFFSET), "big")
        content = self._contents.files.get(self._file or b"")
        if content is None or self._file is None:
            return Step(status=Status.NO_CURRENT_FILE)
        if self._odd(Quirk.REFUSES_ONCE, Ins.READ_BINARY, command):
            return Step(status=Status.SECURITY)
        if offset >= len(content):
            return Step(status=Status.BEYOND_THE_END)
        if command.ins == Ins.READ_BINARY:
            data = content[offset : offset + command.answer]
        else:
            data = _far_answer(content[offset:], command.answer)
        return Step(data)

    def _manage(self, command: Command) -> Step:
        parts = {item.tag: item.value for item in tlv.parse(command.data)}
        agreement = self._contents.agreement
        if self._session and agreement and originality.EPHEMERAL in parts:
            return Step(keys=agreement.agree(parts[originality.EPHEMERAL]))
        if self._session and agreement:
            self._agreeing = True
            return Step()
        ways = [way for way in self._contents.ways if way.oid == parts.get(pace.MECHANISM)]
        curve = int.from_bytes(parts.get(pace.CURVE, b""), "big")
        way = next((way for way in ways if way.curve.number == curve), None)
        if way is None:
            return Step(status=Status.NO_REFERENCE)
        by_can = parts.get(pace.PASSWORD) == bytes((pace.BY_CAN,))
        self._pace = CardPace(way, self._contents.can.encode("ascii") if by_can else self._contents.mrz.secret)
        return Step()

    def _general(self, command: Command) -> Step:
        agreement = self._contents.agreement
        if self._session and self._agreeing and agreement:
            theirs = tlv.unwrap(tlv.unwrap(command.data, originality.DYNAMIC), originality.PUBLIC_KEY)
            return Step(tlv.encode(originality.DYNAMIC, b""), keys=agreement.agree(theirs))
        if self._pace is None:
            return Step(status=Status.CONDITIONS)
        if not command.cla & pace.CHAINED:
            self.attempts += 1
        return self._pace.step(command.data)

    def _odd(self, quirk: Quirk, ins: int, command: Command) -> bool:
        """Say whether this is the one time that the card refuses, for each file."""
        if quirk not in self._contents.quirks or command.ins != ins or self._session is None:
            return False
        place = (ins, self._file or b"")
        first = place not in self._refused
        self._refused.add(place)
        return first


def _far_answer(rest: bytes, most: int) -> bytes:
    """The element around what is read counts, too."""
    size = most
    while size and len(tlv.encode(_DISCRETIONARY, rest[:size])) > most:
        size -= 1
    return tlv.encode(_DISCRETIONARY, rest[:size])


def _status(status: int) -> bytes:
    return status.to_bytes(2, "big")
