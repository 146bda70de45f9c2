"""The config file: every key known, every fault named at once, nothing hostile gets past as anything but a sentence."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import MAX_CONFIG_BYTES, Config, default_home, load_config
from kiosk.errors import ConfigError


def load(home: Path, text: str) -> Config:
    (home / "config.toml").write_text(text, "utf-8")
    return load_config(home)


def faults(home: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(home, text)
    return str(caught.value)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config(tmp_path)


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Config(tmp_path)


def test_what_is_named_changes_and_the_rest_stays(tmp_path: Path) -> None:
    config = load(tmp_path, '[office]\nunit = "Xã Bản Bo"\n[times]\nidle_seconds = 120\n')
    assert config.office.unit == "Xã Bản Bo"
    assert config.times.idle_seconds == 120
    assert config.times.pause_seconds == Config(tmp_path).times.pause_seconds
    assert config.office.machine == Config(tmp_path).office.machine


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        """
        audience = "everybody"
        colour = "red"
        [office]
        opens = "half past seven"
        units = "Xã Bản Bo"
        [screen]
        text = "huge"
        contrast = 3
        size = "640x480"
        language = "fr"
        [times]
        idle_seconds = 0
        countdown_seconds = "30"
        pause_seconds = true
        [gateway]
        embedded = false
        url = "http://gateway.example"
        """,
    )
    for named in (
        "audience",
        "colour",
        "office.opens",
        "office.units",
        "screen.text",
        "screen.contrast",
        "screen.size",
        "screen.language",
        "times.idle_seconds",
        "times.countdown_seconds",
        "times.pause_seconds",
        "gateway.url",
    ):
        assert named in told, named
    assert "\n" not in told


@pytest.mark.parametrize("key", [item.name for item in fields(Config(Path()).times)])
@pytest.mark.parametrize("value", [0, -1])
def test_no_time_is_zero_or_less(tmp_path: Path, key: str, value: int) -> None:
    assert f"times.{key}" in faults(tmp_path, f"[times]\n{key} = {value}\n")


@pytest.mark.parametrize("places", ["", "6", "1-12", "7-13", "0-5", "12-7", "a-b", "last"])
def test_the_digits_that_open_a_card_are_six_of_the_twelve(tmp_path: Path, places: str) -> None:
    assert "devices.chip_can" in faults(tmp_path, f'[devices]\nchip_can = "{places}"\n')
    for good in ("none", "1-6", "7-12"):
        assert load(tmp_path, f'[devices]\nchip_can = "{good}"\n').devices.chip_can == good


@pytest.mark.parametrize("url", ["http://192.168.1.9:80", "http://gateway.example", "ftp://127.0.0.1:1", ""])
def test_dossiers_go_over_tls_or_stay_on_this_machine(tmp_path: Path, url: str) -> None:
    assert "gateway.url" in faults(tmp_path, f'[gateway]\nembedded = false\nurl = "{url}"\n')


@pytest.mark.parametrize("url", ["https://gateway.example", "http://127.0.0.1:8710"])
def test_a_gateway_elsewhere(tmp_path: Path, url: str) -> None:
    config = load(tmp_path, f'[gateway]\nembedded = false\nurl = "{url}"\n')
    assert config.gateway.url == url
    assert config.gateway_keys == tmp_path / "gateway.pub.json"


def test_a_production_kiosk_never_delivers_to_its_own_gateway(tmp_path: Path) -> None:
    told = faults(tmp_path, 'audience = "production"\n')
    assert "embedded" in told
    real = 'audience = "production"\n[gateway]\nembedded = false\nurl = "https://gateway.example"\n'
    assert load(tmp_path, real).audience == "production"


def test_the_pinned_keys_may_lie_anywhere(tmp_path: Path) -> None:
    keys = tmp_path / "etc" / "gateway.pub.json"
    assert load(tmp_path, f'[gateway]\nkeys = "{keys}"\n').gateway_keys == keys
    assert Config(tmp_path).gateway_keys == tmp_path / "gateway" / "gateway.pub.json"


@pytest.mark.parametrize(
    "hostile",
    [
        b"audience = ",
        b"\xff\xfe\x00",
        b"[office\n",
        b"times = 3\n",
        b"office = []\n",
        b"a = 1\na = 2\n",
        b"x = " + b"[" * 20_000,
        b"[screen]\ntext = '\x00'\n",
        b"audience = ['demo']\n",
        b"audience = {demo = 1}\n",
        b"#" * (MAX_CONFIG_BYTES + 1),
    ],
    ids=lambda data: data[:16].decode("latin-1"),
)
def test_a_hostile_file_is_one_sentence(tmp_path: Path, hostile: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(hostile)
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_config(tmp_path)


def test_a_folder_in_its_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_config(tmp_path)


@given(
    section=st.sampled_from(["office", "gateway", "devices", "screen", "times"]),
    key=st.sampled_from(["unit", "url", "scanner", "text", "idle_seconds", "opens", "size", "reduce_motion", "zzz"]),
    value=st.one_of(st.integers(), st.booleans(), st.floats(allow_nan=False), st.text(max_size=8)),
)
def test_any_value_is_taken_or_told_by_its_name(
    tmp_path_factory: pytest.TempPathFactory, section: str, key: str, value: object
) -> None:
    home = tmp_path_factory.getbasetemp()
    text = f"[{section}]\n{key} = {toml(value)}\n"
    assert tomllib.loads(text) == {section: {key: value}}
    try:
        config = load(home, text)
    except ConfigError as error:
        assert f"{section}.{key}" in str(error)  # noqa: PT017 - either way is right, each with its own proof
    else:
        assert getattr(getattr(config, section), key) == value


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'
    return repr(value)


def test_the_home_is_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path))
    assert default_home() == tmp_path
    monkeypatch.delenv("MOTCHAM_HOME")
    assert default_home().name == "motcham"


def test_what_the_line_may_carry_is_within_reason(tmp_path: Path) -> None:
    assert load(tmp_path, "[line]\nmegabytes_a_day = 50\n").line.megabytes_a_day == 50
    told = faults(tmp_path, "[line]\nfiles_at_once = 9\nmegabytes_an_hour = -1\nmegabytes_a_day = 1.5\n")
    assert "line.files_at_once must be 1 to 8" in told
    assert "line.megabytes_an_hour must not be negative" in told
    assert "line.megabytes_a_day must be a int" in told


@pytest.mark.parametrize(
    ("key", "wrong", "good"),
    [
        ("speaker_voice", '"en"', '"vi-vn-x-south"'),
        ("speaker_speed", "79", "80"),
        ("speaker_loudness", "0", "200"),
        ("speaker_output", '"--help"', '"plughw:1,0"'),
    ],
)
def test_how_the_voice_sounds_is_checked(tmp_path: Path, key: str, wrong: str, good: str) -> None:
    assert f"devices.{key}" in faults(tmp_path, f"[devices]\n{key} = {wrong}\n")
    assert load(tmp_path, f"[devices]\n{key} = {good}\n").devices
