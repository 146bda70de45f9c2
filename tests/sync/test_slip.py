"""A slip on paper: read as it was made, refused once anything is another, and not believed unknown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ProtocolError
from kiosk.procedures import lookup_code
from kiosk.sync.key_files import KEY_BYTES, decode_bytes
from kiosk.sync.keys import DeviceKey, DevicePublicKey, VerifyKey, new_device_key
from kiosk.sync.slip import MAX_SLIP, Slip, read_slip, sign_slip, slip_version
from kiosk.sync.slip_judging import Altered, Genuine, Newer, OtherAudience, Unproven, judge

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "slip-v1.json").read_text("utf-8"))
DEVICE, OTHER = new_device_key("demo"), new_device_key("demo")
SEALED = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

moments = st.integers(1, 2**32 - 1).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def slip(maker: DeviceKey = DEVICE, **changes: object) -> Slip:
    made = Slip(maker.audience, maker.public.key.kid, "K7F3-29QD-4M", "1.001193", SEALED)
    return replace(made, **changes)  # type: ignore[arg-type]  # as a test names them


def judged(text: str, own: DevicePublicKey = DEVICE.public, *known: DeviceKey) -> object:
    keys = {device.public.key.kid: device.public.key for device in known}
    return judge(text, own, keys.get)


@given(
    code=st.binary(min_size=lookup_code.ENTROPY_BYTES, max_size=lookup_code.ENTROPY_BYTES).map(lookup_code.new),
    procedure=st.from_regex(r"[0-9A-Za-z.-]{1,32}", fullmatch=True),
    sealed_at=moments,
    received_at=st.none() | moments,
    prepared=st.booleans(),
    in_doubt=st.booleans(),
)
def test_what_was_signed_is_what_is_read(code: str, **values: object) -> None:
    made = replace(slip(), lookup_code=code, **values)  # type: ignore[arg-type]  # as the strategies say
    text = sign_slip(made, DEVICE)
    assert len(text) <= MAX_SLIP
    assert text.startswith(f"{code}.MC1.")
    assert set(text) <= set(LETTERS + "0189.-")  # what a QR holds in its dense mode
    assert judged(text) == Genuine(made, own=True)
    assert judged(text, OTHER.public, DEVICE) == Genuine(made, own=False)
    assert judged(text, OTHER.public) == Unproven(made)


@given(place=st.integers(0, len(sign_slip(slip(), DEVICE)) - 1), letter=st.sampled_from(LETTERS + "0189.-|é"))
def test_no_character_can_be_another(place: int, letter: str) -> None:
    text = sign_slip(slip(), DEVICE)
    changed = text[:place] + letter + text[place + 1 :]
    verdict = judged(changed)
    if changed == text:
        assert isinstance(verdict, Genuine)
    else:
        assert not isinstance(verdict, Genuine)
        assert slip_version(changed) is None or isinstance(verdict, Altered | OtherAudience | Unproven | Newer)


@given(st.text(max_size=400) | st.text(LETTERS, max_size=300).map(lambda tail: f"K7F3-29QD-4M.MC1.{tail}"))
def test_whatever_a_scanner_brings_is_refused_quietly(text: str) -> None:
    with pytest.raises(ProtocolError):
        read_slip(text)
    assert judged(text) in (Altered(), Newer())


def test_a_slip_put_together_from_two_is_altered() -> None:
    first, second = sign_slip(slip(), DEVICE), sign_slip(slip(lookup_code="K000-0000-00"), DEVICE)
    swapped = second.partition(".")[0] + "." + first.partition(".")[2]
    assert judged(swapped) == Altered()


def test_a_slip_signed_in_another_devices_name_is_altered() -> None:
    forged = sign_slip(slip(DEVICE), OTHER)
    assert judged(forged) == Altered()
    assert judged(forged, OTHER.public, DEVICE) == Altered()


def test_a_receipt_or_a_doubt_cannot_be_added_later() -> None:
    text = sign_slip(slip(), DEVICE)
    signature = read_slip(text).signature
    for claim in (slip(received_at=SEALED + timedelta(hours=1)), slip(in_doubt=True), slip(prepared=True)):
        assert judged(replace(read_slip(text), slip=claim, signature=signature).text()) == Altered()


@pytest.mark.parametrize("audience", ["demo", "practice"])
def test_a_trial_is_nothing_to_a_real_kiosk_whoever_signed_it(audience: str) -> None:
    trial, real = new_device_key(audience), new_device_key("production")  # type: ignore[arg-type]
    assert judged(sign_slip(slip(trial), trial), real.public, trial) == OtherAudience(trial.audience)
    assert judged(sign_slip(slip(real), real), trial.public, real) == OtherAudience("production")


def test_a_newer_kind_and_a_card_are_told_apart() -> None:
    assert judged(sign_slip(slip(), DEVICE).replace(".MC1.", ".MC2.")) == Newer()
    assert slip_version("012302000007||Lò Thị Mai|05092002|Nữ|Bản Nà Luồng|20072022") is None
    assert slip_version("K7F3-29QD-4M") is None


def test_white_space_around_it_does_no_harm_and_within_it_does() -> None:
    text = sign_slip(slip(), DEVICE)
    assert isinstance(judged(f" {text}\r\n"), Genuine)
    assert judged(f"{text[:40]} {text[40:]}") == Altered()
    assert judged(text.lower()) == Altered()


def test_the_example_for_the_other_side_is_read_as_it_says() -> None:
    key = VerifyKey(decode_bytes(VECTOR["public_key"], KEY_BYTES))
    signed = read_slip(VECTOR["text"])
    assert signed.made_by(key)
    assert signed.text() == VECTOR["text"]
    says = signed.slip
    assert [says.audience, says.kid, says.lookup_code, says.procedure] == [
        VECTOR[name] for name in ("audience", "kid", "lookup_code", "procedure")
    ]
    assert says.sealed_at.isoformat() == VECTOR["sealed_at"]
    assert (says.received_at, says.prepared, says.in_doubt) == (None, False, False)
    assert judged(VECTOR["altered"], DevicePublicKey(key.kid, "demo", key)) == Altered()
