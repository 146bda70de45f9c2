"""The config file is read strictly: every fault is named at once, and nothing unknown is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import MAX_CONFIG_BYTES, Config, load_config
from kiosk.errors import ConfigError


def written(home: Path, text: str | bytes) -> Path:
    data = text.encode() if isinstance(text, str) else text
    (home / "config.toml").write_bytes(data)
    return home


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config(tmp_path)


def test_what_is_written_is_taken(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, '[office]\nunit = "Xã Nà Tăm"\n[times]\nidle_seconds = 60\n'))
    assert config.office.unit == "Xã Nà Tăm"
    assert config.times.idle_seconds == 60
    assert config.office.machine == Config(tmp_path).office.machine


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = (
        'audience = "all"\nodd = 1\n[office]\nopens = "late"\nextra = 2\n[times]\nidle_seconds = 0\ndraft_days = "7"\n'
    )
    with pytest.raises(ConfigError) as caught:
        load_config(written(tmp_path, text))
    for told in ("audience", "odd", "office.opens", "office.extra", "times.idle_seconds", "times.draft_days"):
        assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('audience = "production"', "real gateway"),
        ("[gateway]\nembedded = false", "https://"),
        ('[gateway]\nembedded = false\nurl = "http://example.org"', "https://"),
        ('[screen]\nsize = "800x600"', "screen.size"),
        ('[screen]\ntext = "B"', "screen.text"),
        ("[screen", "config.toml"),
        (b"\xff\xfe", "config.toml"),
        ("x" * (MAX_CONFIG_BYTES + 1), "larger"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        load_config(written(tmp_path, text))


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    home = written(tmp_path_factory.mktemp("home"), data)
    try:
        config = load_config(home)
    except ConfigError:
        return
    assert config.home == home
