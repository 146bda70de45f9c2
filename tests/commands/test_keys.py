"""``kiosk keys`` as a technician uses it: with a line, with a stick, and when a gateway has another root."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import main as gateway_command
from gateway.folder import Folder
from kiosk.cli import main as kiosk_command
from kiosk.readiness import look
from kiosk.sync.keys import signed_beside
from tests.gateway.running import Site, running
from tests.gateway.stations import Station


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    station = Station(Site(Folder(tmp_path / "gateway")), tmp_path / "kiosk")
    monkeypatch.setenv("MOTCHAM_HOME", str(station.home))
    configure(station, "https://127.0.0.1:9")
    return station


def configure(station: Station, url: str) -> None:
    text = f'[gateway]\nembedded = false\nurl = "{url}"\nkeys = "{station.pinned.name}"\n'
    (station.home / "config.toml").write_text(text)


def rotate(station: Station, *words: str) -> Path:
    assert gateway_command(["keys", "rotate", "--data", str(station.site.folder.root), *words]) == 0
    return station.site.folder.signed_keys


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert kiosk_command(["keys", "show", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_from_the_gateway_and_from_a_stick(station: Station, capsys: pytest.CaptureFixture[str]) -> None:
    assert kiosk_command(["keys", "show"]) == 0
    assert "pinned, seals to" in capsys.readouterr().out
    assert kiosk_command(["keys", "update"]) == 1
    assert "the line is down" in capsys.readouterr().err
    with running(station.site) as live:
        configure(station, live.url)
        rotate(station)
        assert kiosk_command(["keys", "update"]) == 0
        assert "counts from now on" in capsys.readouterr().out
        assert kiosk_command(["keys", "update", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["outcome"] == "KeysSame"
    first = shown(capsys)
    assert (first["taken"], first["asked"]["outcome"]) == (True, "same")
    stick = rotate(station)
    assert kiosk_command(["keys", "update", str(stick)]) == 0
    second = shown(capsys)
    assert second["number"] > first["number"]
    assert second["keys"]["seal"][0] == first["keys"]["seal"][1]
    assert kiosk_command(["keys", "update", str(station.pinned)]) == 1
    assert "refused (unsigned)" in capsys.readouterr().err
    assert kiosk_command(["keys", "update", str(signed_beside(station.pinned))]) == 1
    assert "refused (older)" in capsys.readouterr().err
    assert shown(capsys) == second
    assert kiosk_command(["keys", "update", str(stick.with_name("none"))]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_another_root_is_told_by_the_doctor_and_trusted_by_hand(
    station: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(station.site) as live:
        configure(station, live.url)
        stick = rotate(station, "--new-root")
        assert kiosk_command(["keys", "update"]) == 1
        assert "refused (foreign)" in capsys.readouterr().err
        found = {finding.what: finding for finding in look(station.config(live.url))}["gateway keys"]
        assert (found.light, "nobody whom this kiosk believes" in found.found) == ("warn", True)
        assert "kiosk keys trust FILE" in found.mend
        assert kiosk_command(["keys", "trust", str(stick)]) == 0
        root = shown(capsys)["keys"]["root"][0]
        assert root in station.site.folder.signed_keys.read_text()
        assert kiosk_command(["keys", "update"]) == 0
        found = {finding.what: finding for finding in look(station.config(live.url))}["gateway keys"]
        assert found.light == "ok"


def test_a_demo_believes_its_own_gateway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MOTCHAM_HOME", str(tmp_path))
    assert kiosk_command(["keys", "show"]) == 1
    assert kiosk_command(["keys", "update"]) == 1
    assert kiosk_command(["keys", "trust", str(tmp_path)]) == 1
    assert "believed as they are" in capsys.readouterr().err
