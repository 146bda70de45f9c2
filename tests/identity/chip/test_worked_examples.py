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
from kiosk.identity.chip.stopped import ReadFault, StoppedError
from kiosk.identity.chip.transport import TransportFault

SAMPLES = Path(os.environ.get("MOTCHAM_SAMPLES", Path(__file__).resolve().parents[4] / "shared" / "data"))
# As printed in Doc 9303 part 11 (eighth edition, 2021), read 2026-11-24. Appendix D prints keys with DES parity bits.
EXAMPLES: Any = {
    "bac": {
        "kseed": "239AB9CB282DAF66231DC5A4DF6BFBAE",
        "kenc": "AB94FDECF2674FDFB9B391F85D7F76F2",
        "kmac": "7962D9ECE03D1ACD4C76089DCE131543",
        "rnd_ic": "4608F91988702212",
        "rnd_ifd": "781723860C06C226",
        "k_ifd": "0B795240CB7049B01C19B33E32804F0B",
        "k_ic": "0B4F80323EB3191CB04970CB4052790B",
        "external_authenticate": "72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A7",
        "secure_messaging": [
            {
                "plain": "00A4020C02011E",
                "protected": "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
                "response": "990290008E08FA855A5D4C50A8ED9000",
                "data": "",
            },
            {
                "plain": "00B0000004",
                "protected": "0CB000000D9701048E08ED6705417E96BA5500",
                "response": "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
                "data": "60145F01",
            },
        ],
    },
    "pace": {
        "mrz": ["T22000129", "640812", "101031"],
        "oid": "04007F00070202040202",
        "terminal_private_keys": [
            "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
            "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
        ],
        "exchange": [
            ["0022C1A412800A04007F0007020204020283010184010D", "9000"],
            ["10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"],
            [
                (
                    "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
                    "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00"
                ),
                (
                    "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AA"
                    "A9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000"
                ),
            ],
            [
                (
                    "10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
                    "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200"
                ),
                (
                    "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277"
                    "A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000"
                ),
            ],
            ["008600000C7C0A8508C2B0BD78D94BA86600", "7C0A86083ABB9674BCE93C089000"],
        ],
        "kenc": "F5F0E35C0D7161EE6724EE513A0D9A7F",
        "kmac": "FE251C7858B356B24514B3BD5F4297D1",
    },
}


@pytest.fixture
def examples() -> Any:
    return EXAMPLES


def test_the_samples_say_the_same() -> None:
    path = SAMPLES / "vectors" / "icao9303.json"
    if not path.is_file():
        pytest.skip("no samples folder: set MOTCHAM_SAMPLES")
    samples = json.loads(path.read_text("utf-8"))
    for part, values in EXAMPLES.items():
        assert {name: samples[part][name] for name in values} == values


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


def test_an_answer_to_another_challenge_opens_nothing(examples: Any) -> None:
    bac = examples["bac"]
    seed = bytes.fromhex(bac["kseed"])
    hidden = DES.encrypt(
        DES.derive(seed, Purpose.ENCRYPTION), DES.zeros, bytes.fromhex(bac["rnd_ifd"] + bac["rnd_ic"] + bac["k_ic"])
    )
    answer = (hidden + DES.mac(DES.derive(seed, Purpose.MAC), DES.pad(hidden))).hex() + "9000"
    line, _ = channel(
        [
            ["0084000008", bac["rnd_ic"] + "9000"],
            ["0082000028" + bac["external_authenticate"] + "28", answer],
        ]
    )
    with pytest.raises(StoppedError) as stopped:
        open_by_bac(line, MrzKey("L898902C<", "690806", "940623"), Drawn(bac["rnd_ifd"], bac["k_ifd"]))
    assert stopped.value.fault is ReadFault.BROKEN


def test_pace(examples: Any) -> None:
    pace = examples["pace"]
    line, card = channel(pace["exchange"])
    way = PaceWay(bytes.fromhex(pace["oid"]), AES128, BRAINPOOL256)
    session = open_by_pace(line, way, CardKey(mrz=MrzKey(*pace["mrz"])), Drawn(*pace["terminal_private_keys"]))
    card.disconnect()
    expected = Messaging(Keys(AES128, bytes.fromhex(pace["kenc"]), bytes.fromhex(pace["kmac"])))
    command = Command(0xA4, 4, 12, bytes.fromhex("A0000002471001"))
    assert session.protect(command) == expected.protect(command)
