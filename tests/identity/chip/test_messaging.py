"""Secure messaging: whatever is changed, repeated or left out on the way, the other end notices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.software_card.card_messaging import CardMessaging
from kiosk.errors import ProtocolError
from kiosk.identity.chip.apdu import Command, Response, parse_command
from kiosk.identity.chip.ciphers import SUITES, Suite
from kiosk.identity.chip.messaging import Messaging, session_keys


def ends(suite: Suite) -> tuple[Messaging, CardMessaging]:
    keys = session_keys(suite, b"a secret of both", 5)
    return Messaging(keys), CardMessaging(keys)


SUITE = st.sampled_from(list(SUITES.values()))


@given(suite=SUITE, ins=st.integers(0, 255), data=st.binary(max_size=500), answer=st.sampled_from([0, 8, 256, 3000]))
def test_both_ends_understand_each_other(suite: Suite, ins: int, data: bytes, answer: int) -> None:
    terminal, card = ends(suite)
    for status in (0x9000, 0x6A82):
        command = Command(ins, 1, 2, data, answer)
        protected = parse_command(terminal.protect(command).encode())
        assert card.open(protected) == command
        response = Response(card.protect(ins, data, status), status)
        assert terminal.open(response) == Response(data, status, protected=True)


@given(suite=SUITE, place=st.integers(0, 1000), bit=st.integers(0, 7), data=st.binary(max_size=60))
def test_a_changed_answer(suite: Suite, place: int, bit: int, data: bytes) -> None:
    terminal, card = ends(suite)
    card.open(terminal.protect(Command(0xB0, answer=4)))
    body = bytearray(card.protect(0xB0, data, 0x9000))
    body[place % len(body)] ^= 1 << bit
    with pytest.raises(ProtocolError):
        terminal.open(Response(bytes(body), 0x9000))


@pytest.mark.parametrize("suite", SUITES.values(), ids=lambda suite: suite.name)
def test_an_answer_that_was_sent_before_or_under_another_status(suite: Suite) -> None:
    terminal, card = ends(suite)
    card.open(terminal.protect(Command(0xB0, answer=4)))
    body = card.protect(0xB0, b"data", 0x9000)
    with pytest.raises(ProtocolError):
        terminal.open(Response(body, 0x6A82))
    terminal, _ = ends(suite)
    terminal.protect(Command(0xB0, answer=4))
    assert terminal.open(Response(body, 0x9000)).data == b"data"
    terminal.protect(Command(0xB0, answer=4))
    with pytest.raises(ProtocolError):
        terminal.open(Response(body, 0x9000))


def test_a_bare_status_is_not_protected() -> None:
    terminal, _ = ends(SUITES[2])
    terminal.protect(Command(0xB0, answer=4))
    assert terminal.open(Response(b"", 0x9000)) == Response(b"", 0x9000, protected=False)
