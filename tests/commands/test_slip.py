"""``kiosk slip check`` as a technician runs it, on slips that a kiosk of this and of another gateway made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.clock import SystemClock
from kiosk.sync.device_news import LIST_NOTE
from kiosk.sync.keys import DeviceKey, load_or_make_device_key, new_device_key
from kiosk.sync.outcomes import DevicesNow
from kiosk.sync.slip import Slip, sign_slip
from offline_cache.store import open_store
from tests.kiosk.service_point import offline_config, pin_gateway
from tests.sync.fake_gateway import FakeGateway


def slip_of(device: DeviceKey) -> str:
    made = Slip(
        device.audience, device.public.key.kid, "K7F3-29QD-4M", "1.001193", datetime(2026, 11, 24, 1, 42, tzinfo=UTC)
    )
    return sign_slip(made, device)


def check(home: Path, text: str) -> tuple[int, Any]:
    command = [sys.executable, "-m", "kiosk.cli", "slip", "check", text, "--offline", "--json"]
    environment = {"MOTCHAM_HOME": str(home), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def neighbour(tmp_path: Path) -> DeviceKey:
    """Another kiosk of the gateway, whose list was fetched; ``tmp_path`` is the home of ours."""
    config = offline_config(tmp_path)
    (tmp_path / "config.toml").write_text('[gateway]\nembedded = false\nurl = "http://127.0.0.1:9"\n')
    device = new_device_key("demo")
    gateway = FakeGateway(pin_gateway(config), SystemClock())
    gateway.other_devices = (device,)
    listed = gateway.devices("")
    assert isinstance(listed, DevicesNow)
    with open_store(config.store_folder, SystemClock()) as store:
        store.notes.put(LIST_NOTE, listed.body.decode())
    return device


def test_each_verdict_in_one_line_and_by_its_exit_code(tmp_path: Path, neighbour: DeviceKey) -> None:
    own = load_or_make_device_key(tmp_path / "device.key", "demo")
    code, said = check(tmp_path, slip_of(own))
    assert (code, said["genuine"], said["verdict"]) == (0, True, "genuine: made by this kiosk")
    assert "claims: sealed 2026-11-24 08:42, not received" in said["claims"]
    assert check(tmp_path, slip_of(neighbour))[1]["verdict"] == "genuine: made by another kiosk of this gateway"
    code, said = check(tmp_path, slip_of(new_device_key("demo")))
    assert (code, said["genuine"]) == (1, False)
    assert "cannot be checked" in said["verdict"]
    altered = slip_of(neighbour)[:-5] + "AAAAA"
    assert check(tmp_path, altered) == (
        1,
        {"genuine": False, "verdict": "refused: altered, or damaged", "claims": [], "now": ""},
    )
    assert check(tmp_path, slip_of(new_device_key("production")))[1]["verdict"] == "refused: a slip of production"


def test_a_list_that_the_pinned_gateway_did_not_sign_vouches_for_nobody(tmp_path: Path, neighbour: DeviceKey) -> None:
    pin_gateway(offline_config(tmp_path))  # another gateway than the one that signed the list
    code, said = check(tmp_path, slip_of(neighbour))
    assert code == 1
    assert "cannot be checked" in said["verdict"]
