"""The worked examples of ICAO Doc 9303 part 11, byte for byte: appendix D (BAC) and G.1 (PACE)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.identity.chip.apdu import Command, parse_command
from kiosk.identity.chip.bac import open_by_bac
from kiosk.identity.chip.channel import Channel
from kiosk.identity.chip.ciphers import AES128, DES, Purpose
from kiosk.identity.chip.curves import BRAINPOOL256
from kiosk.identity.chip.keys import CardKey, MrzKey
from kiosk.identity.chip.messaging import Keys, Messaging
from kiosk.identity.chip.pace import open_by_pace
from kiosk.identity.chip.security_infos import PaceWay
from kiosk.identity.chip.transport import TransportFault

SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "data"))


@pytest.fixture(scope="module")
def examples() -> Any:
    path = SAMPLES / "vectors" / "icao9303.json"
    if not path.is_file():
        pytest.skip("no samples folder: set MOTCHAM_SAMPLES")
    return json.loads(path.read_text("utf-8"))


class Played:
    """A card that answers as the example does, and to nothing else."""

    longest_answer = 256

    def __init__(self, exchange: list[list[str]]) -> None:
        self._exchange = [(bytes.fromhex(sent), bytes.fromhex(answer)) for sent, answer in exchange]

    def connect(self) -> TransportFault | None:
        return None

    def transmit(self, command: bytes) -> bytes:
        expected, answer = self._exchange.pop(0)
        assert command == expected
        return answer

    def disconnect(self) -> None:
        assert self._exchange == []


class Drawn:
    """Randomness that was drawn before."""

    def __init__(self, *values: str) -> None:
        self._values = [bytes.fromhex(value) for value in values]

    def __call__(self, length: int) -> bytes:
        value = self._values.pop(0)
        assert len(value) == length
        return value


def channel(exchange: list[list[str]]) -> tuple[Channel, Played]:
    card = Played(exchange)
    return Channel(card, SystemClock(), 30), card


def without_parity(key: bytes) -> bytes:
    return bytes(byte & 0xFE for byte in key)


def test_bac_key(examples: Any) -> None:
    bac = examples["bac"]
    seed = MrzKey("L898902C<", "690806", "940623").secret[:16]
    assert seed.hex().upper() == bac["kseed"]
    assert without_parity(DES.derive(seed, Purpose.ENCRYPTION)) == without_parity(bytes.fromhex(bac["kenc"]))
    assert without_parity(DES.derive(seed, Purpose.MAC)) == without_parity(bytes.fromhex(bac["kmac"]))


def test_bac_session(examples: Any) -> None:
    bac = examples["bac"]
    seed = bytes.fromhex(bac["kseed"])
    encryption, mac = DES.derive(seed, Purpose.ENCRYPTION), DES.derive(seed, Purpose.MAC)
    hidden = DES.encrypt(encryption, DES.zeros, bytes.fromhex(bac["rnd_ic"] + bac["rnd_ifd"] + bac["k_ic"]))
    answer = (hidden + DES.mac(mac, DES.pad(hidden))).hex() + "9000"
    exchange = [
        ["0084000008", bac["rnd_ic"] + "9000"],
        ["0082000028" + bac["external_authenticate"] + "28", answer],
    ]
    exchange += [[step["protected"], step["response"]] for step in bac["secure_messaging"]]
    line, card = channel(exchange)
    key = MrzKey("L898902C<", "690806", "940623")
    line.session = open_by_bac(line, key, Drawn(bac["rnd_ifd"], bac["k_ifd"]))
    for step in bac["secure_messaging"]:
        answered = line.send(parse_command(bytes.fromhex(step["plain"])))
        assert answered.done
        assert answered.protected
        assert answered.data.hex().upper() == step["data"]
    card.disconnect()


def test_pace(examples: Any) -> None:
    pace = examples["pace"]
    line, card = channel(pace["exchange"])
    way = PaceWay(bytes.fromhex(pace["oid"]), AES128, BRAINPOOL256)
    session = open_by_pace(line, way, CardKey(mrz=MrzKey(*pace["mrz"])), Drawn(*pace["terminal_private_keys"]))
    card.disconnect()
    expected = Messaging(Keys(AES128, bytes.fromhex(pace["kenc"]), bytes.fromhex(pace["kmac"])))
    command = Command(0xA4, 4, 12, bytes.fromhex("A0000002471001"))
    assert session.protect(command) == expected.protect(command)
