"""The demo's own gateway: a child process that receives, and that ends with the kiosk however the kiosk ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.catalogue_repository import Repository
from gateway.cli import main as gateway_command
from gateway.folder import Folder
from gateway.keyring import make_keys
from kiosk.bootstrap import open_kiosk
from kiosk.catalogue.checking import Checker
from kiosk.catalogue.outcomes import NoTrust, Updated
from kiosk.catalogue.trust import TRUST, Trust
from kiosk.cli import main as kiosk_command
from kiosk.clock import SystemClock
from kiosk.config import Config
from kiosk.embedded import START_S, EmbeddedGateway
from kiosk.errors import KioskError
from kiosk.session import Session
from kiosk.sync.sealing import Sealed
from tests.catalogue.portal_rows import listed, written
from tests.kiosk.service_point import BIRTH, filled

PARENT = """
import sys, time
from pathlib import Path
from kiosk.config import Config
from kiosk.bootstrap import open_kiosk

kiosk = open_kiosk(Config(Path(sys.argv[1])))
kiosk.embedded.wait_for_url()
print(kiosk.embedded._process.pid, flush=True)
time.sleep(60)
"""


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def is_gone(pid: int) -> bool:
    """Whether no such process runs; one that only waits to be fetched does not run."""
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text("ascii")
    except FileNotFoundError:
        return True


def test_a_demo_kiosk_delivers_to_its_own_gateway_and_takes_it_down(tmp_path: Path) -> None:
    kiosk = open_kiosk(Config(tmp_path), SystemClock())
    assert kiosk.embedded is not None
    guide = kiosk.library.load(BIRTH)
    assert guide is not None
    begun = kiosk.desk.begin(guide)
    assert isinstance(begun, Session)
    session = begun.standing(filled(BIRTH, {"papers.birth": {"missing": "skipped"}}))
    sealed = kiosk.desk.seal(session)  # waits for the keys that the gateway makes meanwhile
    assert isinstance(sealed, Sealed)
    report = kiosk.connect().run_once()
    assert report.received == (sealed.item.id,)
    found = kiosk.desk.state_of(sealed.item.id, proved=False)
    assert found is not None
    assert found.item.state == "received"
    assert found.item.dossier_code.startswith("DEMO-")
    kiosk.close()
    assert kiosk.embedded._process.poll() is not None
    assert not (tmp_path / "gateway" / "ready").exists()


def test_it_ends_with_a_kiosk_that_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert not is_gone(child)
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    assert within(10, lambda: is_gone(child))


def test_a_gateway_that_cannot_start_is_told_at_once(tmp_path: Path) -> None:
    make_keys(Folder(tmp_path), "production")  # a demo is refused there
    gateway = EmbeddedGateway(tmp_path, tmp_path / "device.pub.json")
    began = time.monotonic()
    with pytest.raises(KioskError, match="gateway ended with code 1"):
        gateway.wait_for_url()
    assert time.monotonic() - began < START_S
    gateway.close()


def test_the_demos_kiosk_believes_its_own_child_and_fetches_what_it_publishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the documented commands, in the folder of the gateway that runs."""
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path / "centre"))
    assert kiosk_command(["catalogue", "import", str(written(tmp_path, [listed("1.000001"), listed("1.000002")]))]) == 0
    assert kiosk_command(["catalogue", "export", str(tmp_path / "full.xz")]) == 0

    kiosk = open_kiosk(Config(tmp_path / "demo"), SystemClock())
    assert kiosk.embedded is not None
    url = kiosk.embedded.wait_for_url()
    assert kiosk.gateway_url() == url
    checker = kiosk.catalogue_checker()
    assert checker.check() == NoTrust()
    assert not checker.look().pinned

    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path / "demo"))
    assert gateway_command(["catalogue", "init"]) == 0
    assert gateway_command(["catalogue", "publish", str(tmp_path / "full.xz")]) == 0
    outcome = checker.check()
    assert isinstance(outcome, Updated)
    assert outcome.rows == 2
    look = checker.look()
    assert look.pinned
    assert look.version == outcome.version
    assert kiosk_command(["catalogue", "update"]) == 0  # by hand too, while the demo runs
    kiosk.close()
    assert kiosk.gateway_url() == ""
    assert kiosk_command(["catalogue", "update"]) == 1


def test_what_the_demo_believed_a_kiosk_of_a_real_gateway_does_not(tmp_path: Path) -> None:
    child = Repository(tmp_path / "gateway" / "catalogue", tmp_path / "gateway" / "catalogue" / "keys")
    child.create(datetime.now(UTC))
    demo = Config(tmp_path)
    Checker(demo.catalogue_folder, lambda: "", SystemClock(), demo.gateway_catalogue).check()
    assert Trust(demo.catalogue_folder / TRUST, embedded=True).is_pinned
    real = Checker(demo.catalogue_folder, lambda: "http://127.0.0.1:9", SystemClock())
    assert real.check() == NoTrust()
