"""Cards that lie: whatever they answer, a read ends with an outcome, and never with somebody else's data as genuine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.software_card.authority import Authority
from kiosk.devices.software_card.card import SoftwareCard
from kiosk.devices.software_card.making import CardPlan, make_card
from kiosk.devices.software_card.proofs import ActiveKey
from kiosk.errors import ProtocolError
from kiosk.identity.chip import files, pace, tlv
from kiosk.identity.chip.apdu import Ins
from kiosk.identity.chip.curves import BRAINPOOL256, CURVES, Curve
from kiosk.identity.chip.iso9796 import recovers
from kiosk.identity.chip.keys import CardKey
from kiosk.identity.chip.outcomes import ChipRead, NotRead, Refusal, Refused
from kiosk.identity.chip.passive import Passive
from kiosk.identity.chip.reading import read_card
from kiosk.identity.chip.stopped import ReadFault
from kiosk.identity.chip.transport import TransportFault
from kiosk.identity.chip.trust import TrustStore
from tests.identity.chip.taps import BY_CAN, BY_MRZ, HOLDER, NOW, TapClock, tap


class Between:
    """Somebody between reader and card, who changes what one of the answers says."""

    longest_answer = 65536

    def __init__(self, card: SoftwareCard, change: Callable[[int, bytes, bytes], bytes]) -> None:
        card.reset()
        self._card = card
        self._change = change
        self._count = -1

    def connect(self) -> TransportFault | None:
        return None

    def transmit(self, command: bytes) -> bytes:
        self._count += 1
        return self._change(self._count, command, self._card.answer(command))

    def disconnect(self) -> None:
        self._card.reset()


@pytest.fixture(scope="session")
def good(home: Authority, photo: bytes) -> SoftwareCard:
    return make_card("good", home, NOW, plan=CardPlan(photo=photo))


def said(
    card: SoftwareCard, store: TrustStore, change: Callable[[int, bytes, bytes], bytes], key: CardKey = BY_CAN
) -> object:
    return read_card(Between(card, change), key, store, TapClock())


@given(turn=st.integers(0, 44), place=st.integers(0, 4000), flip=st.integers(1, 255))
def test_a_changed_byte_anywhere(good: SoftwareCard, store: TrustStore, turn: int, place: int, flip: int) -> None:
    def change(count: int, command: bytes, answer: bytes) -> bytes:
        if count != turn:
            return answer
        changed = bytearray(answer)
        changed[place % len(answer)] ^= flip
        return bytes(changed)

    outcome = said(good, store, change)
    assert isinstance(outcome, ChipRead | Refused | NotRead)
    if isinstance(outcome, ChipRead) and outcome.checks.passive.outcome is Passive.GENUINE:
        assert outcome.mrz is None or outcome.mrz.number == HOLDER.number
        assert outcome.details is None or outcome.details.name == HOLDER.name


@given(turn=st.integers(0, 44), instead=st.binary(max_size=300))
def test_any_answer_at_any_turn(good: SoftwareCard, store: TrustStore, turn: int, instead: bytes) -> None:
    outcome = said(good, store, lambda count, _, answer: instead if count == turn else answer)
    assert isinstance(outcome, ChipRead | Refused | NotRead)


@given(answers=st.lists(st.binary(max_size=40), min_size=1, max_size=12))
def test_any_card_at_all(good: SoftwareCard, store: TrustStore, answers: list[bytes]) -> None:
    for key in (BY_CAN, BY_MRZ):
        outcome = said(good, store, lambda count, *_: answers[count % len(answers)], key)
        assert isinstance(outcome, NotRead)


@pytest.mark.parametrize("status", ["61FF", "6C00", "9000", "6982"])
@pytest.mark.parametrize("length", [0, 200])
def test_a_card_that_never_comes_to_an_end(good: SoftwareCard, store: TrustStore, status: str, length: int) -> None:
    turns: list[int] = []

    def change(count: int, command: bytes, answer: bytes) -> bytes:
        turns.append(count)
        return bytes(length) + bytes.fromhex(status)

    assert isinstance(said(good, store, change), NotRead)
    assert len(turns) < 10_000


def point_of(change: Callable[[Curve, bytes], bytes], tag: int) -> Callable[[int, bytes, bytes], bytes]:
    """Somebody who answers a step of PACE with another point."""

    def changed(count: int, command: bytes, answer: bytes) -> bytes:
        if command[1] != Ins.GENERAL_AUTHENTICATE or tag.to_bytes(1, "big") not in answer[:4]:
            return answer
        inner = tlv.unwrap(answer[:-2], pace.DYNAMIC)
        element = tlv.parse(inner, 1)[0]
        if element.tag != tag:
            return answer
        return tlv.encode(pace.DYNAMIC, tlv.encode(tag, change(BRAINPOOL256, element.value))) + answer[-2:]

    return changed


@pytest.mark.parametrize("tag", [pace.THEIR_MAP, pace.THEIR_KEY])
@pytest.mark.parametrize(
    "change",
    [
        lambda _, point: point[:-1] + bytes((point[-1] ^ 1,)),  # not on the curve
        lambda *_: b"\0",  # infinity
        lambda *_: b"\x04" + bytes(64),
        lambda *_: b"\x04" + b"\xff" * 64,
        lambda _, point: b"\x02" + point[1:33],
    ],
)
def test_points_that_are_none(
    good: SoftwareCard, store: TrustStore, tag: int, change: Callable[[Curve, bytes], bytes]
) -> None:
    assert said(good, store, point_of(change, tag)) == NotRead(ReadFault.BROKEN)


def test_a_card_that_sends_our_own_key_back(good: SoftwareCard, store: TrustStore) -> None:
    def change(count: int, command: bytes, answer: bytes) -> bytes:
        if command[:2] == b"\x10\x86" and b"\x83\x41" in command[5:10]:
            ours = tlv.unwrap(tlv.unwrap(command[5:-1], pace.DYNAMIC), pace.OUR_KEY)
            return tlv.encode(pace.DYNAMIC, tlv.encode(pace.THEIR_KEY, ours)) + b"\x90\x00"
        return answer

    assert said(good, store, change) == NotRead(ReadFault.BROKEN)


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("63C1", ReadFault.FEW_TRIES),
        ("63C0", ReadFault.FEW_TRIES),
        ("6983", ReadFault.BLOCKED),
        ("6A80", ReadFault.UNSUPPORTED),
    ],
)
def test_a_counter_that_is_nearly_spent(good: SoftwareCard, store: TrustStore, status: str, fault: ReadFault) -> None:
    before = good.attempts

    def change(count: int, command: bytes, answer: bytes) -> bytes:
        return bytes.fromhex(status) if command[:2] == b"\x00\x22" else answer

    assert said(good, store, change) == NotRead(fault)
    assert good.attempts == before


def test_a_card_that_does_not_know_the_password_either(
    good: SoftwareCard, home: Authority, store: TrustStore, photo: bytes
) -> None:
    def change(count: int, command: bytes, answer: bytes) -> bytes:
        proves = command[:2] == b"\x00\x82" or (command[:2] == b"\x00\x86" and answer[:1] == b"\x7c")
        return answer[:-3] + bytes((answer[-3] ^ 1,)) + answer[-2:] if proves else answer

    assert said(good, store, change) == NotRead(ReadFault.BROKEN)
    old = make_card("good", home, NOW, plan=CardPlan(photo=photo, suite=None))
    assert said(old, store, change, BY_MRZ) == NotRead(ReadFault.BROKEN)


def test_a_session_that_is_lost_is_no_copy(good: SoftwareCard, store: TrustStore) -> None:
    """From some turn on the card only says that the session is over."""
    for turn in range(11, 34):
        for status in (b"\x69\x87", b"\x69\x88", b"\x90\x00"):
            outcome = said(good, store, lambda count, _, answer: answer if count < turn else status)  # noqa: B023
            assert isinstance(outcome, NotRead | ChipRead), turn


def test_another_card(good: SoftwareCard, store: TrustStore) -> None:
    outcome = said(good, store, lambda *_: b"\x6a\x82")
    assert outcome == NotRead(ReadFault.NOT_AN_ID_CARD)


def test_a_card_that_talks_one_into_a_weaker_way(home: Authority, store: TrustStore, photo: bytes) -> None:
    card = make_card("good", home, NOW, plan=CardPlan(photo=photo))
    other = make_card("good", home, NOW, plan=CardPlan(photo=photo, curve=CURVES[1]))
    held = {**card._contents.files, files.CARD_ACCESS: other._contents.files[files.CARD_ACCESS]}
    weaker = SoftwareCard(replace(card._contents, files=held, ways=other._contents.ways))
    outcome = tap(weaker, store).outcome
    assert isinstance(outcome, Refused)
    assert outcome.why is Refusal.ALTERED


@pytest.fixture(scope="module")
def signer() -> ActiveKey:
    return ActiveKey(rsa.generate_private_key(65537, 1024))  # noqa: S505 - as cards have; quick to make


def signed(key: ActiveKey, block: bytes) -> tuple[rsa.RSAPublicKey, bytes]:
    private = key.private
    assert isinstance(private, rsa.RSAPrivateKey)
    numbers = private.private_numbers()
    value = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
    return private.public_key(), value.to_bytes(128, "big")


@pytest.mark.parametrize(
    ("hash_name", "trailer"),
    [("sha1", "BC"), ("sha1", "33CC"), ("sha224", "38CC"), ("sha256", "34CC"), ("sha384", "36CC"), ("sha512", "35CC")],
)
def test_rsa_signatures_of_every_trailer(signer: ActiveKey, hash_name: str, trailer: str) -> None:
    end = bytes.fromhex(trailer)
    filler = b"f" * (127 - hashlib.new(hash_name).digest_size - len(end))
    block = b"\x6a" + filler + hashlib.new(hash_name, filler + b"asked").digest() + end
    key, signature = signed(signer, block)
    assert recovers(key, signature, b"asked")
    assert not recovers(key, signature, b"other")
    smaller = (key.public_numbers().n - int.from_bytes(signature, "big")).to_bytes(128, "big")
    assert recovers(key, smaller, b"asked")
    for header, wrong_end in ((b"\x4a", end), (b"\x6a", b"\x37\xcc"[-len(end) :] if len(end) > 1 else b"\xac")):
        body = block[1 : -len(end)]
        assert not recovers(*signed(signer, header + body + wrong_end), b"asked")
    assert not recovers(key, signature[:-1], b"asked")
    assert not recovers(key, b"\xff" * 128, b"asked")


def test_arithmetic_outside_the_group() -> None:
    for curve in CURVES:
        point = curve.generator
        opposite = point[0], curve.p - point[1]
        assert curve.multiply(curve.order - 1, point) == opposite
        assert curve.multiply(2, point) == curve.add(point, point)
        assert curve.decode(curve.encode(point)) == point
        for secret in (0, curve.order):
            with pytest.raises(ProtocolError):
                curve.multiply(secret, point)
        with pytest.raises(ProtocolError):
            curve.add(point, opposite)
