"""Debian's libeac as a peer: it opens our card by PACE, and our reader opens one that it plays; keys and MACs agree."""

from __future__ import annotations

import os
import secrets
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.software_card.access import CardPace
from kiosk.identity.chip import pace, tlv
from kiosk.identity.chip.apdu import Command, Ins, parse_command
from kiosk.identity.chip.channel import Channel
from kiosk.identity.chip.ciphers import AES128, AES192, AES256, DES, Suite
from kiosk.identity.chip.curves import BRAINPOOL256, P256, P384, Curve
from kiosk.identity.chip.keys import CardKey
from kiosk.identity.chip.messaging import ANSWER_LENGTH, CHECKSUM, CIPHERED, Keys, Messaging
from kiosk.identity.chip.pace import open_by_pace
from kiosk.identity.chip.security_infos import PACE_ECDH_GM, PaceWay
from kiosk.identity.chip.stopped import ReadFault, StoppedError
from kiosk.identity.chip.transport import TransportFault
from tests.identity.chip import libeac
from tests.identity.chip.libeac import CAN, MRZ, Side
from tests.identity.chip.taps import BY_MRZ, HOLDER

NUMBER = "012345"
SUITES = pytest.mark.parametrize("suite", [DES, AES128, AES192, AES256], ids=lambda suite: suite.name)
CURVES = pytest.mark.parametrize("curve", [P256, BRAINPOOL256, P384], ids=lambda curve: curve.named.name)


@pytest.fixture(scope="module")
def library() -> Any:
    try:
        return libeac.load()
    except OSError:
        if os.environ.get("MOTCHAM_PCSC") == "required":
            raise
        pytest.skip("no libeac.so.3 on this machine: apt-get install libeac3")


def way_of(suite: Suite, curve: Curve) -> PaceWay:
    return PaceWay(PACE_ECDH_GM + bytes((suite.number,)), suite, curve)


def card_access(way: PaceWay) -> bytes:
    values = tlv.encode(0x06, way.oid) + tlv.encode(0x02, b"\x02") + tlv.encode(0x02, bytes((way.curve.number,)))
    return tlv.encode(0x31, tlv.encode(0x30, values))


def asked(card: CardPace, tag: int, data: bytes) -> bytes:
    sent = tlv.encode(tag, data) if tag else b""
    return tlv.parse(tlv.unwrap(card.step(tlv.encode(pace.DYNAMIC, sent)).data, pace.DYNAMIC), 1)[0].value


def agree_on_messages(theirs: Side, ours: Keys) -> None:
    """Both protect the same command in the same way: its encrypted data, and the checksum over all of it."""
    suite = ours.suite
    theirs.begin_session()
    sent = Messaging(ours).protect(Command(Ins.SELECT, 4, 12, b"an application", 256))
    parts = {item.tag: item for item in tlv.parse(sent.data)}
    assert parts[CIPHERED].value[1:] == theirs.encrypt(suite.pad(b"an application"))
    covered = parts[CIPHERED].whole + parts[ANSWER_LENGTH].whole
    message = suite.pad(bytes((0x0C, Ins.SELECT, 4, 12))) + suite.pad(covered)
    assert parts[CHECKSUM].value == theirs.authenticate(message)


@SUITES
@CURVES
def test_it_opens_our_card(library: Any, suite: Suite, curve: Curve) -> None:
    way = way_of(suite, curve)
    card, reader = CardPace(way, NUMBER.encode()), Side(library, card_access(way), NUMBER.encode(), CAN)
    reader.take_nonce(asked(card, 0, b""))
    reader.map_generator(asked(card, pace.OUR_MAP, reader.mapping_data()))
    key = asked(card, pace.OUR_KEY, reader.ephemeral_key())
    reader.agree(key)
    step = card.step(tlv.encode(pace.DYNAMIC, tlv.encode(pace.OUR_TOKEN, reader.token_for(key))))
    assert step.keys is not None
    assert reader.believes(tlv.only(tlv.parse(tlv.unwrap(step.data, pace.DYNAMIC)), pace.THEIR_TOKEN))
    agree_on_messages(reader, step.keys)


class PlayedCard:
    """A card that libeac plays."""

    longest_answer = 256

    def __init__(self, side: Side) -> None:
        self._side = side
        self._theirs = b""

    def connect(self) -> TransportFault | None:
        return None

    def disconnect(self) -> None:
        pass

    def transmit(self, raw: bytes) -> bytes:
        command = parse_command(raw)
        if command.ins == Ins.MANAGE_SECURITY:
            return b"\x90\x00"
        elements = tlv.parse(tlv.unwrap(command.data, pace.DYNAMIC))
        answer = self._step(elements[0].tag if elements else 0, elements[0].value if elements else b"")
        return tlv.encode(pace.DYNAMIC, answer) + b"\x90\x00" if answer else b"\x63\x00"

    def _step(self, tag: int, given: bytes) -> bytes:
        side = self._side
        if tag == 0:
            return tlv.encode(pace.NONCE, side.encrypted_nonce())
        if tag == pace.OUR_MAP:
            answer = tlv.encode(pace.THEIR_MAP, side.mapping_data())
            side.map_generator(given)
            return answer
        if tag == pace.OUR_KEY:
            self._theirs = given
            answer = tlv.encode(pace.THEIR_KEY, side.ephemeral_key())
            side.agree(given)
            return answer
        return tlv.encode(pace.THEIR_TOKEN, side.token_for(self._theirs)) if side.believes(given) else b""


@SUITES
@CURVES
@pytest.mark.parametrize("by", ["can", "mrz"])
def test_our_reader_opens_a_card_that_it_plays(library: Any, suite: Suite, curve: Curve, by: str) -> None:
    way = way_of(suite, curve)
    secret, kind = (NUMBER.encode(), CAN) if by == "can" else (HOLDER.lines().encode("ascii"), MRZ)
    key = CardKey(can=NUMBER) if by == "can" else BY_MRZ
    card = Side(library, card_access(way), secret, kind)
    session = open_by_pace(Channel(PlayedCard(card), SystemClock(), 30), way, key, secrets.token_bytes)
    agree_on_messages(card, session._keys)


def test_a_wrong_number_is_found_by_both(library: Any) -> None:
    way = way_of(AES128, BRAINPOOL256)
    card = Side(library, card_access(way), b"543210", CAN)
    with pytest.raises(StoppedError) as stopped:
        open_by_pace(Channel(PlayedCard(card), SystemClock(), 30), way, CardKey(NUMBER), secrets.token_bytes)
    assert stopped.value.fault is ReadFault.WRONG_KEY
    ours, reader = CardPace(way, b"543210"), Side(library, card_access(way), NUMBER.encode(), CAN)
    reader.take_nonce(asked(ours, 0, b""))
    reader.map_generator(asked(ours, pace.OUR_MAP, reader.mapping_data()))
    key = asked(ours, pace.OUR_KEY, reader.ephemeral_key())
    reader.agree(key)
    assert ours.step(tlv.encode(pace.DYNAMIC, tlv.encode(pace.OUR_TOKEN, reader.token_for(key)))).keys is None
