from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.folder import Folder
from gateway.keyring import make_keys
from kiosk.errors import ConfigError, ProtocolError
from kiosk.sync.key_files import decode_bytes, encode_bytes
from kiosk.sync.key_trust import read_pinned
from kiosk.sync.keys import (
    format_device_public,
    format_gateway_keys,
    load_or_make_device_key,
    parse_device_public,
    parse_gateway_keys,
    signed_beside,
)


@pytest.fixture
def pinned(tmp_path: Path) -> Path:
    make_keys(Folder(tmp_path / "gateway"), "demo")
    return tmp_path / "gateway" / "gateway.pub.json"


def test_pinned_keys_come_back(pinned: Path) -> None:
    keys = read_pinned(pinned, "demo")[1].keys()
    assert parse_gateway_keys(format_gateway_keys(keys)) == keys
    assert keys.recipients == (keys.seal[0], keys.recovery)
    assert len({keys.seal[0].kid, keys.recovery.kid, keys.receipt[0].kid}) == 3


def test_the_signed_keys_are_the_same_and_releases_before_find_what_they_know(pinned: Path) -> None:
    keys, signed = read_pinned(pinned, "demo")[1].keys(), read_pinned(signed_beside(pinned), "demo")[1].keys()
    assert signed.root is not None
    assert signed.number > 0
    assert keys == replace(signed, root=None, number=0)
    plain = json.loads(pinned.read_bytes())
    assert list(plain) == ["v", "audience", "seal", "recovery", "receipt"]
    assert plain["v"] == 1
    many = replace(keys, receipt=keys.receipt * 9)
    assert len(json.loads(format_gateway_keys(many))["receipt"]) == 4


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.update(v=1),
        lambda file: file.update(number=0),
        lambda file: file.pop("root"),
        lambda file: file.pop("signatures"),
        lambda file: file["root"].update(kid="0" * 16),
    ],
)
def test_damaged_signed_keys_are_refused(pinned: Path, damage: object) -> None:
    test_damaged_pinned_keys_are_refused(signed_beside(pinned), damage)


def test_keys_of_another_audience_are_not_used(pinned: Path) -> None:
    with pytest.raises(ConfigError, match="demo"):
        read_pinned(pinned, "production")[1].keys()


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.pop("recovery"),
        lambda file: file.update(extra=1),
        lambda file: file["seal"].clear(),
        lambda file: file["seal"][0].update(kid="0" * 16),
        lambda file: file["receipt"][0].update(public_key="A" * 42),
        lambda file: file["receipt"][0].update(public_key="A" * 42 + "="),
        lambda file: file["recovery"].update(private_key="A" * 43),
        lambda file: file.update(audience="everybody"),
        lambda file: file.update(v=2),
        lambda file: file.update(number=5),
        lambda file: file.update(root=file["receipt"][0]),
        lambda file: file.update(retired=file["receipt"]),
    ],
)
def test_damaged_pinned_keys_are_refused(pinned: Path, damage: object) -> None:
    file = json.loads(pinned.read_bytes())
    assert callable(damage)
    damage(file)
    pinned.write_text(json.dumps(file))
    with pytest.raises(ConfigError):
        read_pinned(pinned, "demo")[1].keys()


def test_missing_or_huge_pinned_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read_pinned(tmp_path / "none", "demo")[1].keys()
    (tmp_path / "huge").write_bytes(b" " * 1_000_000)
    with pytest.raises(ConfigError):
        read_pinned(tmp_path / "huge", "demo")[1].keys()


def test_a_devices_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "device.key"
    made = load_or_make_device_key(path, "demo")
    assert load_or_make_device_key(path, "demo") == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert made.device_id == made.public.key.kid
    assert list(path.parent.iterdir()) == [path]
    with pytest.raises(ConfigError):
        load_or_make_device_key(path, "practice")
    path.write_bytes(b"{}")
    with pytest.raises(ConfigError):
        load_or_make_device_key(path, "demo")


def test_no_key_shows_its_secret(tmp_path: Path) -> None:
    key = load_or_make_device_key(tmp_path / "device.key", "demo")
    assert repr(key.private) not in repr(key)
    assert encode_bytes(key.private) not in format_device_public(key.public).decode()


def test_a_device_file_comes_back(tmp_path: Path) -> None:
    public = load_or_make_device_key(tmp_path / "device.key", "demo").public
    data = format_device_public(public)
    assert parse_device_public(data) == public
    assert set(json.loads(data)) == {"device_id", "public_key", "audience"}
    for change in ({"device_id": "../x"}, {"device_id": "A"}, {"public_key": "x"}, {"more": 1}, {"audience": ""}):
        with pytest.raises(ProtocolError):
            parse_device_public(json.dumps(json.loads(data) | change).encode())


@given(st.binary(min_size=1, max_size=64))
def test_bytes_have_one_spelling(raw: bytes) -> None:
    text = encode_bytes(raw)
    assert decode_bytes(text, len(raw)) == raw
    for other in (text + "=", text + "\n", " " + text, text[:-1]):
        with pytest.raises(ProtocolError):
            decode_bytes(other, len(raw))


@given(st.text(max_size=50))
def test_other_text_is_refused_as_bytes(text: str) -> None:
    try:
        raw = decode_bytes(text, 32)
    except ProtocolError:
        return
    assert encode_bytes(raw) == text
