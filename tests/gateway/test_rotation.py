"""Sealing keys change while kiosks are away: what they sealed meanwhile is opened, and a lost key loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.keyring import load_keyring
from gateway.rotation import list_keys, recover, rotate
from kiosk.errors import ConfigError
from kiosk.sync.keys import load_gateway_keys
from kiosk.sync.outcomes import Delivered
from tests.gateway.running import Running, Sealer, Site, make_document, make_dossier, running
from tests.gateway.test_program import run, told


def delivered(live: Running, sealer: Sealer, folder: Path) -> bool:
    """By a kiosk that has pinned the sealer's keys, with an attachment."""
    document = make_document(sealer, folder)
    dossier = make_dossier(sealer, (document,))
    client = live.client(keys=sealer.keys)
    client.upload(document.entry.id, document.path, document.entry.sealed_sha256)
    return isinstance(client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256), Delivered)


def test_a_kiosk_that_was_away_through_two_rotations_delivers(site: Site, tmp_path: Path) -> None:
    away = Sealer(site.keys, site.device)
    first = rotate(site.folder)
    second = rotate(site.folder)
    assert second.seal[0] == first.seal[1]
    assert site.keys.seal[0] not in second.seal
    pinned = load_gateway_keys(site.folder.public_keys, site.audience)
    assert pinned == second
    with running(site) as live:
        assert delivered(live, away, tmp_path)
        assert delivered(live, Sealer(first, site.device), tmp_path)
        assert delivered(live, Sealer(pinned, site.device), tmp_path)
    standing = {row.kid: row.standing for row in list_keys(site.folder) if row.purpose == "seal"}
    assert standing == {
        second.seal[0].kid: "current",
        second.seal[1].kid: "next",
        first.seal[0].kid: "retired",
        site.keys.seal[0].kid: "retired",
    }


def test_the_next_key_opens_before_it_is_current(site: Site, tmp_path: Path) -> None:
    """A gateway that has not been started again since a rotation opens what is sealed to the key it made current."""
    rotate(site.folder)
    with running(site) as live:
        assert delivered(live, Sealer(rotate(site.folder), site.device), tmp_path)


def test_a_lost_key_is_recovered_and_what_was_sealed_to_it_is_opened(site: Site, tmp_path: Path) -> None:
    away = Sealer(site.keys, site.device)
    recovery = next(site.folder.root.glob("recovery-*.key")).rename(tmp_path / "stick.key")
    for path in site.folder.keys.glob("seal-*.key"):
        path.unlink()
    assert "lost" in {row.standing for row in list_keys(site.folder)}
    with pytest.raises(ConfigError, match="lacks"):
        load_keyring(site.folder)
    changed, fresh = recover(site.folder, recovery)
    assert fresh.stat().st_mode & 0o777 == 0o600
    assert changed.recovery != site.keys.recovery
    assert changed.receipt == site.keys.receipt
    with running(site) as live:
        assert delivered(live, away, tmp_path)
        assert delivered(live, Sealer(changed, site.device), tmp_path)


def test_another_recovery_key_is_refused(site: Site, tmp_path: Path) -> None:
    recovery = next(site.folder.root.glob("recovery-*.key"))
    elsewhere = Site(type(site.folder)(tmp_path / "elsewhere"))
    before = site.folder.public_keys.read_bytes()
    for path in (next(elsewhere.folder.root.glob("recovery-*.key")), recovery.with_name("none.key")):
        with pytest.raises(ConfigError):
            recover(site.folder, path)
    assert site.folder.public_keys.read_bytes() == before


def test_the_commands_tell_what_to_do_next(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "keys", "rotate").returncode == 1
    assert run(data, "keys", "init", "--audience", "demo").returncode == 0
    done = run(data, "keys", "rotate")
    assert (done.returncode, "restart the gateway first" in done.stdout) == (0, True)
    assert [row["standing"] for row in told(data, "keys", "list")] == [
        "current",
        "next",
        "retired",
        "current",
        "recovery",
    ]
    assert run(data, "keys", "list").stdout.count("\n") == 5
    recovery = next(data.glob("recovery-*.key"))
    done = run(data, "keys", "recover", "--recovery-file", str(recovery))
    assert (done.returncode, "new recovery key" in done.stdout) == (0, True)
