"""Opens a card: PACE where it offers a way that is known, else BAC; at most one attempt with a key for each tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.errors import ProtocolError
from kiosk.identity.chip import files, tlv
from kiosk.identity.chip.apdu import SHORT_ANSWER, Command, Ins, Status
from kiosk.identity.chip.bac import open_by_bac
from kiosk.identity.chip.files import FileFault
from kiosk.identity.chip.pace import open_by_pace
from kiosk.identity.chip.security_infos import (
    MAX_CARD_ACCESS,
    PaceWay,
    SecurityInfo,
    pace_ways,
    parse_card_access,
)
from kiosk.identity.chip.stopped import ReadFault, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.identity.chip.channel import Channel
    from kiosk.identity.chip.keys import CardKey
    from kiosk.identity.chip.outcomes import Access

_CARD_ACCESS_SHORT_ID = 0x1C
_LENGTHS, _INTEGER = 0x7F66, 0x02


@dataclass(frozen=True)
class Opened:
    """How a card was opened, and what EF.CardAccess said, which is compared with what is signed."""

    access: Access
    card_access: tuple[SecurityInfo, ...]


def open_card(channel: Channel, key: CardKey, random: Callable[[int], bytes]) -> Opened:
    """Begin a protected session and enter the application. Raises StoppedError."""
    files.select_master_file(channel)
    channel.allow_long_answers(_longest_answer(channel))
    infos = _card_access(channel)
    ways = pace_ways(infos)
    if ways and (key.can or key.mrz) and _pace(channel, ways[0], key, random):
        entered = files.select_application(channel)
        if not entered.done:
            absent = entered.status == Status.NOT_FOUND
            raise StoppedError(ReadFault.NOT_AN_ID_CARD if absent else ReadFault.REFUSED)
        return Opened("pace_can" if key.can else "pace_mrz", infos)
    if not files.select_application(channel).done:
        raise StoppedError(ReadFault.NOT_AN_ID_CARD)
    if key.mrz is None:
        raise StoppedError(ReadFault.NEEDS_MRZ)
    channel.session = open_by_bac(channel, key.mrz, random)
    return Opened("bac", infos)


def _pace(channel: Channel, way: PaceWay, key: CardKey, random: Callable[[int], bytes]) -> bool:
    """Open by PACE; False when the card won't begin with it and there is still a key for BAC."""
    try:
        channel.session = open_by_pace(channel, way, key, random)
    except StoppedError as stopped:
        if stopped.fault is ReadFault.UNSUPPORTED and key.mrz:
            return False
        raise
    return True


def _card_access(channel: Channel) -> tuple[SecurityInfo, ...]:
    """What the card says it can do; nothing where it says nothing that can be read, as cards with BAC alone do."""
    data = files.read_file(channel, files.CARD_ACCESS, MAX_CARD_ACCESS)
    if isinstance(data, FileFault):
        data = files.read_by_short_id(channel, _CARD_ACCESS_SHORT_ID, MAX_CARD_ACCESS)
    try:
        return () if isinstance(data, FileFault) else parse_card_access(data)
    except ProtocolError:
        return ()


def _longest_answer(channel: Channel) -> int:
    """The second length in EF.ATR/INFO, which cards have that make long answers; 0 for short ones alone."""
    if not channel.reader_takes_long_answers:
        return 0
    if not channel.send(Command(Ins.SELECT, 0x02, 0x0C, files.ATTRIBUTES)).done:
        return 0
    data = channel.send(Command(Ins.READ_BINARY, answer=SHORT_ANSWER)).data
    try:
        lengths = tlv.parse(tlv.only(tlv.parse(data), _LENGTHS), 4)
    except ProtocolError:
        return 0
    values = [int.from_bytes(item.value, "big") for item in lengths if item.tag == _INTEGER]
    return values[1] if len(values) > 1 else 0
