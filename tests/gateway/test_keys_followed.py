"""Kiosks follow their gateway's keys over HTTP: through missed rotations, losses, and a past without signatures."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import requests

from gateway.folder import Folder
from gateway.key_publishing import published
from gateway.keyring import load_keyring
from gateway.rotation import RootSource, recover, rotate
from kiosk.sync.key_files import format_key_file
from kiosk.sync.keys import KeysDocument, format_gateway_keys
from tests.gateway.running import Site, running
from tests.gateway.stations import Station, sealed_to, signer, sync


@pytest.fixture
def station(site: Site, tmp_path: Path) -> Station:
    return Station(site, tmp_path / "kiosk")


def lose(folder: Folder, *kinds: str) -> None:
    for kind in kinds:
        for path in (*folder.keys.glob(f"{kind}-*.key"), *folder.root.glob(f"{kind}-*.key")):
            path.unlink()


def take_away(site: Site, kind: str, folder: Path) -> Path:
    """Move a key to a stick, as `gateway keys init` asks for."""
    found = next(site.folder.root.glob(f"{kind}-*.key"))
    return found.rename(folder / found.name)


def unsign(site: Site) -> None:
    """Make the folder one from before keys were signed: no root, no next ones."""
    document = published(site.folder)
    old = msgspec.structs.replace(document, seal=document.seal[:1], receipt=document.receipt[:1])
    site.folder.signed_keys.unlink()
    site.folder.public_keys.write_bytes(format_gateway_keys(old.keys()))
    for key, kind in ((document.seal[1], "seal"), (document.receipt[1], "receipt")):
        (site.folder.keys / f"{kind}-{key.kid}.key").unlink()
    lose(site.folder, "root")


def test_offline_through_three_rotations(site: Site, station: Station) -> None:
    with station.on() as kiosk:
        old = station.seal(kiosk)
        assert sealed_to(kiosk, old) == site.keys.seal[0].kid
    for _ in range(3):
        newest = rotate(site.folder)
    with running(site) as live, station.on(live.url) as kiosk:
        report = sync(kiosk)
        assert report.received == (old,)
        assert signer(kiosk, old) == newest.receipt[0].kid
        assert kiosk.trust.keys() == newest
        new = station.seal(kiosk)
        assert sealed_to(kiosk, new) == newest.seal[0].kid
        assert sync(kiosk).received == (new,)
    with station.on() as kiosk:  # started again without a line
        assert sealed_to(kiosk, station.seal(kiosk)) == newest.seal[0].kid
    assert station.trust.standing().taken
    assert f"number {newest.number}" in station.doctor()


def test_a_gateway_and_a_kiosk_that_both_run_on_learn_of_rotations(site: Site, station: Station) -> None:
    """The kiosk has looked today already: the receipt of an unknown key makes it ask, and the line goes on."""
    with running(site) as live, station.on(live.url) as kiosk:
        first = station.seal(kiosk)
        syncer = kiosk.connect()
        assert syncer.run_once().received == (first,)
        rotate(site.folder)
        newest = rotate(site.folder)
        second = station.seal(kiosk)
        assert sealed_to(kiosk, second) == site.keys.seal[0].kid
        report = syncer.run_once()
        assert report.received == (second,)
        assert report.line.up
        assert signer(kiosk, second) == newest.receipt[0].kid
        assert sealed_to(kiosk, station.seal(kiosk)) == newest.seal[0].kid


def test_what_is_offered_is_one_short_answer_when_nothing_changed(site: Site) -> None:
    with running(site) as live:
        first = requests.get(f"{live.url}/v1/keys", timeout=5)
        assert first.content == site.folder.signed_keys.read_bytes()
        headers = {"If-None-Match": first.headers["ETag"]}
        second = requests.get(f"{live.url}/v1/keys", headers=headers, timeout=5)
        assert (second.status_code, second.content) == (304, b"")
        rotate(site.folder)
        assert requests.get(f"{live.url}/v1/keys", headers=headers, timeout=5).status_code == 200


def test_lost_sealing_and_receipt_keys_are_recovered_and_kiosks_follow(
    site: Site, station: Station, tmp_path: Path
) -> None:
    recovery, root = take_away(site, "recovery", tmp_path), take_away(site, "root", tmp_path)
    with station.on() as kiosk:
        old = station.seal(kiosk)
    lose(site.folder, "seal", "receipt")
    changed, fresh = recover(site.folder, recovery, RootSource(root))
    assert fresh.exists()
    with running(site) as live, station.on(live.url) as kiosk:
        assert sync(kiosk).received == (old,)
        assert signer(kiosk, old) == changed.receipt[0].kid
        new = station.seal(kiosk)
        assert sealed_to(kiosk, new) == changed.seal[0].kid
        assert sync(kiosk).received == (new,)
        assert kiosk.trust.keys().recovery == changed.recovery != site.keys.recovery


def test_a_lost_root_is_not_believed_before_a_person_says_so(site: Site, station: Station, tmp_path: Path) -> None:
    recovery = take_away(site, "recovery", tmp_path)
    with station.on() as kiosk:
        dossier = station.seal(kiosk)
    lose(site.folder, "seal", "receipt", "root")
    changed, _ = recover(site.folder, recovery, RootSource(new=True))
    with running(site) as live:
        with station.on(live.url) as kiosk:
            report = sync(kiosk)
            assert (report.received, report.line.cause) == ((), "unproven")
            assert kiosk.trust.keys() == site.keys
            after = station.seal(kiosk)
            assert sealed_to(kiosk, after) == site.keys.seal[0].kid  # the recovery key opens it
        assert "signed by nobody whom this kiosk believes" in station.doctor()
        with station.on(live.url) as kiosk:
            kiosk.trust.pin(site.folder.signed_keys)
            assert kiosk.trust.keys() == changed
            assert set(sync(kiosk).received) == {dossier, after}
        assert len(live.gateway.reader.execute("SELECT id FROM dossier").fetchall()) == 2
    assert "believes" not in station.doctor()


def test_a_gateway_and_kiosks_from_before_there_were_signatures(site: Site, station: Station, tmp_path: Path) -> None:
    unsign(site)
    station.pin()
    late = Station(site, tmp_path / "late")
    pinned = station.trust.keys()
    assert (pinned.root, pinned.number) == (None, 0)
    with running(site) as live:
        with station.on(live.url) as kiosk:
            first = station.seal(kiosk)
            assert sync(kiosk).received == (first,)
            assert kiosk.trust.last().outcome == "none"  # type: ignore[union-attr]
        one = rotate(site.folder)
        assert one.receipt[0] == pinned.receipt[0]  # a receipt key that nobody was told of is not used yet
        assert one.seal[0] != pinned.seal[0]
        with station.on(live.url) as kiosk:
            second = station.seal(kiosk)
            assert sync(kiosk).received == (second,)
            assert kiosk.trust.keys() == one
        rotate(site.folder)
        newest = rotate(site.folder)
        with late.on(live.url) as kiosk:  # it pinned a receipt key that has retired twice over
            third = late.seal(kiosk)
            assert sync(kiosk).received == (third,)
            assert kiosk.trust.keys() == newest
        recovery = take_away(site, "recovery", tmp_path)
        lose(site.folder, "receipt")
        changed, _ = recover(site.folder, recovery)
        with station.on(live.url) as kiosk:  # it knows the root by now
            fourth = station.seal(kiosk)
            assert sync(kiosk).received == (fourth,)
            assert kiosk.trust.keys() == changed


def test_keys_that_cannot_be_read_are_not_taken_by_a_running_gateway(site: Site) -> None:
    good = site.folder.signed_keys.read_bytes()
    with running(site) as live:
        site.folder.signed_keys.write_bytes(good[:100])
        assert live.gateway.keyring.public == site.keys
        assert requests.get(f"{live.url}/v1/keys", timeout=5).content == good
        document = msgspec.json.decode(good, type=KeysDocument)
        strange = msgspec.structs.replace(document, receipt=document.receipt[::-1])
        (site.folder.keys / f"receipt-{document.receipt[1].kid}.key").unlink()
        site.folder.signed_keys.write_bytes(format_key_file(strange))  # a private key that is not here would sign
        assert live.gateway.keyring.public == site.keys
        site.folder.signed_keys.write_bytes(good)
        assert live.gateway.keyring.public == load_keyring(site.folder).public
        newest = recover(site.folder, next(site.folder.root.glob("recovery-*.key")))[0]
        assert live.gateway.keyring.public == newest
