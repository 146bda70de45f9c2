"""``kiosk doctor`` names the true failing thing, and what mends it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.bootstrap import open_kiosk
from kiosk.clock import SystemClock
from kiosk.config import Config, DeviceConfig, GatewayConfig, LineConfig
from kiosk.lights import Finding
from kiosk.readiness import look
from kiosk.sync.budget import HELD, NOTE, Used
from kiosk.sync.ids import IdMaker
from offline_cache.items import NewItem
from offline_cache.outbox import Settlement
from offline_cache.store import open_store


def lights(found: tuple[Finding, ...]) -> dict[str, str]:
    return {finding.what: finding.light for finding in found}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A kiosk that ran once and was closed; its gateway is elsewhere and not there."""
    config = Config(tmp_path, gateway=GatewayConfig("http://127.0.0.1:9", "gateway.pub.json", embedded=False))
    open_kiosk(config).close()
    return tmp_path


def test_a_fresh_machine_is_told_what_will_be_made(tmp_path: Path) -> None:
    found = lights(look(Config(tmp_path)))
    assert found["store"] == "warn"
    assert found["gateway keys"] == "warn"
    assert "fail" not in found.values()


def test_a_missing_gateway_key_is_named_and_not_called_no_network(home: Path) -> None:
    config = Config(home, gateway=GatewayConfig("http://127.0.0.1:9", "gateway.pub.json", embedded=False))
    found = {finding.what: finding for finding in look(config)}
    assert found["gateway keys"].light == "fail"
    assert "gateway.pub.json" in found["gateway keys"].found
    assert "gateway" not in found


@pytest.mark.parametrize("key", ["device.key", "store/local.key"])
def test_a_key_that_others_may_read_fails(home: Path, key: str) -> None:
    (home / key).chmod(0o644)
    found = {finding.what: finding for finding in look(Config(home))}
    assert found["keys"].light == "fail"
    assert Path(key).name in found["keys"].found


def test_the_program_says_it_in_lines_and_in_json(home: Path) -> None:
    command = [sys.executable, "-m", "kiosk.cli", "doctor", "--json"]
    done = subprocess.run(command, env={"MOTCHAM_HOME": str(home)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {finding["what"]: finding["light"] for finding in json.loads(done.stdout)}
    assert found["config"] == "ok"
    assert found["outbox"] == "ok"


def test_a_faulty_config_is_one_sentence_and_exit_1(home: Path) -> None:
    (home / "config.toml").write_text('audience = "everybody"\ntypo = 1\n', "utf-8")
    command = [sys.executable, "-m", "kiosk.cli", "doctor"]
    done = subprocess.run(command, env={"MOTCHAM_HOME": str(home)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "unknown key typo" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_allowance_that_is_used_up_is_told_with_who_waits_and_until_when(home: Path) -> None:
    clock, config = SystemClock(), Config(home, line=LineConfig(megabytes_a_day=20))
    assert "data volume" not in lights(look(Config(home)))
    found = {finding.what: finding for finding in look(config)}
    assert (found["data volume"].light, found["data volume"].found) == ("ok", "0.0 of 20 MB this day")
    item = NewItem(IdMaker(clock).new(), "K000-0000-00", "1.001193", "v", "demo", "aa" * 32, b"envelope")
    with open_store(config.store_folder, clock) as store:
        store.outbox.append(item, (), None)
        store.outbox.settle([Settlement(item.id, "sealed", HELD, pending=True, last_error=HELD)])
        store.notes.put(NOTE, Used(clock.now(), 0, 19_000_000).format())
    found = {finding.what: finding for finding in look(config)}
    assert found["data volume"].light == "warn"
    assert "19.0 of 20 MB this day: 1 dossiers with files wait until" in found["data volume"].found
    assert " 00:00," in found["data volume"].found


def test_a_voice_that_is_not_installed_or_cannot_be_heard_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {finding.what: finding for finding in look(Config(tmp_path))}
    assert (found["speaker"].light, found["speaker"].mend.split(",")[0]) == ("warn", "make setup-speech")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for name in ("espeak-ng", "aplay"):
        (tmp_path / name).touch(0o755)
    found = {finding.what: finding for finding in look(Config(tmp_path, devices=DeviceConfig(speaker_output="hw:9")))}
    assert found["speaker"].light == "ok"
