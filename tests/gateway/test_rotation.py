"""The gateway's keys change: what was sealed is opened, what was signed counts, and a lost key loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.folder import Folder
from gateway.keyring import load_keyring, load_recovery
from gateway.rotation import RootSource, list_keys, recover, rotate
from kiosk.errors import ConfigError
from kiosk.sync.envelope import Header, parse, unseal
from kiosk.sync.key_files import MAX_KEY_FILE
from kiosk.sync.keys import MAX_RETIRED, VerifyKey, parse_gateway_keys
from kiosk.sync.outcomes import Delivered
from kiosk.sync.protocol import MAX_ENVELOPE
from tests.gateway.running import Running, Sealer, Site, make_document, make_dossier, running
from tests.gateway.test_program import run, told


def delivered(live: Running, sealer: Sealer, folder: Path) -> bool:
    """By a kiosk that has pinned the sealer's keys, with an attachment."""
    document = make_document(sealer, folder)
    dossier = make_dossier(sealer, (document,))
    client = live.client(keys=sealer.keys)
    client.upload(document.entry.id, document.path, document.entry.sealed_sha256)
    return isinstance(client.deliver(dossier.id, dossier.envelope, dossier.manifest.sha256), Delivered)


def find(site: Site) -> Callable[[Header], VerifyKey]:
    return lambda _: site.device.public.key


def standings(site: Site, purpose: str) -> dict[str, str]:
    return {row.kid: row.standing for row in list_keys(site.folder) if row.purpose == purpose}


def test_two_rotations_keep_every_former_key(site: Site, tmp_path: Path) -> None:
    """What was sealed to any of them is opened; which kiosk knows which, test_keys_followed.py tells."""
    first = rotate(site.folder)
    second = rotate(site.folder)
    assert second.seal[0] == first.seal[1]
    assert site.keys.seal[0] not in second.seal
    assert parse_gateway_keys(site.folder.signed_keys.read_bytes()) == second
    with running(site) as live:
        for keys in (site.keys, first, second):
            assert delivered(live, Sealer(replace(second, seal=keys.seal), site.device), tmp_path)
    assert standings(site, "seal") == {
        second.seal[0].kid: "current",
        second.seal[1].kid: "next",
        first.seal[0].kid: "retired",
        site.keys.seal[0].kid: "retired",
    }
    assert standings(site, "receipt") == {
        second.receipt[0].kid: "current",
        second.receipt[1].kid: "next",
        first.receipt[0].kid: "retired",
        site.keys.receipt[0].kid: "retired",
    }
    assert second.number > first.number > site.keys.number


def test_one_kind_is_rotated_alone(site: Site) -> None:
    changed = rotate(site.folder, ("receipt",))
    assert changed.seal == site.keys.seal
    assert changed.receipt[0] == site.keys.receipt[1]


def test_without_the_root_key_nothing_changes(site: Site, tmp_path: Path) -> None:
    before = site.folder.signed_keys.read_bytes()
    here = next(site.folder.root.glob("root-*.key"))
    root = here.rename(tmp_path / "root.key")
    other = Site(Folder(tmp_path / "elsewhere"))
    strange = next(other.folder.root.glob("root-*.key"))
    for file in (None, tmp_path / "none.key", strange, next(site.folder.root.glob("recovery-*.key"))):
        with pytest.raises(ConfigError, match="root key"):
            rotate(site.folder, root=RootSource(file))
    assert site.folder.signed_keys.read_bytes() == before
    changed = rotate(site.folder, root=RootSource(root))
    assert changed.root == site.keys.root
    replaced = rotate(site.folder, root=RootSource(new=True))
    assert replaced.root not in {None, site.keys.root}
    assert standings(site, "root") == {replaced.root.kid: "root"}


def test_a_next_key_that_is_lost_never_comes_into_use(site: Site) -> None:
    (site.folder.keys / f"seal-{site.keys.seal[1].kid}.key").unlink()
    with pytest.raises(ConfigError, match="recover"):
        rotate(site.folder)
    changed, _ = recover(site.folder, next(site.folder.root.glob("recovery-*.key")))
    assert changed.seal[0] == site.keys.seal[0]
    assert rotate(site.folder).seal[0] == changed.seal[1] != site.keys.seal[1]


def test_a_lost_recovery_key_is_replaced(site: Site, tmp_path: Path) -> None:
    next(site.folder.root.glob("recovery-*.key")).unlink()
    changed = rotate(site.folder, ("seal",), new_recovery=tmp_path / "stick.key")
    assert changed.recovery != site.keys.recovery
    dossier = make_dossier(Sealer(changed, site.device))
    opened = unseal(parse(dossier.envelope, limit=MAX_ENVELOPE), load_recovery(tmp_path / "stick.key"), find(site))
    assert opened.body
    assert recover(site.folder, tmp_path / "stick.key")[0].recovery != changed.recovery


def test_retired_receipt_keys_are_told_up_to_a_number(site: Site) -> None:
    for _ in range(MAX_RETIRED + 3):
        newest = rotate(site.folder, ("receipt",))
    assert len(newest.receipt) == MAX_RETIRED + 2
    assert len(site.folder.signed_keys.read_bytes()) < MAX_KEY_FILE


def test_the_next_key_opens_before_it_is_current(site: Site) -> None:
    """A gateway to which a shared folder comes late opens what is sealed to the key that has become current."""
    late = load_keyring(site.folder)
    dossier = make_dossier(Sealer(rotate(site.folder), site.device))
    envelope = parse(dossier.envelope, limit=MAX_ENVELOPE)
    assert unseal(envelope, late.seal, find(site)).body


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
    before = site.folder.signed_keys.read_bytes()
    for path in (next(elsewhere.folder.root.glob("recovery-*.key")), recovery.with_name("none.key")):
        with pytest.raises(ConfigError):
            recover(site.folder, path)
    assert site.folder.signed_keys.read_bytes() == before


def test_the_commands_tell_what_to_do_next(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(data, "keys", "rotate").returncode == 1
    assert run(data, "keys", "init", "--audience", "demo").returncode == 0
    done = run(data, "keys", "rotate")
    assert (done.returncode, "kiosks fetch them by themselves" in done.stdout) == (0, True)
    assert [(row["purpose"], row["standing"]) for row in told(data, "keys", "list")] == [
        ("seal", "current"),
        ("seal", "next"),
        ("seal", "retired"),
        ("receipt", "current"),
        ("receipt", "next"),
        ("receipt", "retired"),
        ("recovery", "recovery"),
        ("root", "root"),
    ]
    assert run(data, "keys", "list").stdout.count("\n") == 8
    recovery = next(data.glob("recovery-*.key"))
    done = run(data, "keys", "recover", "--recovery-file", str(recovery))
    assert (done.returncode, "new recovery key" in done.stdout) == (0, True)
    next(data.glob("root-*.key")).unlink()
    done = run(data, "keys", "rotate")
    assert (done.returncode, "--root-file" in done.stderr) == (1, True)
    done = run(data, "keys", "rotate", "--only", "seal", "--new-root", "--root-file", str(tmp_path / "new.key"))
    assert (done.returncode, "kiosk keys trust" in done.stdout) == (0, True)
    assert run(data, "keys", "rotate", "--root-file", str(tmp_path / "new.key")).returncode == 0
