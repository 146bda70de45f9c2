"""``gateway tls`` and ``gateway serve --tls`` as an operator meets them, and what `kiosk doctor` says of them."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.bootstrap import open_kiosk
from kiosk.catalogue.sources import GatewaySource, LineError
from kiosk.clock import SystemClock
from kiosk.config import Config, GatewayConfig
from kiosk.lights import Finding
from kiosk.readiness import look
from kiosk.sync.client import GatewayClient
from kiosk.sync.key_trust import read_pinned
from kiosk.sync.tls import TlsTrust
from tests.gateway.certified import new_authority
from tests.gateway.running import QUICK
from tests.gateway.test_program import PATIENCE, run, serve, told, wait_for


@dataclass
class Operator:
    """A gateway served as a program, and a kiosk that pinned its authority."""

    data: Path
    home: Path
    port: str
    process_id: int

    def config(self, host: str = "127.0.0.1", authority: str = "authority.pem") -> Config:
        gateway = GatewayConfig(f"https://{host}:{self.port}", "gateway.pub.json", authority, embedded=False)
        return Config(self.home, gateway=gateway)

    def lights(self, config: Config) -> dict[str, Finding]:
        return {finding.what: finding for finding in look(config)}

    def serial(self) -> str:
        context = ssl.create_default_context(cafile=self.data / "tls" / "authority.pem")
        with (
            socket.create_connection(("127.0.0.1", int(self.port)), 5) as plain,
            context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
        ):
            return str((secure.getpeercert() or {})["serialNumber"])


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    data, home, ready = tmp_path / "gateway", tmp_path / "home", tmp_path / "ready"
    assert run(data, "keys", "init", "--audience", "demo").returncode == 0
    made = run(data, "tls", "init", "--host", "127.0.0.1", "--host", "gateway.example")
    assert made.returncode == 0, made.stderr
    assert "gateway.authority" in made.stdout
    home.mkdir()
    (home / "authority.pem").write_bytes((data / "tls" / "authority.pem").read_bytes())
    (home / "gateway.pub.json").write_bytes((data / "gateway.pub.json").read_bytes())
    child = serve(data, ready, "--tls")
    try:
        yield Operator(data, home, wait_for(ready), child.pid)
    finally:
        child.terminate()
        child.communicate(timeout=PATIENCE)
    assert child.returncode == 0


def test_the_keys_are_for_the_gateways_user_alone(operator: Operator) -> None:
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (operator.data / "tls").iterdir()}
    assert modes == {
        "authority.pem": "0o644",
        "server.pem": "0o644",
        "authority.key": "0o600",
        "server.key": "0o600",
    }
    assert told(operator.data, "tls", "show")["hosts"] == ["127.0.0.1", "gateway.example"]


def test_the_doctor_names_what_is_wrong_with_a_certificate(operator: Operator, tmp_path: Path) -> None:
    kiosk = open_kiosk(operator.config())
    kiosk.close()
    found = operator.lights(operator.config())
    assert (found["gateway"].light, found["certificate"].light) == ("fail", "ok")
    assert found["gateway"].mend == "the gateway does not know this device: gateway devices add"
    added = run(operator.data, "devices", "add", "Máy 01", "--from", str(operator.home / "device.pub.json"))
    assert added.returncode == 0, added.stderr
    found = operator.lights(operator.config())
    assert (found["gateway"].light, found["certificate"].light) == ("ok", "ok")
    assert "by the pinned authority alone" in found["certificate"].found

    other = new_authority(tmp_path / "other").pem
    found = operator.lights(operator.config(authority=str(other)))
    assert "tls_authority" in found["gateway"].found
    found = operator.lights(operator.config(host="localhost"))
    assert "tls_name" in found["gateway"].found
    found = operator.lights(operator.config(authority="nowhere.pem"))
    assert "nowhere.pem cannot be read" in found["certificate"].found
    assert "gateway" not in found


def test_a_renewed_certificate_is_taken_without_a_restart(operator: Operator) -> None:
    before = operator.serial()
    assert run(operator.data, "tls", "issue", "--host", "127.0.0.1").returncode == 0
    assert operator.serial() == before
    os.kill(operator.process_id, signal.SIGHUP)
    deadline = time.monotonic() + PATIENCE
    while operator.serial() == before:
        assert time.monotonic() < deadline
    (operator.data / "tls" / "server.pem").write_text("garbage", "ascii")
    os.kill(operator.process_id, signal.SIGHUP)
    keys = read_pinned(operator.data / "gateway.pub.json", "demo")[1].keys()
    kiosk = open_kiosk(operator.config())
    trust = TlsTrust(operator.data / "tls" / "authority.pem", SystemClock())
    client = GatewayClient(f"https://127.0.0.1:{operator.port}", keys, kiosk.device, SystemClock(), QUICK, trust)
    assert client.reachable() is None
    client.close()
    kiosk.close()


def test_a_catalogue_is_asked_for_over_the_same_trust(operator: Operator) -> None:
    url = f"https://127.0.0.1:{operator.port}"
    pinned = TlsTrust(operator.data / "tls" / "authority.pem", SystemClock())
    for secure, expected in ((None, "tls_authority"), (TlsTrust(None, SystemClock()).secure, "tls_authority")):
        with pytest.raises(LineError) as refused:
            GatewaySource(url, QUICK, secure).tag("")
        assert refused.value.cause == expected
    with pytest.raises(Exception, match="no catalogue there"):
        GatewaySource(url, QUICK, pinned.secure).tag("")


@pytest.mark.parametrize(
    ("words", "told_of"),
    [
        (("--tls",), "run `gateway tls init` first"),
        (("--certificate", "x.pem"), "go together"),
        (("--certificate", "x.pem", "--certificate-key", "x.key"), "x.pem and x.key are no certificate"),
    ],
)
def test_what_cannot_be_served_with_is_told(tmp_path: Path, words: tuple[str, ...], told_of: str) -> None:
    data = tmp_path / "gateway"
    assert run(data, "keys", "init", "--audience", "demo").returncode == 0
    done = run(data, "serve", "--port", "0", *words)
    assert done.returncode == 1
    assert told_of in done.stderr.splitlines()[-1]


def test_an_authority_is_not_made_twice(operator: Operator) -> None:
    done = run(operator.data, "tls", "init", "--host", "127.0.0.1")
    assert done.returncode == 1
    assert "exists" in done.stderr
    assert run(operator.data, "tls", "issue", "--host", "máy chủ").returncode == 1
