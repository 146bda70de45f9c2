"""The window on a store that does not open: residents read where to go, a technician why, and what waits is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from kiosk.clock import SystemClock
from kiosk.config import Config, GatewayConfig
from kiosk.devices.registry import open_devices
from kiosk.phrases import say
from kiosk.rescue import MEND, Cause
from offline_cache.errors import StoreDamaged
from tests.faults.updating import Home, lay_home, serving
from tests.kiosk.service_point import BIRTH
from tests.offline_cache.releases.shelf import BOOKED, QUEUED
from ui.application import Application
from ui.rescue_watch import derive, lost_of


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A kiosk as the release before left it, with a hundred dossiers to send."""
    return lay_home("level-2", tmp_path)


def become_newer(home: Home) -> None:
    """Let the store be one that a later release wrote, with a higher floor."""
    with (home.store / "store.db").open("r+b") as file:
        file.seek(60)  # where SQLite keeps `user_version`
        file.write((99).to_bytes(4, "big"))


@contextmanager
def switched_on(home: Home, url: str) -> Iterator[Application]:
    config = Config(home.root, gateway=GatewayConfig(url, "gateway/gateway.pub.json", embedded=False))
    app = Application(config, SystemClock(), open_devices(config.devices))
    app.open()
    try:
        yield app
    finally:
        app.close()
        delete(app)


def test_what_waits_arrives_while_nothing_new_can_be_begun(home: Home, qtbot: QtBot) -> None:
    queued = home.queued()
    become_newer(home)
    with serving(home) as url, switched_on(home, url) as app:
        qtbot.waitUntil(lambda: app.flow.screen == "rescue", timeout=20_000)
        assert app.models.shell.props.screen == "rescue"
        app.models.shell.footer("home")
        app.models.home.open(BIRTH)
        app.models.home.ask("resume")
        app.presence.expired.emit()
        assert app.flow.screen == "rescue"
        assert (app.flow.session, app.flow.desk) == (None, None)
        qtbot.waitUntil(lambda: app.models.rescue.props.sending == say("rescue.sent"), timeout=60_000)
        assert app.models.rescue.props.cause == say("rescue.cause.newer")
        assert home.count(queued) == (0, 0)


def test_a_store_found_damaged_while_it_is_open_is_closed_and_what_can_be_read_sent(home: Home, qtbot: QtBot) -> None:
    queued = home.queued()
    with serving(home) as url:
        with switched_on(home, "http://127.0.0.1:9") as app:
            qtbot.waitUntil(lambda: app.flow.desk is not None, timeout=20_000)
            app.network.give_up(StoreDamaged("made up"))
            qtbot.waitUntil(lambda: app.flow.screen == "rescue", timeout=20_000)
            qtbot.waitUntil(lambda: str(QUEUED + BOOKED) in app.models.rescue.props.sending, timeout=20_000)
        with switched_on(home, url) as app:
            qtbot.waitUntil(lambda: app.flow.desk is not None, timeout=20_000)
            qtbot.waitUntil(lambda: home.count(queued) == (0, 0), timeout=60_000)


@pytest.mark.parametrize("cause", MEND)
def test_each_cause_has_its_words(cause: Cause) -> None:
    props = derive(cause, 12, "offline", lost="")
    assert (props.cause, props.mend) == (say(f"rescue.cause.{cause}"), say(f"rescue.mend.{cause}"))
    assert props.sending == say("rescue.waiting", count="12")
    assert derive(cause, 3, "sending", lost="").sending == say("rescue.sending", count="3")
    assert derive(cause, 3, "sending", lost="some").text == say("rescue.text_lost")


def test_what_cannot_be_read_back_is_told() -> None:
    assert lost_of(0, whole=True) == ""
    assert "2 hồ sơ" in lost_of(2, whole=False)
    assert lost_of(0, whole=False) == say("rescue.not_whole")
