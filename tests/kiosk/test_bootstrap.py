"""The kiosk without a screen: opened in order, closed in reverse, and what a power cut leaves to tell."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.bootstrap import Kiosk, open_kiosk
from kiosk.clock import VirtualClock
from kiosk.config import Config
from kiosk.errors import ConfigError
from kiosk.outcomes import NotFound
from kiosk.session import Session
from kiosk.sync.keys import parse_device_public
from offline_cache.errors import StoreBusy
from tests.kiosk.service_point import BIRTH, offline_config, pin_gateway

Opening = Callable[[], Kiosk]


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return offline_config(tmp_path / "home")


@pytest.fixture
def opening(config: Config, clock: VirtualClock) -> Opening:
    """Open the kiosk on the same folder, as each start of the machine does."""
    return lambda: open_kiosk(config, clock)


def begin(kiosk: Kiosk) -> Session:
    guide = kiosk.library.load(BIRTH)
    assert guide is not None
    session = kiosk.desk.begin(guide)
    assert isinstance(session, Session)
    return session


def test_a_first_start_makes_all_that_is_needed_for_this_user_alone(opening: Opening, config: Config) -> None:
    kiosk = opening()
    assert not kiosk.interrupted
    assert kiosk.embedded is None
    assert stat.S_IMODE((config.home / "device.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(config.store_folder.stat().st_mode) == 0o700
    assert parse_device_public((config.home / "device.pub.json").read_bytes()) == kiosk.device.public
    kiosk.close()


def test_what_a_start_found_out_of_order_is_told_in_counts(
    opening: Opening, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    opening().close()
    stranger = config.store_folder / "sealed" / ("0" * 32)
    stranger.write_bytes(b"half a file")
    opening().close()
    assert caplog.messages == ["the start found: 1 dropped"]
    opening().close()
    assert len(caplog.messages) == 1


def test_the_device_is_the_same_at_each_start(opening: Opening) -> None:
    first = opening()
    first.close()
    second = opening()
    assert second.device.device_id == first.device.device_id
    second.close()


def test_rules_know_the_office_and_the_day(opening: Opening, config: Config, clock: VirtualClock) -> None:
    kiosk = opening()
    context = begin(kiosk).wizard.context
    assert (context.today, context.office.unit) == (clock.now().date(), config.office.unit)
    assert (context.office.commune_code, context.office.province_code) == ("11383", "31")
    kiosk.close()


def test_two_kiosks_never_own_one_store(opening: Opening) -> None:
    first = opening()
    with pytest.raises(StoreBusy):
        opening()
    session = begin(first)
    assert first.store.drafts.find(session.lookup_code) is not None
    first.close()


def test_only_an_end_without_goodbye_is_told_and_only_with_a_draft(opening: Opening) -> None:
    without = opening()
    without.store.close()  # as after a power cut
    cut = opening()
    begin(cut)
    cut.store.close()
    after = opening()
    after.close()
    later = opening()
    later.close()
    assert [kiosk.interrupted for kiosk in (without, cut, after, later)] == [False, False, True, False]


def test_drafts_past_their_days_are_gone_at_the_start(opening: Opening, clock: VirtualClock) -> None:
    kiosk = opening()
    old = begin(kiosk)
    clock.pass_time(6 * 86_400)
    young = begin(kiosk)
    kiosk.close()
    clock.pass_time(86_400 + 60)
    kiosk = opening()
    assert kiosk.desk.resume(old.lookup_code, "") == NotFound()
    assert isinstance(kiosk.desk.resume(young.lookup_code, ""), Session)
    kiosk.close()


def test_keys_that_are_not_there_hinder_sending_and_not_beginning(opening: Opening, config: Config) -> None:
    kiosk = opening()
    begin(kiosk)
    with pytest.raises(ConfigError):
        kiosk.sealing_keys()
    with pytest.raises(ConfigError):
        kiosk.connect()
    gateway = pin_gateway(config)
    assert kiosk.sealing_keys().gateway == gateway.public
    kiosk.close()


def test_keys_of_another_audience_are_refused(opening: Opening, config: Config) -> None:
    kiosk = opening()
    pin_gateway(Config(config.home, "practice", gateway=config.gateway))
    with pytest.raises(ConfigError):
        kiosk.sealing_keys()
    kiosk.close()


def test_without_an_answer_the_syncer_says_so_and_comes_back(opening: Opening, config: Config) -> None:
    kiosk = opening()
    pin_gateway(config)
    syncer = kiosk.connect()
    report = syncer.run_once()
    assert syncer.line.kind == "gateway_down"
    assert report.next_in > 0
    kiosk.close()
