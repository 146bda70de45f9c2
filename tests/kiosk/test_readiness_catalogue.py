"""``kiosk doctor`` on the catalogue: what is here, whether it can be relied on, and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.catalogue_repository import LIFETIME
from kiosk.catalogue.freshness import OLD_AFTER
from kiosk.catalogue.pack import encode_all
from kiosk.config import Config
from kiosk.lights import Finding
from kiosk.readiness import look
from tests.catalogue.centre import NOW, Centre
from tests.kiosk.service_point import offline_config


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path, kiosk="home/catalogue")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return offline_config(tmp_path / "home")


def said(config: Config) -> Finding:
    (finding,) = (one for one in look(config) if one.what == "catalogue")
    return finding


def test_there_is_none_and_who_brings_one(tmp_path: Path) -> None:
    demo, real = said(Config(tmp_path)), said(offline_config(tmp_path))
    assert (demo.light, real.light) == ("warn", "warn")
    assert "none yet" in demo.found
    assert "gateway catalogue init" in demo.mend
    assert "kiosk catalogue trust" in real.mend


def test_a_good_one_is_one_green_line(centre: Centre, config: Config) -> None:
    version = centre.publish()
    centre.take_stick(centre.stick())
    finding = said(config)
    assert (finding.light, finding.mend) == ("ok", "")
    for words in (f"version {version}, 200 procedures", "fresh", "whom this kiosk trusts", "updated"):
        assert words in finding.found


def test_what_expired_says_since_when_and_how_a_newer_comes(centre: Centre, config: Config) -> None:
    centre.publish()
    centre.take_stick(centre.stick())
    timestamp = centre.updater.trust.tuf / "timestamp.json"
    until = (NOW + LIFETIME["timestamp"]).strftime("%Y-%m-%d")
    timestamp.write_text(timestamp.read_text("utf-8").replace(f'"expires":"{until}', '"expires":"2025-03-01'), "utf-8")
    finding = said(config)
    assert finding.light == "warn"
    assert "expired since 2025-03-0" in finding.found
    assert "kiosk catalogue update" in finding.mend


def test_what_nobody_renewed_is_old_and_trust_is_asked_for(centre: Centre, config: Config) -> None:
    centre.versions.install(encode_all(centre.procedures.values()), NOW - OLD_AFTER)
    centre.updater.trust.pinned_file.unlink()
    finding = said(config)
    assert finding.light == "warn"
    assert "old since" in finding.found
    assert "trust not pinned" in finding.found
    assert "kiosk catalogue trust" in finding.mend


def test_a_refusal_is_told_with_its_own_remedy(centre: Centre, config: Config) -> None:
    centre.publish()
    old = centre.stick("old.zip")
    centre.publish(changed=1)
    centre.take_stick(centre.stick())
    centre.take_stick(old)
    finding = said(config)
    assert finding.light == "warn"
    assert "refused older" in finding.found
    assert "new stick" in finding.mend


def test_a_damaged_one_fails(centre: Centre, config: Config) -> None:
    centre.publish()
    centre.take_stick(centre.stick())
    (centre.versions.folder / f"{centre.current}.pack").write_bytes(b"\x00")
    finding = said(config)
    assert finding.light == "fail"
    assert "kiosk catalogue rollback" in finding.mend
