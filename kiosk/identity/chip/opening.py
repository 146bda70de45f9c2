"""Opens a card: PACE where it offers a way that is known, else BAC; at most one attempt with a key for each tap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.errors import ProtocolError
from kiosk.identity.chip import files, tlv
from kiosk.identity.chip.apdu import SHORT_ANSWER, Command, Ins, Status
from kiosk.identity.chip.bac import open_by_bac
from kiosk.identity.chip.ciphers import AES128
from kiosk.identity.chip.curves import BRAINPOOL256
from kiosk.identity.chip.files import FileFault
from kiosk.identity.chip.pace import open_by_pace
from kiosk.identity.chip.security_infos import (
    MAX_CARD_ACCESS,
    PACE_ECDH_GM,
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
    from kiosk.identity.chip.messaging import Messaging
    from kiosk.identity.chip.outcomes import Access

_CARD_ACCESS_SHORT_ID = 0x1C
_LENGTHS, _INTEGER = 0x7F66, 0x02
REPORTED_WAY: Final = PaceWay(PACE_ECDH_GM + bytes((AES128.number,)), AES128, BRAINPOOL256)
"""What public readers found on Vietnamese cards (2026-11): AES-128 on brainpoolP256r1."""


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
    # A card that keeps EF.CardAccess to itself is asked as Vietnamese cards are reported to be; to ask costs no try.
    ways = (REPORTED_WAY,) if infos is None else pace_ways(infos)
    if ways and (key.can or key.mrz):
        channel.session = _pace(channel, ways[0], key, random, or_else=infos is None or key.mrz is not None)
    if channel.session:
        if files.select_application(channel).status == Status.NOT_FOUND:
            raise StoppedError(ReadFault.NOT_AN_ID_CARD)
        return Opened("pace_can" if key.can else "pace_mrz", infos or ())
    channel.session = _bac(channel, key, random)
    return Opened("bac", infos or ())


def _pace(
    channel: Channel, way: PaceWay, key: CardKey, random: Callable[[int], bytes], *, or_else: bool
) -> Messaging | None:
    """Open by PACE; None when the card won't begin with it and there is something else to try."""
    try:
        return open_by_pace(channel, way, key, random)
    except StoppedError as stopped:
        if stopped.fault is ReadFault.UNSUPPORTED and or_else:
            return None
        raise


def _bac(channel: Channel, key: CardKey, random: Callable[[int], bytes]) -> Messaging:
    entered = files.select_application(channel)
    if not entered.done:
        closed = entered.status == Status.SECURITY  # the application is there, and opens by PACE alone
        raise StoppedError(ReadFault.UNSUPPORTED if closed else ReadFault.NOT_AN_ID_CARD)
    if key.mrz is None:
        raise StoppedError(ReadFault.NEEDS_MRZ)
    return open_by_bac(channel, key.mrz, random)


def _card_access(channel: Channel) -> tuple[SecurityInfo, ...] | None:
    """What the card says it can do; None where it says nothing that can be read, as cards with BAC alone do."""
    data = files.read_file(channel, files.CARD_ACCESS, MAX_CARD_ACCESS)
    if isinstance(data, FileFault):
        data = files.read_by_short_id(channel, _CARD_ACCESS_SHORT_ID, MAX_CARD_ACCESS)
    try:
        return None if isinstance(data, FileFault) else parse_card_access(data)
    except ProtocolError:
        return None


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
