"""The ``gateway`` program as people and parents use it: real child processes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.clock import SystemClock
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_files import encode_bytes
from kiosk.sync.key_trust import read_pinned
from kiosk.sync.keys import DeviceKey, format_device_public, new_device_key
from kiosk.sync.outcomes import Delivered, LineDown, Updates
from tests.gateway.running import QUICK, Sealer, make_document, make_dossier

PATIENCE = 20.0


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gateway", *words, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


def told(data: Path, *words: str) -> Any:
    done = run(data, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def serve(data: Path, ready: Path, *words: str, parent: int | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gateway", "serve", "--data", str(data), "--port", "0", "--ready-file", str(ready)]
    command += [*words, *(["--parent", str(parent)] if parent else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return path.read_text().strip()


@contextlib.contextmanager
def serving(data: Path, ready: Path, *words: str) -> Iterator[str]:
    child = serve(data, ready, *words)
    try:
        yield f"http://127.0.0.1:{wait_for(ready)}"
    finally:
        child.terminate()
        out, log = child.communicate(timeout=PATIENCE)
    assert child.returncode == 0
    assert out == ""
    assert all(json.loads(line)["event"] for line in log.splitlines())
    assert "Minh" not in log
    assert "K7F3" not in log


def client(url: str, data: Path, device: DeviceKey) -> GatewayClient:
    return GatewayClient(url, read_pinned(data / "gateway.pub.json", "demo")[1].keys(), device, SystemClock(), QUICK)


def sealer(data: Path, device: DeviceKey) -> Sealer:
    return Sealer(read_pinned(data / "gateway.pub.json", "demo")[1].keys(), device)


def test_a_demo_from_the_first_start_to_the_result(tmp_path: Path) -> None:
    data, device_file, device = tmp_path / "data", tmp_path / "device.pub.json", new_device_key("demo")
    with serving(data, tmp_path / "ready", "--demo", "--device-file", str(device_file)) as url:
        kiosk = client(url, data, device)
        site = sealer(data, device)
        document = make_document(site, tmp_path)
        dossier = make_dossier(site, (document,))
        assert kiosk.pull("") == LineDown("auth")
        device_file.write_bytes(format_device_public(device.public))  # written after the gateway has started
        kiosk.upload(document.entry.id, document.path, document.entry.sealed_sha256)
        received = kiosk.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
        assert isinstance(received, Delivered)
        code = received.receipt.receipt.dossier_code

        listed = told(data, "dossiers", "list")
        assert [(one["id"], one["procedure"], one["code"], one["state"], one["pages"]) for one in listed] == [
            (dossier.id, "1.001193", 1, "Mới đăng ký", 2)
        ]
        assert run(data, "dossiers", "set-status", dossier.id, "2", "--until", "2026-11-26").returncode == 0
        reasons = ["--reasons", "Chụp lại trang 2", "Thêm giấy kết hôn"]
        told(data, "dossiers", "set-status", code, "5", "--message", "Cần bổ sung 2 việc", *reasons)
        page = kiosk.pull("")
        assert isinstance(page, Updates)
        assert [(one.code, one.until, one.message, one.reasons) for one in page.updates] == [
            (1, "", "", ()),
            (2, "2026-11-26", "", ()),
            (5, "", "Cần bổ sung 2 việc", ("Chụp lại trang 2", "Thêm giấy kết hôn")),
        ]
        shown = told(data, "dossiers", "show", "K7F329QD4M")
        assert shown["submission"] == {"child.full_name": "Nguyễn Thị Minh An"}
        assert [one["code"] for one in shown["history"]] == [1, 2, 5]
        plain = run(data, "dossiers", "show", code).stdout
        assert "Nguyễn Thị Minh An" in plain
        assert "Chụp lại trang 2" in plain
        recovery = next(data.glob("recovery-*.key"))
        assert told(data, "dossiers", "show", code, "--recovery-file", str(recovery))["code"] == 5
        kiosk.close()
    assert not (tmp_path / "ready").exists()


def test_a_kiosk_may_leave_its_file_in_the_drop_folder(tmp_path: Path) -> None:
    data, device = tmp_path / "data", new_device_key("demo")
    with serving(data, tmp_path / "ready", "--demo") as url:
        kiosk = client(url, data, device)
        other = new_device_key("demo")
        (data / "devices.d" / f"{device.device_id}.json").write_bytes(format_device_public(other.public))
        assert kiosk.pull("") == LineDown("auth")
        (data / "devices.d" / f"{device.device_id}.json").write_bytes(format_device_public(device.public))
        assert isinstance(kiosk.pull(""), Updates)
        kiosk.close()
    assert [one["device_id"] for one in told(data, "devices", "list")] == [device.device_id]


def test_a_production_gateway_is_set_up_by_hand(tmp_path: Path) -> None:
    data, away = tmp_path / "data", tmp_path / "stick" / "recovery.key"
    done = run(data, "keys", "init", "--unit", "H15.50.05.13", "--recovery-file", str(away))
    assert done.returncode == 0
    assert str(away) in done.stdout
    assert away.stat().st_mode & 0o777 == 0o600
    assert all(key.stat().st_mode & 0o777 == 0o600 for key in (data / "keys").iterdir())
    assert not list(data.glob("recovery*"))
    again = run(data, "keys", "init")
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    device = device_whose_key_looks_like_an_option()
    key = encode_bytes(device.public.key.raw)
    assert run(data, "devices", "add", "Máy 01", "--public-key", key).stdout == f"{device.device_id} Máy 01\n"
    file = tmp_path / "device.pub.json"
    file.write_bytes(format_device_public(new_device_key("production").public))
    assert run(data, "devices", "add", "Máy 02", "--from", str(file)).returncode == 0
    file.write_bytes(format_device_public(new_device_key("demo").public))
    assert run(data, "devices", "add", "Máy 03", "--from", str(file)).returncode == 1
    assert [one["name"] for one in told(data, "devices", "list")] == ["Máy 01", "Máy 02"]
    for words in (("--demo",), ("--device-file", str(file))):
        refused = run(data, "serve", "--port", "0", *words)
        assert refused.returncode == 1
        assert "production" in refused.stderr


def device_whose_key_looks_like_an_option() -> DeviceKey:
    while True:
        device = new_device_key("production")
        if encode_bytes(device.public.key.raw).startswith("-"):
            return device


def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path: Path) -> None:
    for words in (
        ("serve", "--port", "0"),
        ("dossiers", "list"),
        ("dossiers", "show", "K000"),
        ("devices", "list"),
        ("keys", "init", "--unit", "not a unit"),
    ):
        done = run(tmp_path / "none", *words)
        assert (done.returncode, done.stderr.count("\n"), done.stdout) == (1, 1, ""), words
        assert "Traceback" not in done.stderr
    data = tmp_path / "data"
    assert run(data, "keys", "init", "--audience", "demo").returncode == 0
    (data / "gateway.toml").write_text('unit = "H1"\ncolour = "red"\n')
    assert "colour" in run(data, "serve", "--port", "0").stderr
    assert run(data, "dossiers", "set-status", "K000", "2").returncode == 1


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    for words in ((), ("dance",), ("dossiers",), ("dossiers", "set-status", "x", "11"), ("devices", "add", "x")):
        done = subprocess.run(
            [sys.executable, "-m", "gateway", *words], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 2, words
    help_text = run(tmp_path, "dossiers", "set-status", "--help")
    assert help_text.returncode == 0
    assert "Đã trả" in help_text.stdout


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with serving(tmp_path / "data", tmp_path / "ready", "--demo") as url:
        refused = run(tmp_path / "other", "serve", "--demo", "--port", url.rsplit(":", 1)[1])
    assert refused.returncode == 1
    assert "cannot listen" in refused.stderr


def test_it_ends_with_the_one_who_started_it(tmp_path: Path) -> None:
    ready, starter = (
        tmp_path / "ready",
        [sys.executable, "-c", STARTER, str(tmp_path / "data"), str(tmp_path / "ready")],
    )
    parent = subprocess.Popen(starter, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    url = f"http://127.0.0.1:{wait_for(ready)}"
    assert requests.get(f"{url}/v1/time", timeout=5).status_code == 200
    parent.kill()
    parent.communicate()
    wait_for_end(child)
    assert not ready.exists()


STARTER = """
import subprocess, sys
data, ready = sys.argv[1:]
command = [sys.executable, "-m", "gateway", "serve", "--data", data, "--port", "0", "--ready-file", ready, "--demo"]
child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
print(child.pid, flush=True)
child.wait()
"""


def wait_for_end(pid: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_parent_that_is_gone_already_is_not_waited_for(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    child = serve(tmp_path / "data", tmp_path / "ready", "--demo", parent=gone.pid)
    child.communicate(timeout=PATIENCE)
    assert child.returncode == 0


def test_killed_and_started_again_it_holds_what_it_acknowledged(tmp_path: Path) -> None:
    data, device, device_file = tmp_path / "data", new_device_key("demo"), tmp_path / "device.pub.json"
    device_file.write_bytes(format_device_public(device.public))
    child = serve(data, tmp_path / "ready", "--demo", "--device-file", str(device_file))
    kiosk = client(f"http://127.0.0.1:{wait_for(tmp_path / 'ready')}", data, device)
    dossier = make_dossier(sealer(data, device))
    first = kiosk.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    (tmp_path / "ready").unlink()
    assert isinstance(first, Delivered)
    with serving(data, tmp_path / "ready", "--demo") as url:
        kiosk.move_to(url)
        again = kiosk.ask(dossier.id, dossier.envelope_sha256, dossier.manifest.sha256)
        kiosk.close()
    assert again == Delivered(first.receipt, repeated=True)


@pytest.mark.parametrize("clock", ["86400.0", "-86400.0"])
def test_a_demo_follows_a_virtual_clock(tmp_path: Path, clock: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "clock").write_text(clock)
    with serving(data, tmp_path / "ready", "--demo") as url:
        now = requests.get(f"{url}/v1/time", timeout=5).headers["Motcham-Time"]
    assert abs(int(now) / 1000 - time.time() - float(clock)) < 60
